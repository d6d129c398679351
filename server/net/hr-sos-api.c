/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sos-api"

#include "hr-sos-api.h"

#include "hr-connection.h"
#include "hr-device.h"
#include "hr-durable-reply.h"
#include "hr-http.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-sos-page.h"

#define PATH "/api/v1/sos"
#define PROTOCOL "hamrahi.sos.v1"

struct _HrSosApi
{
  GObject     parent_instance;
  HrStation  *station; /* borrowed */
  SoupServer *server;
  GHashTable *devices;     /* of HrDevice: every socket */
  GHashTable *by_incident; /* incident id → HrDevice (borrowed) */
  GPtrArray  *waiting;     /* of Waiting */
};

G_DEFINE_FINAL_TYPE (HrSosApi, hr_sos_api, G_TYPE_OBJECT)

static void
set_operator (JsonObject *body,
              HrStation  *station,
              HrIncident *incident)
{
  const char *id = hr_incident_get_assigned_operator_id (incident);
  HrOperator *assignee = id != NULL ? hr_board_get_operator (hr_station_get_board (station), id) : NULL;

  if (assignee == NULL)
    json_object_set_null_member (body, "assigned_operator");
  else
    json_object_set_object_member (body, "assigned_operator", hr_json_new_object ("id", id, "name", hr_operator_get_name (assignee), NULL));
}

static void
set_offer (JsonObject     *body,
           HrMediaSession *session)
{
  const char *sdp = hr_media_session_get_open_offer (session);

  json_object_set_int_member (body, "attempt", hr_media_session_get_attempt (session));
  if (sdp == NULL)
    json_object_set_null_member (body, "offer");
  else
    json_object_set_object_member (body, "offer", hr_json_new_object ("type", "offer", "sdp", sdp, NULL));
}

/* Under the name that the caller knows the station by. */
static char *
dup_signal_url (SoupServerMessage *message)
{
  GUri       *uri = soup_server_message_get_uri (message);
  const char *scheme = g_str_equal (g_uri_get_scheme (uri), "https") ? "wss" : "ws";

  return g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, g_uri_get_host (uri), g_uri_get_port (uri), PATH, NULL, NULL);
}

static JsonObject *
new_answer_body (HrStation         *station,
                 SoupServerMessage *message,
                 HrIncident        *incident,
                 HrMediaSession    *session)
{
  JsonObject      *body = hr_device_new_acceptance (station, incident, hr_media_session_get_id (session));
  g_autofree char *signal_url = dup_signal_url (message);

  json_object_set_string_member (body, "signal_url", signal_url);
  set_operator (body, station, incident);
  set_offer (body, session);
  return body;
}

/* A repeated activation whose incident is over has no session any more: the ids, and nothing to connect to. */
static JsonObject *
new_ended_body (const char *incident_id)
{
  JsonObject *body = hr_json_new_object ("incident_id", incident_id, "status", "ended", NULL);

  json_object_set_null_member (body, "session_id");
  json_object_set_null_member (body, "session_token");
  json_object_set_null_member (body, "assigned_operator");
  json_object_set_null_member (body, "offer");
  return body;
}

static void
answer_when_durable (HrSosApi          *self,
                     SoupServerMessage *message,
                     const char        *incident_id,
                     HrActivated        activated)
{
  HrIncident      *incident = hr_board_get_incident (hr_station_get_board (self->station), incident_id);
  HrMediaSession  *session = hr_station_get_session (self->station, incident_id);
  g_autofree char *location = g_strconcat ("/api/v1/incidents/", incident_id, NULL);
  g_autoptr (JsonObject) body = NULL;

  body = incident != NULL && session != NULL ? new_answer_body (self->station, message, incident, session) : new_ended_body (incident_id);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location", location);
  hr_durable_reply (message, hr_station_get_journal (self->station),
                    activated == HR_ACTIVATED_REPEATED ? SOUP_STATUS_OK : SOUP_STATUS_CREATED, body);
}

/* A press over POST whose offer is being made: a leg that was not warm takes a moment. */
typedef struct
{
  SoupServerMessage *message;
  char              *incident_id;
  HrActivated        activated;
} Waiting;

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_object_unref (waiting->message);
  g_free (waiting->incident_id);
  g_free (waiting);
}

static gboolean
has_offer (HrSosApi   *self,
           const char *incident_id)
{
  HrMediaSession *session = hr_station_get_session (self->station, incident_id);

  return session != NULL && hr_media_session_get_open_offer (session) != NULL;
}

static void
wait_for_offer (HrSosApi          *self,
                SoupServerMessage *message,
                const char        *incident_id,
                HrActivated        activated)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->message = g_object_ref (message);
  waiting->incident_id = g_strdup (incident_id);
  waiting->activated = activated;
  g_ptr_array_add (self->waiting, waiting);
  hr_http_pause (message);
}

/* There is an offer, or there will be none before the retry: whoever pressed knows the way to join by the answer alone. */
static void
answer_waiting (HrSosApi   *self,
                const char *incident_id)
{
  for (guint i = self->waiting->len; i > 0; i--)
    {
      Waiting *waiting = g_ptr_array_index (self->waiting, i - 1);

      if (!g_str_equal (waiting->incident_id, incident_id))
        continue;
      answer_when_durable (self, waiting->message, incident_id, waiting->activated);
      g_ptr_array_remove_index (self->waiting, i - 1);
    }
}

