/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * How often something may be had: @burst times at once, and then once every @interval_us. What is not taken for a while is regained, one by
 * one. Times are monotonic and the caller's.
 */
typedef struct
{
  guint  burst;
  gint64 interval_us;
  gint64 paid_until_us; /* when all of the burst is there again */
} HrPace;

/* Takes one and returns 0, or takes none and returns after how long there is one. */
gint64 hr_pace_take (HrPace *self, gint64 now_us);
