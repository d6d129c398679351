/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-playback.h"

#include <gtk/gtk.h>

/*
 * How a whole recording sounds, from left to right in every language, and where it is heard. A click or a drag goes there; with the focus
 * ← and → go five seconds, Home and End to the ends, and Space plays or stops.
 */
#define HR_TYPE_RECORDING_WAVE (hr_recording_wave_get_type ())
G_DECLARE_FINAL_TYPE (HrRecordingWave, hr_recording_wave, HR, RECORDING_WAVE, GtkWidget)

void hr_recording_wave_set_playback (HrRecordingWave *self,
                                     HrPlayback      *playback);
