/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* One recording of an incident. */
typedef struct
{
  char    *id; /* of the recording */
  gint64   started_at_us;
  gint64   duration_ms; /* 0: not known before it is finished or read */
  gboolean is_finished; /* nothing is written to it any more */
  gboolean is_removed;  /* its time was over */
  float   *peaks;       /* 0–1, of equally long pieces of it; NULL: not known yet */
  gsize    n_peaks;
} HrTrack;

/* An array that owns its HrTrack. */
GPtrArray *hr_track_new_list (void);
HrTrack   *hr_track_find (GPtrArray  *tracks,
                          const char *id);
/**
 * hr_track_read_all:
 * @timeline: of HrEvent
 * @before: tracks whose sound is known is taken from
 * @n_removed: (out): how many are not there any more
 *
 * Returns: (transfer full): the recordings that the timeline tells of and that are still there, oldest first
 */
GPtrArray *hr_track_read_all (GListModel *timeline,
                              GPtrArray  *before,
                              guint      *n_removed);
