/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-pace"

#include "hr-pace.h"

gint64
hr_pace_take (HrPace *self,
              gint64  now_us)
{
  gint64 wait_us = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (self->burst > 0, 0);

  self->paid_until_us = MAX (self->paid_until_us, now_us);
  wait_us = self->paid_until_us - now_us - (self->burst - 1) * self->interval_us;
  if (wait_us > 0)
    return wait_us;

  self->paid_until_us += self->interval_us;
  return 0;
}
