/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* One alarm: what, for how long, which incident, and what can be done about it. Its item is an HrAlert. */
#define HR_TYPE_ALARM_ROW (hr_alarm_row_get_type ())
G_DECLARE_FINAL_TYPE (HrAlarmRow, hr_alarm_row, HR, ALARM_ROW, HrView)
