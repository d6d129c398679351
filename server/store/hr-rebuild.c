/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-rebuild"

#include "hr-rebuild.h"

#include "hr-json.h"
#include "hr-projections.h"
#include "hr-store-private.h"
#include "hr-verify.h"

#include <unistd.h>

/* Children before what they refer to. */
static const char clear[] =
  "CREATE TEMP TABLE secret AS "
  "  SELECT 'operator' AS of, id, pin_hash AS hash FROM operator UNION ALL SELECT 'key', id, token_hash FROM api_key;"
  "DELETE FROM recording; DELETE FROM location; DELETE FROM media_session; DELETE FROM activation; DELETE FROM incident_words;"
  "INSERT INTO incident_index (incident_index) VALUES ('delete-all');"
  "DELETE FROM incident;"
  "DELETE FROM zone_operator; DELETE FROM operator; DELETE FROM zone; DELETE FROM api_key; DELETE FROM alert; DELETE FROM setting;"
  "DELETE FROM meta WHERE key = 'last_number'";

static const char restore_secrets[] =
  "UPDATE operator SET pin_hash = (SELECT hash FROM secret WHERE secret.of = 'operator' AND secret.id = operator.id);"
  "UPDATE api_key SET token_hash = (SELECT hash FROM secret WHERE secret.of = 'key' AND secret.id = api_key.id);"
  "DROP TABLE temp.secret";

static gboolean
apply_log (HrSql   *sql,
           GError **error)
{
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *row = hr_sql_prepare (sql, "SELECT seq, at_us, kind, incident_id, actor, data FROM whole_event ORDER BY seq", error);

  if (row == NULL)
    return FALSE;

  while (hr_sql_next (sql, row, &local_error))
    {
      HrLogEntry entry = hr_log_entry_borrow (row);

      if (!hr_projections_apply (sql, &entry, &local_error))
        break;
    }

  sqlite3_reset (row);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
hr_rebuild_tables (HrSql   *sql,
                   GError **error)
{
  return hr_sql_exec (sql, clear, error) &&
         apply_log (sql, error) &&
         hr_sql_exec (sql, restore_secrets, error);
}

static gboolean
rebuild (const char *path,
         GError    **error)
{
  g_autoptr (HrSql) sql = hr_store_open_for_writing (path, error);

  /* What fails is rolled back when the connection is closed. */
  return sql != NULL &&
         hr_sql_exec (sql, "BEGIN IMMEDIATE", error) &&
         hr_rebuild_tables (sql, error) &&
         hr_sql_exec (sql, "COMMIT", error);
}

static JsonObject *
rebuild_if_whole (const char *path,
                  GError    **error)
{
  g_autoptr (JsonObject) report = hr_verify_run (path, NULL, NULL, error);
  gint64 first_bad_seq = 0;

  if (report == NULL || hr_json_get_int (report, "first_bad_seq", &first_bad_seq))
    return g_steal_pointer (&report);

  return rebuild (path, error) ? hr_verify_run (path, NULL, NULL, error) : NULL;
}

JsonObject *
hr_rebuild_run (const char *data_dir,
                GError    **error)
{
  g_autofree char *path = NULL;
  JsonObject      *report = NULL;
  int              lock_fd = -1;

  g_return_val_if_fail (data_dir != NULL, NULL);

  lock_fd = hr_store_take_lock (data_dir, error);
  if (lock_fd < 0)
    return NULL;

  path = hr_store_dup_path (data_dir);
  report = rebuild_if_whole (path, error);
  close (lock_fd);

  return report;
}
