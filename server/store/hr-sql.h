/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

/*
 * A connection to a database and the statements prepared on it, each once. Used by one thread at a time.
 * Private to the store. SQL may call time_us (TEXT), which gives the microseconds of an RFC 3339 time or NULL.
 */
typedef struct _HrSql HrSql;

/**
 * hr_sql_open:
 * @path: a file's path, or "" for a database that is gone when it is closed
 * @flags: of sqlite3_open_v2()
 * @error: %HR_STORE_ERROR_OPEN
 *
 * What runs on the connection is interrupted when the thread's current #GCancellable is cancelled.
 */
HrSql *hr_sql_open (const char *path,
                    int         flags,
                    GError    **error);
void   hr_sql_free (HrSql *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrSql, hr_sql_free)

sqlite3 *hr_sql_get_handle (HrSql *self);
/* Sets @error from what last went wrong on the connection: %HR_STORE_ERROR_OPEN, _CORRUPT or _IO. */
void hr_sql_set_error (HrSql   *self,
                       GError **error);
/* Runs one or more statements that give no rows. */
gboolean hr_sql_exec (HrSql      *self,
                      const char *sql,
                      GError    **error);

/* The statement for @sql, fresh: reset and without bindings. Borrowed; ask again for the next use. */
sqlite3_stmt *hr_sql_prepare (HrSql      *self,
                              const char *sql,
                              GError    **error);
/* A parameter that the statement does not name is left alone. Text and bytes are borrowed until the statement is prepared again. */
void hr_sql_bind_text (sqlite3_stmt *statement,
                       const char   *parameter,
                       const char   *value);
void hr_sql_bind_int (sqlite3_stmt *statement,
                      const char   *parameter,
                      gint64        value);
void hr_sql_bind_blob (sqlite3_stmt *statement,
                       const char   *parameter,
                       gconstpointer bytes,
                       gsize         size_bytes);
/* Steps to the next row. FALSE at the end, and then the statement holds no lock, or with @error set. */
gboolean hr_sql_next (HrSql        *self,
                      sqlite3_stmt *statement,
                      GError      **error);
/* Steps to the end. */
gboolean hr_sql_run (HrSql        *self,
                     sqlite3_stmt *statement,
                     GError      **error);
/* The text of a column, or NULL. Borrowed until the next step. */
const char *hr_sql_get_text (sqlite3_stmt *statement,
                             int           column);
