/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-store"

#include "hr-store.h"

#include "hr-schema.h"
#include "hr-snapshot.h"
#include "hr-store-private.h"
#include "hr-sweep.h"
#include "hr-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define TOKEN_KEY_BYTES 32

struct _HrStore
{
  GObject parent_instance;

  char     *data_dir;
  int       lock_fd;
  HrSql    *reader; /* the main thread's, cannot write */
  HrWriter *writer;

  gint64  last_seq;
  guint   last_number;
  char   *station_id;
  GBytes *token_key;
};

G_DEFINE_QUARK (hr_store_error, hr_store_error)
G_DEFINE_FINAL_TYPE (HrStore, hr_store, G_TYPE_OBJECT)

char *
hr_store_dup_path (const char *data_dir)
{
  return g_build_filename (data_dir, "records.sqlite3", NULL);
}

gboolean
hr_store_make_file (const char *path,
                    GError    **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd >= 0)
    return g_close (fd, error);

  g_set_error (error, HR_STORE_ERROR, HR_STORE_ERROR_OPEN, "Cannot open “%s”: %s", path, g_strerror (errno));
  return FALSE;
}

int
hr_store_take_lock (const char *data_dir,
                    GError    **error)
{
  g_autofree char *path = g_build_filename (data_dir, "station.lock", NULL);
  int              fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_set_error (error, HR_STORE_ERROR, HR_STORE_ERROR_OPEN, "Cannot open “%s”: %s", path, g_strerror (errno));
      return -1;
    }

  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;

  g_set_error (error, HR_STORE_ERROR, HR_STORE_ERROR_LOCKED, "Another station runs on “%s”", data_dir);
  close (fd);
  return -1;
}

HrSql *
hr_store_open_for_writing (const char *path,
                           GError    **error)
{
  g_autoptr (HrSql) sql = NULL;

  if (!hr_store_make_file (path, error) ||
      !hr_schema_check (path, error) ||
      !(sql = hr_sql_open (path, SQLITE_OPEN_READWRITE, error)) ||
      !hr_sql_exec (sql,
                    "PRAGMA journal_mode = WAL;"
                    "PRAGMA synchronous = FULL;"
                    "PRAGMA foreign_keys = ON;"
                    "PRAGMA secure_delete = ON",
                    error) ||
      !hr_schema_migrate (sql, error))
    return NULL;

  return g_steal_pointer (&sql);
}

/* What is made once for a data directory. */
static gboolean
ensure_meta (HrSql   *sql,
             GError **error)
{
  g_autofree char *station_id = g_uuid_string_random ();
  sqlite3_stmt    *statement = hr_sql_prepare (sql,
                                               "INSERT INTO meta (key, value) "
                                                  "VALUES ('station_id', :id), ('token_key', randomblob (:size)) "
                                                  "ON CONFLICT DO NOTHING",
                                               error);

  if (statement == NULL)
    return FALSE;

  hr_sql_bind_text (statement, ":id", station_id);
  hr_sql_bind_int (statement, ":size", TOKEN_KEY_BYTES);
  return hr_sql_run (sql, statement, error);
}

static gboolean
read_meta (HrStore *self,
           HrSql   *sql,
           GError **error)
{
  sqlite3_stmt *statement = hr_sql_prepare (sql,
                                            "SELECT (SELECT value FROM meta WHERE key = 'station_id'),"
                                            "       (SELECT value FROM meta WHERE key = 'token_key'),"
                                            "       (SELECT value FROM meta WHERE key = 'last_number')",
                                            error);

  if (statement == NULL || !hr_sql_next (sql, statement, error))
    return FALSE;

  self->station_id = g_strdup (hr_sql_get_text (statement, 0));
  self->token_key = g_bytes_new (sqlite3_column_blob (statement, 1), (gsize) sqlite3_column_bytes (statement, 1));
  self->last_number = (guint) sqlite3_column_int64 (statement, 2);
  sqlite3_reset (statement);

  return TRUE;
}

