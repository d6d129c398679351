/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/**
 * hr_backup_write:
 * @data_dir: a data directory; a station may be running on it
 * @path: where the copy goes; a file that is there is replaced once the copy has been found good
 * @error: of %HR_STORE_ERROR
 *
 * Copies the records, without recordings, into one file and verifies that file. Blocks.
 *
 * Returns: (transfer full): what hr_records_verify() says of the copy; it is only in place when that is ok
 */
JsonObject *hr_backup_write (const char *data_dir,
                             const char *path,
                             GError    **error);
/**
 * hr_backup_daily:
 * @now_us: UTC; its day is the backup's
 * @n_kept: how many of the newest stay, at least 1
 *
 * Writes backups/records-YYYY-MM-DD.sqlite3 in the data directory, unless it is there, and deletes the oldest. Blocks.
 *
 * Returns: (transfer full): as of hr_backup_write(), with "file" relative to the data directory; an empty object when it was there
 */
JsonObject *hr_backup_daily (const char *data_dir,
                             gint64      now_us,
                             guint       n_kept,
                             GError    **error);
