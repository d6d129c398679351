/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"
#include "hr-station-link.h"

/* Keeps the room's handovers: reads them when they are looked at, and again when a shift was handed over. Main thread only. */
#define HR_TYPE_HANDOVERS_LOADER (hr_handovers_loader_get_type ())
G_DECLARE_FINAL_TYPE (HrHandoversLoader, hr_handovers_loader, HR, HANDOVERS_LOADER, GObject)

HrHandoversLoader *hr_handovers_loader_new (HrRoom        *room,
                                            HrStationLink *link);
