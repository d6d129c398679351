/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-fake-station"

#include "hr-fake-station.h"

#include "hr-json.h"
#include "hr-message.h"

static void
join (HrFakeStation *self,
      JsonObject    *message)
{
  g_autofree char *welcome = NULL;

  self->n_joins++;

  if (g_strcmp0 (hr_json_get_string (message, "token"), "good") != 0 &&
      g_strcmp0 (hr_json_get_string (message, "pin"), "1234") != 0)
    {
      hr_fake_station_send (self, "{\"type\":\"error\",\"code\":\"unauthorized\",\"detail\":\"Who are you?\"}");
      soup_websocket_connection_close (self->socket, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, NULL);
      return;
    }

  welcome = g_strdup_printf ("{\"type\":\"welcome\",\"token\":\"good\",\"server_time\":\"2026-11-20T09:02:07.123Z\","
                             "\"operator\":{\"id\":\"asha\",\"name\":\"Asha\",\"role\":\"operator\",\"zones\":[]},%s}",
                             self->welcome);
  hr_fake_station_send (self, welcome);
}

static void
on_message (SoupWebsocketConnection *socket,
            SoupWebsocketDataType    data_type,
            GBytes                  *bytes,
            HrFakeStation           *self)
{
  g_autoptr (JsonObject) message = hr_message_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  const char *type = hr_json_get_string (message, "type");

  if (g_strcmp0 (type, "ping") == 0)
    {
      /* What was sent before a console left is still read after it. */
      if (soup_websocket_connection_get_state (socket) == SOUP_WEBSOCKET_STATE_OPEN)
        soup_websocket_connection_send_text (socket, "{\"type\":\"pong\"}");
      return;
    }

  g_ptr_array_add (self->received, json_object_ref (message));
  if (g_strcmp0 (type, "login") == 0 || g_strcmp0 (type, "resume") == 0)
    join (self, message);
}

static void
on_joined (SoupServer              *server,
           SoupServerMessage       *request,
           const char              *path,
           SoupWebsocketConnection *socket,
           gpointer                 user_data)
{
  HrFakeStation *self = user_data;

  if (self->socket != NULL)
    g_ptr_array_add (self->earlier, g_steal_pointer (&self->socket));
  self->socket = g_object_ref (socket);
  g_signal_connect (socket, "message", G_CALLBACK (on_message), self);
}

static void
on_events_asked (SoupServer        *server,
                 SoupServerMessage *request,
                 const char        *path,
                 GHashTable        *query,
                 gpointer           user_data)
{
  HrFakeStation *self = user_data;

  soup_server_message_set_status (request, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (request, "application/json", SOUP_MEMORY_COPY, self->events, strlen (self->events));
}

static void
on_statistics_asked (SoupServer        *server,
                     SoupServerMessage *request,
                     const char        *path,
                     GHashTable        *query,
                     gpointer           user_data)
{
  HrFakeStation *self = user_data;

  self->n_statistics++;
  g_free (self->statistics_query);
  self->statistics_query = g_strdup (g_uri_get_query (soup_server_message_get_uri (request)));
  soup_server_message_set_status (request, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (request, "application/json", SOUP_MEMORY_COPY, self->statistics, strlen (self->statistics));
}

HrFakeStation *
hr_fake_station_new (void)
{
  HrFakeStation *self = g_new0 (HrFakeStation, 1);
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;
  char *protocols[] = { (char *) "hamrahi.panel.v1", NULL };

  self->earlier = g_ptr_array_new_with_free_func (g_object_unref);
  self->received = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->events = g_strdup ("{\"items\":[]}");
  self->statistics = g_strdup ("{}");
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_websocket_handler (self->server, "/api/v1/panel", NULL, protocols, on_joined, self, NULL);
  soup_server_add_handler (self->server, "/api/v1/incidents", on_events_asked, self, NULL);
  soup_server_add_handler (self->server, "/api/v1/stats", on_statistics_asked, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  uris = soup_server_get_uris (self->server);
  self->url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  hr_fake_station_set_welcome (self, "\"seq\":0," HR_EMPTY_SNAPSHOT);

  return self;
}

void
hr_fake_station_free (HrFakeStation *self)
{
  if (self->socket != NULL)
    g_signal_handlers_disconnect_by_data (self->socket, self);
  for (guint i = 0; i < self->earlier->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->earlier, i), self);

  soup_server_disconnect (self->server);
  g_clear_object (&self->socket);
  g_clear_object (&self->server);
  g_clear_pointer (&self->earlier, g_ptr_array_unref);
  g_clear_pointer (&self->received, g_ptr_array_unref);
  g_free (self->url);
  g_free (self->welcome);
  g_free (self->events);
  g_free (self->statistics);
  g_free (self->statistics_query);
  g_free (self);
}

void
hr_fake_station_set_welcome (HrFakeStation *self,
                             const char    *members)
{
  g_free (self->welcome);
  self->welcome = g_strdup (members);
}

void
hr_fake_station_send (HrFakeStation *self,
                      const char    *text)
{
  soup_websocket_connection_send_text (self->socket, text);
}

void
hr_fake_station_drop (HrFakeStation *self)
{
  g_autoptr (SoupWebsocketConnection) socket = g_steal_pointer (&self->socket);

  g_signal_handlers_disconnect_by_data (socket, self);
  g_io_stream_close (soup_websocket_connection_get_io_stream (socket), NULL, NULL);
}

JsonObject *
hr_fake_station_get_last (HrFakeStation *self)
{
  return self->received->len > 0 ? g_ptr_array_index (self->received, self->received->len - 1) : NULL;
}