static gboolean
read_head (HrSql       *sql,
           HrChainHead *head,
           GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *statement = hr_sql_prepare (sql, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", error);

  if (statement == NULL)
    return FALSE;

  if (hr_sql_next (sql, statement, &local_error) && sqlite3_column_bytes (statement, 1) == sizeof head->hash)
    {
      head->seq = sqlite3_column_int64 (statement, 0);
      memcpy (head->hash, sqlite3_column_blob (statement, 1), sizeof head->hash);
    }

  sqlite3_reset (statement);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
open_records (HrStore *self,
              GError **error)
{
  g_autofree char *path = hr_store_dup_path (self->data_dir);
  g_autoptr (HrSql) sql = NULL;
  HrChainHead head = { 0 };

  if (!(sql = hr_store_open_for_writing (path, error)) ||
      !ensure_meta (sql, error) ||
      !read_meta (self, sql, error) ||
      !read_head (sql, &head, error) ||
      !hr_sweep_log (sql, error) ||
      !(self->reader = hr_sql_open (path, SQLITE_OPEN_READONLY, error)))
    return FALSE;

  self->last_seq = head.seq;
  self->writer = hr_writer_start (g_steal_pointer (&sql), &head);
  return TRUE;
}

static void
drop_lock (HrStore *self)
{
  if (self->lock_fd >= 0)
    close (self->lock_fd);

  self->lock_fd = -1;
}

static void
hr_store_finalize (GObject *object)
{
  HrStore *self = HR_STORE (object);

  g_assert (self->writer == NULL);

  g_clear_pointer (&self->reader, hr_sql_free);
  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->station_id, g_free);
  g_clear_pointer (&self->token_key, g_bytes_unref);
  drop_lock (self);

  G_OBJECT_CLASS (hr_store_parent_class)->finalize (object);
}

static void
hr_store_class_init (HrStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_store_finalize;
}

static void
hr_store_init (HrStore *self)
{
  self->lock_fd = -1;
}

HrStore *
hr_store_open (const char *data_dir,
               GError    **error)
{
  g_autoptr (HrStore) self = NULL;

  g_return_val_if_fail (data_dir != NULL, NULL);

  if (g_mkdir_with_parents (data_dir, 0700) != 0)
    {
      g_set_error (error, HR_STORE_ERROR, HR_STORE_ERROR_OPEN, "Cannot make “%s”: %s", data_dir, g_strerror (errno));
      return NULL;
    }

  self = g_object_new (HR_TYPE_STORE, NULL);
  self->data_dir = g_strdup (data_dir);

  if ((self->lock_fd = hr_store_take_lock (data_dir, error)) < 0 || !open_records (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
hr_store_close (HrStore *self)
{
  g_return_if_fail (HR_IS_STORE (self));

  /* The reader goes first, so that the writer's connection is the last one and tidies up. */
  g_clear_pointer (&self->reader, hr_sql_free);
  g_clear_pointer (&self->writer, hr_writer_stop);
  drop_lock (self);
}

const char *
hr_store_get_data_dir (HrStore *self)
{
  g_return_val_if_fail (HR_IS_STORE (self), NULL);

  return self->data_dir;
}

gint64
hr_store_get_last_seq (HrStore *self)
{
  g_return_val_if_fail (HR_IS_STORE (self), 0);

  return self->last_seq;
}

const char *
hr_store_get_station_id (HrStore *self)
{
  g_return_val_if_fail (HR_IS_STORE (self), NULL);

  return self->station_id;
}

GBytes *
hr_store_get_token_key (HrStore *self)
{
  g_return_val_if_fail (HR_IS_STORE (self), NULL);

  return self->token_key;
}

guint
hr_store_get_last_number (HrStore *self)
{
  g_return_val_if_fail (HR_IS_STORE (self), 0);

  return self->last_number;
}

HrSql *
hr_store_get_reader (HrStore *self)
{
  g_return_val_if_fail (HR_IS_STORE (self), NULL);

  return self->reader;
}

JsonObject *
hr_store_load_snapshot (HrStore *self,
                        GError **error)
{
  g_return_val_if_fail (HR_IS_STORE (self), NULL);
  g_return_val_if_fail (self->reader != NULL, NULL);

  return hr_snapshot_read (self->reader, error);
}

gboolean
hr_store_foreach_secret (HrStore          *self,
                         HrStoreSecretFunc func,
                         gpointer          user_data,
                         GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *statement = NULL;

  g_return_val_if_fail (HR_IS_STORE (self), FALSE);
  g_return_val_if_fail (self->reader != NULL, FALSE);

  statement = hr_sql_prepare (self->reader,
                              "SELECT 'operator', id, pin_hash, NULL FROM operator WHERE pin_hash IS NOT NULL "
                              "UNION ALL "
                              "SELECT 'key', id, token_hash, scope FROM api_key "
                              "WHERE token_hash IS NOT NULL AND revoked_at_us IS NULL",
                              error);
  if (statement == NULL)
    return FALSE;

  while (hr_sql_next (self->reader, statement, &local_error))
    func (hr_sql_get_text (statement, 0), hr_sql_get_text (statement, 1),
          hr_sql_get_text (statement, 2), hr_sql_get_text (statement, 3), user_data);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
free_entry (gpointer data)
{
  hr_log_entry_free (data);
}

void
hr_store_append_async (HrStore            *self,
                       GPtrArray          *events,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  GPtrArray *entries = NULL;

  g_return_if_fail (HR_IS_STORE (self));
  g_return_if_fail (self->writer != NULL);
  g_return_if_fail (events != NULL && events->len > 0);

  /* JSON objects must not be shared with another thread; text may. */
  entries = g_ptr_array_new_full (events->len, free_entry);
  for (guint i = 0; i < events->len; i++)
    g_ptr_array_add (entries, hr_log_entry_new (events->pdata[i]));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hr_store_append_async);
  /* After a turn of the main loop that was long, what is on disk is known before anybody's patience with it ends. */
  g_task_set_priority (task, G_PRIORITY_HIGH);
  g_task_set_task_data (task, entries, (GDestroyNotify) g_ptr_array_unref);

  hr_writer_append (self->writer, g_steal_pointer (&task));
}

gboolean
hr_store_append_finish (HrStore      *self,
                        GAsyncResult *result,
                        GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
