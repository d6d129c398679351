/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/**
 * hr_verify_run:
 * @path: a database of records; it may be written to meanwhile
 * @data_dir: (nullable): where the recordings are; %NULL leaves them out
 * @head: (nullable): hex of a chain head to look for
 *
 * See hr_records_verify(). Private to the store.
 */
JsonObject *hr_verify_run (const char *path,
                           const char *data_dir,
                           const char *head,
                           GError    **error);
