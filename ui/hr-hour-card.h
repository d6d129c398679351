/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-hour-chart.h"

#include <adwaita.h>

/* A chart over the hours of the day with its title, and the chosen hour in words under it. */
#define HR_TYPE_HOUR_CARD (hr_hour_card_get_type ())
G_DECLARE_FINAL_TYPE (HrHourCard, hr_hour_card, HR, HOUR_CARD, AdwBin)

HrHourCard  *hr_hour_card_new (const char *title,
                               HrChartUnit unit,
                               double      limit);
HrHourChart *hr_hour_card_get_chart (HrHourCard *self);
/* Takes the values and the words away. */
void hr_hour_card_clear (HrHourCard *self);
/* What is said of @hour; a sentence of what a screen reader says of the chart. */
void hr_hour_card_set_text (HrHourCard *self,
                            int         hour,
                            const char *text);
/* When all hours have their text. */
void hr_hour_card_finish (HrHourCard *self);
