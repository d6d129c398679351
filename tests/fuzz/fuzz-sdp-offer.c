/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-test-sdp-offer.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  hr_test_sdp_offer_check (text);
  return 0;
}
