/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Says how much silence belongs before a packet, so that a moment of the file is a moment of the call. Between packets the sender's
 * timestamps are the finer measure; where they contradict the arrivals (a sender that stood still, a jump, another source), the
 * arrivals are right. Plain data; zero-initialise it.
 */
typedef struct
{
  gboolean is_started;
  gint64   first_arrived_us;
  guint32  next_timestamp;
  gboolean has_lag;
  gint64   least_lag; /* of the packets since then */
  gint64   lag_since_us;
} HrRecordingTimeline;

/**
 * hr_recording_timeline_place:
 * @timestamp: of the packet, in samples of 48 kHz; may wrap
 * @samples: how long the packet is
 * @is_restart: whether @timestamp says nothing about the packet before
 * @arrived_us: monotonic
 * @position: how long the file is before the packet, in samples
 *
 * Returns: the length of the gap to fill before the packet, in samples
 */
guint64 hr_recording_timeline_place (HrRecordingTimeline *self,
                                     guint32              timestamp,
                                     guint                samples,
                                     gboolean             is_restart,
                                     gint64               arrived_us,
                                     guint64              position);
