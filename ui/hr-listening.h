/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-replay.h"

/*
 * How one incident sounds here: filled by the console's monitor, shown by the audio strip and the queue row.
 * Properties: incident-id; slot (-1: not on a slot); level-db and peak-db (RMS and peak of the last 50 ms, dBFS, -100 is silence),
 * silent-since-us (monotonic; 0: not silent), volume (0.0–1.5), muted, has-sound (decoded audio arrived in the last second).
 * Signal: level (double level_db, double peak_db), each 50 ms while sound arrives: the waveform's feed.
 */
#define HR_TYPE_LISTENING (hr_listening_get_type ())
G_DECLARE_FINAL_TYPE (HrListening, hr_listening, HR, LISTENING, GObject)

HrListening *hr_listening_new (const char *incident_id);
const char  *hr_listening_get_incident_id (HrListening *self);
int          hr_listening_get_slot (HrListening *self);
void         hr_listening_set_slot (HrListening *self, int slot);
double       hr_listening_get_level_db (HrListening *self);
double       hr_listening_get_peak_db (HrListening *self);
void         hr_listening_push_level (HrListening *self, double level_db, double peak_db);
gint64       hr_listening_get_silent_since_us (HrListening *self);
double       hr_listening_get_volume (HrListening *self);
void         hr_listening_set_volume (HrListening *self, double volume);
gboolean     hr_listening_is_muted (HrListening *self);
void         hr_listening_set_muted (HrListening *self, gboolean is_muted);
gboolean     hr_listening_has_sound (HrListening *self);
/* Whether what is heard of it is its past; always there. */
HrReplay *hr_listening_get_replay (HrListening *self);

/* How many of the levels pushed last are kept: 30 s of them. */
#define HR_LISTENING_N_LEVELS 600

/**
 * hr_listening_copy_levels:
 * @levels_db: (out caller-allocates) (array length=n_levels): the newest comes last
 * @n_levels: at most this many
 *
 * Copies what was heard last, so that a waveform that is shown anew has its past.
 *
 * Returns: how many were copied
 */
gsize hr_listening_copy_levels (HrListening *self, float *levels_db, gsize n_levels);
