/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-health-api"

#include "hr-health-api.h"

#include "hr-http.h"
#include "hr-json.h"

#define PATH "/healthz"

struct _HrHealthApi
{
  GObject     parent_instance;
  HrStation  *station; /* borrowed */
  SoupServer *server;
};

G_DEFINE_FINAL_TYPE (HrHealthApi, hr_health_api, G_TYPE_OBJECT)

static gboolean
has_storage (HrStation *station)
{
  return !hr_journal_is_degraded (hr_station_get_journal (station));
}

/* Without a leg, warm or in use, no citizen can be heard. */
static gboolean
has_media (HrStation *station)
{
  return hr_media_count_legs (hr_station_get_media (station)) > 0;
}

/* Every call that is open now is being recorded. */
static gboolean
has_recording (HrStation *station)
{
  GListModel *alerts = hr_board_get_alerts (hr_station_get_board (station));

  for (guint i = 0; i < g_list_model_get_n_items (alerts); i++)
    {
      g_autoptr (HrAlert) alert = g_list_model_get_item (alerts, i);

      if (hr_alert_is_active (alert) && g_str_equal (hr_alert_get_kind (alert), "recording_failed"))
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_relay (HrStation *station)
{
  return !hr_media_is_relay_missing (hr_station_get_media (station));
}

static const struct
{
  const char *name;
  gboolean (*is_well) (HrStation *station);
} parts[] = {
  { "storage", has_storage },
  { "media", has_media },
  { "recording", has_recording },
  { "relay", has_relay },
};

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  HrHealthApi *self = HR_HEALTH_API (user_data);
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (JsonArray) failing = json_array_new ();

  if (!hr_http_check_method (message, "GET"))
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (!parts[i].is_well (self->station))
        json_array_add_string_element (failing, parts[i].name);
    }

  if (json_array_get_length (failing) == 0)
    {
      body = hr_json_new_object ("status", "ok", NULL);
      hr_http_reply_json (message, SOUP_STATUS_OK, body);
      return;
    }
  body = hr_json_new_object ("status", "degraded", NULL);
  json_object_set_array_member (body, "failing", g_steal_pointer (&failing));
  hr_http_reply_json (message, SOUP_STATUS_SERVICE_UNAVAILABLE, body);
}

static void
hr_health_api_dispose (GObject *object)
{
  g_clear_object (&HR_HEALTH_API (object)->server);

  G_OBJECT_CLASS (hr_health_api_parent_class)->dispose (object);
}

static void
hr_health_api_class_init (HrHealthApiClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_health_api_dispose;
}

static void
hr_health_api_init (HrHealthApi *self)
{
}

HrHealthApi *
hr_health_api_new (HrStation  *station,
                   SoupServer *server)
{
  HrHealthApi *self = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);
  g_return_val_if_fail (SOUP_IS_SERVER (server), NULL);

  self = g_object_new (HR_TYPE_HEALTH_API, NULL);
  self->station = station;
  self->server = g_object_ref (server);
  soup_server_add_handler (server, PATH, on_request, self, NULL);
  return self;
}

void
hr_health_api_stop (HrHealthApi *self)
{
  g_return_if_fail (HR_IS_HEALTH_API (self));

  soup_server_remove_handler (self->server, PATH);
}
