/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-socket"

#include "hr-socket.h"

#include "hr-connection.h"
#include "hr-frame-guard.h"
#include "hr-json.h"
#include "hr-message.h"

#define FIRST_MESSAGE_MS 10000
#define PING_MS 15000
#define SILENCE_MS 45000
#define QUEUE_MAX_BYTES (256 * 1024)
#define PING_EVERY_BYTES (16 * 1024)

/* RFC 6455: the opcode of a ping. libsoup 3.2 sends one by itself only with a fixed content; ours must be told apart. */
#define OPCODE_PING 0x9

struct _HrSocket
{
  GObject                  parent_instance;
  SoupWebsocketConnection *connection;
  HrFrameGuard            *guard; /* owned by the connection */
  HrClock                 *clock;
  char                    *peer;
  gboolean                 is_closing; /* we asked for it */
  gboolean                 is_closed;  /* `closed` was emitted */
  gboolean                 is_lenient;
  gint64                   last_frame_us;
  guint                    first_message_id;
  guint                    ping_id;
  guint                    silence_id;

  /*
   * libsoup does not say how much of what it was given has left. What the peer has taken is known by its pong: a ping with a
   * number nobody can guess is sent along at least every 16 KB, and its answer acknowledges all that was sent before it.
   */
  char    ping[17]; /* the content of the ping that waits for its pong, or "" */
  guint64 pinged_bytes;
  guint64 taken_bytes;
  guint64 large_bytes; /* the last message larger than a message from a peer may be: a snapshot */
  guint64 large_end;
};

enum
{
  MESSAGE,
  FRAME,
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrSocket, hr_socket, G_TYPE_OBJECT)

static gboolean
is_writable (HrSocket *self)
{
  return !self->is_closed && !self->is_closing &&
         soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN;
}

static void
stop_timers (HrSocket *self)
{
  hr_clock_clear (self->clock, &self->first_message_id);
  hr_clock_clear (self->clock, &self->ping_id);
  hr_clock_clear (self->clock, &self->silence_id);
}

static void
emit_closed (HrSocket *self,
             gboolean  is_orderly)
{
  if (self->is_closed)
    return;

  self->is_closed = TRUE;
  stop_timers (self);
  g_signal_emit (self, signals[CLOSED], 0, is_orderly);
}

static void
ping (HrSocket *self)
{
  g_autoptr (GBytes) content = NULL;

  if (!is_writable (self))
    return;

  if (self->ping[0] == '\0')
    {
      self->pinged_bytes = hr_frame_guard_get_sent_bytes (self->guard);
      g_snprintf (self->ping, sizeof self->ping, "%08x%08x", g_random_int (), g_random_int ());
    }
  content = g_bytes_new (self->ping, strlen (self->ping));
  soup_websocket_connection_send_message (self->connection, (SoupWebsocketDataType) OPCODE_PING, content);
}

/*
 * A snapshot may be larger than the whole queue, and while it is on its way only what waits behind it counts. Otherwise a console on a
 * slow link would be cut for what it was sent first, come back, and be cut again.
 */
static guint64
count_waiting_bytes (HrSocket *self)
{
  guint64 waiting_bytes = hr_frame_guard_get_sent_bytes (self->guard) - self->taken_bytes;
  guint64 exempt_bytes = self->taken_bytes < self->large_end ? self->large_bytes : 0;

  return waiting_bytes - MIN (exempt_bytes, waiting_bytes);
}

static gboolean
on_first_message_due (gpointer user_data)
{
  HrSocket *self = HR_SOCKET (user_data);

  self->first_message_id = 0;
  hr_socket_close (self, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, "No message came");
  return G_SOURCE_REMOVE;
}

static gboolean
on_ping_due (gpointer user_data)
{
  ping (HR_SOCKET (user_data));
  return G_SOURCE_CONTINUE;
}

static gboolean
on_silence_due (gpointer user_data)
{
  HrSocket *self = HR_SOCKET (user_data);
  gint64    silent_ms = (hr_clock_get_monotonic_us (self->clock) - self->last_frame_us) / 1000;

  self->silence_id = 0;
  if (silent_ms < SILENCE_MS)
    self->silence_id = hr_clock_add_timeout (self->clock, SILENCE_MS - silent_ms, on_silence_due, self);
  else
    hr_socket_close (self, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, "Silent for too long");
  return G_SOURCE_REMOVE;
}

