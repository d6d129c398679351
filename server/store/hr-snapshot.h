/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-sql.h"

#include <json-glib/json-glib.h>

/* What the board holds, read from the projections. Private to the store; see hr_store_load_snapshot(). */
JsonObject *hr_snapshot_read (HrSql   *sql,
                              GError **error);
