/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-span.h"

#include <json-glib/json-glib.h>

/*
 * What the Statistics page shows: the station's statistics of one span. The page sets the span and asks; the console reads. Main thread only.
 *
 * Properties (read-only): state (HrFiguresState).
 *
 * Signals:
 *   wanted ()    they are to be read: they are looked at, or the span changed
 */
typedef enum
{
  HR_FIGURES_LOADING, /* what there is, is of before */
  HR_FIGURES_READY,
  HR_FIGURES_FAILED,
} HrFiguresState;

#define HR_TYPE_FIGURES_STATE (hr_figures_state_get_type ())
GType hr_figures_state_get_type (void);

#define HR_TYPE_FIGURES (hr_figures_get_type ())
G_DECLARE_FINAL_TYPE (HrFigures, hr_figures, HR, FIGURES, GObject)

HrFigures *hr_figures_new (void);

HrSpan hr_figures_get_span (HrFigures *self);
void   hr_figures_set_span (HrFigures *self,
                            HrSpan     span);
/* Has them read. */
void hr_figures_want (HrFigures *self);

HrFiguresState hr_figures_get_state (HrFigures *self);
const char    *hr_figures_get_error (HrFigures *self); /* NULL unless it failed */
/* The object of docs/protocol.md, “Statistics”, of the span below; NULL: nothing was read of the span yet. */
JsonObject *hr_figures_get_statistics (HrFigures *self);
gint64      hr_figures_get_from_us (HrFigures *self); /* UTC */
gint64      hr_figures_get_to_us (HrFigures *self);   /* and not at it, UTC */

/* For the console. */
void hr_figures_set_loading (HrFigures *self);
void hr_figures_take (HrFigures  *self,
                      JsonObject *statistics,
                      gint64      from_us,
                      gint64      to_us);
void hr_figures_fail (HrFigures  *self,
                      const char *reason);