static gboolean
activate (HrSosApi          *self,
          SoupServerMessage *message,
          GError           **error)
{
  gint64 received_us = hr_clock_get_monotonic_us (hr_station_get_clock (self->station));
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (HrActivation) activation = NULL;
  g_autofree char *incident_id = NULL;
  HrActivated      activated = HR_ACTIVATED_NEW;

  if (!hr_http_check_device (self->station, hr_http_get_bearer (message), error))
    return FALSE;

  object = hr_http_parse_body (message, error);
  if (object == NULL)
    return FALSE;

  activation = hr_activation_new_from_json (object, hr_station_get_utc_us (self->station), error);
  if (activation == NULL)
    return FALSE;

  if (!hr_station_activate (self->station, activation, "sos", received_us, FALSE, NULL, NULL, &activated, &incident_id, error))
    return FALSE;

  hr_connection_prove (message);
  if (activated == HR_ACTIVATED_REPEATED || has_offer (self, incident_id))
    answer_when_durable (self, message, incident_id, activated);
  else
    wait_for_offer (self, message, incident_id, activated);
  return TRUE;
}

static gboolean
is_device (gpointer key,
           gpointer value,
           gpointer device)
{
  return value == device;
}

/* A device is of one incident, the last one it pressed for or joined: the end of another one is not its own. */
static void
on_joined (HrSosApi   *self,
           const char *incident_id,
           HrDevice   *device)
{
  HrDevice *older = g_hash_table_lookup (self->by_incident, incident_id);

  g_hash_table_foreach_remove (self->by_incident, is_device, device);
  g_hash_table_replace (self->by_incident, g_strdup (incident_id), device);
  if (older != NULL && older != device)
    hr_device_end (older, "replaced");
}

static void
on_closed (HrSosApi *self,
           HrDevice *device)
{
  g_hash_table_foreach_remove (self->by_incident, is_device, device);
  g_hash_table_remove (self->devices, device);
}

static void
on_socket (HrSocket          *socket,
           SoupServerMessage *message,
           gpointer           user_data)
{
  HrSosApi *self = HR_SOS_API (user_data);
  HrDevice *device = hr_device_new (self->station, socket, hr_http_get_bearer (message));

  g_hash_table_add (self->devices, device);
  g_signal_connect_object (device, "joined", G_CALLBACK (on_joined), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (device, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  HrSosApi *self = HR_SOS_API (user_data);
  g_autoptr (GError) error = NULL;

  if (!hr_http_check_method (message, "GET, POST"))
    return;

  if (g_str_equal (soup_server_message_get_method (message), "POST"))
    {
      if (!activate (self, message, &error))
        hr_http_reply_error (message, error);
      return;
    }
  hr_http_upgrade (message, PROTOCOL, hr_station_get_clock (self->station), on_socket, self);
}

static void
on_applied (HrSosApi *self,
            HrEvent  *event)
{
  const char *incident_id = hr_event_get_incident_id (event);
  HrDevice   *device = incident_id != NULL ? g_hash_table_lookup (self->by_incident, incident_id) : NULL;

  if (g_str_has_prefix (hr_event_get_kind (event), "media."))
    answer_waiting (self, incident_id);
  if (device == NULL)
    return;

  if (hr_event_is_kind (event, "incident.ended"))
    hr_device_end (device, "resolved");
  else
    hr_device_update (device);
}

static void
hr_sos_api_dispose (GObject *object)
{
  HrSosApi *self = HR_SOS_API (object);

  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->by_incident, g_hash_table_unref);
  g_clear_pointer (&self->devices, g_hash_table_unref);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (hr_sos_api_parent_class)->dispose (object);
}

static void
hr_sos_api_class_init (HrSosApiClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_sos_api_dispose;
}

static void
hr_sos_api_init (HrSosApi *self)
{
  self->devices = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->by_incident = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->waiting = g_ptr_array_new_with_free_func (waiting_free);
}

HrSosApi *
hr_sos_api_new (HrStation  *station,
                SoupServer *server)
{
  HrSosApi *self = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);
  g_return_val_if_fail (SOUP_IS_SERVER (server), NULL);

  self = g_object_new (HR_TYPE_SOS_API, NULL);
  self->station = station;
  self->server = g_object_ref (server);
  soup_server_add_handler (server, PATH, on_request, self, NULL);
  hr_sos_page_add (server);
  g_signal_connect_object (hr_station_get_board (station), "applied", G_CALLBACK (on_applied), self, G_CONNECT_SWAPPED);
  return self;
}

void
hr_sos_api_stop (HrSosApi *self)
{
  g_autoptr (GList) devices = NULL;

  g_return_if_fail (HR_IS_SOS_API (self));

  soup_server_remove_handler (self->server, PATH);
  g_ptr_array_set_size (self->waiting, 0);
  devices = g_hash_table_get_keys (self->devices);
  for (GList *l = devices; l != NULL; l = l->next)
    hr_device_end (l->data, "station_stopping");
}
