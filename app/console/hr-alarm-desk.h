/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-alarm-tone.h"
#include "hr-listening-desk.h"
#include "hr-room.h"

/*
 * Decides which alarm sounds here: the highest priority of the raised alerts that concern this
 * person and of the calls that ring here unanswered, and that this console is cut off. It ducks
 * while a call is heard. Silencing is for the ears; it acknowledges nothing. Main thread only.
 */
#define HR_TYPE_ALARM_DESK (hr_alarm_desk_get_type ())
G_DECLARE_FINAL_TYPE (HrAlarmDesk, hr_alarm_desk, HR, ALARM_DESK, GObject)

HrAlarmDesk *hr_alarm_desk_new (HrRoom          *room,
                                HrListeningDesk *listening_desk,
                                HrAlarmTone     *tone);
/* No sound for 30 s; the room shows until when. */
void hr_alarm_desk_silence (HrAlarmDesk *self);
/* No call can be heard here, so that no alarm makes way for one. */
void hr_alarm_desk_set_deaf (HrAlarmDesk *self,
                             gboolean     is_deaf);
/* 1 to 3; 0: nothing sounds. */
guint hr_alarm_desk_get_priority (HrAlarmDesk *self);
/* What this person should acknowledge next: of the alerts of theirs that nobody has seen, one that
 * still stands before one that is over, then by priority, then the oldest. (nullable)
 * (transfer none) */
HrAlert *hr_alarm_desk_get_most_urgent (HrAlarmDesk *self);
