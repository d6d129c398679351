/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-retention"

#include "hr-retention.h"

#include "hr-rows.h"
#include "hr-store-private.h"

#include <errno.h>
#include <glib/gstdio.h>

/* A file that could not be deleted is tried again for so long. */
#define TRY_FOR_US (30 * G_TIME_SPAN_DAY)

static const HrColumn overdue_columns[] = {
  { "recording.id", "id", HR_COLUMN_TEXT },
  { "incident_id", "incident_id", HR_COLUMN_TEXT },
};

static const HrRelation overdue_relation = {
  overdue_columns, G_N_ELEMENTS (overdue_columns), "recording JOIN incident ON incident.id = incident_id"
};

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

static JsonObject *
list_overdue (HrSql   *sql,
              gint64   before_us,
              GError **error)
{
  sqlite3_stmt *statement = hr_rows_prepare (sql, &overdue_relation,
                                             "WHERE removed_at_us IS NULL AND ended_at_us < :before ORDER BY started_at_us", error);
  JsonArray    *items = NULL;

  if (statement == NULL)
    return NULL;

  hr_sql_bind_int (statement, ":before", before_us);
  items = hr_rows_read (sql, statement, &overdue_relation, error);

  return items != NULL ? hr_rows_wrap (items) : NULL;
}

JsonObject *
hr_retention_run (const char *data_dir,
                  gint64      now_us,
                  gint64      before_us,
                  GError    **error)
{
  g_autofree char *path = NULL;
  g_autoptr (HrSql) sql = NULL;

  g_return_val_if_fail (data_dir != NULL, NULL);

  path = hr_store_dup_path (data_dir);
  sql = hr_sql_open (path, SQLITE_OPEN_READONLY, error);

  if (sql == NULL || !delete_removed (sql, data_dir, now_us - TRY_FOR_US, error))
    return NULL;

  return list_overdue (sql, before_us, error);
}
