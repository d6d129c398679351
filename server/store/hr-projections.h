/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-chain.h"
#include "hr-sql.h"

/* The tables that are readings of the log: what each kind of event does to them, in SQL. Private to the store. */

/* Binds :seq, :at_us, :kind, :incident_id, :actor, :data, :hashed and :secret where the statement has them; borrows @entry. */
void hr_log_entry_bind (const HrLogEntry *entry,
                        sqlite3_stmt     *statement);
/* The other way: of a row of whole_event with seq, at_us, kind, incident_id, actor, data. Its strings are the row's own and gone with the next step. */
HrLogEntry hr_log_entry_borrow (sqlite3_stmt *row);
/* In the caller's transaction. A kind that no table reads is nothing. */
gboolean hr_projections_apply (HrSql            *sql,
                               const HrLogEntry *entry,
                               GError          **error);
