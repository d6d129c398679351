/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-retention"

#include "hr-retention.h"

#include "hr-rows.h"
#include "hr-store-private.h"
#include "hr-sweep.h"

#include <errno.h>
#include <glib/gstdio.h>

/* A file that could not be deleted is tried again for so long. */
#define TRY_FOR_US (30 * G_TIME_SPAN_DAY)

/* Somebody who reads keeps the write-ahead log for a while; the station must not wait for them. */
#define SHORT_PATIENCE "PRAGMA busy_timeout = 100"

/* How many are erased at once: what is recorded in one turn holds the main loop and is one transaction. */
#define PORTION 50

static const HrColumn overdue_columns[] = {
  { "recording.id", "id", HR_COLUMN_TEXT },
  { "incident_id", "incident_id", HR_COLUMN_TEXT },
};

static const HrRelation overdue_relation = {
  overdue_columns, G_N_ELEMENTS (overdue_columns), "recording JOIN incident ON incident.id = incident_id"
};

static const HrColumn erasable_columns[] = {
  { "id", "id", HR_COLUMN_TEXT },
};

static const HrRelation erasable_relation = { erasable_columns, G_N_ELEMENTS (erasable_columns), "incident" };

static void
delete_file (const char *data_dir,
             const char *relative_path)
{
  g_autofree char *path = g_build_filename (data_dir, relative_path, NULL);

  if (g_unlink (path) != 0 && errno != ENOENT)
    g_warning ("Cannot delete “%s”, whose time is over: %s", path, g_strerror (errno));
}

static gboolean
delete_removed (HrSql      *sql,
                const char *data_dir,
                gint64      since_us,
                GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *row = hr_sql_prepare (sql, "SELECT path FROM recording WHERE removed_at_us >= :since", error);

  if (row == NULL)
    return FALSE;

  hr_sql_bind_int (row, ":since", since_us);
  while (hr_sql_next (sql, row, &local_error))
    delete_file (data_dir, hr_sql_get_text (row, 0));

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Those of an incident that is to be erased go with it, and have one removal. */
#define OVERDUE_RECORDINGS                                            \
  "WHERE removed_at_us IS NULL AND ended_at_us < :recordings_before " \
  "AND (erased_at_us IS NOT NULL OR ended_at_us >= :personal_before) ORDER BY started_at_us"

#define OVERDUE_INCIDENTS "WHERE erased_at_us IS NULL AND ended_at_us < :personal_before ORDER BY ended_at_us LIMIT :limit"

static JsonArray *
list_overdue (HrSql            *sql,
              const HrRelation *relation,
              const char       *tail,
              gint64            recordings_before_us,
              gint64            personal_before_us,
              GError          **error)
{
  sqlite3_stmt *statement = hr_rows_prepare (sql, relation, tail, error);

  if (statement == NULL)
    return NULL;

  hr_sql_bind_int (statement, ":recordings_before", recordings_before_us);
  hr_sql_bind_int (statement, ":personal_before", personal_before_us);
  hr_sql_bind_int (statement, ":limit", PORTION);
  return hr_rows_read (sql, statement, relation, error);
}

static gboolean
sweep (const char *path,
       GError    **error)
{
  g_autoptr (HrSql) sql = hr_sql_open (path, SQLITE_OPEN_READWRITE, error);

  return sql != NULL && hr_sql_exec (sql, SHORT_PATIENCE, error) && hr_sweep_log (sql, error);
}

JsonObject *
hr_retention_run (const char *data_dir,
                  gint64      now_us,
                  gint64      recordings_before_us,
                  gint64      personal_before_us,
                  GError    **error)
{
  g_autofree char *path = NULL;
  g_autoptr (HrSql) sql = NULL;
  g_autoptr (JsonArray) recordings = NULL;
  g_autoptr (JsonArray) incidents = NULL;
  JsonObject *overdue = NULL;

  g_return_val_if_fail (data_dir != NULL, NULL);

  path = hr_store_dup_path (data_dir);
  sql = hr_sql_open (path, SQLITE_OPEN_READONLY, error);

  if (sql == NULL || !delete_removed (sql, data_dir, now_us - TRY_FOR_US, error) || !sweep (path, error) ||
      !(recordings = list_overdue (sql, &overdue_relation, OVERDUE_RECORDINGS, recordings_before_us, personal_before_us, error)) ||
      !(incidents = list_overdue (sql, &erasable_relation, OVERDUE_INCIDENTS, recordings_before_us, personal_before_us, error)))
    return NULL;

  overdue = json_object_new ();
  json_object_set_array_member (overdue, "recordings", g_steal_pointer (&recordings));
  json_object_set_array_member (overdue, "incidents", g_steal_pointer (&incidents));
  return overdue;
}
