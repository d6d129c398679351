/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-map-source"

#include "config.h"

#include "hr-map-source.h"

#define MIN_ZOOM 2
#define TILE_PX 256

struct _HrMapSource
{
  ShumateMapSource parent_instance;
};

G_DEFINE_FINAL_TYPE (HrMapSource, hr_map_source, SHUMATE_TYPE_MAP_SOURCE)

static void
hr_map_source_class_init (HrMapSourceClass *klass)
{
}

static void
hr_map_source_init (HrMapSource *self)
{
  ShumateMapSource *source = SHUMATE_MAP_SOURCE (self);

  shumate_map_source_set_id (source, "hamrahi-plain");
  shumate_map_source_set_min_zoom_level (source, MIN_ZOOM);
  shumate_map_source_set_max_zoom_level (source, HR_MAP_MAX_ZOOM);
  shumate_map_source_set_tile_size (source, TILE_PX);
  shumate_map_source_set_projection (source, SHUMATE_MAP_PROJECTION_MERCATOR);
}

HrMapSource *
hr_map_source_new (void)
{
  return g_object_new (HR_TYPE_MAP_SOURCE, NULL);
}
