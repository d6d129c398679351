/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

/* The streets under the zones: tiles, from wherever they come, and how they are to be shown. */
#define HR_TYPE_BASE_MAP (hr_base_map_get_type ())
G_DECLARE_FINAL_TYPE (HrBaseMap, hr_base_map, HR, BASE_MAP, GObject)

/**
 * hr_base_map_new:
 * @tiles: PNG, JPEG or WebP tiles of 256 pixels, up to the map's nearest level
 * @min_zoom: the first level that it has
 * @attribution: whose work it is, as plain text; may be empty
 * @is_dark: made for a room with the lights down; otherwise its light is turned to dark and its dark to light
 */
HrBaseMap *hr_base_map_new (ShumateDataSource *tiles,
                            guint              min_zoom,
                            const char        *attribution,
                            gboolean           is_dark);
/* Under what @map has yet to get. */
void hr_base_map_add (HrBaseMap  *self,
                      ShumateMap *map);
/* To be shown on the map. Borrowed. */
const char *hr_base_map_get_attribution (HrBaseMap *self);
