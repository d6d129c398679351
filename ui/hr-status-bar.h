/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/*
 * The bottom line: how the station is reached, how much is open, and the keys, of which only those are shown that the
 * application has. Its item is the room itself.
 */
#define HR_TYPE_STATUS_BAR (hr_status_bar_get_type ())
G_DECLARE_FINAL_TYPE (HrStatusBar, hr_status_bar, HR, STATUS_BAR, HrView)
