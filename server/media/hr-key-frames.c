/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-key-frames"

#include "hr-key-frames.h"

struct _HrKeyFrames
{
  HrClock        *clock;
  GSourceOnceFunc ask;
  gpointer        user_data;
  gboolean        was_asked;
  gint64          asked_us;
  guint           later_id;
  guint           every_id;
};

static void
ask_now (HrKeyFrames *self)
{
  self->was_asked = TRUE;
  self->asked_us = hr_clock_get_monotonic_us (self->clock);
  self->ask (self->user_data);
}

static gboolean
on_later (gpointer data)
{
  HrKeyFrames *self = data;

  self->later_id = 0;
  ask_now (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_every (gpointer data)
{
  hr_key_frames_request (data);
  return G_SOURCE_CONTINUE;
}

HrKeyFrames *
hr_key_frames_new (HrClock        *clock,
                   GSourceOnceFunc ask,
                   gpointer        user_data)
{
  HrKeyFrames *self = NULL;

  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (ask != NULL, NULL);

  self = g_new0 (HrKeyFrames, 1);
  self->clock = g_object_ref (clock);
  self->ask = ask;
  self->user_data = user_data;
  return self;
}

void
hr_key_frames_free (HrKeyFrames *self)
{
  if (self == NULL)
    return;

  hr_clock_clear (self->clock, &self->later_id);
  hr_clock_clear (self->clock, &self->every_id);
  g_object_unref (self->clock);
  g_free (self);
}

void
hr_key_frames_request (HrKeyFrames *self)
{
  gint64 since_ms = 0;

  g_return_if_fail (self != NULL);

  if (self->later_id != 0)
    return;

  since_ms = (hr_clock_get_monotonic_us (self->clock) - self->asked_us) / G_TIME_SPAN_MILLISECOND;
  if (!self->was_asked || since_ms >= HR_KEY_FRAMES_APART_MS)
    ask_now (self);
  else
    self->later_id = hr_clock_add_timeout (self->clock, HR_KEY_FRAMES_APART_MS - since_ms, on_later, self);
}

void
hr_key_frames_set_watched (HrKeyFrames *self,
                           gboolean     is_watched)
{
  g_return_if_fail (self != NULL);

  if (!is_watched)
    hr_clock_clear (self->clock, &self->every_id);
  else if (self->every_id == 0)
    self->every_id = hr_clock_add_timeout (self->clock, HR_KEY_FRAMES_EVERY_MS, on_every, self);
}
