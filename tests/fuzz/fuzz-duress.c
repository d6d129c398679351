/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-test-duress.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

/* The first byte says what the rest is: “f” a form, anything else a message. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  if (size == 0)
    return 0;

  if (data[0] == 'f')
    hr_test_duress_check_form ((const char *) data + 1, size - 1);
  else
    hr_test_duress_check_message ((const char *) data + 1, size - 1);
  return 0;
}
