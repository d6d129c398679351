/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-zone-outline.h"

/* The outline of a zone while it is drawn: a GArray of HrPoint, its corners in order, of which the last one leads back to the first. */

/* NULL: the zone has several parts or holes, which are not drawn here. (transfer full) */
GArray *hr_outline_new_from_zone (HrZone *zone);
/* Where a corner at that place belongs: behind the nearer end of the edge that is nearest to it. */
guint hr_outline_find_place (GArray *points, HrPoint at);
/* Whether two of its edges meet elsewhere than at their common corner. */
gboolean hr_outline_crosses_itself (GArray *points);
/* A GeoJSON Polygon, to a millionth of a degree, for zone.save. @points: three or more. (transfer full) */
JsonObject *hr_outline_to_geometry (GArray *points);
