/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-sql.h"

#include <json-glib/json-glib.h>

/**
 * hr_statistics_read:
 * @from_us: incidents received at or after it
 * @to_us: and before it; 0: up to now
 * @utc_offset_min: what the hours of the day are east of UTC
 *
 * See hr_records_get_statistics(). Private to the store.
 */
JsonObject *hr_statistics_read (HrSql   *sql,
                                gint64   from_us,
                                gint64   to_us,
                                int      utc_offset_min,
                                GError **error);