static void
on_frame (HrSocket *self)
{
  self->last_frame_us = hr_clock_get_monotonic_us (self->clock);
  g_signal_emit (self, signals[FRAME], 0);
}

static void
on_pong (HrSocket *self,
         GBytes   *content)
{
  gsize       size = 0;
  const char *text = g_bytes_get_data (content, &size);

  if (self->ping[0] == '\0' || size != strlen (self->ping) || memcmp (text, self->ping, size) != 0)
    return;

  self->ping[0] = '\0';
  self->taken_bytes = self->pinged_bytes;
  if (hr_frame_guard_get_sent_bytes (self->guard) - self->taken_bytes >= PING_EVERY_BYTES)
    ping (self);
}

static JsonObject *
parse (int      type,
       GBytes  *bytes,
       GError **error)
{
  gsize       length = 0;
  const char *data = g_bytes_get_data (bytes, &length);

  if (type != SOUP_WEBSOCKET_DATA_TEXT)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_JSON, "Messages are text, not binary");
      return NULL;
    }
  return hr_message_parse (data, length, error);
}

static void
on_message (HrSocket *self,
            int       type,
            GBytes   *bytes)
{
  g_autoptr (HrSocket) guard = g_object_ref (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) message = NULL;

  if (!is_writable (self))
    return;

  hr_clock_clear (self->clock, &self->first_message_id);
  message = parse (type, bytes, &error);
  if (message == NULL && self->is_lenient)
    return;
  if (message != NULL && !self->is_lenient && hr_json_get_string (message, "type") == NULL)
    g_set_error_literal (&error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "The message has no “type”");

  if (error != NULL)
    hr_socket_send_error (self, error, message);
  else
    g_signal_emit (self, signals[MESSAGE], 0, message);
}

/* libsoup drops a connection with a frame past its limit without a word; the close code goes out first. The guard's it sends by itself. */
static void
on_error (HrSocket *self,
          GError   *error)
{
  g_debug ("%s: %s", self->peer, error->message);
  if (!hr_frame_guard_is_stopped (self->guard) && g_error_matches (error, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_CLOSE_TOO_BIG))
    hr_socket_close (self, SOUP_WEBSOCKET_CLOSE_TOO_BIG, "The message is too large");
}

static void
on_closed (HrSocket *self)
{
  emit_closed (self, soup_websocket_connection_get_close_code (self->connection) != 0);
}

static void
hr_socket_dispose (GObject *object)
{
  HrSocket *self = HR_SOCKET (object);

  if (self->clock != NULL)
    stop_timers (self);
  g_clear_object (&self->connection);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (hr_socket_parent_class)->dispose (object);
}

static void
hr_socket_finalize (GObject *object)
{
  g_free (HR_SOCKET (object)->peer);

  G_OBJECT_CLASS (hr_socket_parent_class)->finalize (object);
}

