/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-figure-line.h"
#include "hr-view.h"

/* How well this shift answers, in some lines under the roster. What was not measured is said to be so. Its item is an HrShift. */
#define HR_TYPE_SHIFT_VIEW (hr_shift_view_get_type ())
G_DECLARE_FINAL_TYPE (HrShiftView, hr_shift_view, HR, SHIFT_VIEW, HrView)

/* What a shift is told by, wherever it is. */
const HrFigureLine *hr_shift_view_get_lines (gsize *n_lines);
