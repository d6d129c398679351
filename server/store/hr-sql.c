/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sql"

#include "hr-sql.h"

#include "hr-store.h"
#include "hr-time.h"

/* A writer that holds the file longer than this is an error that the journal waits out; the room is told of it by then. */
#define BUSY_TIMEOUT_MS 2000

/* Of the virtual machine of SQLite: a few milliseconds at most. */
#define STEPS_BETWEEN_CHECKS 10000

struct _HrSql
{
  sqlite3      *handle;
  GHashTable   *statements; /* SQL text → sqlite3_stmt */
  GCancellable *cancellable;
};

static void
finalize_statement (gpointer data)
{
  sqlite3_finalize (data);
}

static void
time_us (sqlite3_context *context,
         int              n_arguments,
         sqlite3_value  **arguments)
{
  gint64 utc_us = 0;

  if (hr_time_from_string ((const char *) sqlite3_value_text (arguments[0]), &utc_us))
    sqlite3_result_int64 (context, utc_us);
}

static int
on_steps (gpointer user_data)
{
  return g_cancellable_is_cancelled (user_data);
}

static gboolean
configure (HrSql *self)
{
  if (g_set_object (&self->cancellable, g_cancellable_get_current ()))
    sqlite3_progress_handler (self->handle, STEPS_BETWEEN_CHECKS, on_steps, self->cancellable);

  return sqlite3_extended_result_codes (self->handle, 1) == SQLITE_OK &&
         sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS) == SQLITE_OK &&
         sqlite3_create_function (self->handle, "time_us", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                  NULL, time_us, NULL, NULL) == SQLITE_OK;
}

HrSql *
hr_sql_open (const char *path,
             int         flags,
             GError    **error)
{
  g_autoptr (HrSql) self = g_new0 (HrSql, 1);

  g_return_val_if_fail (path != NULL, NULL);

  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_statement);

  if (sqlite3_open_v2 (path, &self->handle, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK || !configure (self))
    {
      g_set_error (error, HR_STORE_ERROR, HR_STORE_ERROR_OPEN, "Cannot open “%s”: %s", path, sqlite3_errmsg (self->handle));
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
hr_sql_free (HrSql *self)
{
  g_clear_pointer (&self->statements, g_hash_table_unref);
  sqlite3_close (self->handle);
  g_clear_object (&self->cancellable);
  g_free (self);
}

sqlite3 *
hr_sql_get_handle (HrSql *self)
{
  return self->handle;
}

void
hr_sql_set_error (HrSql   *self,
                  GError **error)
{
  const char *message = sqlite3_errmsg (self->handle);

  switch (sqlite3_errcode (self->handle) & 0xff)
    {
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
      g_set_error (error, HR_STORE_ERROR, HR_STORE_ERROR_OPEN, "The records cannot be opened: %s", message);
      break;
    case SQLITE_CORRUPT:
      g_set_error (error, HR_STORE_ERROR, HR_STORE_ERROR_CORRUPT, "The records are damaged: %s", message);
      break;
    default:
      g_set_error (error, HR_STORE_ERROR, HR_STORE_ERROR_IO, "The records: %s", message);
      break;
    }
}

gboolean
hr_sql_exec (HrSql      *self,
             const char *sql,
             GError    **error)
{
  if (sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  hr_sql_set_error (self, error);
  return FALSE;
}

sqlite3_stmt *
hr_sql_prepare (HrSql      *self,
                const char *sql,
                GError    **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement != NULL)
    {
      sqlite3_reset (statement);
      sqlite3_clear_bindings (statement);
      return statement;
    }

  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    {
      hr_sql_set_error (self, error);
      return NULL;
    }

  g_hash_table_insert (self->statements, g_strdup (sql), statement);
  return statement;
}

void
hr_sql_bind_text (sqlite3_stmt *statement,
                  const char   *parameter,
                  const char   *value)
{
  int index = sqlite3_bind_parameter_index (statement, parameter);

  if (index != 0)
    sqlite3_bind_text (statement, index, value, -1, SQLITE_STATIC);
}

void
hr_sql_bind_int (sqlite3_stmt *statement,
                 const char   *parameter,
                 gint64        value)
{
  int index = sqlite3_bind_parameter_index (statement, parameter);

  if (index != 0)
    sqlite3_bind_int64 (statement, index, value);
}

void
hr_sql_bind_blob (sqlite3_stmt *statement,
                  const char   *parameter,
                  gconstpointer bytes,
                  gsize         size_bytes)
{
  int index = sqlite3_bind_parameter_index (statement, parameter);

  if (index != 0)
    sqlite3_bind_blob64 (statement, index, bytes, size_bytes, SQLITE_STATIC);
}

gboolean
hr_sql_next (HrSql        *self,
             sqlite3_stmt *statement,
             GError      **error)
{
  int code = sqlite3_step (statement);

  if (code == SQLITE_ROW)
    return TRUE;

  if (code != SQLITE_DONE)
    hr_sql_set_error (self, error);

  sqlite3_reset (statement);
  return FALSE;
}

gboolean
hr_sql_run (HrSql        *self,
            sqlite3_stmt *statement,
            GError      **error)
{
  g_autoptr (GError) local_error = NULL;

  while (hr_sql_next (self, statement, &local_error))
    continue;

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

const char *
hr_sql_get_text (sqlite3_stmt *statement,
                 int           column)
{
  return (const char *) sqlite3_column_text (statement, column);
}
