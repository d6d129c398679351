/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

/*
 * The streets under the zones, where an administrator has put a map on this machine: hamrahi/map.mbtiles in the person's or the machine's data
 * folders (XDG_DATA_HOME, XDG_DATA_DIRS), the person's first. Its light is turned to dark and its dark to light, for a room with the lights down;
 * hamrahi/map-dark.mbtiles is made for one, and goes before it. It is looked for once, when the first map is drawn.
 */

/* Under what @map has yet to get. Whose work it is, to be shown on it; NULL: there is none. Borrowed. */
const char *hr_base_map_add (ShumateMap *map);
