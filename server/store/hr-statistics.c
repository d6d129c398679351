/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-statistics"

#include "hr-statistics.h"

#include "hr-json.h"
#include "hr-time.h"

#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

/* What counts is the first sound and the first acknowledgement: an incident may be heard again, and handed on. */
#define INCIDENTS                                                                                                         \
  "SELECT received_at_us, status = 'ended', disposition, "                                                                \
  "min (at_us) FILTER (WHERE kind = 'media.live'), min (at_us) FILTER (WHERE kind = 'incident.acknowledged') "            \
  "FROM incident LEFT JOIN event ON event.incident_id = incident.id AND kind IN ('media.live', 'incident.acknowledged') " \
  "WHERE NOT drill AND received_at_us >= :from AND (:to = 0 OR received_at_us < :to) "                                    \
  "GROUP BY incident.id ORDER BY received_at_us"

/* A drill's alarms are not the shift's. */
#define ALARMS                                                                         \
  "SELECT count (*) FROM alert LEFT JOIN incident ON incident.id = alert.incident_id " \
  "WHERE raised_at_us >= :from AND (:to = 0 OR raised_at_us < :to) AND NOT coalesce (incident.drill, 0)"

/* Nothing leads to the events of a time but their order: from the last one back to the first that is too early. */
#define DRILLS                                                                             \
  "SELECT count (*) FROM event WHERE kind = 'drill.started' AND (:to = 0 OR at_us < :to) " \
  "AND seq > coalesce ((SELECT seq FROM event WHERE at_us < :from ORDER BY seq DESC LIMIT 1), 0)"

enum
{
  RECEIVED,
  IS_ENDED,
  DISPOSITION,
  LIVE,
  ACKNOWLEDGED,
};

typedef struct
{
  gint64      n_incidents;
  gint64      n_open;
  gint64      n_abandoned;
  gint64      n_alarms;
  gint64      n_drills;
  GArray     *sound_ms;       /* of gint64: from the press, of those that were heard */
  GArray     *acknowledge_ms; /* the same of those that were acknowledged */
  JsonArray  *by_hour;
  JsonObject *by_disposition;
} Statistics;

