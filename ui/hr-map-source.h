/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

/* The nearest level of any map. */
#define HR_MAP_MAX_ZOOM 19

/* The projection of a map that has no tiles: a viewport needs a source to turn degrees into pixels. */
#define HR_TYPE_MAP_SOURCE (hr_map_source_get_type ())
G_DECLARE_FINAL_TYPE (HrMapSource, hr_map_source, HR, MAP_SOURCE, ShumateMapSource)

HrMapSource *hr_map_source_new (void);
