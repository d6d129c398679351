/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-audio-output.h"
#include "hr-sound.h"

/*
 * Sends calls and alarms each to its chosen device while that is there and takes sound, and to the computer's own choice otherwise, which it
 * says. A device that has failed is tried again when it is plugged in or chosen anew. Main thread only.
 */
#define HR_TYPE_SOUND_DESK (hr_sound_desk_get_type ())
G_DECLARE_FINAL_TYPE (HrSoundDesk, hr_sound_desk, HR, SOUND_DESK, GObject)

HrSoundDesk *hr_sound_desk_new (HrSound       *sound,
                                HrAudioOutput *calls,
                                HrAudioOutput *alarms);
