/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-base-map"

#include "hr-base-map.h"

#include "hr-tile-file.h"

#define TILE_PX 256

typedef struct
{
  HrTileFile *tiles; /* NULL: there is none */
  const char *look;  /* a class of the style sheet */
} BaseMap;

static const struct
{
  const char *name;
  const char *look;
} files[] = {
  { "map-dark.mbtiles", "dark-tiles" },
  { "map.mbtiles", "light-tiles" },
};

static HrTileFile *
open_file (const char *folder,
           const char *name)
{
  g_autofree char *path = g_build_filename (folder, "hamrahi", name, NULL);
  g_autoptr (GError) error = NULL;
  HrTileFile *file = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;

  file = hr_tile_file_open (path, &error);
  if (file == NULL)
    g_message ("The map in %s is not shown: %s", path, error->message);

  return file;
}

static BaseMap
open_in (const char *folder)
{
  BaseMap map = { NULL, NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (files) && map.tiles == NULL; i++)
    map = (BaseMap){ open_file (folder, files[i].name), files[i].look };

  return map;
}

static BaseMap
open_first (void)
{
  const char *const *folders = g_get_system_data_dirs ();
  BaseMap            map = open_in (g_get_user_data_dir ());

  for (gsize i = 0; folders[i] != NULL && map.tiles == NULL; i++)
    map = open_in (folders[i]);

  return map;
}

static const BaseMap *
get_base_map (void)
{
  static gboolean was_looked_for = FALSE;
  static BaseMap  map;

  if (!was_looked_for)
    map = open_first ();
  was_looked_for = TRUE;

  return &map;
}

const char *
hr_base_map_add (ShumateMap *map)
{
  const BaseMap *base = get_base_map ();
  g_autoptr (ShumateRasterRenderer) source = NULL;
  ShumateMapLayer *layer = NULL;

  g_return_val_if_fail (SHUMATE_IS_MAP (map), NULL);

  if (base->tiles == NULL)
    return NULL;

  source = shumate_raster_renderer_new_full ("hamrahi-base", NULL, NULL, NULL, hr_tile_file_get_min_zoom (base->tiles), hr_tile_file_get_max_zoom (base->tiles),
                                             TILE_PX, SHUMATE_MAP_PROJECTION_MERCATOR, SHUMATE_DATA_SOURCE (base->tiles));
  layer = shumate_map_layer_new (SHUMATE_MAP_SOURCE (source), shumate_map_get_viewport (map));
  gtk_widget_add_css_class (GTK_WIDGET (layer), base->look);
  shumate_map_add_layer (map, SHUMATE_LAYER (layer));

  return hr_tile_file_get_attribution (base->tiles);
}
