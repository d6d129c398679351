/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-replay-source.h"

/*
 * What was said earlier in a call that goes on, until it has become the present: what was asked for at its own pace, then what came meanwhile a
 * quarter faster and at its own pitch, until it goes over into the live sound. It speaks on a thread of its own. Main thread only, but for what says
 * otherwise.
 *
 * Signals, on the main context and never after close:
 *   hungry ()                  its source is; again and again until it has more
 *   ended (gboolean is_live)   it is over; is_live: what is said now was reached, or it was stopped
 */
#define HR_TYPE_REPLAY_VOICE (hr_replay_voice_get_type ())
G_DECLARE_FINAL_TYPE (HrReplayVoice, hr_replay_voice, HR, REPLAY_VOICE, GObject)

#define HR_REPLAY_RATE 1.25

/* @block: (transfer full): %HR_AUDIO_CAPS, its timestamp counts from the base time. On the voice's thread. */
typedef void (*HrReplayVoiceFunc) (GstBuffer *block,
                                   gpointer   user_data);

/**
 * hr_replay_voice_new:
 * @base_time: of the system clock
 * @asked_until_us: UTC: what was said until then is told at its own pace
 * @func: takes the sound until it is closed
 * @user_data: for @func
 *
 * Close it with hr_replay_voice_close().
 */
HrReplayVoice *hr_replay_voice_new (GstClockTime      base_time,
                                    gint64            asked_until_us,
                                    HrReplayVoiceFunc func,
                                    gpointer          user_data);
/* To be filled, not to be read. */
HrReplaySource *hr_replay_voice_get_source (HrReplayVoice *self);
/* What comes live of the call: it is kept until it is reached. On any one thread. Returns: whether it is to be heard, now. */
gboolean hr_replay_voice_take_live (HrReplayVoice *self,
                                    GstBuffer     *block,
                                    GstClockTime   pts);
/* How old what is heard is; -1: nothing is heard yet. @now_us: UTC. */
gint64   hr_replay_voice_get_behind_us (HrReplayVoice *self,
                                        gint64         now_us);
gboolean hr_replay_voice_is_catching_up (HrReplayVoice *self);
/* Goes over to what is live at once, and ends. */
void hr_replay_voice_stop (HrReplayVoice *self);
void hr_replay_voice_close (HrReplayVoice *self);
