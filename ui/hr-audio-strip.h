/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* What is heard of one incident: waveform, meter, how long it has been silent, volume and mute. Its item is an HrListening. */
#define HR_TYPE_AUDIO_STRIP (hr_audio_strip_get_type ())
G_DECLARE_FINAL_TYPE (HrAudioStrip, hr_audio_strip, HR, AUDIO_STRIP, HrView)
