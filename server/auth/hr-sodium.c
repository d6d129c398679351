/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sodium"

#include "hr-sodium.h"

#include <glib.h>
#include <sodium.h>

void
hr_sodium_ensure (void)
{
  int state = sodium_init ();

  /* It fails only where the system gives no random numbers, and then there is nothing that could be kept secret. */
  if (state < 0)
    abort ();
}
