/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-board.h"

/*
 * What one shift leaves to the next, as the event of docs/protocol.md tells it. The station writes it into the log and a console shows the same
 * before it is done: both ask their own board. Nothing in it is personal.
 */
#define HR_HANDOVER_EVENT "shift.handed_over"

/* Of the name of a shift. */
#define HR_HANDOVER_MAX_NAME_CHARS 40

/**
 * hr_handover_describe:
 * @board: a board
 *
 * Returns: (transfer full): {"incidents":[…],"alerts":[…]}: what is open, oldest first, and the alarms that stand, gravest first
 */
JsonObject *hr_handover_describe (HrBoard *board);
/* One of "incidents", as it stood then; NULL when it is none. (transfer full) */
HrIncident *hr_handover_read_incident (JsonObject *item);
/**
 * hr_handover_get_unowned:
 * @board: a board
 *
 * An SOS has an owner from the moment that somebody acknowledges it, for as long as they may work here and are not gone. Drills need none.
 *
 * Returns: (element-type HrIncident) (transfer container): those that nobody has and that keep a shift from being handed over, oldest first
 */
GPtrArray *hr_handover_get_unowned (HrBoard *board);
/* Whether @person may take a shift over from @from_id. */
gboolean hr_handover_may_take (HrOperator *person,
                               const char *from_id);
