/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sweep"

#include "hr-sweep.h"

/* The mark is set by incident.erased; see schema/projections.sql. */
static gboolean
read_mark (HrSql    *sql,
           gboolean *is_due,
           GError  **error)
{
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *statement = hr_sql_prepare (sql, "SELECT 1 FROM meta WHERE key = 'unswept'", error);

  if (statement == NULL)
    return FALSE;

  *is_due = hr_sql_next (sql, statement, &local_error);
  sqlite3_reset (statement);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
hr_sweep_log (HrSql   *sql,
              GError **error)
{
  gboolean is_due = FALSE;

  return read_mark (sql, &is_due, error) && (!is_due || hr_sql_exec (sql, "PRAGMA wal_checkpoint (TRUNCATE)", error));
}

/* The index only notes what is no longer in it; what it holds is written anew without that. */
#define FORGET "INSERT INTO incident_index (incident_index) VALUES ('rebuild')"

gboolean
hr_sweep_file (HrSql   *sql,
               GError **error)
{
  gboolean is_due = FALSE;

  return read_mark (sql, &is_due, error) &&
         (!is_due || (hr_sql_exec (sql, FORGET, error) &&
                      hr_sql_exec (sql, "VACUUM", error) &&
                      hr_sql_exec (sql, "DELETE FROM meta WHERE key = 'unswept'", error)));
}
