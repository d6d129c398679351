/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-panel-socket"

#include "hr-panel-socket.h"

#include "hr-json.h"
#include "hr-message.h"

#define PANEL_PATH "/api/v1/panel"
#define PANEL_PROTOCOL "hamrahi.panel.v1"
#define PING_EVERY_MS 2000
#define DEAD_AFTER_US (20 * G_USEC_PER_SEC)

/* A snapshot holds every zone's outline; the protocol's 64 KiB bind only what the console sends. */
#define MAX_MESSAGE_BYTES (16 * 1024 * 1024)

struct _HrPanelSocket
{
  GObject parent_instance;

  HrStationLink           *link;
  HrClock                 *clock;
  GCancellable            *cancellable; /* of the connection */
  SoupWebsocketConnection *connection;  /* NULL until it is open */
  gint64                   heard_us;    /* monotonic, as are the others */
  gint64                   ping_sent_us;
  gint64                   round_trip_us;
  guint                    watch_id;
};

enum
{
  OPENED,
  MESSAGE,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrPanelSocket, hr_panel_socket, G_TYPE_OBJECT)

static void
fail (HrPanelSocket *self,
      const GError  *error)
{
  g_autoptr (HrPanelSocket) guard = g_object_ref (self);

  hr_panel_socket_close (self);
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
on_message (SoupWebsocketConnection *connection,
            SoupWebsocketDataType    data_type,
            GBytes                  *bytes,
            HrPanelSocket           *self)
{
  g_autoptr (JsonObject) message = NULL;
  g_autoptr (GError) error = NULL;
  gsize       length = 0;
  const char *text = g_bytes_get_data (bytes, &length);

  self->heard_us = hr_clock_get_monotonic_us (self->clock);
  message = hr_message_parse_sized (text, length, MAX_MESSAGE_BYTES, &error);

  if (message == NULL)
    fail (self, error);
  else if (g_strcmp0 (hr_json_get_string (message, "type"), "pong") == 0)
    self->round_trip_us = self->heard_us - self->ping_sent_us;
  else
    g_signal_emit (self, signals[MESSAGE], 0, message);
}

static void
on_closed (SoupWebsocketConnection *connection,
           HrPanelSocket           *self)
{
  g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "The socket was closed (%u)",
                                          soup_websocket_connection_get_close_code (connection));

  fail (self, error);
}

static gboolean
on_watch_due (gpointer user_data)
{
  HrPanelSocket *self = HR_PANEL_SOCKET (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) ping = NULL;

  if (hr_panel_socket_get_silence_us (self) >= DEAD_AFTER_US)
    {
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "Nothing was heard of the station for 20 s");
      self->watch_id = 0;
      fail (self, error);
      return G_SOURCE_REMOVE;
    }

  ping = hr_json_new_object ("type", "ping", NULL);
  self->ping_sent_us = hr_clock_get_monotonic_us (self->clock);
  hr_panel_socket_send (self, ping);

  return G_SOURCE_CONTINUE;
}

/* Why a certificate was not trusted says more than that it was not. */
static const GError *
explain (HrPanelSocket *self,
         const GError  *error)
{
  const GError *trust_error = hr_station_link_get_trust_error (self->link);

  if (trust_error != NULL && g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return trust_error;

  return error;
}

static void
on_connected (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (HrPanelSocket) self = HR_PANEL_SOCKET (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupWebsocketConnection) connection = NULL;

  connection = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);

  /* Closed meanwhile, and nobody waits for it. */
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (connection == NULL)
    {
      fail (self, explain (self, error));
      return;
    }

  self->heard_us = hr_clock_get_monotonic_us (self->clock);
  self->connection = g_steal_pointer (&connection);
  soup_websocket_connection_set_max_incoming_payload_size (self->connection, MAX_MESSAGE_BYTES);
  g_signal_connect (self->connection, "message", G_CALLBACK (on_message), self);
  g_signal_connect (self->connection, "closed", G_CALLBACK (on_closed), self);
  g_signal_emit (self, signals[OPENED], 0);
}

