/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/* A zone's outline on the map, with the other zones around it, to be drawn and changed. */
#define HR_TYPE_ZONE_MAP (hr_zone_map_get_type ())
G_DECLARE_FINAL_TYPE (HrZoneMap, hr_zone_map, HR, ZONE_MAP, AdwBin)

HrZoneMap *hr_zone_map_new (HrRoom *room);
/* @zone: (nullable): %NULL is one that is not drawn yet. */
void hr_zone_map_edit (HrZoneMap *self,
                       HrZone    *zone);
/* Why it cannot be a zone's outline: a sentence, or NULL. */
const char *hr_zone_map_judge (HrZoneMap *self);
/* What is drawn, or where nothing was changed exactly what was there. (transfer full) */
JsonObject *hr_zone_map_new_geometry (HrZoneMap *self);
