/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/*
 * The selected incident's events in plain language, oldest first, and the box for a note, which activates console.note.
 * It stays at the newest unless somebody has scrolled away from it.
 */
#define HR_TYPE_TIMELINE (hr_timeline_get_type ())
G_DECLARE_FINAL_TYPE (HrTimeline, hr_timeline, HR, TIMELINE, AdwBin)

void hr_timeline_set_room (HrTimeline *self,
                           HrRoom     *room);
void hr_timeline_focus_note (HrTimeline *self);
