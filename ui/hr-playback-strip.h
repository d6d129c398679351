/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-playback.h"

#include <adwaita.h>

/*
 * The recordings of a record: how they sound, and what plays them. With the focus in it Space plays or pauses, ← and → go five seconds,
 * Home and End to the ends. Who leaves the page hears no more of it.
 */
#define HR_TYPE_PLAYBACK_STRIP (hr_playback_strip_get_type ())
G_DECLARE_FINAL_TYPE (HrPlaybackStrip, hr_playback_strip, HR, PLAYBACK_STRIP, AdwBin)

void hr_playback_strip_set_playback (HrPlaybackStrip *self,
                                     HrPlayback      *playback);
