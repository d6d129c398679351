/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-playback.h"
#include "hr-station-link.h"

#include <gst/gst.h>

/*
 * Plays what a playback asks for: fetches its recordings from the station, finds out how they sound, and gives the sound, block by block and at the pace
 * it is to be heard, to whoever has the loudspeaker. Voices keep their pitch at every rate. Main thread only.
 */
#define HR_TYPE_PLAYER (hr_player_get_type ())
G_DECLARE_FINAL_TYPE (HrPlayer, hr_player, HR, PLAYER, GObject)

/* @block: (transfer full): HR_AUDIO_CAPS, to be heard now. On a streaming thread; must not block. */
typedef void (*HrPlayerSoundFunc) (GstBuffer *block,
                                   gpointer   user_data);

/**
 * hr_player_new:
 * @playback: what is asked for, and where it is told
 * @link: where the recordings are
 * @on_sound: takes the sound until the player is closed
 * @user_data: for @on_sound
 */
HrPlayer *hr_player_new (HrPlayback       *playback,
                         HrStationLink    *link,
                         HrPlayerSoundFunc on_sound,
                         gpointer          user_data);
/* After it there is no sound any more. */
void hr_player_close (HrPlayer *self);
