/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* One incident of the records in the list that was found. Its item is an HrIncident. */
#define HR_TYPE_HISTORY_ROW (hr_history_row_get_type ())
G_DECLARE_FINAL_TYPE (HrHistoryRow, hr_history_row, HR, HISTORY_ROW, HrView)
