/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-outline"

#include "config.h"

#include "hr-outline.h"

#include "hr-json.h"

#include <math.h>

/* A tenth of a metre. */
#define PER_DEG 1e6

static HrPoint *
get_point (GArray *points,
           guint   index)
{
  return &g_array_index (points, HrPoint, index % points->len);
}

static gboolean
is_same (const HrPoint *a,
         const HrPoint *b)
{
  return a->lat_deg == b->lat_deg && a->lon_deg == b->lon_deg;
}

GArray *
hr_outline_new_from_zone (HrZone *zone)
{
  HrZoneOutline *outline = NULL;
  GArray        *points = NULL;

  g_return_val_if_fail (HR_IS_ZONE (zone), NULL);

  outline = hr_zone_outline_new (zone);
  if (outline->rings->len == 1)
    {
      points = g_array_copy (g_ptr_array_index (outline->rings, 0));
      /* GeoJSON repeats the first corner; not every file does. */
      if (is_same (get_point (points, 0), get_point (points, points->len - 1)))
        g_array_set_size (points, points->len - 1);
    }

  hr_zone_outline_free (outline);
  return points;
}

/* Square of the distance from @at to the edge behind corner @index, in degrees of latitude. */
static double
measure_edge (GArray *points,
              guint   index,
              HrPoint at)
{
  const HrPoint *a = get_point (points, index);
  const HrPoint *b = get_point (points, index + 1);
  double         shrink = cos (at.lat_deg * G_PI / 180);
  double         dx = (b->lon_deg - a->lon_deg) * shrink, dy = b->lat_deg - a->lat_deg;
  double         x = (at.lon_deg - a->lon_deg) * shrink, y = at.lat_deg - a->lat_deg;
  double         length = dx * dx + dy * dy;
  double         share = length > 0 ? CLAMP ((x * dx + y * dy) / length, 0, 1) : 0;

  return (x - share * dx) * (x - share * dx) + (y - share * dy) * (y - share * dy);
}

guint
hr_outline_find_place (GArray *points,
                       HrPoint at)
{
  guint  nearest = 0;
  double distance = INFINITY;

  g_return_val_if_fail (points != NULL, 0);

  /* Three corners are needed before there is a side that one could lie on. */
  if (points->len < 3)
    return points->len;

  for (guint i = 0; i < points->len; i++)
    {
      double measured = measure_edge (points, i, at);

      if (measured < distance)
        {
          distance = measured;
          nearest = i;
        }
    }

  return nearest + 1;
}

/* On which side of the line through @a and @b is @c: the sign. */
static double
get_side (const HrPoint *a,
          const HrPoint *b,
          const HrPoint *c)
{
  return (b->lon_deg - a->lon_deg) * (c->lat_deg - a->lat_deg) - (b->lat_deg - a->lat_deg) * (c->lon_deg - a->lon_deg);
}

static gboolean
do_cross (GArray *points,
          guint   i,
          guint   j)
{
  const HrPoint *a = get_point (points, i), *b = get_point (points, i + 1);
  const HrPoint *c = get_point (points, j), *d = get_point (points, j + 1);

  return get_side (a, b, c) * get_side (a, b, d) <= 0 && get_side (c, d, a) * get_side (c, d, b) <= 0;
}

gboolean
hr_outline_crosses_itself (GArray *points)
{
  g_return_val_if_fail (points != NULL, FALSE);

  for (guint i = 0; i < points->len; i++)
    {
      /* The edges beside it share a corner with it. */
      for (guint j = i + 2; j < points->len; j++)
        {
          if ((j + 1) % points->len != i && do_cross (points, i, j))
            return TRUE;
        }
    }

  return FALSE;
}

static void
add_position (JsonArray     *ring,
              const HrPoint *point)
{
  JsonArray *position = json_array_new ();

  json_array_add_double_element (position, round (point->lon_deg * PER_DEG) / PER_DEG);
  json_array_add_double_element (position, round (point->lat_deg * PER_DEG) / PER_DEG);
  json_array_add_array_element (ring, position);
}

JsonObject *
hr_outline_to_geometry (GArray *points)
{
  JsonObject *geometry = NULL;
  JsonArray  *rings = NULL;
  JsonArray  *ring = NULL;

  g_return_val_if_fail (points != NULL && points->len >= 3, NULL);

  ring = json_array_new ();
  for (guint i = 0; i <= points->len; i++)
    add_position (ring, get_point (points, i));

  rings = json_array_new ();
  json_array_add_array_element (rings, ring);
  geometry = hr_json_new_object ("type", "Polygon", NULL);
  json_object_set_array_member (geometry, "coordinates", rings);

  return geometry;
}
