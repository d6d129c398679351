/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The stretches of time that the Statistics page speaks of. */
typedef enum
{
  HR_SPAN_TODAY,
  HR_SPAN_YESTERDAY,
  HR_SPAN_WEEK,  /* today and the six days before it */
  HR_SPAN_MONTH, /* today and the 29 days before it */
  HR_SPAN_SHIFT, /* of who sits here */
  HR_N_SPANS
} HrSpan;

const char *hr_span_get_title (HrSpan span);

/**
 * hr_span_get_bounds:
 * @zone: where days begin at midnight
 * @now_us: UTC
 * @shift_begin_us: UTC; 0: nobody is on duty
 * @from_us: (out): its beginning, UTC
 * @to_us: (out): its end, UTC: never after @now_us
 *
 * Returns: FALSE when there is no such span: nobody is on duty
 */
gboolean hr_span_get_bounds (HrSpan     span,
                             GTimeZone *zone,
                             gint64     now_us,
                             gint64     shift_begin_us,
                             gint64    *from_us,
                             gint64    *to_us);
