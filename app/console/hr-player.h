/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-listening-desk.h"
#include "hr-playback.h"
#include "hr-station-link.h"

/*
 * Does what a playback asks for: fetches the recording that it wants from the station, finds out how that sounds, and plays it where calls are heard.
 * A call that is heard comes first: while there is one no recording plays. Main thread only.
 */
#define HR_TYPE_PLAYER (hr_player_get_type ())
G_DECLARE_FINAL_TYPE (HrPlayer, hr_player, HR, PLAYER, GObject)

HrPlayer *hr_player_new (HrPlayback      *playback,
                         HrStationLink   *link,
                         HrListeningDesk *desk,
                         HrMonitor       *monitor);
/* Before the monitor is closed. */
void hr_player_close (HrPlayer *self);
