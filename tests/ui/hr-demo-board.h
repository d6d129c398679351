/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

/* Scenes of a control room, made of events as a station would send them; for looking at the window and for its tests. */

/* Names of the scenes, NULL-ended. */
const char *const *hr_demo_get_scenes (void);

/**
 * hr_demo_room_new:
 * @scene: one of hr_demo_get_scenes ()
 *
 * Returns: (transfer full) (nullable): a room in that state; %NULL: no such scene
 */
HrRoom *hr_demo_room_new (const char *scene);

/* The page of the window that the scene is about. */
const char *hr_demo_get_page (const char *scene);

/* Pushes @n_levels of a voice, a silence and steps, 50 ms each, to whatever is on a slot. */
void hr_demo_room_sound (HrRoom *room,
                         guint   n_levels);