static void
hr_panel_socket_dispose (GObject *object)
{
  HrPanelSocket *self = HR_PANEL_SOCKET (object);

  hr_panel_socket_close (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->link);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (hr_panel_socket_parent_class)->dispose (object);
}

static void
hr_panel_socket_class_init (HrPanelSocketClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_panel_socket_dispose;

  signals[OPENED] = g_signal_new ("opened", HR_TYPE_PANEL_SOCKET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[MESSAGE] = g_signal_new ("message", HR_TYPE_PANEL_SOCKET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, JSON_TYPE_OBJECT);
  signals[FAILED] = g_signal_new ("failed", HR_TYPE_PANEL_SOCKET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
hr_panel_socket_init (HrPanelSocket *self)
{
  self->cancellable = g_cancellable_new ();
  self->round_trip_us = -1;
}

HrPanelSocket *
hr_panel_socket_new (HrStationLink *link,
                     HrClock       *clock)
{
  HrPanelSocket *self = NULL;

  g_return_val_if_fail (HR_IS_STATION_LINK (link), NULL);
  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  self = g_object_new (HR_TYPE_PANEL_SOCKET, NULL);
  self->link = g_object_ref (link);
  self->clock = g_object_ref (clock);

  return self;
}

void
hr_panel_socket_open (HrPanelSocket *self)
{
  g_autoptr (SoupMessage) message = NULL;
  char *protocols[] = { (char *) PANEL_PROTOCOL, NULL };

  g_return_if_fail (HR_IS_PANEL_SOCKET (self));
  g_return_if_fail (self->watch_id == 0 && self->connection == NULL);

  message = hr_station_link_new_message (self->link, PANEL_PATH);
  g_return_if_fail (message != NULL);

  /* The token goes into the first message, as a browser's does: one way for both. */
  soup_message_headers_remove (soup_message_get_request_headers (message), "Authorization");

  self->heard_us = hr_clock_get_monotonic_us (self->clock);
  self->watch_id = hr_clock_add_timeout (self->clock, PING_EVERY_MS, on_watch_due, self);
  soup_session_websocket_connect_async (hr_station_link_get_session (self->link), message, NULL, protocols,
                                        G_PRIORITY_DEFAULT, self->cancellable, on_connected, g_object_ref (self));
}

void
hr_panel_socket_send (HrPanelSocket *self,
                      JsonObject    *message)
{
  g_autofree char *text = NULL;

  g_return_if_fail (HR_IS_PANEL_SOCKET (self));
  g_return_if_fail (message != NULL);

  if (self->connection == NULL ||
      soup_websocket_connection_get_state (self->connection) != SOUP_WEBSOCKET_STATE_OPEN)
    return;

  text = hr_message_print (message);
  soup_websocket_connection_send_text (self->connection, text);
}

void
hr_panel_socket_close (HrPanelSocket *self)
{
  g_autoptr (SoupWebsocketConnection) connection = NULL;

  g_return_if_fail (HR_IS_PANEL_SOCKET (self));

  connection = g_steal_pointer (&self->connection);
  g_cancellable_cancel (self->cancellable);

  if (self->watch_id != 0)
    hr_clock_clear (self->clock, &self->watch_id);

  if (connection == NULL)
    return;

  g_signal_handlers_disconnect_by_data (connection, self);
  if (soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
}

gint64
hr_panel_socket_get_round_trip_us (HrPanelSocket *self)
{
  g_return_val_if_fail (HR_IS_PANEL_SOCKET (self), -1);

  return self->round_trip_us;
}

gint64
hr_panel_socket_get_silence_us (HrPanelSocket *self)
{
  g_return_val_if_fail (HR_IS_PANEL_SOCKET (self), -1);

  return hr_clock_get_monotonic_us (self->clock) - self->heard_us;
}
