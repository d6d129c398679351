/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-zone-outline"

#include "config.h"

#include "hr-json.h"
#include "hr-zone-outline.h"

void
hr_box_include (HrBox *self,
                double lat_deg,
                double lon_deg)
{
  self->south_deg = MIN (self->south_deg, lat_deg);
  self->north_deg = MAX (self->north_deg, lat_deg);
  self->west_deg = MIN (self->west_deg, lon_deg);
  self->east_deg = MAX (self->east_deg, lon_deg);
}

/* HrZone has checked the geometry: rings of positions, longitude first. */
static void
add_polygon (HrZoneOutline *self,
             JsonArray     *polygon)
{
  for (guint i = 0; i < json_array_get_length (polygon); i++)
    {
      JsonArray *positions = json_array_get_array_element (polygon, i);
      GArray    *ring = g_array_new (FALSE, FALSE, sizeof (HrPoint));

      for (guint j = 0; j < json_array_get_length (positions); j++)
        {
          JsonArray *position = json_array_get_array_element (positions, j);
          HrPoint    point = { json_array_get_double_element (position, 1),
                               json_array_get_double_element (position, 0) };

          hr_box_include (&self->box, point.lat_deg, point.lon_deg);
          g_array_append_val (ring, point);
        }

      g_ptr_array_add (self->rings, ring);
    }
}

HrZoneOutline *
hr_zone_outline_new (HrZone *zone)
{
  HrZoneOutline *self = g_new0 (HrZoneOutline, 1);
  JsonArray     *coordinates = hr_json_get_array (hr_zone_get_geometry (zone), "coordinates");

  self->id = g_strdup (hr_zone_get_id (zone));
  self->name = g_strdup (hr_zone_get_name (zone));
  self->rings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->box = HR_BOX_EMPTY;

  if (g_strcmp0 (hr_json_get_string (hr_zone_get_geometry (zone), "type"), "Polygon") == 0)
    {
      add_polygon (self, coordinates);
      return self;
    }

  for (guint i = 0; i < json_array_get_length (coordinates); i++)
    add_polygon (self, json_array_get_array_element (coordinates, i));

  return self;
}

void
hr_zone_outline_free (HrZoneOutline *self)
{
  g_free (self->id);
  g_free (self->name);
  g_ptr_array_unref (self->rings);
  g_free (self);
}
