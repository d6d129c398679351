/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"
#include "hr-track.h"

/*
 * The recordings of the incident that a record shows, and the hearing of one of them. What there is is read from the record's timeline. A widget
 * selects, plays and seeks; the console fetches what is wanted, plays and reports. Main thread only.
 *
 * Positions are milliseconds from the beginning of the selected recording.
 *
 * Properties (read-only): playing (boolean: it is asked for, and nothing stands against it), position-ms (int64).
 *
 * Signals:
 *   changed ()     anything else
 *   wanted ()      another sound is to be fetched, or none; see hr_playback_get_wanted()
 *   sought ()      somebody asked to go on from the position
 */
typedef enum
{
  HR_PLAYBACK_WAITING,   /* the record, or the sound, is on its way */
  HR_PLAYBACK_READY,     /* it can be heard */
  HR_PLAYBACK_NONE,      /* nothing was recorded */
  HR_PLAYBACK_RECORDING, /* it is still being written */
  HR_PLAYBACK_REMOVED,
  HR_PLAYBACK_FAILED, /* see hr_playback_get_trouble() */
} HrPlaybackState;

#define HR_TYPE_PLAYBACK (hr_playback_get_type ())
G_DECLARE_FINAL_TYPE (HrPlayback, hr_playback, HR, PLAYBACK, GObject)

HrPlayback *hr_playback_new (HrRoom *record);
/* Borrowed from whoever made both; it lives as long. */
HrRoom         *hr_playback_get_record (HrPlayback *self);
HrPlaybackState hr_playback_get_state (HrPlayback *self);
/* Why it cannot be heard, or is not to be trusted; NULL: nothing is wrong with it. */
const char *hr_playback_get_trouble (HrPlayback *self);

/* (element-type HrTrack) (transfer none): oldest first; other ones after `changed`. */
GPtrArray *hr_playback_get_tracks (HrPlayback *self);
/* NULL: there is none. */
const HrTrack *hr_playback_get_selected (HrPlayback *self);
void           hr_playback_select (HrPlayback *self,
                                   guint       i);

gint64 hr_playback_get_duration_ms (HrPlayback *self);
gint64 hr_playback_get_position_ms (HrPlayback *self);
/* What was heard at the position, UTC; 0: there is no recording. */
gint64 hr_playback_get_position_us (HrPlayback *self);
/* (element-type float) (transfer none) (nullable): the loudest of equally long pieces of it, 0–1; NULL: not known. */
GArray *hr_playback_get_peaks (HrPlayback *self);

/* What a person asks for. Playing on at the end begins again. */
void     hr_playback_set_playing (HrPlayback *self,
                                  gboolean    is_playing);
gboolean hr_playback_is_playing (HrPlayback *self);
void     hr_playback_seek (HrPlayback *self,
                           gint64      position_ms);
void     hr_playback_retry (HrPlayback *self);

/* The recording whose sound is to be fetched; NULL: none. */
const HrTrack *hr_playback_get_wanted (HrPlayback *self);
/**
 * hr_playback_set_sound:
 * @self: a playback that wants it
 * @duration_ms: how long it really is
 * @peaks: (element-type float) (transfer none): the loudest of equally long pieces of it, 0–1
 * @warning: (nullable): why it is not to be trusted
 */
void hr_playback_set_sound (HrPlayback *self,
                            gint64      duration_ms,
                            GArray     *peaks,
                            const char *warning);
/* The sound that is wanted cannot be had. */
void hr_playback_fail (HrPlayback *self,
                       const char *reason);
void hr_playback_set_position_ms (HrPlayback *self,
                                  gint64      position_ms);
/* The selected one was heard to its end; the next one follows. */
void hr_playback_end (HrPlayback *self);
/* @reason: (nullable): while it stands nothing plays, and what played is stopped. */
void        hr_playback_set_obstacle (HrPlayback *self,
                                      const char *reason);
const char *hr_playback_get_obstacle (HrPlayback *self);