static void
statistics_clear (Statistics *self)
{
  g_clear_pointer (&self->sound_ms, g_array_unref);
  g_clear_pointer (&self->acknowledge_ms, g_array_unref);
  g_clear_pointer (&self->by_hour, json_array_unref);
  g_clear_pointer (&self->by_disposition, json_object_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Statistics, statistics_clear)

static int
compare_ms (gconstpointer a,
            gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static void
increase (JsonObject *object,
          const char *member)
{
  gint64 count = 0;

  hr_json_get_int (object, member, &count);
  json_object_set_int_member (object, member, count + 1);
}

/* Rows come in the order of time. */
static void
count_hour (JsonArray *by_hour,
            gint64     received_us)
{
  g_autofree char *hour = hr_time_to_string (received_us - received_us % HOUR_US);
  guint            length = json_array_get_length (by_hour);
  JsonObject      *last = length > 0 ? json_array_get_object_element (by_hour, length - 1) : NULL;

  if (last == NULL || g_strcmp0 (hr_json_get_string (last, "hour"), hour) != 0)
    {
      last = hr_json_new_object ("hour", hour, NULL);
      json_array_add_object_element (by_hour, last);
    }
  increase (last, "incidents");
}

/* The wall clock may have been set back in between. */
static gboolean
add_duration (GArray       *durations_ms,
              sqlite3_stmt *row,
              int           column)
{
  gint64 duration_ms = MAX (sqlite3_column_int64 (row, column) - sqlite3_column_int64 (row, RECEIVED), 0) / 1000;

  if (sqlite3_column_type (row, column) == SQLITE_NULL)
    return FALSE;

  g_array_append_val (durations_ms, duration_ms);
  return TRUE;
}

static void
count_incident (Statistics   *self,
                sqlite3_stmt *row)
{
  gboolean    is_ended = sqlite3_column_int (row, IS_ENDED) != 0;
  const char *disposition = hr_sql_get_text (row, DISPOSITION);

  self->n_incidents += 1;
  self->n_open += !is_ended;
  add_duration (self->sound_ms, row, LIVE);
  if (!add_duration (self->acknowledge_ms, row, ACKNOWLEDGED))
    self->n_abandoned += is_ended;
  if (disposition != NULL)
    increase (self->by_disposition, disposition);
  count_hour (self->by_hour, sqlite3_column_int64 (row, RECEIVED));
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

/* Sorts. */
static JsonObject *
describe_durations (GArray *durations_ms)
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

static JsonObject *
describe_acknowledgement (Statistics *self)
{
  static const struct
  {
    const char *member;
    gint64      limit_ms;
  } limits[] = { { "within_10_s", 10000 }, { "within_15_s", 15000 }, { "within_20_s", 20000 } };
  JsonObject *object = describe_durations (self->acknowledge_ms);

  if (self->acknowledge_ms->len > 0)
    json_object_set_int_member (object, "slowest_tenth_ms", get_mean_of_slowest_tenth (self->acknowledge_ms));
  for (gsize i = 0; i < G_N_ELEMENTS (limits) && self->n_incidents > 0; i++)
    json_object_set_double_member (object, limits[i].member,
                                   get_share_within (self->acknowledge_ms, limits[i].limit_ms, self->n_incidents));

  return object;
}

static JsonObject *
describe (Statistics *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "incidents", self->n_incidents);
  json_object_set_int_member (object, "open", self->n_open);
  json_object_set_int_member (object, "abandoned", self->n_abandoned);
  json_object_set_int_member (object, "alarms", self->n_alarms);
  json_object_set_int_member (object, "drills", self->n_drills);
  json_object_set_object_member (object, "press_to_sound", describe_durations (self->sound_ms));
  json_object_set_object_member (object, "press_to_acknowledge", describe_acknowledgement (self));
  json_object_set_array_member (object, "by_hour", g_steal_pointer (&self->by_hour));
  json_object_set_object_member (object, "by_disposition", g_steal_pointer (&self->by_disposition));

  return object;
}

static gboolean
read_incidents (Statistics *self,
                HrSql      *sql,
                gint64      from_us,
                gint64      to_us,
                GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *statement = hr_sql_prepare (sql, INCIDENTS, error);

  if (statement == NULL)
    return FALSE;

  hr_sql_bind_int (statement, ":from", from_us);
  hr_sql_bind_int (statement, ":to", to_us);
  while (hr_sql_next (sql, statement, &local_error))
    count_incident (self, statement);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
read_count (HrSql      *sql,
            const char *query,
            gint64      from_us,
            gint64      to_us,
            gint64     *count,
            GError    **error)
{
  sqlite3_stmt *statement = hr_sql_prepare (sql, query, error);

  if (statement == NULL)
    return FALSE;

  hr_sql_bind_int (statement, ":from", from_us);
  hr_sql_bind_int (statement, ":to", to_us);
  if (!hr_sql_next (sql, statement, error))
    return FALSE;

  *count = sqlite3_column_int64 (statement, 0);

  return hr_sql_run (sql, statement, error);
}

JsonObject *
hr_statistics_read (HrSql   *sql,
                    gint64   from_us,
                    gint64   to_us,
                    GError **error)
{
  g_auto (Statistics) self = { 0 };

  self.sound_ms = g_array_new (FALSE, FALSE, sizeof (gint64));
  self.acknowledge_ms = g_array_new (FALSE, FALSE, sizeof (gint64));
  self.by_hour = json_array_new ();
  self.by_disposition = json_object_new ();

  if (!read_incidents (&self, sql, from_us, to_us, error) ||
      !read_count (sql, ALARMS, from_us, to_us, &self.n_alarms, error) ||
      !read_count (sql, DRILLS, from_us, to_us, &self.n_drills, error))
    return NULL;

  return describe (&self);
}
