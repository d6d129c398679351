/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* A level meter from −60 to 0 dBFS with a mark at the peak; it fills from the left in every language. */
#define HR_TYPE_METER (hr_meter_get_type ())
G_DECLARE_FINAL_TYPE (HrMeter, hr_meter, HR, METER, GtkWidget)

/* Below −60 dB the meter is empty. */
void hr_meter_set_level (HrMeter *self,
                         double   level_db,
                         double   peak_db);
