/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/**
 * hr_retention_run:
 * @data_dir: where records and recordings are; a station may be running on it
 * @now_us: UTC
 * @before_us: the recordings of incidents that ended before it have had their time; 0: none has
 * @error: of %HR_STORE_ERROR
 *
 * Deletes the files of recordings that were lately recorded as removed, and says which ones are to be recorded as that: a file is only
 * deleted once the log says so. Blocks.
 *
 * Returns: (transfer full): {"items":[{id,incident_id}]}
 */
JsonObject *hr_retention_run (const char *data_dir,
                              gint64      now_us,
                              gint64      before_us,
                              GError    **error);