static void
hr_socket_class_init (HrSocketClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hr_socket_dispose;
  object_class->finalize = hr_socket_finalize;

  signals[MESSAGE] = g_signal_new ("message", HR_TYPE_SOCKET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, JSON_TYPE_OBJECT);
  signals[FRAME] = g_signal_new ("frame", HR_TYPE_SOCKET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLOSED] = g_signal_new ("closed", HR_TYPE_SOCKET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
hr_socket_init (HrSocket *self)
{
}

HrSocket *
hr_socket_new (SoupWebsocketConnection *connection,
               HrClock                 *clock,
               const char              *peer_address)
{
  HrSocket *self = NULL;

  g_return_val_if_fail (SOUP_IS_WEBSOCKET_CONNECTION (connection), NULL);
  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (hr_frame_guard_of (connection) != NULL, NULL);

  self = g_object_new (HR_TYPE_SOCKET, NULL);
  self->connection = g_object_ref (connection);
  self->guard = hr_frame_guard_of (connection);
  self->clock = g_object_ref (clock);
  self->peer = g_strdup (peer_address);
  self->last_frame_us = hr_clock_get_monotonic_us (clock);

  soup_websocket_connection_set_max_incoming_payload_size (connection, HR_MESSAGE_MAX_BYTES);
  g_signal_connect_object (self->guard, "frame", G_CALLBACK (on_frame), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->guard, "pong", G_CALLBACK (on_pong), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "message", G_CALLBACK (on_message), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "error", G_CALLBACK (on_error), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);

  self->first_message_id = hr_clock_add_timeout (clock, FIRST_MESSAGE_MS, on_first_message_due, self);
  self->ping_id = hr_clock_add_timeout (clock, PING_MS, on_ping_due, self);
  self->silence_id = hr_clock_add_timeout (clock, SILENCE_MS, on_silence_due, self);
  return self;
}

void
hr_socket_set_lenient (HrSocket *self)
{
  g_return_if_fail (HR_IS_SOCKET (self));

  self->is_lenient = TRUE;
  hr_clock_clear (self->clock, &self->first_message_id);
}

const char *
hr_socket_get_peer (HrSocket *self)
{
  g_return_val_if_fail (HR_IS_SOCKET (self), NULL);

  return self->peer;
}

void
hr_socket_send (HrSocket   *self,
                JsonObject *message)
{
  g_autofree char *text = NULL;
  gsize            length = 0;

  g_return_if_fail (HR_IS_SOCKET (self));
  g_return_if_fail (message != NULL);

  if (!is_writable (self))
    return;

  if (count_waiting_bytes (self) > QUEUE_MAX_BYTES)
    {
      g_message ("%s does not take what it is sent; cut", self->peer);
      hr_socket_close (self, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, "Too slow");
      emit_closed (self, FALSE);
      return;
    }

  text = hr_message_print (message);
  length = strlen (text);
  soup_websocket_connection_send_text (self->connection, text);
  if (length > HR_MESSAGE_MAX_BYTES)
    {
      self->large_bytes = length;
      self->large_end = hr_frame_guard_get_sent_bytes (self->guard);
    }
  if (self->ping[0] == '\0' && hr_frame_guard_get_sent_bytes (self->guard) - self->taken_bytes >= PING_EVERY_BYTES)
    ping (self);
}

void
hr_socket_send_error (HrSocket     *self,
                      const GError *error,
                      JsonObject   *request)
{
  g_autoptr (JsonObject) message = NULL;

  g_return_if_fail (HR_IS_SOCKET (self));
  g_return_if_fail (error != NULL);

  message = hr_message_new_error (error, request);
  hr_socket_send (self, message);
}

void
hr_socket_close (HrSocket   *self,
                 gushort     code,
                 const char *reason)
{
  g_return_if_fail (HR_IS_SOCKET (self));

  if (!is_writable (self))
    return;

  self->is_closing = TRUE;
  stop_timers (self);
  hr_frame_guard_stop (self->guard);
  soup_websocket_connection_close (self->connection, code, reason);
}

void
hr_socket_ping (HrSocket *self)
{
  g_return_if_fail (HR_IS_SOCKET (self));

  ping (self);
}

gboolean
hr_socket_is_open (HrSocket *self)
{
  g_return_val_if_fail (HR_IS_SOCKET (self), FALSE);

  return is_writable (self);
}

void
hr_socket_prove (HrSocket *self)
{
  g_return_if_fail (HR_IS_SOCKET (self));

  hr_connection_prove_stolen (soup_websocket_connection_get_io_stream (self->connection));
}

gint64
hr_socket_get_last_frame_us (HrSocket *self)
{
  g_return_val_if_fail (HR_IS_SOCKET (self), 0);

  return self->last_frame_us;
}

void
hr_socket_dispatch (HrSocket               *self,
                    JsonObject             *message,
                    const HrMessageHandler *handlers,
                    gsize                   n_handlers,
                    gpointer                target)
{
  const char *type = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (HR_IS_SOCKET (self));
  g_return_if_fail (message != NULL);

  type = hr_json_get_string (message, "type");
  for (gsize i = 0; i < n_handlers; i++)
    {
      if (g_strcmp0 (handlers[i].type, type) != 0)
        continue;
      if (!handlers[i].func (target, message, &error))
        hr_socket_send_error (self, error, message);
      return;
    }

  g_set_error (&error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_UNKNOWN_TYPE, "Unknown message type “%s”", type);
  hr_socket_send_error (self, error, message);
}
