/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-snapshot"

#include "hr-snapshot.h"

#include "hr-rows.h"

/* What is on the board of each: see hr-board.h for when an alert leaves it. */
static const struct
{
  const char       *member;
  const HrRelation *relation;
  const char       *tail;
} sections[] = {
  { "incidents", &hr_incident_relation, "WHERE status <> 'ended' ORDER BY received_at_us" },
  { "operators", &hr_operator_relation, "ORDER BY name" },
  { "zones", &hr_zone_relation, "ORDER BY name" },
  { "alerts", &hr_alert_relation, "WHERE cleared_at_us IS NULL OR (priority = 1 AND acknowledged_at_us IS NULL) ORDER BY raised_at_us" },
};

static gboolean
read_sections (HrSql      *sql,
               JsonObject *snapshot,
               GError    **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      sqlite3_stmt *statement = hr_rows_prepare (sql, sections[i].relation, sections[i].tail, error);
      JsonArray    *rows = statement != NULL ? hr_rows_read (sql, statement, sections[i].relation, error) : NULL;

      if (rows == NULL)
        return FALSE;

      json_object_set_array_member (snapshot, sections[i].member, rows);
    }

  return TRUE;
}

static gboolean
read_settings (HrSql      *sql,
               JsonObject *snapshot,
               GError    **error)
{
  sqlite3_stmt *statement = hr_sql_prepare (sql, "SELECT key, value FROM setting", error);
  JsonObject   *settings = json_object_new ();
  g_autoptr (GError) local_error = NULL;

  json_object_set_object_member (snapshot, "settings", settings);

  if (statement == NULL)
    return FALSE;

  while (hr_sql_next (sql, statement, &local_error))
    json_object_set_string_member (settings, hr_sql_get_text (statement, 0), hr_sql_get_text (statement, 1));

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Who began the shift that is on, with the event that the log remembers as the last of its kind. */
static const HrColumn shift_columns[] = {
  { "data ->> '$.shift'", "name", HR_COLUMN_TEXT },
  { "data ->> '$.to'", "operator_id", HR_COLUMN_TEXT },
  { "at_us", "began_at", HR_COLUMN_TIME },
  { "seq", "seq", HR_COLUMN_INT },
};

static const HrRelation shift_relation = { shift_columns, G_N_ELEMENTS (shift_columns), "event" };

static gboolean
read_shift (HrSql      *sql,
            JsonObject *snapshot,
            GError    **error)
{
  sqlite3_stmt *statement = hr_rows_prepare (sql, &shift_relation, "WHERE seq = (SELECT value FROM meta WHERE key = 'shift')", error);
  g_autoptr (JsonArray) rows = statement != NULL ? hr_rows_read (sql, statement, &shift_relation, error) : NULL;

  if (rows == NULL)
    return FALSE;

  if (json_array_get_length (rows) > 0)
    json_object_set_object_member (snapshot, "shift", json_object_ref (json_array_get_object_element (rows, 0)));

  return TRUE;
}

JsonObject *
hr_snapshot_read (HrSql   *sql,
                  GError **error)
{
  g_autoptr (JsonObject) snapshot = json_object_new ();
  gboolean is_read = FALSE;

  /* One transaction, so that all of it is of one moment. */
  if (!hr_sql_exec (sql, "BEGIN", error))
    return NULL;

  is_read = read_sections (sql, snapshot, error) && read_settings (sql, snapshot, error) && read_shift (sql, snapshot, error);
  hr_sql_exec (sql, "COMMIT", NULL);

  return is_read ? g_steal_pointer (&snapshot) : NULL;
}
