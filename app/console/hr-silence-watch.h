/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-listening-desk.h"
#include "hr-panel-client.h"
#include "hr-room.h"

/*
 * Tells the station when nothing is heard of a call that is listened to here, and when something is: the station decodes no
 * audio, so only who listens can know. What the station's alarm says is compared once a second with what is heard, so that a
 * word that was lost is said again. Main thread only.
 */
#define HR_TYPE_SILENCE_WATCH (hr_silence_watch_get_type ())
G_DECLARE_FINAL_TYPE (HrSilenceWatch, hr_silence_watch, HR, SILENCE_WATCH, GObject)

HrSilenceWatch *hr_silence_watch_new (HrRoom          *room,
                                      HrPanelClient   *panel,
                                      HrListeningDesk *listening_desk,
                                      HrClock         *clock);
