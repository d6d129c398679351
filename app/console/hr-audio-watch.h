/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-alarm-desk.h"
#include "hr-alarm-tone.h"
#include "hr-monitor.h"
#include "hr-room.h"

/*
 * Feeds the lamp AUDIO: whether calls and alarms can be heard here. When they cannot, that is an alarm of this console,
 * and the alarm desk is told of calls. Main thread only.
 */
#define HR_TYPE_AUDIO_WATCH (hr_audio_watch_get_type ())
G_DECLARE_FINAL_TYPE (HrAudioWatch, hr_audio_watch, HR, AUDIO_WATCH, GObject)

HrAudioWatch *hr_audio_watch_new (HrRoom          *room,
                                  HrMonitor       *monitor,
                                  HrAlarmTone     *tone,
                                  HrListeningDesk *listening_desk,
                                  HrAlarmDesk     *alarm_desk);
