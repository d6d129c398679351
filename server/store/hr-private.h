/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-chain.h"
#include "hr-sql.h"

/*
 * What an event says of a citizen, of where somebody was, and what a person typed stands in a table beside the log, event_private, with a random
 * salt. The log's row, which is hashed, holds `digest` in its place, so that the private part can be erased and the chain stays whole. This is
 * the one place where an event is taken apart; it is put together again by the view whole_event. Private to the store.
 */

/* Sets what is hashed, what is private and its salt when @data, that of @entry, has private members. */
void hr_private_split (HrLogEntry *entry,
                       JsonObject *data);
/* Writes the private part beside the row of @entry that is in the log. Nothing when there is none. */
gboolean hr_private_write (HrSql            *sql,
                           const HrLogEntry *entry,
                           GError          **error);
/* SHA-256 of @salt and the text @private_data, in hex. (transfer full) */
char *hr_private_dup_digest (const guint8 salt[HR_CHAIN_SALT_BYTES],
                             const char  *private_data);
/* The digest that a row of the log holds, or NULL. (transfer full) */
char *hr_private_dup_expected_digest (const char *hashed);
