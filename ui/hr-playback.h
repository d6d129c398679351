/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"
#include "hr-track.h"

/*
 * The recordings of the incident that @record selects, heard one after the other as if they were one: where it is in them, how fast it goes.
 * What there is to be heard is read from the record's timeline. A widget asks for play, seek and rate; the console plays and reports. Main thread only.
 *
 * Positions are milliseconds of sound from the beginning of the first recording; what lies between two recordings is left out.
 *
 * Properties (read-only): playing (boolean: it is asked for and nothing stands against it), rate (double), position-ms (int64),
 * obstacle (string, nullable: why nothing can be heard now), error (string, nullable: what of it cannot be heard at all), loading (boolean).
 *
 * Signals:
 *   tracks-changed ()       there are others, or more is known of them
 *   sought (gint64 ms)      somebody asked to go on from there
 */
#define HR_TYPE_PLAYBACK (hr_playback_get_type ())
G_DECLARE_FINAL_TYPE (HrPlayback, hr_playback, HR, PLAYBACK, GObject)

HrPlayback *hr_playback_new (HrRoom *record);
HrRoom     *hr_playback_get_record (HrPlayback *self);

guint          hr_playback_get_n_tracks (HrPlayback *self);
const HrTrack *hr_playback_get_track (HrPlayback *self,
                                      guint       i);
/* How many are not there any more. */
guint hr_playback_get_n_removed (HrPlayback *self);

gint64 hr_playback_get_duration_ms (HrPlayback *self);
gint64 hr_playback_get_position_ms (HrPlayback *self);
/* Which track that is, and where in it. FALSE: there is nothing at @position_ms. */
gboolean hr_playback_find (HrPlayback *self,
                           gint64      position_ms,
                           guint      *track,
                           gint64     *within_ms);
gint64   hr_playback_get_offset_ms (HrPlayback *self,
                                    guint       track);

/* What a person asks for. Playing on at the end begins again. */
void     hr_playback_set_playing (HrPlayback *self,
                                  gboolean    is_playing);
gboolean hr_playback_is_playing (HrPlayback *self);
void     hr_playback_seek (HrPlayback *self,
                           gint64      position_ms);
void     hr_playback_set_rate (HrPlayback *self,
                               double      rate);
double   hr_playback_get_rate (HrPlayback *self);

/* What the console found out. */
void     hr_playback_set_sound (HrPlayback  *self,
                                const char  *track_id,
                                gint64       duration_ms,
                                const float *peaks,
                                gsize        n_peaks);
void     hr_playback_set_position_ms (HrPlayback *self,
                                      gint64      position_ms);
void     hr_playback_set_loading (HrPlayback *self,
                                  gboolean    is_loading);
gboolean hr_playback_is_loading (HrPlayback *self);
/* @reason: (nullable): while it stands nothing plays, and what played is stopped. */
void        hr_playback_set_obstacle (HrPlayback *self,
                                      const char *reason);
const char *hr_playback_get_obstacle (HrPlayback *self);
/* Something of it cannot be heard at all; the rest can. */
void        hr_playback_fail (HrPlayback *self,
                              const char *error);
const char *hr_playback_get_error (HrPlayback *self);
