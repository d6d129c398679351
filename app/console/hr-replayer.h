/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-listening-desk.h"
#include "hr-station-link.h"

/*
 * Has the past of the selected call told while it goes on: out of the recordings as far as the station has them, until it has become what is live.
 * One call at a time; what else is heard is heard as before. Says in the call's HrReplay how far it is. Main thread only.
 *
 * Property: active (boolean, read-only): the past of some call is told.
 */
#define HR_TYPE_REPLAYER (hr_replayer_get_type ())
G_DECLARE_FINAL_TYPE (HrReplayer, hr_replayer, HR, REPLAYER, GObject)

HrReplayer *hr_replayer_new (HrRoom          *room,
                             HrStationLink   *link,
                             HrListeningDesk *desk,
                             HrMonitor       *monitor,
                             HrClock         *clock);
/* From the selected call's press on, or its last 30 seconds. Asked again it jumps again. */
void     hr_replayer_replay (HrReplayer *self,
                             gboolean    is_from_press);
gboolean hr_replayer_is_active (HrReplayer *self);
void     hr_replayer_back_to_live (HrReplayer *self);
/* Before the monitor is closed. */
void hr_replayer_close (HrReplayer *self);
