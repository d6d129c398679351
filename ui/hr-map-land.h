/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

/* Coasts, borders and states under everything else, so that a map without streets is not empty. Near the ground they would be wrong and are not drawn. */
#define HR_TYPE_MAP_LAND (hr_map_land_get_type ())
G_DECLARE_FINAL_TYPE (HrMapLand, hr_map_land, HR, MAP_LAND, ShumateLayer)

HrMapLand *hr_map_land_new (ShumateViewport *viewport);
