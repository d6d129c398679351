/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-live-tail"

#include "hr-live-tail.h"

#include "hr-audio-output.h"

/* Timestamps of blocks that follow each other differ from their lengths by so much at most: 5 ms, as in the mixer. */
#define MAX_SLIP 240

struct _HrLiveTail
{
  float       *ring; /* HR_LIVE_TAIL_SAMPLES */
  guint64      end;
  GstClockTime first_pts;
};

HrLiveTail *
hr_live_tail_new (void)
{
  HrLiveTail *self = g_new0 (HrLiveTail, 1);

  self->ring = g_new0 (float, HR_LIVE_TAIL_SAMPLES);
  self->first_pts = GST_CLOCK_TIME_NONE;

  return self;
}

void
hr_live_tail_free (HrLiveTail *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->ring);
  g_free (self);
}

static void
append (HrLiveTail  *self,
        const float *samples, /* NULL: silence */
        guint64      n_samples)
{
  for (guint64 i = 0; i < n_samples; i++)
    self->ring[self->end++ % HR_LIVE_TAIL_SAMPLES] = samples != NULL ? samples[i] : 0;
}

void
hr_live_tail_add (HrLiveTail  *self,
                  GstBuffer   *block,
                  GstClockTime pts)
{
  GstMapInfo map;
  gint64     gap = 0;
  gint64     n_samples = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (GST_CLOCK_TIME_IS_VALID (pts));

  if (!gst_buffer_map (block, &map, GST_MAP_READ))
    return;

  if (!GST_CLOCK_TIME_IS_VALID (self->first_pts))
    self->first_pts = pts;

  n_samples = map.size / sizeof (float);
  gap = GST_CLOCK_DIFF (hr_live_tail_get_pts (self, self->end), pts) * HR_AUDIO_RATE / (gint64) GST_SECOND;

  if (gap > MAX_SLIP)
    append (self, NULL, MIN (gap, HR_LIVE_TAIL_SAMPLES));

  /* Longer than all that is kept: its moments are counted anew. */
  if (gap > HR_LIVE_TAIL_SAMPLES)
    self->first_pts = pts - gst_util_uint64_scale (self->end, GST_SECOND, HR_AUDIO_RATE);

  if (gap >= -MAX_SLIP)
    append (self, (const float *) map.data, n_samples);
  else if (-gap < n_samples)
    append (self, (const float *) map.data - gap, n_samples + gap);

  gst_buffer_unmap (block, &map);
}

guint64
hr_live_tail_get_begin (HrLiveTail *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->end > HR_LIVE_TAIL_SAMPLES ? self->end - HR_LIVE_TAIL_SAMPLES : 0;
}

guint64
hr_live_tail_get_end (HrLiveTail *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->end;
}

GstClockTime
hr_live_tail_get_pts (HrLiveTail *self,
                      guint64     number)
{
  g_return_val_if_fail (self != NULL, 0);

  return (GST_CLOCK_TIME_IS_VALID (self->first_pts) ? self->first_pts : 0) + gst_util_uint64_scale (number, GST_SECOND, HR_AUDIO_RATE);
}

gsize
hr_live_tail_copy (HrLiveTail *self,
                   guint64     number,
                   float      *samples,
                   gsize       n_samples)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (number >= hr_live_tail_get_begin (self) && number <= self->end, 0);

  n_samples = MIN (n_samples, self->end - number);

  for (gsize i = 0; i < n_samples; i++)
    samples[i] = self->ring[(number + i) % HR_LIVE_TAIL_SAMPLES];

  return n_samples;
}
