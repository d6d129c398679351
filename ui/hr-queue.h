/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/*
 * The left column: what is open, the unanswered first by their wait, then the live by their start; below it what still needs a code.
 * Choosing a row activates console.select.
 */
#define HR_TYPE_QUEUE (hr_queue_get_type ())
G_DECLARE_FINAL_TYPE (HrQueue, hr_queue, HR, QUEUE, AdwBin)

/* On a small screen the follow-up desk leaves more of the height to who waits. */
void hr_queue_set_compact (HrQueue *self,
                           gboolean is_compact);
/* The follow-up desk stands beside who waits, not below. */
void hr_queue_set_wide (HrQueue *self,
                        gboolean is_wide);
void hr_queue_set_room (HrQueue *self,
                        HrRoom  *room);
