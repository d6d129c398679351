/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-base-map.h"
#include "hr-zone-outline.h"

#include <shumate/shumate.h>

/* The map's base that needs no tiles: graticule, zone outlines and their names. Signal: resized (), when it has another size. */
#define HR_TYPE_MAP_GROUND (hr_map_ground_get_type ())
G_DECLARE_FINAL_TYPE (HrMapGround, hr_map_ground, HR, MAP_GROUND, ShumateLayer)

/* @base_map (nullable): what lies under it, whose makers are named in a corner. */
HrMapGround *hr_map_ground_new (ShumateViewport *viewport,
                                GListModel      *zones,
                                HrBaseMap       *base_map);
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
