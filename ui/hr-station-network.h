/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* How the station is reached over the network, for supervisors to read. Item: HrStationConfig. */
#define HR_TYPE_STATION_NETWORK (hr_station_network_get_type ())
G_DECLARE_FINAL_TYPE (HrStationNetwork, hr_station_network, HR, STATION_NETWORK, HrView)
