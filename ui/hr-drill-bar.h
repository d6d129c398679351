/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* A line under the header while an exercise runs: how many citizens, how long still, and how to end it. Its item is the room. */
#define HR_TYPE_DRILL_BAR (hr_drill_bar_get_type ())
G_DECLARE_FINAL_TYPE (HrDrillBar, hr_drill_bar, HR, DRILL_BAR, HrView)
