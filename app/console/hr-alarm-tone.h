/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-audio-output.h"

#include <glib-object.h>

/*
 * The sound of the alarms: P1 five pulses every 5 s, P2 two pulses every 30 s, P3 one, once. The output is open from the start. Main thread
 * only.
 *
 * Signals, on the main context and never after close:
 *   output-lost (const char *reason)    once until it is found
 *   output-found ()
 */
#define HR_TYPE_ALARM_TONE (hr_alarm_tone_get_type ())
G_DECLARE_FINAL_TYPE (HrAlarmTone, hr_alarm_tone, HR, ALARM_TONE, GObject)

/**
 * hr_alarm_tone_new:
 * @sink: (nullable): the output as a description of gst-launch; %NULL: what HAMRAHI_ALARM_SINK says, else the system's choice
 */
HrAlarmTone *hr_alarm_tone_new (const char *sink);
/* @priority: 1–3; 0 is quiet. A higher one is heard at once; the same one changes nothing. */
void hr_alarm_tone_set_priority (HrAlarmTone *self,
                                 guint        priority);
/* While a call is heard every pulse is a tick. */
void hr_alarm_tone_set_ducked (HrAlarmTone *self,
                               gboolean     is_ducked);
/* Quiet for @duration_ms from now, 0 ends it. A priority higher than the one that was silenced is heard all the same. */
void hr_alarm_tone_silence (HrAlarmTone *self,
                            guint        duration_ms);
/* Where it is heard, until it is closed. Borrowed. */
HrAudioOutput *hr_alarm_tone_get_output (HrAlarmTone *self);
void           hr_alarm_tone_close (HrAlarmTone *self);
