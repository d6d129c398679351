/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-sql.h"
#include "hr-store.h"

/* The main thread's connection, which cannot write; NULL once the store is closed. Borrowed. */
HrSql *hr_store_get_reader (HrStore *self);
/* Path of the database. (transfer full) */
char *hr_store_dup_path (const char *data_dir);
/* Makes a file that only its owner may read, unless it is there: records name people. %HR_STORE_ERROR_OPEN. */
gboolean hr_store_make_file (const char *path,
                             GError    **error);
/* A descriptor that holds the lock of a data directory until it is closed, or -1. %HR_STORE_ERROR_LOCKED, or _OPEN. */
int hr_store_take_lock (const char *data_dir,
                        GError    **error);
/* Makes what is not there yet and brings the schema up to date. Who has the lock may. */
HrSql *hr_store_open_for_writing (const char *path,
                                  GError    **error);
