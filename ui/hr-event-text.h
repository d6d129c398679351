/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-board.h"

/**
 * hr_event_text_dup:
 * @event: an event of any kind
 * @board: where names of operators and zones are looked up
 *
 * Returns: (transfer full): what happened, as a sentence in plain language; an unknown kind's name
 */
char *hr_event_text_dup (HrEvent *event,
                         HrBoard *board);
/* Who did it: an operator's name, the citizen or the station. (transfer full) */
char *hr_event_text_dup_actor (HrEvent *event,
                               HrBoard *board);
/* Whether it is a step nobody needs to read unless something went wrong. */
gboolean hr_event_text_is_minor (HrEvent *event);
/* Whether it is something that went wrong. */
gboolean hr_event_text_is_bad (HrEvent *event);
