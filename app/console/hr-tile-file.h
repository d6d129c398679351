/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

/*
 * Raster tiles in an MBTiles file (the specification's versions 1.1 to 1.3): an SQLite database, which is only read. A tile that it does not have is cut
 * out of the nearest level over it that has one, and where there is none either it is G_IO_ERROR_NOT_FOUND. Reading is done by threads of the pool.
 */
#define HR_TYPE_TILE_FILE (hr_tile_file_get_type ())
G_DECLARE_FINAL_TYPE (HrTileFile, hr_tile_file, HR, TILE_FILE, ShumateDataSource)

/* NULL with an error that says what the file is instead. */
HrTileFile *hr_tile_file_open (const char *path,
                               GError    **error);
/* The first level that there are tiles of. */
guint hr_tile_file_get_min_zoom (HrTileFile *self);
/* Whose work it is, as plain text, to be shown on the map; may be empty. Borrowed. */
const char *hr_tile_file_get_attribution (HrTileFile *self);
