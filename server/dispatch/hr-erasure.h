/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-journal.h"

/**
 * hr_erasure_record:
 * @actor: "cli", "station", or the id of a supervisor; who may is decided before
 * @incident: id or number of an incident that has ended
 * @reason: why, 1 to 500 characters; it is hashed, so it names nobody
 * @error: %HR_PROTOCOL_ERROR_NOT_FOUND, _WRONG_STATE when it is open or was erased before, _BAD_FIELD for the reason
 *
 * Records that the incident's recordings are removed and that all that is known of its people is erased. The records follow with the event; the files go
 * with hr_retention_run(). Main thread only.
 *
 * Returns: (transfer full): {"incident_id":…,"number":…,"events":N,"recordings":N}
 */
JsonObject *hr_erasure_record (HrJournal  *journal,
                               const char *actor,
                               const char *incident,
                               const char *reason,
                               GError    **error);
