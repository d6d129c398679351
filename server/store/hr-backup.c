/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-backup"

#include "hr-backup.h"

#include "hr-json.h"
#include "hr-sql.h"
#include "hr-store-private.h"
#include "hr-verify.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* Copied at once: a step that stops in between starts again whenever the station writes. */
#define ALL_PAGES (-1)

#define FOLDER "backups"
#define DAILY_PATTERN "records-*-*-*.sqlite3"

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

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Names of dates: the oldest is the first in their order. */
static GPtrArray *
list_daily (const char *folder,
            GError    **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name = NULL;

  if (dir == NULL)
    return NULL;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      if (g_pattern_match_simple (DAILY_PATTERN, name))
        g_ptr_array_add (names, g_strdup (name));
    }

  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

static gboolean
keep_newest (const char *folder,
             guint       n_kept,
             GError    **error)
{
  g_autoptr (GPtrArray) names = list_daily (folder, error);

  for (guint i = 0; names != NULL && i + n_kept < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      if (g_unlink (path) != 0)
        g_warning ("Cannot delete the old backup “%s”: %s", path, g_strerror (errno));
    }

  return names != NULL;
}

static gboolean
make_folder (const char *folder,
             GError    **error)
{
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;

  g_set_error (error, HR_STORE_ERROR, HR_STORE_ERROR_IO, "Cannot make “%s”: %s", folder, g_strerror (errno));
  return FALSE;
}

JsonObject *
hr_backup_daily (const char *data_dir,
                 gint64      now_us,
                 guint       n_kept,
                 GError    **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autofree char *relative = g_date_time_format (now, FOLDER "/records-%Y-%m-%d.sqlite3");
  g_autofree char *folder = g_build_filename (data_dir, FOLDER, NULL);
  g_autofree char *path = g_build_filename (data_dir, relative, NULL);
  g_autoptr (JsonObject) report = NULL;

  g_return_val_if_fail (n_kept > 0, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return json_object_new ();

  if (!make_folder (folder, error) || (report = hr_backup_write (data_dir, path, error)) == NULL || !keep_newest (folder, n_kept, error))
    return NULL;

  hr_json_set_string (report, "file", relative);
  return g_steal_pointer (&report);
}
