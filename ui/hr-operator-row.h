/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* An operator: state, for how long, zones, load of capacity. Its item is an HrOperator. */
#define HR_TYPE_OPERATOR_ROW (hr_operator_row_get_type ())
G_DECLARE_FINAL_TYPE (HrOperatorRow, hr_operator_row, HR, OPERATOR_ROW, HrView)
