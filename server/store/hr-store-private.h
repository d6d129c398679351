/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-store.h"

/* Path of the database. (transfer full) */
char *hr_store_dup_path (const char *data_dir);
/* Makes a file that only its owner may read, unless it is there: records name people. %HR_STORE_ERROR_OPEN. */
gboolean hr_store_make_file (const char *path,
                             GError    **error);
/* Takes the lock of a data directory. Returns a descriptor that holds it, or -1 with %HR_STORE_ERROR_OPEN or _LOCKED. */
int hr_store_lock (const char *data_dir,
                   GError    **error);
