/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* A duty zone. Properties: id, name. Geometry is GeoJSON, WGS 84, longitude first. */
#define HR_TYPE_ZONE (hr_zone_get_type ())
G_DECLARE_FINAL_TYPE (HrZone, hr_zone, HR, ZONE, GObject)

const char *hr_zone_get_id (HrZone *self);
const char *hr_zone_get_name (HrZone *self);
JsonObject *hr_zone_get_geometry (HrZone *self); /* borrowed: Polygon or MultiPolygon */

/* {id,name,geometry}. (transfer full) */
JsonObject *hr_zone_to_json (HrZone *self);
/* Checks that the geometry is a Polygon or MultiPolygon of finite positions with rings of four or more. */
HrZone *hr_zone_new_from_json (JsonObject *object, GError **error);
