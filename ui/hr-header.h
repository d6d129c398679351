/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* The top line: station, who sits here, the clock, the lamps, Silence and the menu. Its item is the room itself. */
#define HR_TYPE_HEADER (hr_header_get_type ())
G_DECLARE_FINAL_TYPE (HrHeader, hr_header, HR, HEADER, HrView)
