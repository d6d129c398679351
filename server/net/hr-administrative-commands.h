/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station.h"

/*
 * The commands of section 3 of docs/protocol.md that only supervisors (and the owner of the data directory, "cli") may give and that
 * are done at once: what is erased, zones, keys and settings. Main thread only.
 */

/* The `data` of the answer (transfer full), or NULL with an error of HR_PROTOCOL_ERROR. */
typedef JsonObject *(*HrAdministrativeCommand) (HrStation *station, const char *actor, JsonObject *args, GError **error);

/* NULL: it is none of these. */
HrAdministrativeCommand hr_administrative_command_find (const char *name);
/* Whether @actor may give them: HR_PROTOCOL_ERROR_FORBIDDEN otherwise. */
gboolean hr_administrative_check (HrStation *station, const char *actor, GError **error);
