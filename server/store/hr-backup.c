/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-backup"

#include "hr-backup.h"

#include "hr-sql.h"
#include "hr-store-private.h"
#include "hr-verify.h"

#include <errno.h>
#include <glib/gstdio.h>

/* Copied at once: a step that stops in between starts again whenever the station writes. */
#define ALL_PAGES (-1)

static gboolean
copy_pages (HrSql   *source,
            HrSql   *target,
            GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (hr_sql_get_handle (target), "main", hr_sql_get_handle (source), "main");
  gboolean        is_done = backup != NULL && sqlite3_backup_step (backup, ALL_PAGES) == SQLITE_DONE;

  /* What went wrong is told by the target's connection. */
  if (sqlite3_backup_finish (backup) == SQLITE_OK && is_done)
    return TRUE;

  hr_sql_set_error (target, error);
  return FALSE;
}

static gboolean
copy (const char *data_dir,
      const char *path,
      GError    **error)
{
  g_autofree char *source_path = hr_store_dup_path (data_dir);
  g_autoptr (HrSql) source = hr_sql_open (source_path, SQLITE_OPEN_READONLY, error);
  g_autoptr (HrSql) target = NULL;

  /* Without a write-ahead log the copy is one file that is whole by itself. */
  return source != NULL && hr_store_make_file (path, error) &&
         (target = hr_sql_open (path, SQLITE_OPEN_READWRITE, error)) != NULL &&
         hr_sql_exec (target, "PRAGMA synchronous = FULL", error) &&
         copy_pages (source, target, error) &&
         hr_sql_exec (target, "PRAGMA journal_mode = DELETE", error);
}

JsonObject *
hr_backup_write (const char *data_dir,
                 const char *path,
                 GError    **error)
{
  g_autofree char *partial = NULL;
  g_autoptr (JsonObject) report = NULL;

  g_return_val_if_fail (data_dir != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  partial = g_strconcat (path, ".partial", NULL);
  g_unlink (partial);

  if (!copy (data_dir, partial, error) || !(report = hr_verify_run (partial, NULL, NULL, error)))
    {
      g_unlink (partial);
      return NULL;
    }

  if (!json_object_get_boolean_member (report, "ok"))
    {
      g_unlink (partial);
      return g_steal_pointer (&report);
    }

  if (g_rename (partial, path) == 0)
    return g_steal_pointer (&report);

  g_set_error (error, HR_STORE_ERROR, HR_STORE_ERROR_IO, "Cannot write “%s”: %s", path, g_strerror (errno));
  g_unlink (partial);
  return NULL;
}
