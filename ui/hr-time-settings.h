/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* The times and distances that calls are dispatched by, for supervisors: changed here, they hold at once and for everybody. Item: HrStationConfig. */
#define HR_TYPE_TIME_SETTINGS (hr_time_settings_get_type ())
G_DECLARE_FINAL_TYPE (HrTimeSettings, hr_time_settings, HR, TIME_SETTINGS, HrView)
