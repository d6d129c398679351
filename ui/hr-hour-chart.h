/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define HR_HOUR_CHART_N_HOURS 24

/*
 * A chart over the hours of the day. What stands for what is told by shape and name, never by colour alone. The pointer, or the arrow keys, choose an
 * hour, of which the chart's owner says the figures in words; time runs from the left in every language.
 * Properties: hour (int, read-only): the one that is chosen; −1: none.
 */
typedef enum
{
  HR_CHART_SECONDS,
  HR_CHART_COUNT,
} HrChartUnit;

typedef enum
{
  HR_MARK_DOT,
  HR_MARK_TRIANGLE,
  HR_MARK_DIAMOND,
  HR_MARK_BAR,
  HR_MARK_HOLLOW_BAR,
} HrMark;

#define HR_TYPE_HOUR_CHART (hr_hour_chart_get_type ())
G_DECLARE_FINAL_TYPE (HrHourChart, hr_hour_chart, HR, HOUR_CHART, GtkWidget)

/**
 * hr_hour_chart_new:
 * @name: what a screen reader calls it
 * @unit: of the values
 * @limit: a line that is drawn across, in @unit; 0: none
 *
 * The scale goes up to the largest values of every series but the last one, which may stick out: an arrow says so.
 */
GtkWidget *hr_hour_chart_new (const char *name,
                              HrChartUnit unit,
                              double      limit);
/* @name: in the legend. @hex: 0xRRGGBB */
void hr_hour_chart_add_series (HrHourChart *self,
                               const char  *name,
                               HrMark       mark,
                               guint        hex);
/* Takes all values away. */
void hr_hour_chart_clear (HrHourChart *self);
void hr_hour_chart_set_value (HrHourChart *self,
                              guint        series,
                              int          hour,
                              double       value);
/* NAN: there is none. */
double hr_hour_chart_get_value (HrHourChart *self,
                                guint        series,
                                int          hour);
/* What the chart says, in sentences, for who cannot see it. */
void hr_hour_chart_set_description (HrHourChart *self,
                                    const char  *text);
int  hr_hour_chart_get_hour (HrHourChart *self);
