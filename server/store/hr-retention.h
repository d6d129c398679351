/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/**
 * hr_retention_run:
 * @data_dir: where records and recordings are; a station may be running on it
 * @now_us: UTC
 * @recordings_before_us: the recordings of incidents that ended before it have had their time; 0: none has
 * @personal_before_us: the same of what is known of their people
 * @error: of %HR_STORE_ERROR
 *
 * Deletes the files of recordings that were lately recorded as removed, empties the write-ahead log where something was erased, and says which
 * recordings are to be recorded as removed, and the first incidents of those that are to be erased: nothing goes before the log says so. Blocks.
 *
 * Returns: (transfer full): {"recordings":[{id,incident_id}],"incidents":[{id}]}
 */
JsonObject *hr_retention_run (const char *data_dir,
                              gint64      now_us,
                              gint64      recordings_before_us,
                              gint64      personal_before_us,
                              GError    **error);
