/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-sql.h"

#include <json-glib/json-glib.h>

/**
 * hr_rebuild_run:
 * @data_dir: a data directory on which no station runs
 * @error: %HR_STORE_ERROR_LOCKED when one does, and others of %HR_STORE_ERROR
 *
 * Makes the tables anew from the log, in one transaction; only the hashes of PINs and tokens, which the log does not hold, are taken over.
 * A log whose chain is broken is left alone, with all that was made from it. Blocks.
 *
 * Returns: (transfer full): what hr_records_verify() says, without recordings: of the rebuilt records, or of the log that is not whole
 */
JsonObject *hr_rebuild_run (const char *data_dir,
                            GError    **error);
/* The same in the caller's transaction, whatever the log is like. Private to the store. */
gboolean hr_rebuild_tables (HrSql   *sql,
                            GError **error);
