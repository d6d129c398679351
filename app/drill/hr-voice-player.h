/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-voice.h"

#include <gst/app/gstappsrc.h>

/* Says a voice into a pipeline, in real time and without end. Main thread. */
typedef struct _HrVoicePlayer HrVoicePlayer;

/* Speaks from now on. */
HrVoicePlayer *hr_voice_player_new (HrVoice   *voice,
                                    GstAppSrc *source);
void           hr_voice_player_free (HrVoicePlayer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrVoicePlayer, hr_voice_player_free)
