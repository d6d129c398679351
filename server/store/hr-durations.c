/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-durations"

#include "hr-durations.h"

static int
compare_ms (gconstpointer a,
            gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

/* By nearest rank: the smallest value that is not exceeded by @percent of all. */
static gint64
get_percentile (GArray *sorted_ms,
                guint   percent)
{
  return g_array_index (sorted_ms, gint64, (sorted_ms->len * percent + 99) / 100 - 1);
}

static gint64
get_mean_of_slowest_tenth (GArray *sorted_ms)
{
  guint  n_slowest = (sorted_ms->len + 9) / 10;
  gint64 sum_ms = 0;

  for (guint i = sorted_ms->len - n_slowest; i < sorted_ms->len; i++)
    sum_ms += g_array_index (sorted_ms, gint64, i);

  return sum_ms / n_slowest;
}

static double
get_share_within (GArray *sorted_ms,
                  gint64  limit_ms,
                  gint64  n_all)
{
  guint n_within = 0;

  while (n_within < sorted_ms->len && g_array_index (sorted_ms, gint64, n_within) <= limit_ms)
    n_within += 1;

  return n_within / (double) n_all;
}

GArray *
hr_durations_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (gint64));
}

void
hr_durations_add (GArray *durations_ms,
                  gint64  from_us,
                  gint64  to_us)
{
  gint64 duration_ms = MAX (to_us - from_us, 0) / 1000;

  g_array_append_val (durations_ms, duration_ms);
}

JsonObject *
hr_durations_describe (GArray *durations_ms)
{
  static const struct
  {
    const char *member;
    guint       percent;
  } percentiles[] = { { "p50_ms", 50 }, { "p95_ms", 95 }, { "p99_ms", 99 } };
  JsonObject *object = json_object_new ();

  g_array_sort (durations_ms, compare_ms);
  json_object_set_int_member (object, "n", durations_ms->len);
  for (gsize i = 0; i < G_N_ELEMENTS (percentiles) && durations_ms->len > 0; i++)
    json_object_set_int_member (object, percentiles[i].member, get_percentile (durations_ms, percentiles[i].percent));

  return object;
}

JsonObject *
hr_durations_describe_answers (GArray *durations_ms,
                               gint64  n_all)
{
  static const struct
  {
    const char *member;
    gint64      limit_ms;
  } limits[] = { { "within_10_s", 10000 }, { "within_15_s", 15000 }, { "within_20_s", 20000 } };
  JsonObject *object = hr_durations_describe (durations_ms);

  if (durations_ms->len > 0)
    json_object_set_int_member (object, "slowest_tenth_ms", get_mean_of_slowest_tenth (durations_ms));
  for (gsize i = 0; i < G_N_ELEMENTS (limits) && n_all > 0; i++)
    json_object_set_double_member (object, limits[i].member, get_share_within (durations_ms, limits[i].limit_ms, n_all));

  return object;
}
