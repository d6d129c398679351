/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* What happened and when; the tooltip says who did it. Its item is an HrEvent. */
#define HR_TYPE_TIMELINE_ROW (hr_timeline_row_get_type ())
G_DECLARE_FINAL_TYPE (HrTimelineRow, hr_timeline_row, HR, TIMELINE_ROW, HrView)
