/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * The shift of who sits here: when it began and what the station has measured since. The console feeds it. Main thread only.
 * Properties (read-only): begin-us, figures.
 */
#define HR_TYPE_SHIFT (hr_shift_get_type ())
G_DECLARE_FINAL_TYPE (HrShift, hr_shift, HR, SHIFT, GObject)

HrShift *hr_shift_new (void);
/* UTC by the station's clock; 0: nobody is on duty. A new shift has no figures yet. */
gint64 hr_shift_get_begin_us (HrShift *self);
void   hr_shift_begin (HrShift *self,
                       gint64   begin_us);
/* The statistics of docs/protocol.md since then. (nullable) */
JsonObject *hr_shift_get_figures (HrShift *self);
/* @figures: (transfer none) */
void hr_shift_set_figures (HrShift    *self,
                           JsonObject *figures);
