/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* An axis from nothing to a round value, with a few round steps. */
typedef struct
{
  double max;
  double step;
} HrChartScale;

/* @min_step: at least; 1 for what is counted. @max: (at least 0) what must fit */
HrChartScale hr_chart_scale_for (double max,
                                 double min_step);
