/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-hour-chart.h"

#define HR_HOUR_CHART_MAX_SERIES 3

typedef struct
{
  char  *name;
  HrMark mark;
  guint  hex;
  double values[HR_HOUR_CHART_N_HOURS]; /* NAN: there is none */
} HrHourSeries;

struct _HrHourChart
{
  GtkWidget    parent_instance;
  HrChartUnit  unit;
  double       limit;
  HrHourSeries series[HR_HOUR_CHART_MAX_SERIES];
  guint        n_series;
  int          hour;
};

/* Where the values are drawn, in the widget's own coordinates. */
graphene_rect_t hr_hour_chart_get_area (HrHourChart *self);
void            hr_hour_chart_draw (HrHourChart *self,
                                    GtkSnapshot *snapshot);
