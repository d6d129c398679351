/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-test-sdp.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

/* The first byte says what the rest is: “c” a candidate, anything else an answer. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = NULL;

  if (size == 0)
    return 0;

  text = g_strndup ((const char *) data + 1, size - 1);
  if (data[0] == 'c')
    hr_test_sdp_check_candidate (text);
  else
    hr_test_sdp_check_answer (text);
  return 0;
}
