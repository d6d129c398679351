/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-map-finder"

#include "hr-map-finder.h"

#include "hr-tile-file.h"

static const struct
{
  const char *name;
  gboolean    is_dark;
} files[] = {
  { "map-dark.mbtiles", TRUE },
  { "map.mbtiles", FALSE },
};

static HrBaseMap *
open_file (const char *folder,
           const char *name,
           gboolean    is_dark)
{
  g_autofree char *path = g_build_filename (folder, "hamrahi", name, NULL);
  g_autoptr (HrTileFile) tiles = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;

  tiles = hr_tile_file_open (path, &error);
  if (tiles != NULL)
    return hr_base_map_new (SHUMATE_DATA_SOURCE (tiles), hr_tile_file_get_min_zoom (tiles), hr_tile_file_get_attribution (tiles), is_dark);

  g_message ("The map in %s is not shown: %s", path, error->message);
  return NULL;
}

static HrBaseMap *
find_in (const char *folder)
{
  HrBaseMap *map = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (files) && map == NULL; i++)
    map = open_file (folder, files[i].name, files[i].is_dark);

  return map;
}

HrBaseMap *
hr_map_finder_find (void)
{
  const char *const *folders = g_get_system_data_dirs ();
  HrBaseMap         *map = find_in (g_get_user_data_dir ());

  for (gsize i = 0; folders[i] != NULL && map == NULL; i++)
    map = find_in (folders[i]);

  return map;
}
