/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-operator"

#include "hr-operator.h"

#include "hr-board.h"
#include "hr-json.h"
#include "hr-operator-private.h"

struct _HrOperator
{
  GObject parent_instance;

  char      *id;
  char      *name;
  char      *role;
  guint      capacity;
  gboolean   is_enabled;
  HrPresence presence;
  gint64     presence_since_us;
  gint64     idle_since_us;
  guint      open_incidents;
  gint64     disabled_at_us;
  GArray    *zones; /* of HrZoneRank, as they were given */
};

G_DEFINE_FINAL_TYPE (HrOperator, hr_operator, G_TYPE_OBJECT)

#define FIELD(index_, property_, type_, place_, member_, enum_, required_) \
  [HR_OPERATOR_FIELD_##index_] = { property_, NULL, member_, enum_,        \
                                   G_STRUCT_OFFSET (HrOperator, place_), HR_FIELD_##type_, required_ }

static const HrField fields[HR_OPERATOR_N_FIELDS] = {
  FIELD (ID, "id", STRING, id, "id", NULL, TRUE),
  FIELD (NAME, "name", STRING, name, "name", NULL, TRUE),
  FIELD (ROLE, "role", STRING, role, "role", NULL, TRUE),
  FIELD (CAPACITY, "capacity", COUNT, capacity, "capacity", NULL, TRUE),
  FIELD (ENABLED, "enabled", BOOLEAN, is_enabled, "enabled", NULL, TRUE),
  FIELD (PRESENCE, "presence", ENUM, presence, "presence", hr_presence_get_type, FALSE),
  FIELD (PRESENCE_SINCE, "presence-since-us", TIME, presence_since_us, "presence_since", NULL, FALSE),
  FIELD (IDLE_SINCE, "idle-since-us", TIME, idle_since_us, "idle_since", NULL, FALSE),
  FIELD (OPEN_INCIDENTS, "open-incidents", COUNT, open_incidents, "open_incidents", NULL, FALSE),
  FIELD (DISABLED_AT, "disabled-at-us", TIME, disabled_at_us, "disabled_at", NULL, FALSE),
};

static GParamSpec *pspecs[HR_OPERATOR_N_FIELDS];

const HrFieldSet hr_operator_fields = { fields, HR_OPERATOR_N_FIELDS, pspecs };

static void
zone_rank_clear (HrZoneRank *rank)
{
  g_clear_pointer (&rank->zone_id, g_free);
}

static void
add_zone (HrOperator *self,
          const char *zone_id,
          guint       rank)
{
  HrZoneRank entry = { g_strdup (zone_id), rank };

  g_array_append_val (self->zones, entry);
}

static gboolean
parse_zones (HrOperator *self,
             JsonArray  *zones)
{
  for (guint i = 0; i < json_array_get_length (zones); i++)
    {
      JsonNode   *node = json_array_get_element (zones, i);
      JsonObject *zone = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *zone_id = zone != NULL ? hr_json_get_string (zone, "zone_id") : NULL;
      gint64      rank = 0;

      if (zone_id == NULL || !hr_json_get_int (zone, "rank", &rank) || rank < 1 || rank > G_MAXINT)
        return FALSE;

      add_zone (self, zone_id, (guint) rank);
    }

  return TRUE;
}

static JsonArray *
print_zones (HrOperator *self)
{
  JsonArray *zones = json_array_sized_new (self->zones->len);

  for (guint i = 0; i < self->zones->len; i++)
    {
      HrZoneRank *rank = &g_array_index (self->zones, HrZoneRank, i);
      JsonObject *zone = hr_json_new_object ("zone_id", rank->zone_id, NULL);

      json_object_set_int_member (zone, "rank", rank->rank);
      json_array_add_object_element (zones, zone);
    }

  return zones;
}

static gboolean
is_role (const char *role)
{
  return g_strcmp0 (role, "operator") == 0 || g_strcmp0 (role, "supervisor") == 0;
}

static void
hr_operator_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  hr_fields_get_property (&hr_operator_fields, object, property_id, value);
}

static void
hr_operator_finalize (GObject *object)
{
  HrOperator *self = HR_OPERATOR (object);

  hr_fields_clear (&hr_operator_fields, self);
  g_clear_pointer (&self->zones, g_array_unref);

  G_OBJECT_CLASS (hr_operator_parent_class)->finalize (object);
}

static void
hr_operator_class_init (HrOperatorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hr_operator_get_property;
  object_class->finalize = hr_operator_finalize;

  hr_fields_install (&hr_operator_fields, object_class);
}

static void
hr_operator_init (HrOperator *self)
{
  hr_fields_init (&hr_operator_fields, self);
  self->zones = g_array_new (FALSE, FALSE, sizeof (HrZoneRank));
  g_array_set_clear_func (self->zones, (GDestroyNotify) zone_rank_clear);
}

