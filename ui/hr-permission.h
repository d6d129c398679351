/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

/*
 * What whoever sits here may do: who is in the table of commands of docs/protocol.md, as the station checks it. The one place that knows; what
 * a person may not do is not offered to them. Main thread only.
 */

/* Whether the role allows @command at all, of some incident or other. */
gboolean hr_permission_has (HrRoom     *room,
                            const char *command);
/* Whether it may be done to @incident as it stands. */
gboolean hr_permission_has_for (HrRoom     *room,
                                const char *command,
                                HrIncident *incident);
/* Whether @alert is this person's to see to: everything a supervisor's, otherwise what names them or is about an incident of theirs. What
 * only this console knows is for whoever sits at it. */
gboolean hr_permission_concerns (HrRoom  *room,
                                 HrAlert *alert);
