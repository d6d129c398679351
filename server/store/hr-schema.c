/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-schema"

#include "hr-schema.h"

#include "hr-rebuild.h"
#include "hr-store-resources.h"
#include "hr-store.h"

/*
 * Step n brings schema n - 1 to schema n. A step that has been released never changes. With the last one the tables are made anew from the log: what
 * an event does to them may have changed too. Whoever changes that alone adds a step that does nothing else.
 */
static const char *const steps[] = {
  "/org/hamrahi/store/schema/1.sql",
  "/org/hamrahi/store/schema/2.sql",
  "/org/hamrahi/store/schema/3.sql",
  "/org/hamrahi/store/schema/4.sql",
};

static gboolean
read_version (HrSql      *sql,
              const char *database,
              guint      *version,
              GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = g_strdup_printf ("PRAGMA %s.user_version", database);
  sqlite3_stmt    *statement = hr_sql_prepare (sql, text, &local_error);

  if (statement != NULL && hr_sql_next (sql, statement, &local_error))
    *version = (guint) sqlite3_column_int (statement, 0);

  if (statement != NULL)
    sqlite3_reset (statement);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
hr_schema_check (const char *path,
                 GError    **error)
{
  g_autoptr (HrSql) sql = NULL;
  guint version = 0;

  if (!(sql = hr_sql_open (path, SQLITE_OPEN_READONLY, error)) || !read_version (sql, "main", &version, error))
    return FALSE;

  if (version <= G_N_ELEMENTS (steps))
    return TRUE;

  g_set_error (error, HR_STORE_ERROR, HR_STORE_ERROR_TOO_NEW,
               "The records were made by a newer program (schema %u, this one knows %u); they were left untouched",
               version, (guint) G_N_ELEMENTS (steps));
  return FALSE;
}

gboolean
hr_schema_check_attached (HrSql      *sql,
                          const char *database,
                          GError    **error)
{
  guint version = 0;

  if (!read_version (sql, database, &version, error))
    return FALSE;

  if (version == G_N_ELEMENTS (steps))
    return TRUE;

  g_set_error (error, HR_STORE_ERROR, HR_STORE_ERROR_OPEN,
               "The records are of schema %u, this program is of schema %u; a station brings older ones up to date when it starts",
               version, (guint) G_N_ELEMENTS (steps));
  return FALSE;
}

static gboolean
take_step (HrSql   *sql,
           guint    version,
           GError **error)
{
  g_autoptr (GBytes) text = g_resource_lookup_data (hr_store_get_resource (), steps[version - 1],
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *number = g_strdup_printf ("PRAGMA user_version = %u", version);

  g_assert (text != NULL);

  /* Resource data is followed by a zero byte that is not counted in its size. */
  if (hr_sql_exec (sql, "BEGIN IMMEDIATE", error))
    {
      if (hr_sql_exec (sql, g_bytes_get_data (text, NULL), error) &&
          hr_sql_exec (sql, number, error) &&
          (version < G_N_ELEMENTS (steps) || hr_rebuild_tables (sql, error)) &&
          hr_sql_exec (sql, "COMMIT", error))
        return TRUE;

      hr_sql_exec (sql, "ROLLBACK", NULL);
    }

  g_prefix_error (error, "Migration to schema %u: ", version);
  return FALSE;
}

gboolean
hr_schema_migrate (HrSql   *sql,
                   GError **error)
{
  guint version = 0;

  if (!read_version (sql, "main", &version, error))
    return FALSE;

  while (version < G_N_ELEMENTS (steps))
    {
      if (!take_step (sql, ++version, error))
        return FALSE;
    }

  return TRUE;
}
