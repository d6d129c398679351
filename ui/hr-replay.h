/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

/*
 * Whether one hears the past of a call that goes on, and how far back it is: filled by the console's replayer, shown by the audio strip.
 * Main thread only. Signal: changed ().
 */
typedef enum
{
  HR_REPLAY_NONE, /* what is heard is live */
  HR_REPLAY_FETCHING,
  HR_REPLAY_PAST,        /* at its own pace */
  HR_REPLAY_CATCHING_UP, /* faster than it was said */
} HrReplayState;

#define HR_TYPE_REPLAY (hr_replay_get_type ())
G_DECLARE_FINAL_TYPE (HrReplay, hr_replay, HR, REPLAY, GObject)

HrReplay     *hr_replay_new (void);
HrReplayState hr_replay_get_state (HrReplay *self);
/* How old what is heard is, while something is. */
gint64 hr_replay_get_behind_us (HrReplay *self);
void   hr_replay_set (HrReplay     *self,
                      HrReplayState state,
                      gint64        behind_us);
/* Why nothing of it is heard, or not all; NULL: nothing is wrong. */
const char *hr_replay_get_trouble (HrReplay *self);
void        hr_replay_set_trouble (HrReplay   *self,
                                   const char *trouble);
