/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-station-line"

#include "hr-station-line.h"

#include "hr-message.h"

#define PROTOCOL "hamrahi.sos.v1"
#define FIRST_WAIT_MS 250
#define LAST_WAIT_MS 4000

struct _HrStationLine
{
  GObject parent_instance;

  const HrDrillPlan       *plan;
  SoupSession             *session;
  GCancellable            *cancellable;
  SoupWebsocketConnection *socket;
  guint                    retry_id;
  guint                    wait_ms;
};

enum
{
  OPENED,
  RECEIVED,
  LOST,
  UNREACHABLE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrStationLine, hr_station_line, G_TYPE_OBJECT)

static void
drop_socket (HrStationLine *self)
{
  if (self->socket == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->socket, self);
  if (soup_websocket_connection_get_state (self->socket) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->socket, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  g_clear_object (&self->socket);
}

static gboolean
on_retry (gpointer user_data)
{
  HrStationLine *self = user_data;

  self->retry_id = 0;
  hr_station_line_open (self);
  return G_SOURCE_REMOVE;
}

/* Half of the wait is left to chance, so that a hundred phones do not come back in one moment. */
static void
schedule_retry (HrStationLine *self)
{
  guint wait_ms = self->wait_ms / 2 + (guint) g_random_int_range (0, (int) self->wait_ms / 2 + 1);

  self->retry_id = g_timeout_add (wait_ms, on_retry, self);
  self->wait_ms = MIN (self->wait_ms * 2, LAST_WAIT_MS);
}

static void
on_closed (HrStationLine *self)
{
  drop_socket (self);
  schedule_retry (self);
  g_signal_emit (self, signals[LOST], 0);
}

static void
on_message (HrStationLine *self,
            int            type,
            GBytes        *bytes)
{
  gsize       size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) message = hr_message_parse (data, size, &error);

  if (message != NULL)
    g_signal_emit (self, signals[RECEIVED], 0, message);
  else
    g_message ("What the station sent is no message: %s", error->message);
}

static void
on_connected (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (HrStationLine) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupWebsocketConnection) socket = NULL;

  socket = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (socket == NULL)
    {
      schedule_retry (self);
      g_signal_emit (self, signals[UNREACHABLE], 0, error->message);
      return;
    }

  self->socket = g_steal_pointer (&socket);
  g_signal_connect_swapped (self->socket, "message", G_CALLBACK (on_message), self);
  g_signal_connect_swapped (self->socket, "closed", G_CALLBACK (on_closed), self);
  g_signal_emit (self, signals[OPENED], 0);
}

static gboolean
on_accept_certificate (SoupMessage *message)
{
  return TRUE;
}

static void
hr_station_line_finalize (GObject *object)
{
  HrStationLine *self = HR_STATION_LINE (object);

  g_assert (self->socket == NULL && self->retry_id == 0);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (hr_station_line_parent_class)->finalize (object);
}

static void
hr_station_line_class_init (HrStationLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_station_line_finalize;

  signals[OPENED] = g_signal_new ("opened", HR_TYPE_STATION_LINE, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RECEIVED] = g_signal_new ("received", HR_TYPE_STATION_LINE, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, JSON_TYPE_OBJECT);
  signals[LOST] = g_signal_new ("lost", HR_TYPE_STATION_LINE, G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[UNREACHABLE] = g_signal_new ("unreachable", HR_TYPE_STATION_LINE, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hr_station_line_init (HrStationLine *self)
{
  self->cancellable = g_cancellable_new ();
  self->wait_ms = FIRST_WAIT_MS;
}

HrStationLine *
hr_station_line_new (const HrDrillPlan *plan,
                     SoupSession       *session)
{
  HrStationLine *self = NULL;

  g_return_val_if_fail (plan != NULL, NULL);
  g_return_val_if_fail (SOUP_IS_SESSION (session), NULL);

  self = g_object_new (HR_TYPE_STATION_LINE, NULL);
  self->plan = plan;
  self->session = g_object_ref (session);

  return self;
}

void
hr_station_line_open (HrStationLine *self)
{
  g_autofree char *uri = NULL;
  g_autoptr (SoupMessage) message = NULL;
  static char *protocols[] = { (char *) PROTOCOL, NULL };

  g_return_if_fail (HR_IS_STATION_LINE (self));
  g_return_if_fail (self->socket == NULL);

  uri = hr_drill_plan_dup_socket_uri (self->plan);
  message = soup_message_new (SOUP_METHOD_GET, uri);
  if (self->plan->is_insecure)
    g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate), NULL);

  soup_session_websocket_connect_async (self->session, message, NULL, protocols, G_PRIORITY_DEFAULT,
                                        self->cancellable, on_connected, g_object_ref (self));
}

void
hr_station_line_relax (HrStationLine *self)
{
  g_return_if_fail (HR_IS_STATION_LINE (self));

  self->wait_ms = FIRST_WAIT_MS;
}

void
hr_station_line_retry (HrStationLine *self)
{
  g_return_if_fail (HR_IS_STATION_LINE (self));
  g_return_if_fail (self->socket != NULL);

  drop_socket (self);
  schedule_retry (self);
}

void
hr_station_line_send (HrStationLine *self,
                      JsonObject    *message)
{
  g_autoptr (JsonObject) owned = message;
  g_autofree char *text = NULL;

  g_return_if_fail (HR_IS_STATION_LINE (self));

  if (self->socket == NULL || soup_websocket_connection_get_state (self->socket) != SOUP_WEBSOCKET_STATE_OPEN)
    return;

  text = hr_message_print (owned);
  soup_websocket_connection_send_text (self->socket, text);
}

void
hr_station_line_close (HrStationLine *self)
{
  g_return_if_fail (HR_IS_STATION_LINE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  drop_socket (self);
}
