/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

/*
 * Which incident the room shows. One that begins to ring is shown only when nobody is being looked
 * at: nothing is selected, or what is selected has ended. What rings at an operator also comes before
 * what is looked at but is no call of theirs that goes on. It never takes the keyboard focus. Main
 * thread only.
 */
#define HR_TYPE_SELECTION (hr_selection_get_type ())
G_DECLARE_FINAL_TYPE (HrSelection, hr_selection, HR, SELECTION, GObject)

HrSelection *hr_selection_new (HrRoom *room);
/* Nothing when it is not on the board. */
void hr_selection_select (HrSelection *self,
                          const char  *incident_id);
/* Through the queue and then the follow-up desk, in the order of hr-queue-order.h. @step 1 or -1; it goes round. */
void hr_selection_move (HrSelection *self,
                        int          step);
/* @number from 1, in the same order. */
void hr_selection_select_nth (HrSelection *self,
                              guint        number);
/* Queued or ringing, of those that may be answered here the one that waits longest; one that rings
 * here before the others. (nullable) */
HrIncident *hr_selection_get_oldest_unanswered (HrSelection *self);
