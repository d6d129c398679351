/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

typedef enum
{
  HR_TRACK_RECORDING, /* it is being written */
  HR_TRACK_FINISHED,
  HR_TRACK_BROKEN,  /* it ended before its time: what there is of it can be heard */
  HR_TRACK_REMOVED, /* its time was over, or somebody had the incident erased */
} HrTrackState;

/* One recording of an incident, as its events tell of it. */
typedef struct
{
  char        *id; /* of the recording */
  HrTrackState state;
  gint64       started_at_us; /* UTC, of its first sound */
  gint64       duration_ms;   /* 0: not known */
  char        *sha256;        /* NULL: not known */
  char        *reason;        /* why it is broken or removed; NULL: not said */
} HrTrack;

/**
 * hr_track_read_all:
 * @timeline: of HrEvent, oldest first
 *
 * Returns: (transfer full) (element-type HrTrack): the recordings that it tells of, oldest first. The array owns them
 */
GPtrArray *hr_track_read_all (GListModel *timeline);
/* There is a whole file of it, or what was written before it broke off. */
gboolean hr_track_can_be_heard (const HrTrack *track);
/* The id of the first that was not removed, else of the first; NULL: there is none. */
const char *hr_track_find_first (GPtrArray *tracks);
/* The number of the one with that id; -1: none. */
int hr_track_find (GPtrArray  *tracks,
                   const char *id);
/* The one that was recorded after it and was not removed; NULL: there is none. */
const HrTrack *hr_track_find_next (GPtrArray  *tracks,
                                   const char *id);
/**
 * hr_track_find_moment:
 * @tracks: the recordings of an incident
 * @at_us: UTC
 * @from_ms: (out): where in the recording that moment is; -1: after all that is known of its length
 *
 * Returns: the recording in which the moment is, else the next one, else the last; NULL: there is none that was not removed
 */
const HrTrack *hr_track_find_moment (GPtrArray *tracks,
                                     gint64     at_us,
                                     gint64    *from_ms);
