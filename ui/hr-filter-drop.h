/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-history.h"

#include <adwaita.h>

/* One filter of the history as a list of what it may be; the first is always that it does not matter. */
#define HR_TYPE_FILTER_DROP (hr_filter_drop_get_type ())
G_DECLARE_FINAL_TYPE (HrFilterDrop, hr_filter_drop, HR, FILTER_DROP, AdwBin)

/**
 * hr_filter_drop_new:
 * @history: whose filter it sets
 * @name: of the filter
 * @label: what a screen reader calls it
 * @any: how it reads when it does not matter
 */
GtkWidget *hr_filter_drop_new (HrHistory  *history,
                               const char *name,
                               const char *label,
                               const char *any);
/* @value: of the filter; @text: what is shown for it. */
void hr_filter_drop_add (HrFilterDrop *self,
                         const char   *value,
                         const char   *text);
/* Its options are the items of @model, by their properties `id` and `name`, whatever becomes of them. */
void hr_filter_drop_set_model (HrFilterDrop *self,
                               GListModel   *model);
/* Back to the first. */
void hr_filter_drop_reset (HrFilterDrop *self);
