/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-board.h"
#include "hr-location.h"

/* Which duty zone holds a position; GEOS behind it. Rebuilt from a list of HrZone when it changes. */
#define HR_TYPE_ZONE_INDEX (hr_zone_index_get_type ())
G_DECLARE_FINAL_TYPE (HrZoneIndex, hr_zone_index, HR, ZONE_INDEX, GObject)

HrZoneIndex *hr_zone_index_new (GListModel *zones); /* follows items-changed and the items */

/**
 * hr_zone_index_lookup:
 * @location: (nullable)
 * @hint: (nullable): zone id or name the device gave
 * @recent_zone_id: (nullable): the citizen's zone of the last 24 h
 * @reach_m: how far the nearest zone may be
 * @reason: (out) (transfer full): as in hr-reason.h: which rule chose it, and the zones the accuracy circle crosses into
 *
 * Returns: (nullable) (transfer none): the zone's id
 */
const char *hr_zone_index_lookup (HrZoneIndex *self, const HrLocation *location, const char *hint, const char *recent_zone_id, double reach_m, JsonArray **reason);
/* Ids of the zones that touch @zone_id. (transfer full) */
GStrv hr_zone_index_dup_neighbours (HrZoneIndex *self, const char *zone_id);
/* A point inside the zone, for drills. */
gboolean hr_zone_index_get_point (HrZoneIndex *self, const char *zone_id, double *lat_deg, double *lon_deg);
