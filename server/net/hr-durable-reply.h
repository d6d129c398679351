/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "hr-journal.h"

/**
 * hr_durable_reply:
 * @status: of the answer once everything recorded so far is on disk
 * @body: (transfer none)
 *
 * Answers when the records are on disk. What was asked for is under way meanwhile: after a second without the disk it is
 * answered 202, taken and not yet recorded.
 */
void hr_durable_reply (SoupServerMessage *message, HrJournal *journal, guint status, JsonObject *body);
