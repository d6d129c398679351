/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/* No file of zones is larger; what is has another content. */
#define HR_ZONE_FILE_MAX_BYTES (32 * 1024 * 1024)

/**
 * hr_zone_file_parse:
 * A GeoJSON FeatureCollection of zones: each Feature is a Polygon or MultiPolygon with `id` (or `properties.id`, also a number) and
 * `properties.name` (the id where it is absent). All of them or none, for half a file is no map.
 * @error: HR_BOARD_ERROR_INVALID with a sentence that names the Feature
 *
 * Returns: (transfer full) (element-type JsonObject): {id, name, geometry} of each, the arguments of zone.save
 */
GPtrArray *hr_zone_file_parse (const char *data, gsize length, GError **error);
/* The same of a file, whose name the error begins with. Blocks. */
GPtrArray *hr_zone_file_read (GFile *file, GError **error);
