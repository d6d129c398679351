/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-location.h"

#include <geos_c.h>

/* The outline of a duty zone as GEOS sees it, in the geometry it was read from. A part of HrZoneIndex. */
typedef struct _HrZoneShape HrZoneShape;

/* @geos: outlives the shape. @geometry: GeoJSON. Never NULL: see hr_zone_shape_is_usable(). */
HrZoneShape *hr_zone_shape_new (GEOSContextHandle_t geos,
                                JsonObject         *geometry);
void         hr_zone_shape_free (HrZoneShape *self);
/* Whether it was read from this very geometry. */
gboolean hr_zone_shape_is_of (HrZoneShape *self,
                              JsonObject  *geometry);
/* FALSE: GEOS cannot make sense of the outline. The functions below are for usable shapes. */
gboolean hr_zone_shape_is_usable (HrZoneShape *self);

double   hr_zone_shape_get_area_m2 (HrZoneShape *self);
gboolean hr_zone_shape_holds (HrZoneShape      *self,
                              const HrLocation *location);
/* Metres from @location to the zone, 0 inside; HUGE_VAL when it is surely beyond @reach_m. */
double   hr_zone_shape_distance_m (HrZoneShape      *self,
                                   const HrLocation *location,
                                   double            reach_m);
gboolean hr_zone_shape_adjoins (HrZoneShape *self,
                                HrZoneShape *other);
/* A point inside. */
gboolean hr_zone_shape_get_point (HrZoneShape *self,
                                  double      *lat_deg,
                                  double      *lon_deg);
