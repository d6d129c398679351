/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-lookout"

#include "hr-lookout-private.h"

#define JUMP_ALERT "clock_jumped"
/* Order and timers do not depend on it; whoever compares times of the records has to know. */
#define PRIORITY 3
/* What a time server does to a clock that runs well is far below. */
#define JUMP_US (2 * G_USEC_PER_SEC)
#define STANDS_US G_TIME_SPAN_HOUR

static gint64
get_base_us (HrLookout *self)
{
  return hr_clock_get_utc_us (self->clock) - hr_clock_get_monotonic_us (self->clock);
}

void
hr_lookout_begin_clock (HrLookout *self)
{
  self->clock_base_us = get_base_us (self);
  self->clock_jump_us = 0;
  self->clock_jumped_us = hr_clock_get_monotonic_us (self->clock);
}

static char *
dup_duration (gint64 duration_us)
{
  gint64 seconds = (ABS (duration_us) + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC;

  if (seconds < 120)
    return g_strdup_printf ("%d s", (int) seconds);
  if (seconds < 2 * 3600)
    return g_strdup_printf ("%d min", (int) (seconds / 60));

  return g_strdup_printf ("%" G_GINT64_FORMAT " h", seconds / 3600);
}

static void
raise_jumped (HrLookout *self)
{
  g_autofree char *duration = dup_duration (self->clock_jump_us);
  g_autofree char *text = NULL;

  text = g_strdup_printf ("The station's clock went %s by %s while it ran: times of before and after do not fit together.",
                          self->clock_jump_us > 0 ? "forward" : "back", duration);
  hr_dispatcher_raise_alert (self->dispatcher, JUMP_ALERT, PRIORITY, NULL, NULL, text);
}

/* A second jump counts with the first: one that is undone is none. */
static void
take_jump (HrLookout *self,
           gint64     jump_us)
{
  self->clock_base_us += jump_us;
  self->clock_jump_us += jump_us;
  self->clock_jumped_us = hr_clock_get_monotonic_us (self->clock);

  hr_dispatcher_clear_alert (self->dispatcher, JUMP_ALERT, NULL);
  if (ABS (self->clock_jump_us) >= JUMP_US)
    raise_jumped (self);
}

void
hr_lookout_look_at_clock (HrLookout *self)
{
  gint64 jump_us = get_base_us (self) - self->clock_base_us;

  if (ABS (jump_us) >= JUMP_US)
    {
      take_jump (self, jump_us);
      return;
    }

  if (hr_clock_get_monotonic_us (self->clock) - self->clock_jumped_us < STANDS_US)
    return;

  hr_lookout_begin_clock (self);
  hr_dispatcher_clear_alert (self->dispatcher, JUMP_ALERT, NULL);
}