JsonObject *
hr_operator_to_json (HrOperator *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (HR_IS_OPERATOR (self), NULL);

  object = hr_fields_to_json (&hr_operator_fields, self);
  json_object_set_array_member (object, "zones", print_zones (self));

  return object;
}

HrOperator *
hr_operator_new_from_json (JsonObject *object,
                           GError    **error)
{
  g_autoptr (HrOperator) self = NULL;
  JsonArray *zones = NULL;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (HR_TYPE_OPERATOR, NULL);
  if (!hr_fields_from_json (&hr_operator_fields, self, object, error))
    return NULL;

  if (!is_role (self->role))
    {
      g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "There is no role “%s”", self->role);
      return NULL;
    }

  zones = hr_json_get_array (object, "zones");
  if (zones == NULL || !parse_zones (self, zones))
    {
      g_set_error_literal (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "There is no usable “zones”");
      return NULL;
    }

  return g_steal_pointer (&self);
}

static void
take_zones (HrOperator *self,
            HrOperator *source)
{
  g_array_set_size (self->zones, 0);
  for (guint i = 0; i < source->zones->len; i++)
    {
      const HrZoneRank *rank = &g_array_index (source->zones, HrZoneRank, i);

      add_zone (self, rank->zone_id, rank->rank);
    }
}

void
hr_operator_save_as (HrOperator *self,
                     HrOperator *saved)
{
  for (guint i = HR_OPERATOR_FIELD_ID; i <= HR_OPERATOR_FIELD_ENABLED; i++)
    hr_fields_copy (&hr_operator_fields, self, i, saved);

  take_zones (self, saved);
}

void
hr_operator_copy (HrOperator *self,
                  HrOperator *source)
{
  hr_fields_copy_all (&hr_operator_fields, self, source);
  take_zones (self, source);
}

const char *
hr_operator_get_id (HrOperator *self)
{
  g_return_val_if_fail (HR_IS_OPERATOR (self), NULL);

  return self->id;
}

const char *
hr_operator_get_name (HrOperator *self)
{
  g_return_val_if_fail (HR_IS_OPERATOR (self), NULL);

  return self->name;
}

const char *
hr_operator_get_role (HrOperator *self)
{
  g_return_val_if_fail (HR_IS_OPERATOR (self), NULL);

  return self->role;
}

gboolean
hr_operator_is_supervisor (HrOperator *self)
{
  g_return_val_if_fail (HR_IS_OPERATOR (self), FALSE);

  return g_strcmp0 (self->role, "supervisor") == 0;
}

guint
hr_operator_get_capacity (HrOperator *self)
{
  g_return_val_if_fail (HR_IS_OPERATOR (self), 0);

  return self->capacity;
}

gboolean
hr_operator_is_enabled (HrOperator *self)
{
  g_return_val_if_fail (HR_IS_OPERATOR (self), FALSE);

  return self->is_enabled;
}

HrPresence
hr_operator_get_presence (HrOperator *self)
{
  g_return_val_if_fail (HR_IS_OPERATOR (self), HR_PRESENCE_OFFLINE);

  return self->presence;
}

gint64
hr_operator_get_presence_since_us (HrOperator *self)
{
  g_return_val_if_fail (HR_IS_OPERATOR (self), 0);

  return self->presence_since_us;
}

gint64
hr_operator_get_idle_since_us (HrOperator *self)
{
  g_return_val_if_fail (HR_IS_OPERATOR (self), 0);

  return self->idle_since_us;
}

guint
hr_operator_get_open_incidents (HrOperator *self)
{
  g_return_val_if_fail (HR_IS_OPERATOR (self), 0);

  return self->open_incidents;
}

gint64
hr_operator_get_disabled_at_us (HrOperator *self)
{
  g_return_val_if_fail (HR_IS_OPERATOR (self), 0);

  return self->disabled_at_us;
}

const HrZoneRank *
hr_operator_get_zones (HrOperator *self,
                       gsize      *n_zones)
{
  g_return_val_if_fail (HR_IS_OPERATOR (self), NULL);
  g_return_val_if_fail (n_zones != NULL, NULL);

  *n_zones = self->zones->len;
  return (const HrZoneRank *) self->zones->data;
}

guint
hr_operator_get_rank (HrOperator *self,
                      const char *zone_id)
{
  g_return_val_if_fail (HR_IS_OPERATOR (self), 0);

  for (guint i = 0; i < self->zones->len; i++)
    {
      const HrZoneRank *rank = &g_array_index (self->zones, HrZoneRank, i);

      if (g_strcmp0 (rank->zone_id, zone_id) == 0)
        return rank->rank;
    }

  return 0;
}
