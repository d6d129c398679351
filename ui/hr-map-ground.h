/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"
#include "hr-zone-outline.h"

#include <shumate/shumate.h>

/* The map's base that needs no tiles: graticule, zone outlines and their names. Signal: resized (), when it has another size. */
#define HR_TYPE_MAP_GROUND (hr_map_ground_get_type ())
G_DECLARE_FINAL_TYPE (HrMapGround, hr_map_ground, HR, MAP_GROUND, ShumateLayer)

/**
 * hr_map_ground_add:
 * @map: a map without layers
 * @room: whose zones these are
 *
 * Gives the map its scale, then, from below: the outlines of countries and states, the room's streets where it has any, and the ground.
 *
 * Returns: (transfer none): the ground, which is the map's
 */
HrMapGround *hr_map_ground_add (ShumateMap *map,
                                HrRoom     *room);
/* The zone of the incident is drawn stronger. */
void hr_map_ground_set_zone (HrMapGround *self,
                             const char  *zone_id);
/**
 * hr_map_ground_get_box:
 * @zone_id: (nullable): a zone; %NULL is all of them
 *
 * Returns: whether there is any such zone, and so @box was filled
 */
gboolean hr_map_ground_get_box (HrMapGround *self,
                                const char  *zone_id,
                                HrBox       *box);
