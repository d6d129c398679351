/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* A zone and who is there for it; an empty one says so. Its item is an HrZone. */
#define HR_TYPE_ZONE_ROW (hr_zone_row_get_type ())
G_DECLARE_FINAL_TYPE (HrZoneRow, hr_zone_row, HR, ZONE_ROW, HrView)
