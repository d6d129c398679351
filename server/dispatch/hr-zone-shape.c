/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-zone-shape"

#include "hr-zone-shape.h"

#include "hr-json.h"

#include <math.h>

#define METRES_PER_DEGREE (6371008.8 * G_PI / 180)

/* Zones drawn by hand leave slivers: so near, they still adjoin. */
#define ADJOINING_M 50.0

/* A zone's outline, kept for as long as the zone has the geometry it was read from. */
struct _HrZoneShape
{
  GEOSContextHandle_t         geos;
  JsonObject                 *source;
  GEOSGeometry               *outline;
  const GEOSPreparedGeometry *prepared; /* NULL: GEOS cannot make sense of the outline */
  double                      area_m2;
  double                      south_deg;
  double                      north_deg;
};

/* A flat map around a point: good to a per mille within the distances that matter here. */
typedef struct
{
  double lat_deg;
  double lon_deg;
  double cos_lat;
} LocalPlane;

static LocalPlane
local_plane (double lat_deg,
             double lon_deg)
{
  return (LocalPlane){ lat_deg, lon_deg, cos (lat_deg * G_PI / 180) };
}

static int
to_local_plane (double *x,
                double *y,
                void   *user_data)
{
  const LocalPlane *plane = user_data;

  *x = remainder (*x - plane->lon_deg, 360) * METRES_PER_DEGREE * plane->cos_lat;
  *y = (*y - plane->lat_deg) * METRES_PER_DEGREE;
  return 1;
}

static double
measure_area_m2 (GEOSContextHandle_t geos,
                 const GEOSGeometry *outline,
                 double              lat_deg,
                 double              lon_deg)
{
  LocalPlane    plane = local_plane (lat_deg, lon_deg);
  GEOSGeometry *flat = GEOSGeom_transformXY_r (geos, outline, to_local_plane, &plane);
  double        area_m2 = HUGE_VAL;

  if (flat == NULL)
    return area_m2;

  if (GEOSArea_r (geos, flat, &area_m2) == 0)
    area_m2 = HUGE_VAL;
  GEOSGeom_destroy_r (geos, flat);

  return area_m2;
}

/* Takes outlines that cross themselves apart, for a person who drew one still meant what it surrounds. */
static GEOSGeometry *
read_outline (GEOSContextHandle_t geos,
              JsonObject         *geometry)
{
  g_autofree char   *text = hr_json_dup_canonical (geometry);
  GEOSGeoJSONReader *reader = GEOSGeoJSONReader_create_r (geos);
  GEOSGeometry      *outline = GEOSGeoJSONReader_readGeometry_r (geos, reader, text);
  GEOSGeometry      *valid = NULL;

  GEOSGeoJSONReader_destroy_r (geos, reader);
  if (outline == NULL || GEOSisValid_r (geos, outline) == 1)
    return outline;

  valid = GEOSMakeValid_r (geos, outline);
  GEOSGeom_destroy_r (geos, outline);

  return valid;
}

HrZoneShape *
hr_zone_shape_new (GEOSContextHandle_t geos,
                   JsonObject         *geometry)
{
  HrZoneShape *self = NULL;
  double       west_deg = 0, east_deg = 0;

  g_return_val_if_fail (geos != NULL && geometry != NULL, NULL);

  self = g_new0 (HrZoneShape, 1);
  self->geos = geos;
  self->source = json_object_ref (geometry);
  self->outline = read_outline (geos, geometry);

  if (self->outline == NULL || GEOSisEmpty_r (geos, self->outline) != 0 ||
      !GEOSGeom_getExtent_r (geos, self->outline, &west_deg, &self->south_deg, &east_deg, &self->north_deg))
    return self;

  self->prepared = GEOSPrepare_r (geos, self->outline);
  self->area_m2 = measure_area_m2 (geos, self->outline, (self->south_deg + self->north_deg) / 2, (west_deg + east_deg) / 2);

  return self;
}

void
hr_zone_shape_free (HrZoneShape *self)
{
  g_return_if_fail (self != NULL);

  if (self->prepared != NULL)
    GEOSPreparedGeom_destroy_r (self->geos, self->prepared);
  if (self->outline != NULL)
    GEOSGeom_destroy_r (self->geos, self->outline);
  json_object_unref (self->source);
  g_free (self);
}

gboolean
hr_zone_shape_is_of (HrZoneShape *self,
                     JsonObject  *geometry)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->source == geometry;
}

gboolean
hr_zone_shape_is_usable (HrZoneShape *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->prepared != NULL;
}

double
hr_zone_shape_get_area_m2 (HrZoneShape *self)
{
  g_return_val_if_fail (self != NULL, HUGE_VAL);

  return self->area_m2;
}

gboolean
hr_zone_shape_holds (HrZoneShape      *self,
                     const HrLocation *location)
{
  GEOSGeometry *point = NULL;
  gboolean      is_inside = FALSE;

  g_return_val_if_fail (self != NULL && location != NULL, FALSE);

  if (location->lat_deg < self->south_deg || location->lat_deg > self->north_deg)
    return FALSE;

  point = GEOSGeom_createPointFromXY_r (self->geos, location->lon_deg, location->lat_deg);
  is_inside = GEOSPreparedCovers_r (self->geos, self->prepared, point) == 1;
  GEOSGeom_destroy_r (self->geos, point);

  return is_inside;
}

double
hr_zone_shape_distance_m (HrZoneShape      *self,
                          const HrLocation *location,
                          double            reach_m)
{
  LocalPlane    plane = { 0 };
  double        reach_deg = reach_m / METRES_PER_DEGREE;
  double        distance_m = HUGE_VAL;
  GEOSGeometry *flat = NULL;
  GEOSGeometry *origin = NULL;

  g_return_val_if_fail (self != NULL && location != NULL, HUGE_VAL);

  if (location->lat_deg < self->south_deg - reach_deg || location->lat_deg > self->north_deg + reach_deg)
    return HUGE_VAL;

  plane = local_plane (location->lat_deg, location->lon_deg);
  flat = GEOSGeom_transformXY_r (self->geos, self->outline, to_local_plane, &plane);
  if (flat == NULL)
    return HUGE_VAL;

  origin = GEOSGeom_createPointFromXY_r (self->geos, 0, 0);
  if (GEOSDistance_r (self->geos, flat, origin, &distance_m) == 0)
    distance_m = HUGE_VAL;
  GEOSGeom_destroy_r (self->geos, origin);
  GEOSGeom_destroy_r (self->geos, flat);

  return distance_m;
}

gboolean
hr_zone_shape_adjoins (HrZoneShape *self,
                       HrZoneShape *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return GEOSPreparedDistanceWithin_r (self->geos, self->prepared, other->outline, ADJOINING_M / METRES_PER_DEGREE) == 1;
}

gboolean
hr_zone_shape_get_point (HrZoneShape *self,
                         double      *lat_deg,
                         double      *lon_deg)
{
  GEOSGeometry *point = NULL;
  gboolean      is_found = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (lat_deg != NULL && lon_deg != NULL, FALSE);

  point = GEOSPointOnSurface_r (self->geos, self->outline);
  if (point == NULL)
    return FALSE;

  is_found = GEOSGeomGetX_r (self->geos, point, lon_deg) == 1 && GEOSGeomGetY_r (self->geos, point, lat_deg) == 1;
  GEOSGeom_destroy_r (self->geos, point);

  return is_found;
}
