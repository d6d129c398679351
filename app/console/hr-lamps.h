/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-panel-client.h"
#include "hr-room.h"

/*
 * Feeds the lamps NET, DISK and CLOCK once a second from what is measured: the panel's round trip
 * and silence, the free space under the records, the station's clock against this one. A lamp turns
 * grey when nothing is known. Two clocks that differ by ten seconds are an alarm of this console too. Main thread only.
 */
#define HR_TYPE_LAMPS (hr_lamps_get_type ())
G_DECLARE_FINAL_TYPE (HrLamps, hr_lamps, HR, LAMPS, GObject)

/* @data_dir: (nullable): of the station, when it is on this machine */
HrLamps *hr_lamps_new (HrRoom        *room,
                       HrPanelClient *panel,
                       HrClock       *clock,
                       const char    *data_dir);
/* The station's wall clock minus this one, when the station has just said its time. */
void hr_lamps_set_clock_offset (HrLamps *self,
                                gint64   offset_us);
