/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-recording-timeline"

#include "hr-recording-timeline.h"

#include "hr-opus-packet.h"

/* Networks hold packets back and then deliver them at once; by this much timestamps and arrivals may differ. */
#define TOLERANCE HR_OPUS_RATE
/* What was held back comes at once, and the lag is gone; only a lag that lasts is a gap that the timestamps do not show. */
#define LAG_WINDOW_US G_USEC_PER_SEC

/* By how much the file is behind the arrivals for good; 0 while it is not. */
static gint64
take_lasting_lag (HrRecordingTimeline *self,
                  gint64               lag,
                  gint64               arrived_us)
{
  if (!self->has_lag)
    {
      self->has_lag = TRUE;
      self->least_lag = lag;
      self->lag_since_us = arrived_us;
    }
  self->least_lag = MIN (self->least_lag, lag);
  if (arrived_us - self->lag_since_us < LAG_WINDOW_US)
    return 0;

  self->has_lag = FALSE;
  return self->least_lag > TOLERANCE ? self->least_lag : 0;
}

guint64
hr_recording_timeline_place (HrRecordingTimeline *self,
                             guint32              timestamp,
                             guint                samples,
                             gboolean             is_restart,
                             gint64               arrived_us,
                             guint64              position)
{
  gint64 lag = 0;
  gint64 gap = 0;

  g_return_val_if_fail (self != NULL, 0);

  if (!self->is_started)
    {
      self->is_started = TRUE;
      self->first_arrived_us = arrived_us;
      self->next_timestamp = timestamp;
    }

  lag = (arrived_us - self->first_arrived_us) * HR_OPUS_RATE / G_USEC_PER_SEC - (gint64) position;
  gap = is_restart ? lag : (gint32) (timestamp - self->next_timestamp);
  gap = CLAMP (gap, 0, MAX (lag + TOLERANCE, 0));
  gap += take_lasting_lag (self, lag - gap, arrived_us);
  self->next_timestamp = timestamp + samples;

  return gap;
}
