/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/* The alarms, the gravest and oldest first: no height when calm, at most two lines, the rest behind “+3 more”. */
#define HR_TYPE_ALARM_STRIP (hr_alarm_strip_get_type ())
G_DECLARE_FINAL_TYPE (HrAlarmStrip, hr_alarm_strip, HR, ALARM_STRIP, AdwBin)

void hr_alarm_strip_set_room (HrAlarmStrip *self,
                              HrRoom       *room);
