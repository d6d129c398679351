/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-base-map.h"

/**
 * hr_map_finder_find:
 * @trouble: (out) (transfer none) (nullable): what is wrong with the only maps that there are, a sentence to be translated; it stays
 *
 * Looks for hamrahi/map-dark.mbtiles and hamrahi/map.mbtiles in the person's and then in the machine's data folders (XDG_DATA_HOME, XDG_DATA_DIRS). A
 * file that cannot be used is named in the log.
 *
 * Returns: (transfer full) (nullable): the first map that can be used
 */
HrBaseMap *hr_map_finder_find (const char **trouble);
