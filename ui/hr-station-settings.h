/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* How the station is reached, and by which certificate it is known. Its item is the room itself. */
#define HR_TYPE_STATION_SETTINGS (hr_station_settings_get_type ())
G_DECLARE_FINAL_TYPE (HrStationSettings, hr_station_settings, HR, STATION_SETTINGS, HrView)
