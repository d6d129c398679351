/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-zone-index"

#include "hr-zone-index.h"

#include "hr-reason.h"
#include "hr-zone-shape.h"

#include <math.h>

struct _HrZoneIndex
{
  GObject             parent_instance;
  GEOSContextHandle_t geos;
  GListModel         *zones;
  GHashTable         *shapes; /* zone id → HrZoneShape */
};

G_DEFINE_FINAL_TYPE (HrZoneIndex, hr_zone_index, G_TYPE_OBJECT)

/* NULL when the zone has no usable outline. A zone whose geometry was replaced is read again. */
static HrZoneShape *
get_shape (HrZoneIndex *self,
           HrZone      *zone)
{
  JsonObject  *geometry = hr_zone_get_geometry (zone);
  HrZoneShape *shape = g_hash_table_lookup (self->shapes, hr_zone_get_id (zone));

  if (shape == NULL || !hr_zone_shape_is_of (shape, geometry))
    {
      shape = hr_zone_shape_new (self->geos, geometry);
      g_hash_table_insert (self->shapes, g_strdup (hr_zone_get_id (zone)), shape);
      if (!hr_zone_shape_is_usable (shape))
        g_warning ("Zone “%s” has an outline that cannot be used", hr_zone_get_id (zone));
    }

  return hr_zone_shape_is_usable (shape) ? shape : NULL;
}

static void
set_zones (JsonObject *sentence,
           GPtrArray  *zones)
{
  JsonArray *names = json_array_new ();

  for (guint i = 0; i < zones->len; i++)
    json_array_add_string_element (names, hr_zone_get_name (g_ptr_array_index (zones, i)));

  json_object_set_array_member (sentence, "zones", names);
}

static void
set_distance (JsonObject *sentence,
              double      distance_m)
{
  int              hectometres = (int) lround (distance_m / 100);
  g_autofree char *count = NULL;

  if (distance_m < 1000)
    count = g_strdup_printf ("%d", (int) lround (distance_m));
  else
    count = g_strdup_printf ("%d.%d", hectometres / 10, hectometres % 10);

  json_object_set_object_member (sentence, "distance",
                                 hr_reason_new_sentence (distance_m < 1000 ? HR_REASON_METRES : HR_REASON_KILOMETRES, "count", count, NULL));
}

/* The zones that hold @location, and the smallest of them. */
static HrZone *
find_holder (HrZoneIndex      *self,
             const HrLocation *location,
             GPtrArray        *holders)
{
  HrZone *smallest = NULL;
  double  smallest_m2 = HUGE_VAL;

  for (guint i = 0; i < g_list_model_get_n_items (self->zones); i++)
    {
      g_autoptr (HrZone) zone = g_list_model_get_item (self->zones, i);
      HrZoneShape *shape = get_shape (self, zone);

      if (shape == NULL || !hr_zone_shape_holds (shape, location))
        continue;

      if (smallest == NULL || hr_zone_shape_get_area_m2 (shape) < smallest_m2)
        {
          smallest = zone;
          smallest_m2 = hr_zone_shape_get_area_m2 (shape);
        }
      g_ptr_array_add (holders, g_steal_pointer (&zone));
    }

  return smallest;
}

static HrZone *
find_nearest (HrZoneIndex      *self,
              const HrLocation *location,
              double            reach_m,
              double           *distance_m)
{
  HrZone *nearest = NULL;

  *distance_m = reach_m;
  for (guint i = 0; i < g_list_model_get_n_items (self->zones); i++)
    {
      g_autoptr (HrZone) zone = g_list_model_get_item (self->zones, i);
      HrZoneShape *shape = get_shape (self, zone);
      double       zone_m = shape != NULL ? hr_zone_shape_distance_m (shape, location, reach_m) : HUGE_VAL;

      if (zone_m < *distance_m || (nearest == NULL && zone_m <= *distance_m))
        {
          nearest = zone; /* the model keeps it */
          *distance_m = zone_m;
        }
    }

  return nearest;
}

