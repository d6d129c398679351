/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"
#include "hr-station-link.h"

/*
 * Keeps the room's timeline: the selected incident's events from the station's records, then those
 * that the board applies, each once and in order. What happens while the records are on their way
 * waits for them. Main thread only.
 */
#define HR_TYPE_TIMELINE_LOADER (hr_timeline_loader_get_type ())
G_DECLARE_FINAL_TYPE (HrTimelineLoader, hr_timeline_loader, HR, TIMELINE_LOADER, GObject)

HrTimelineLoader *hr_timeline_loader_new (HrRoom        *room,
                                          HrStationLink *link);
