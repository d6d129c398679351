/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-statistics"

#include "hr-statistics.h"

#include "hr-durations.h"
#include "hr-json.h"
#include "hr-operator-load.h"
#include "hr-time.h"

#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

#define HOURS_A_DAY 24

#define WITHIN "received_at_us >= :from AND (:to = 0 OR received_at_us < :to)"

/*
 * What counts is the first sound and the first acknowledgement: an incident may be heard again, and handed on. Who ended it may have been a program,
 * which is no operator.
 */
#define INCIDENTS                                                                                                         \
  "SELECT received_at_us, status = 'ended', disposition, "                                                                \
  "min (at_us) FILTER (WHERE kind = 'media.live'), min (at_us) FILTER (WHERE kind = 'incident.acknowledged'), "           \
  "(SELECT data ->> '$.operator_id' FROM event AS first "                                                                 \
  "WHERE first.incident_id = incident.id AND first.kind = 'incident.acknowledged' ORDER BY first.seq LIMIT 1), "          \
  "(SELECT id FROM operator WHERE operator.id = ended_by), ended_at_us "                                                  \
  "FROM incident LEFT JOIN event ON event.incident_id = incident.id AND kind IN ('media.live', 'incident.acknowledged') " \
  "WHERE NOT drill AND " WITHIN " GROUP BY incident.id ORDER BY received_at_us"

#define DRILL_INCIDENTS "SELECT count (*) FROM incident WHERE drill AND " WITHIN

/* A drill's alarms are not the shift's. */
#define ALARMS                                                                                  \
  "SELECT raised_at_us, kind FROM alert LEFT JOIN incident ON incident.id = alert.incident_id " \
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
  ACKNOWLEDGED_BY,
  ENDED_BY,
  ENDED,
};

enum
{
  RAISED,
  ALERT_KIND,
};

typedef struct
{
  gint64  n_incidents;
  gint64  n_alarms;
  GArray *sound_ms;       /* from the press, of those that were heard */
  GArray *acknowledge_ms; /* the same of those that were acknowledged */
} Tally;

typedef struct
{
  gint64          utc_offset_us;
  Tally           all;
  Tally           hours[HOURS_A_DAY];
  gint64          n_open;
  gint64          n_abandoned;
  gint64          n_drills;
  gint64          n_drill_incidents;
  JsonArray      *by_hour;
  JsonObject     *by_disposition;
  JsonObject     *by_alert;
  JsonArray      *by_operator;
  HrOperatorLoad *load;
} Statistics;

static void
tally_init (Tally *self)
{
  self->sound_ms = hr_durations_new ();
  self->acknowledge_ms = hr_durations_new ();
}

static void
tally_clear (Tally *self)
{
  g_clear_pointer (&self->sound_ms, g_array_unref);
  g_clear_pointer (&self->acknowledge_ms, g_array_unref);
}

static void
statistics_init (Statistics *self,
                 int         utc_offset_min)
{
  self->utc_offset_us = utc_offset_min * G_GINT64_CONSTANT (60) * G_USEC_PER_SEC;
  tally_init (&self->all);
  for (int i = 0; i < HOURS_A_DAY; i++)
    tally_init (&self->hours[i]);
  self->by_hour = json_array_new ();
  self->by_disposition = json_object_new ();
  self->by_alert = json_object_new ();
  self->load = hr_operator_load_new ();
}

