/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-zone-outline.h"

#include <shumate/shumate.h>

/* Has @map show a circle or a rectangle of the earth, with some room around it. It must have a size. */
void hr_map_fit_circle (ShumateMap *map, double lat_deg, double lon_deg, double radius_m);
void hr_map_fit_box (ShumateMap *map, const HrBox *box);
