/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-clock.h"
#include "hr-room.h"
#include "hr-station-link.h"

/*
 * Feeds the room's shift. It begins when somebody logs in here, and lasts until somebody else does; a lost connection does not
 * end it. Its figures are asked for when something has happened that changes them, at most once a second. Main thread only.
 */
#define HR_TYPE_SHIFT_LOADER (hr_shift_loader_get_type ())
G_DECLARE_FINAL_TYPE (HrShiftLoader, hr_shift_loader, HR, SHIFT_LOADER, GObject)

HrShiftLoader *hr_shift_loader_new (HrRoom        *room,
                                    HrStationLink *link,
                                    HrClock       *clock);
