/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-figures.h"

#include <adwaita.h>

/* The figures of a span: the main ones, the hours of the day as charts, and the outcomes, alarms and operators as tables. */
#define HR_TYPE_STATISTICS_VIEW (hr_statistics_view_get_type ())
G_DECLARE_FINAL_TYPE (HrStatisticsView, hr_statistics_view, HR, STATISTICS_VIEW, AdwBin)

/* @figures: of a span that was read */
void hr_statistics_view_show (HrStatisticsView *self,
                              HrFigures        *figures);
