/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-history.h"
#include "hr-station-link.h"

/*
 * Keeps the room's history: reads the incidents that it wants from the station's records, page by page, and of the one that is selected the
 * timeline. A question that is asked anew makes the one before it void. Main thread only.
 */
#define HR_TYPE_HISTORY_LOADER (hr_history_loader_get_type ())
G_DECLARE_FINAL_TYPE (HrHistoryLoader, hr_history_loader, HR, HISTORY_LOADER, GObject)

HrHistoryLoader *hr_history_loader_new (HrRoom        *room,
                                        HrStationLink *link);
