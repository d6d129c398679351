/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-station-config"

#include "config.h"

#include "hr-json.h"
#include "hr-permission.h"
#include "hr-request.h"
#include "hr-station-config.h"

struct _HrStationConfig
{
  GObject     parent_instance;
  HrRoom     *room;
  HrRequest  *request;  /* that has no answer yet */
  JsonObject *settings; /* the last answer; NULL: none yet */
  char       *fault;
  guint       revision;
  gboolean    is_wanted;
};

enum
{
  PROP_0,
  PROP_REVISION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HrStationConfig, hr_station_config, G_TYPE_OBJECT)

static void
tell_change (HrStationConfig *self)
{
  self->revision++;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVISION]);
}

static void
on_finished (HrRequest       *request,
             const char      *fault,
             HrStationConfig *self)
{
  JsonObject *answer = hr_request_get_answer (request);

  if (request != self->request)
    return;

  g_clear_object (&self->request);
  g_free (self->fault);
  self->fault = g_strdup (fault);

  if (answer != NULL && hr_json_get_array (answer, "items") != NULL)
    {
      g_clear_pointer (&self->settings, json_object_unref);
      self->settings = hr_json_copy (answer);
    }

  tell_change (self);
}

static void
on_applied (HrStationConfig *self,
            HrEvent         *event)
{
  JsonObject *data = hr_event_get_data (event);
  const char *key = hr_json_get_string (data, "key");
  const char *value = hr_json_get_string (data, "value");

  if (hr_event_is_kind (event, "settings.changed") && key != NULL && value != NULL)
    hr_station_config_set_value (self, key, value);
}

/* While it was away anything may have been set. */
static void
on_room_changed (HrStationConfig *self)
{
  if (self->is_wanted)
    hr_station_config_read (self);
}

static void
hr_station_config_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_REVISION:
      g_value_set_uint (value, HR_STATION_CONFIG (object)->revision);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_station_config_dispose (GObject *object)
{
  HrStationConfig *self = HR_STATION_CONFIG (object);

  g_clear_object (&self->request);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (hr_station_config_parent_class)->dispose (object);
}

static void
hr_station_config_finalize (GObject *object)
{
  HrStationConfig *self = HR_STATION_CONFIG (object);

  g_clear_pointer (&self->settings, json_object_unref);
  g_free (self->fault);

  G_OBJECT_CLASS (hr_station_config_parent_class)->finalize (object);
}

static void
hr_station_config_class_init (HrStationConfigClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hr_station_config_get_property;
  object_class->dispose = hr_station_config_dispose;
  object_class->finalize = hr_station_config_finalize;

  properties[PROP_REVISION] =
    g_param_spec_uint ("revision", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hr_station_config_init (HrStationConfig *self)
{
}

HrStationConfig *
hr_station_config_new (HrRoom *room)
{
  HrStationConfig *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  self = g_object_new (HR_TYPE_STATION_CONFIG, NULL);
  self->room = g_object_ref (room);
  g_signal_connect_object (hr_room_get_board (room), "applied", G_CALLBACK (on_applied), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::connection", G_CALLBACK (on_room_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::is-supervisor", G_CALLBACK (on_room_changed), self, G_CONNECT_SWAPPED);

  return self;
}

void
hr_station_config_read (HrStationConfig *self)
{
  g_return_if_fail (HR_IS_STATION_CONFIG (self));

  self->is_wanted = TRUE;
  if (!hr_permission_has (self->room, "settings.get") || hr_room_get_connection (self->room) != HR_CONNECTION_READY)
    return;

  g_clear_object (&self->request);
  self->request = hr_request_new ("settings.get", json_object_new ());
  g_signal_connect_object (self->request, "finished", G_CALLBACK (on_finished), self, 0);
  hr_room_request (self->room, self->request);
}

JsonObject *
hr_station_config_find (HrStationConfig *self,
                        const char      *key)
{
  JsonArray *items = NULL;

  g_return_val_if_fail (HR_IS_STATION_CONFIG (self), NULL);

  items = self->settings != NULL ? hr_json_get_array (self->settings, "items") : NULL;

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonNode   *node = json_array_get_element (items, i);
      JsonObject *item = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (item != NULL && g_strcmp0 (hr_json_get_string (item, "key"), key) == 0)
        return item;
    }

  return NULL;
}

const char *
hr_station_config_get_value (HrStationConfig *self,
                             const char      *key)
{
  JsonObject *item = hr_station_config_find (self, key);

  return item != NULL ? hr_json_get_string (item, "value") : NULL;
}

const char *
hr_station_config_get_url (HrStationConfig *self)
{
  g_return_val_if_fail (HR_IS_STATION_CONFIG (self), NULL);

  return self->settings != NULL ? hr_json_get_string (self->settings, "url") : NULL;
}

gboolean
hr_station_config_requires_device_token (HrStationConfig *self)
{
  gboolean is_required = TRUE;

  g_return_val_if_fail (HR_IS_STATION_CONFIG (self), TRUE);

  if (self->settings != NULL)
    hr_json_get_bool (self->settings, "requires_device_token", &is_required);

  return is_required;
}

const char *
hr_station_config_get_fault (HrStationConfig *self)
{
  g_return_val_if_fail (HR_IS_STATION_CONFIG (self), NULL);

  return self->fault;
}

void
hr_station_config_set_value (HrStationConfig *self,
                             const char      *key,
                             const char      *value)
{
  JsonObject *item = NULL;

  g_return_if_fail (HR_IS_STATION_CONFIG (self));
  g_return_if_fail (key != NULL && value != NULL);

  item = hr_station_config_find (self, key);
  if (item == NULL || g_strcmp0 (hr_json_get_string (item, "value"), value) == 0)
    return;

  json_object_set_string_member (item, "value", value);
  tell_change (self);
}