static void
statistics_clear (Statistics *self)
{
  tally_clear (&self->all);
  for (int i = 0; i < HOURS_A_DAY; i++)
    tally_clear (&self->hours[i]);
  g_clear_pointer (&self->by_hour, json_array_unref);
  g_clear_pointer (&self->by_disposition, json_object_unref);
  g_clear_pointer (&self->by_alert, json_object_unref);
  g_clear_pointer (&self->by_operator, json_array_unref);
  g_clear_pointer (&self->load, hr_operator_load_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Statistics, statistics_clear)

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

/* The hour of the day where the question comes from. */
static Tally *
get_hour (Statistics *self,
          gint64      utc_us)
{
  return &self->hours[(utc_us + self->utc_offset_us) / HOUR_US % HOURS_A_DAY];
}

static void
count_in (Tally        *tally,
          sqlite3_stmt *row)
{
  gint64 received_us = sqlite3_column_int64 (row, RECEIVED);

  tally->n_incidents += 1;
  if (sqlite3_column_type (row, LIVE) != SQLITE_NULL)
    hr_durations_add (tally->sound_ms, received_us, sqlite3_column_int64 (row, LIVE));
  if (sqlite3_column_type (row, ACKNOWLEDGED) != SQLITE_NULL)
    hr_durations_add (tally->acknowledge_ms, received_us, sqlite3_column_int64 (row, ACKNOWLEDGED));
}

static void
count_load (Statistics   *self,
            sqlite3_stmt *row)
{
  const char *acknowledged_by = hr_sql_get_text (row, ACKNOWLEDGED_BY);
  const char *ended_by = hr_sql_get_text (row, ENDED_BY);

  if (acknowledged_by != NULL)
    hr_operator_load_add_acknowledged (self->load, acknowledged_by, sqlite3_column_int64 (row, RECEIVED),
                                       sqlite3_column_int64 (row, ACKNOWLEDGED), sqlite3_column_int64 (row, ENDED));
  if (ended_by != NULL)
    hr_operator_load_add_ended (self->load, ended_by);
}

static void
count_incident (Statistics   *self,
                sqlite3_stmt *row)
{
  gboolean    is_ended = sqlite3_column_int (row, IS_ENDED) != 0;
  gint64      received_us = sqlite3_column_int64 (row, RECEIVED);
  const char *disposition = hr_sql_get_text (row, DISPOSITION);

  count_in (&self->all, row);
  count_in (get_hour (self, received_us), row);
  count_hour (self->by_hour, received_us);
  count_load (self, row);
  self->n_open += !is_ended;
  self->n_abandoned += is_ended && sqlite3_column_type (row, ACKNOWLEDGED) == SQLITE_NULL;
  if (disposition != NULL)
    increase (self->by_disposition, disposition);
}

static void
count_alarm (Statistics   *self,
             sqlite3_stmt *row)
{
  self->all.n_alarms += 1;
  get_hour (self, sqlite3_column_int64 (row, RAISED))->n_alarms += 1;
  increase (self->by_alert, hr_sql_get_text (row, ALERT_KIND));
}

static void
describe_tally (Tally      *tally,
                JsonObject *object)
{
  json_object_set_int_member (object, "incidents", tally->n_incidents);
  json_object_set_int_member (object, "alarms", tally->n_alarms);
  json_object_set_object_member (object, "press_to_sound", hr_durations_describe (tally->sound_ms));
  json_object_set_object_member (object, "press_to_acknowledge",
                                 hr_durations_describe_answers (tally->acknowledge_ms, tally->n_incidents));
}

static JsonArray *
describe_hours (Statistics *self)
{
  JsonArray *array = json_array_new ();

  for (int i = 0; i < HOURS_A_DAY; i++)
    {
      JsonObject *object = NULL;

      if (self->hours[i].n_incidents == 0 && self->hours[i].n_alarms == 0)
        continue;

      object = json_object_new ();
      json_object_set_int_member (object, "hour", i);
      describe_tally (&self->hours[i], object);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonObject *
describe (Statistics *self)
{
  JsonObject *object = json_object_new ();

  describe_tally (&self->all, object);
  json_object_set_int_member (object, "open", self->n_open);
  json_object_set_int_member (object, "abandoned", self->n_abandoned);
  json_object_set_int_member (object, "drills", self->n_drills);
  json_object_set_int_member (object, "drill_incidents", self->n_drill_incidents);
  json_object_set_array_member (object, "by_hour", g_steal_pointer (&self->by_hour));
  json_object_set_array_member (object, "by_hour_of_day", describe_hours (self));
  json_object_set_object_member (object, "by_disposition", g_steal_pointer (&self->by_disposition));
  json_object_set_object_member (object, "by_alert", g_steal_pointer (&self->by_alert));
  json_object_set_array_member (object, "by_operator", g_steal_pointer (&self->by_operator));

  return object;
}

typedef void (*CountFunc) (Statistics *self, sqlite3_stmt *row);

static gboolean
read_rows (Statistics *self,
           HrSql      *sql,
           const char *query,
           CountFunc   count,
           gint64      from_us,
           gint64      to_us,
           GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *statement = hr_sql_prepare (sql, query, error);

  if (statement == NULL)
    return FALSE;

  hr_sql_bind_int (statement, ":from", from_us);
  hr_sql_bind_int (statement, ":to", to_us);
  while (hr_sql_next (sql, statement, &local_error))
    count (self, statement);

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
                    int      utc_offset_min,
                    GError **error)
{
  g_auto (Statistics) self = { 0 };

  statistics_init (&self, utc_offset_min);

  if (!read_rows (&self, sql, INCIDENTS, count_incident, from_us, to_us, error) ||
      !read_rows (&self, sql, ALARMS, count_alarm, from_us, to_us, error) ||
      !read_count (sql, DRILLS, from_us, to_us, &self.n_drills, error) ||
      !read_count (sql, DRILL_INCIDENTS, from_us, to_us, &self.n_drill_incidents, error) ||
      !hr_operator_load_read_ringing (self.load, sql, from_us, to_us, error) ||
      (self.by_operator = hr_operator_load_describe (self.load, sql, error)) == NULL)
    return NULL;

  return describe (&self);
}
