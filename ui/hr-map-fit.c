/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-map-fit"

#include "config.h"

#include "hr-map-fit.h"

#include "hr-location.h"

#include <math.h>

/* What is fitted takes this share of the map's smaller side. */
#define FIT_SHARE 0.75
#define MAX_ZOOM 18.0
#define MIN_ZOOM 2.0
#define EQUATOR_M 40075016.686
#define TILE_PX 256.0

void
hr_map_fit_circle (ShumateMap *map,
                   double      lat_deg,
                   double      lon_deg,
                   double      radius_m)
{
  ShumateViewport *viewport = NULL;
  double           side_px = 0, metres_per_px = 0, zoom = 0;

  g_return_if_fail (SHUMATE_IS_MAP (map));

  viewport = shumate_map_get_viewport (map);
  side_px = MIN (gtk_widget_get_width (GTK_WIDGET (map)), gtk_widget_get_height (GTK_WIDGET (map)));
  metres_per_px = 2 * radius_m / (MAX (side_px, 1) * FIT_SHARE);
  zoom = log2 (EQUATOR_M * cos (lat_deg * G_PI / 180) / TILE_PX / metres_per_px);

  shumate_viewport_set_zoom_level (viewport, CLAMP (zoom, MIN_ZOOM, MAX_ZOOM));
  shumate_location_set_location (SHUMATE_LOCATION (viewport), lat_deg, lon_deg);
}

void
hr_map_fit_box (ShumateMap  *map,
                const HrBox *box)
{
  HrLocation corner = { .lat_deg = box->south_deg, .lon_deg = box->west_deg };
  HrLocation centre = { .lat_deg = (box->south_deg + box->north_deg) / 2,
                        .lon_deg = (box->west_deg + box->east_deg) / 2 };

  hr_map_fit_circle (map, centre.lat_deg, centre.lon_deg, hr_location_distance_m (&centre, &corner) * 0.8);
}
