/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-map-finder"

#include "hr-map-finder.h"

#include "hr-tile-file.h"

#include <glib/gi18n.h>

static const struct
{
  const char *name;
  gboolean    is_dark;
} files[] = {
  { "map-dark.mbtiles", TRUE },
  { "map.mbtiles", FALSE },
};

static const struct
{
  int         code; /* of G_IO_ERROR */
  const char *trouble;
} troubles[] = {
  { G_IO_ERROR_PERMISSION_DENIED, N_ ("The map file cannot be opened: look at its permissions") },
  { G_IO_ERROR_NOT_SUPPORTED, N_ ("The map file has vector tiles: one with pictures is needed") },
  { G_IO_ERROR_INVALID_DATA, N_ ("The map file has no tiles") },
};

static const char *
get_trouble (const GError *error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (troubles); i++)
    if (g_error_matches (error, G_IO_ERROR, troubles[i].code))
      return troubles[i].trouble;

  return N_ ("The map file is damaged or is no MBTiles file");
}

static HrBaseMap *
open_file (const char  *folder,
           const char  *name,
           gboolean     is_dark,
           const char **trouble)
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
  if (*trouble == NULL)
    *trouble = get_trouble (error);
  return NULL;
}

static HrBaseMap *
find_in (const char  *folder,
         const char **trouble)
{
  HrBaseMap *map = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (files) && map == NULL; i++)
    map = open_file (folder, files[i].name, files[i].is_dark, trouble);

  return map;
}

HrBaseMap *
hr_map_finder_find (const char **trouble)
{
  const char *const *folders = g_get_system_data_dirs ();
  const char        *first_trouble = NULL;
  HrBaseMap         *map = find_in (g_get_user_data_dir (), &first_trouble);

  g_return_val_if_fail (trouble != NULL, NULL);

  for (gsize i = 0; folders[i] != NULL && map == NULL; i++)
    map = find_in (folders[i], &first_trouble);

  *trouble = map == NULL ? first_trouble : NULL;
  return map;
}