/* Zones, other than @chosen and @holders, that the circle of the location's accuracy touches. */
static void
add_crossed_zones (HrZoneIndex      *self,
                   const HrLocation *location,
                   HrZone           *chosen,
                   GPtrArray        *holders,
                   JsonArray        *reason)
{
  g_autoptr (GPtrArray) crossed = g_ptr_array_new_with_free_func (g_object_unref);
  JsonObject *sentence = NULL;

  if (isnan (location->accuracy_m) || location->accuracy_m <= 0)
    return;

  for (guint i = 0; i < g_list_model_get_n_items (self->zones); i++)
    {
      g_autoptr (HrZone) zone = g_list_model_get_item (self->zones, i);
      HrZoneShape *shape = get_shape (self, zone);

      if (shape != NULL && zone != chosen && !g_ptr_array_find (holders, zone, NULL) &&
          hr_zone_shape_distance_m (shape, location, location->accuracy_m) <= location->accuracy_m)
        g_ptr_array_add (crossed, g_steal_pointer (&zone));
    }

  if (crossed->len == 0)
    return;

  sentence = hr_reason_new_sentence (HR_REASON_ZONE_IS_CROSSED, NULL);
  set_distance (sentence, location->accuracy_m);
  set_zones (sentence, crossed);
  hr_reason_add (reason, sentence);
}

static HrZone *
look_up_location (HrZoneIndex      *self,
                  const HrLocation *location,
                  double            reach_m,
                  JsonArray        *reason)
{
  g_autoptr (GPtrArray) holders = g_ptr_array_new_with_free_func (g_object_unref);
  HrZone      *holder = find_holder (self, location, holders);
  double       distance_m = 0;
  HrZone      *zone = holder != NULL ? holder : find_nearest (self, location, reach_m, &distance_m);
  HrReasonCode code = zone != NULL ? HR_REASON_ZONE_IS_NEAREST : HR_REASON_ZONE_IS_FAR;
  JsonObject  *sentence = NULL;

  if (holder != NULL)
    code = holders->len > 1 ? HR_REASON_ZONE_IS_SMALLEST : HR_REASON_ZONE_HOLDS;

  sentence = hr_reason_new_sentence (code, "zone", zone != NULL ? hr_zone_get_name (zone) : NULL, NULL);
  if (holder != NULL)
    set_zones (sentence, holders);
  else
    set_distance (sentence, zone != NULL ? distance_m : reach_m);
  hr_reason_add (reason, sentence);

  if (zone != NULL)
    add_crossed_zones (self, location, zone, holders, reason);

  return zone;
}

static HrZone *
find_zone (HrZoneIndex *self,
           const char  *id_or_name)
{
  HrZone *named = NULL;

  if (id_or_name == NULL)
    return NULL;

  for (guint i = 0; i < g_list_model_get_n_items (self->zones); i++)
    {
      g_autoptr (HrZone) zone = g_list_model_get_item (self->zones, i);

      if (g_str_equal (hr_zone_get_id (zone), id_or_name))
        return zone; /* the model keeps it */

      if (named == NULL && g_ascii_strcasecmp (hr_zone_get_name (zone), id_or_name) == 0)
        named = zone;
    }

  return named;
}

static HrZone *
look_up_without_location (HrZoneIndex *self,
                          const char  *hint,
                          const char  *recent_zone_id,
                          JsonArray   *reason)
{
  HrZone      *named = find_zone (self, hint);
  HrZone      *zone = named != NULL ? named : find_zone (self, recent_zone_id);
  HrReasonCode code = hint != NULL ? HR_REASON_ZONE_NAME_UNKNOWN : HR_REASON_ZONE_UNKNOWN;

  if (zone != NULL)
    code = named != NULL ? HR_REASON_ZONE_WAS_NAMED : HR_REASON_ZONE_WAS_RECENT;

  hr_reason_add (reason, hr_reason_new_sentence (code, "zone", zone != NULL ? hr_zone_get_name (zone) : NULL, NULL));
  return zone;
}

