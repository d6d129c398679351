/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-sql.h"

/*
 * What is erased is overwritten where it stood in the database, and is left in two places: in the write-ahead log, and in copies that SQLite leaves
 * behind when it divides a page. Both functions do something only after an erasure, until hr_sweep_file() was done. Private to the store.
 */

/* Empties the write-ahead log. Whoever reads just now keeps it for a while, which is no error: the next call does it. */
gboolean hr_sweep_log (HrSql   *sql,
                       GError **error);
/* Writes the database anew. It holds every writer for as long as that takes: for a station that stops. Where it is cut short, the next stop does it. */
gboolean hr_sweep_file (HrSql   *sql,
                        GError **error);
