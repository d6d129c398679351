/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* A position fix, WGS 84. Optional numbers are NAN when they were not given. */
typedef struct
{
  double lat_deg;
  double lon_deg;
  double accuracy_m; /* radius that holds the true position with 68 % probability */
  double altitude_m;
  double speed_mps;
  double heading_deg;
  gint64 captured_at_us; /* UTC; 0: not given */
  char   source[8];      /* gps, network, fused, manual or empty */
} HrLocation;

#define HR_TYPE_LOCATION (hr_location_get_type ())
GType       hr_location_get_type (void);
HrLocation *hr_location_copy (const HrLocation *self);
void        hr_location_free (HrLocation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrLocation, hr_location_free)

/**
 * hr_location_new_from_json:
 * @object: (nullable): a location object of the protocol
 * @bad_fields: (nullable) (element-type utf8): names of members that were dropped are added (g_strdup)
 *
 * Returns: (nullable): %NULL when there is no usable lat and lon
 */
HrLocation *hr_location_new_from_json (JsonObject *object,
                                       GPtrArray  *bad_fields);
JsonObject *hr_location_to_json (const HrLocation *self);

/* Great-circle distance in metres. */
double hr_location_distance_m (const HrLocation *a,
                               const HrLocation *b);