static void
on_zones_changed (HrZoneIndex *self)
{
  g_hash_table_remove_all (self->shapes);
}

static void
on_geos_message (const char *message,
                 void       *unused)
{
  g_debug ("%s", message);
}

static void
hr_zone_index_finalize (GObject *object)
{
  HrZoneIndex *self = HR_ZONE_INDEX (object);

  g_clear_pointer (&self->shapes, g_hash_table_unref);
  g_clear_object (&self->zones);
  GEOS_finish_r (self->geos);

  G_OBJECT_CLASS (hr_zone_index_parent_class)->finalize (object);
}

static void
hr_zone_index_class_init (HrZoneIndexClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_zone_index_finalize;
}

static void
hr_zone_index_init (HrZoneIndex *self)
{
  self->geos = GEOS_init_r ();
  GEOSContext_setErrorMessageHandler_r (self->geos, on_geos_message, NULL);
  GEOSContext_setNoticeMessageHandler_r (self->geos, on_geos_message, NULL);
  self->shapes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) hr_zone_shape_free);
}

HrZoneIndex *
hr_zone_index_new (GListModel *zones)
{
  HrZoneIndex *self = NULL;

  g_return_val_if_fail (G_IS_LIST_MODEL (zones), NULL);

  self = g_object_new (HR_TYPE_ZONE_INDEX, NULL);
  self->zones = g_object_ref (zones);
  g_signal_connect_object (zones, "items-changed", G_CALLBACK (on_zones_changed), self, G_CONNECT_SWAPPED);

  return self;
}

const char *
hr_zone_index_lookup (HrZoneIndex      *self,
                      const HrLocation *location,
                      const char       *hint,
                      const char       *recent_zone_id,
                      double            reach_m,
                      JsonArray       **reason)
{
  HrZone *zone = NULL;

  g_return_val_if_fail (HR_IS_ZONE_INDEX (self), NULL);
  g_return_val_if_fail (reason != NULL, NULL);

  *reason = json_array_new ();
  zone = location != NULL ? look_up_location (self, location, reach_m, *reason)
                          : look_up_without_location (self, hint, recent_zone_id, *reason);

  return zone != NULL ? hr_zone_get_id (zone) : NULL;
}

GStrv
hr_zone_index_dup_neighbours (HrZoneIndex *self,
                              const char  *zone_id)
{
  g_autoptr (GStrvBuilder) neighbours = g_strv_builder_new ();
  HrZone      *zone = NULL;
  HrZoneShape *shape = NULL;

  g_return_val_if_fail (HR_IS_ZONE_INDEX (self), NULL);

  zone = find_zone (self, zone_id);
  shape = zone != NULL ? get_shape (self, zone) : NULL;

  for (guint i = 0; shape != NULL && i < g_list_model_get_n_items (self->zones); i++)
    {
      g_autoptr (HrZone) other = g_list_model_get_item (self->zones, i);
      HrZoneShape *other_shape = get_shape (self, other);

      if (other != zone && other_shape != NULL &&
          hr_zone_shape_adjoins (shape, other_shape))
        g_strv_builder_add (neighbours, hr_zone_get_id (other));
    }

  return g_strv_builder_end (neighbours);
}

gboolean
hr_zone_index_get_point (HrZoneIndex *self,
                         const char  *zone_id,
                         double      *lat_deg,
                         double      *lon_deg)
{
  HrZone      *zone = NULL;
  HrZoneShape *shape = NULL;

  g_return_val_if_fail (HR_IS_ZONE_INDEX (self), FALSE);

  zone = find_zone (self, zone_id);
  shape = zone != NULL ? get_shape (self, zone) : NULL;

  return shape != NULL && hr_zone_shape_get_point (shape, lat_deg, lon_deg);
}
