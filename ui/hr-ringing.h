/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

/* What rings at whoever sits here and nobody has answered. */

gboolean hr_ringing_is_here (HrRoom     *room,
                             HrIncident *incident);
/**
 * hr_ringing_find:
 * @room: a room
 * @n_ringing: (out) (optional): how many ring here
 *
 * Returns: (transfer none) (nullable): the one that waits longest, what is real before a drill
 */
HrIncident *hr_ringing_find (HrRoom *room,
                             guint  *n_ringing);
/* Whether @room is an operator's, whose screen follows what rings there; a supervisor chooses among all. */
gboolean hr_ringing_is_followed (HrRoom *room);
