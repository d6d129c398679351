/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-playback.h"

#include <gtk/gtk.h>

/*
 * How a whole recording sounds, under it the time of the day, and where it is heard: from left to right in every language. A click or a drag goes
 * there. To a screen reader it is a slider over the seconds of the recording.
 */
#define HR_TYPE_RECORDING_WAVE (hr_recording_wave_get_type ())
G_DECLARE_FINAL_TYPE (HrRecordingWave, hr_recording_wave, HR, RECORDING_WAVE, GtkWidget)

void hr_recording_wave_set_playback (HrRecordingWave *self,
                                     HrPlayback      *playback);
