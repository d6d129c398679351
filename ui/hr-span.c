/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-span"

#include "config.h"

#include "hr-span.h"

#include <glib/gi18n.h>

/* Days from the midnight that began today: of the first moment, and of the one after the last. */
static const struct
{
  const char *title;
  int         first_day;
  int         end_day;
} spans[] = {
  [HR_SPAN_TODAY] = { N_ ("Today"), 0, 1 },
  [HR_SPAN_YESTERDAY] = { N_ ("Yesterday"), -1, 0 },
  [HR_SPAN_WEEK] = { N_ ("Last 7 days"), -6, 1 },
  [HR_SPAN_MONTH] = { N_ ("Last 30 days"), -29, 1 },
  [HR_SPAN_SHIFT] = { N_ ("This shift"), 0, 0 },
};

/* A day has 23 or 25 hours where clocks are changed. */
static gint64
get_midnight_us (GDateTime *now,
                 GTimeZone *zone,
                 int        days_later)
{
  g_autoptr (GDateTime) midnight = g_date_time_new (zone, g_date_time_get_year (now), g_date_time_get_month (now),
                                                    g_date_time_get_day_of_month (now), 0, 0, 0);
  g_autoptr (GDateTime) day = g_date_time_add_days (midnight, days_later);

  return g_date_time_to_unix (day) * G_USEC_PER_SEC;
}

const char *
hr_span_get_title (HrSpan span)
{
  g_return_val_if_fail (span < HR_N_SPANS, "");

  return _ (spans[span].title);
}

gboolean
hr_span_get_bounds (HrSpan     span,
                    GTimeZone *zone,
                    gint64     now_us,
                    gint64     shift_begin_us,
                    gint64    *from_us,
                    gint64    *to_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = NULL;

  g_return_val_if_fail (span < HR_N_SPANS, FALSE);
  g_return_val_if_fail (utc != NULL, FALSE);

  now = g_date_time_to_timezone (utc, zone);
  *to_us = now_us;
  if (span == HR_SPAN_SHIFT)
    {
      *from_us = shift_begin_us;
      return shift_begin_us != 0;
    }

  *from_us = get_midnight_us (now, zone, spans[span].first_day);
  *to_us = MIN (*to_us, get_midnight_us (now, zone, spans[span].end_day));

  return TRUE;
}
