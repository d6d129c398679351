/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-zone"

#include "hr-zone.h"

#include "hr-board.h"
#include "hr-fields-private.h"
#include "hr-json.h"
#include "hr-zone-private.h"

#include <math.h>

#define MIN_RING_POSITIONS 4

struct _HrZone
{
  GObject parent_instance;

  char       *id;
  char       *name;
  JsonObject *geometry;
};

G_DEFINE_FINAL_TYPE (HrZone, hr_zone, G_TYPE_OBJECT)

enum
{
  FIELD_ID = 1,
  FIELD_NAME,
  N_FIELDS,
};

static const HrField fields[N_FIELDS] = {
  [FIELD_ID] = { "id", NULL, "id", NULL, G_STRUCT_OFFSET (HrZone, id), HR_FIELD_STRING, TRUE },
  [FIELD_NAME] = { "name", NULL, "name", NULL, G_STRUCT_OFFSET (HrZone, name), HR_FIELD_STRING, TRUE },
};

static GParamSpec *pspecs[N_FIELDS];

static const HrFieldSet zone_fields = { fields, N_FIELDS, pspecs };

static JsonArray *
get_element_array (JsonArray *array,
                   guint      index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gboolean
is_number (JsonNode *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || (type == G_TYPE_DOUBLE && isfinite (json_node_get_double (node)));
}

/* [longitude, latitude] and whatever follows. */
static gboolean
is_position (JsonArray *position)
{
  return position != NULL && json_array_get_length (position) >= 2 &&
         is_number (json_array_get_element (position, 0)) &&
         is_number (json_array_get_element (position, 1));
}

static gboolean
is_ring (JsonArray *ring)
{
  if (ring == NULL || json_array_get_length (ring) < MIN_RING_POSITIONS)
    return FALSE;

  for (guint i = 0; i < json_array_get_length (ring); i++)
    {
      if (!is_position (get_element_array (ring, i)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_polygon (JsonArray *rings)
{
  if (rings == NULL || json_array_get_length (rings) == 0)
    return FALSE;

  for (guint i = 0; i < json_array_get_length (rings); i++)
    {
      if (!is_ring (get_element_array (rings, i)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_multi_polygon (JsonArray *polygons)
{
  if (polygons == NULL || json_array_get_length (polygons) == 0)
    return FALSE;

  for (guint i = 0; i < json_array_get_length (polygons); i++)
    {
      if (!is_polygon (get_element_array (polygons, i)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_geometry (JsonObject *geometry)
{
  const char *type = geometry != NULL ? hr_json_get_string (geometry, "type") : NULL;
  JsonArray  *coordinates = geometry != NULL ? hr_json_get_array (geometry, "coordinates") : NULL;

  if (g_strcmp0 (type, "Polygon") == 0)
    return is_polygon (coordinates);

  return g_strcmp0 (type, "MultiPolygon") == 0 && is_multi_polygon (coordinates);
}

static void
hr_zone_get_property (GObject    *object,
                      guint       property_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  hr_fields_get_property (&zone_fields, object, property_id, value);
}

static void
hr_zone_finalize (GObject *object)
{
  HrZone *self = HR_ZONE (object);

  hr_fields_clear (&zone_fields, self);
  g_clear_pointer (&self->geometry, json_object_unref);

  G_OBJECT_CLASS (hr_zone_parent_class)->finalize (object);
}

static void
hr_zone_class_init (HrZoneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hr_zone_get_property;
  object_class->finalize = hr_zone_finalize;

  hr_fields_install (&zone_fields, object_class);
}

static void
hr_zone_init (HrZone *self)
{
}

const char *
hr_zone_get_id (HrZone *self)
{
  g_return_val_if_fail (HR_IS_ZONE (self), NULL);

  return self->id;
}

const char *
hr_zone_get_name (HrZone *self)
{
  g_return_val_if_fail (HR_IS_ZONE (self), NULL);

  return self->name;
}

JsonObject *
hr_zone_get_geometry (HrZone *self)
{
  g_return_val_if_fail (HR_IS_ZONE (self), NULL);

  return self->geometry;
}

JsonObject *
hr_zone_to_json (HrZone *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (HR_IS_ZONE (self), NULL);

  object = hr_fields_to_json (&zone_fields, self);
  json_object_set_object_member (object, "geometry", json_object_ref (self->geometry));

  return object;
}

HrZone *
hr_zone_new_from_json (JsonObject *object,
                       GError    **error)
{
  g_autoptr (HrZone) self = NULL;
  JsonObject *geometry = NULL;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (HR_TYPE_ZONE, NULL);
  if (!hr_fields_from_json (&zone_fields, self, object, error))
    return NULL;

  geometry = hr_json_get_object (object, "geometry");
  if (!is_geometry (geometry))
    {
      g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID,
                   "The geometry of “%s” is not a Polygon or MultiPolygon of positions", self->id);
      return NULL;
    }

  self->geometry = hr_json_copy (geometry);
  return g_steal_pointer (&self);
}

void
hr_zone_copy (HrZone *self,
              HrZone *source)
{
  hr_fields_copy_all (&zone_fields, self, source);

  json_object_unref (self->geometry);
  self->geometry = json_object_ref (source->geometry);
}
