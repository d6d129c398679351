/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-lookout"

#include "hr-lookout-private.h"

#include "hr-reason.h"

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

static JsonObject *
new_duration (gint64 duration_us)
{
  gint64       seconds = (ABS (duration_us) + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC;
  HrReasonCode unit = seconds < 2 * 3600 ? HR_REASON_MINUTES : HR_REASON_HOURS;
  gint64       count = seconds < 2 * 3600 ? seconds / 60 : seconds / 3600;
  JsonObject  *duration = hr_reason_new_sentence (seconds < 120 ? HR_REASON_SECONDS : unit, NULL);

  json_object_set_int_member (duration, "count", seconds < 120 ? seconds : count);
  return duration;
}

static void
raise_jumped (HrLookout *self)
{
  JsonObject *sentence = hr_reason_new_sentence (self->clock_jump_us > 0 ? HR_REASON_CLOCK_FORWARD : HR_REASON_CLOCK_BACK, NULL);
  g_autoptr (JsonArray) reason = hr_reason_new (sentence);

  json_object_set_object_member (sentence, "duration", new_duration (self->clock_jump_us));
  hr_dispatcher_raise_alert (self->dispatcher, JUMP_ALERT, PRIORITY, NULL, NULL, reason);
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
