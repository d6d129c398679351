/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-location"

#include "hr-location.h"

#include "hr-json.h"
#include "hr-time.h"

#include <math.h>
#include <string.h>

#define EARTH_RADIUS_M 6371008.8

G_DEFINE_BOXED_TYPE (HrLocation, hr_location, hr_location_copy, hr_location_free)

/* What is outside these bounds is a broken sensor, not a position. */
static const struct
{
  const char *member;
  gsize       offset;
  double      min;
  double      max;
} numbers[] = {
  { "lat", G_STRUCT_OFFSET (HrLocation, lat_deg), -90, 90 },
  { "lon", G_STRUCT_OFFSET (HrLocation, lon_deg), -180, 180 },
  { "accuracy_m", G_STRUCT_OFFSET (HrLocation, accuracy_m), 0, 20037508 },
  { "altitude_m", G_STRUCT_OFFSET (HrLocation, altitude_m), -12000, 100000 },
  { "speed_mps", G_STRUCT_OFFSET (HrLocation, speed_mps), 0, 3000 },
  { "heading_deg", G_STRUCT_OFFSET (HrLocation, heading_deg), 0, 360 },
};

static const char *const sources[] = { "gps", "network", "fused", "manual", NULL };

static gboolean
is_given (JsonObject *object,
          const char *member)
{
  return json_object_has_member (object, member) && !hr_json_is_null (object, member);
}

static void
note_bad_field (GPtrArray  *bad_fields,
                const char *member)
{
  if (bad_fields != NULL)
    g_ptr_array_add (bad_fields, g_strdup (member));
}

static void
read_numbers (HrLocation *self,
              JsonObject *object,
              GPtrArray  *bad_fields)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      double *number = G_STRUCT_MEMBER_P (self, numbers[i].offset);
      double  value = NAN;

      *number = NAN;
      if (!is_given (object, numbers[i].member))
        continue;

      if (hr_json_get_double (object, numbers[i].member, &value) &&
          value >= numbers[i].min && value <= numbers[i].max)
        *number = value;
      else
        note_bad_field (bad_fields, numbers[i].member);
    }
}

static void
read_origin (HrLocation *self,
             JsonObject *object,
             GPtrArray  *bad_fields)
{
  const char *source = hr_json_get_string (object, "source");

  if (is_given (object, "captured_at") &&
      !hr_time_from_string (hr_json_get_string (object, "captured_at"), &self->captured_at_us))
    note_bad_field (bad_fields, "captured_at");

  if (source != NULL && g_strv_contains (sources, source))
    g_strlcpy (self->source, source, sizeof self->source);
  else if (is_given (object, "source"))
    note_bad_field (bad_fields, "source");
}

HrLocation *
hr_location_copy (const HrLocation *self)
{
  return g_memdup2 (self, sizeof *self);
}

void
hr_location_free (HrLocation *self)
{
  g_free (self);
}

HrLocation *
hr_location_new_from_json (JsonObject *object,
                           GPtrArray  *bad_fields)
{
  g_autoptr (HrLocation) self = NULL;

  if (object == NULL)
    return NULL;

  self = g_new0 (HrLocation, 1);
  read_numbers (self, object, bad_fields);
  read_origin (self, object, bad_fields);

  if (!is_given (object, "lat"))
    note_bad_field (bad_fields, "lat");
  if (!is_given (object, "lon"))
    note_bad_field (bad_fields, "lon");

  if (isnan (self->lat_deg) || isnan (self->lon_deg))
    return NULL;

  return g_steal_pointer (&self);
}

JsonObject *
hr_location_to_json (const HrLocation *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  object = json_object_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      double value = G_STRUCT_MEMBER (double, self, numbers[i].offset);

      if (!isnan (value))
        json_object_set_double_member (object, numbers[i].member, value);
    }

  hr_json_set_time (object, "captured_at", self->captured_at_us);
  if (self->source[0] != '\0')
    hr_json_set_string (object, "source", self->source);

  return object;
}

double
hr_location_distance_m (const HrLocation *a,
                        const HrLocation *b)
{
  double lat_a, lat_b, half_lat, half_lon, h;

  g_return_val_if_fail (a != NULL && b != NULL, NAN);

  lat_a = a->lat_deg * G_PI / 180;
  lat_b = b->lat_deg * G_PI / 180;
  half_lat = sin ((lat_b - lat_a) / 2);
  half_lon = sin ((b->lon_deg - a->lon_deg) * G_PI / 360);
  h = half_lat * half_lat + cos (lat_a) * cos (lat_b) * half_lon * half_lon;

  return 2 * EARTH_RADIUS_M * asin (sqrt (MIN (h, 1)));
}
