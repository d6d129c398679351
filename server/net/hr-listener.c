/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-listener"

#include "hr-listener.h"

#include "hr-client-hello.h"
#include "hr-connection.h"
#include "hr-handshakes.h"
#include "hr-http.h"
#include "hr-message.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

/* A peer that takes nothing of what it is sent for this long is reset by the kernel. As long as a WebSocket may be silent. */
#define UNTAKEN_MS 45000
/* After a failed accept() (no descriptors left, for example) the next one waits. */
#define ACCEPT_RETRY_MS 100

struct _HrListener
{
  GObject          parent_instance;
  HrStation       *station; /* borrowed: it owns us */
  HrClock         *clock;
  GTlsCertificate *certificate; /* nullable */
  SoupServer      *server;
  GSocketListener *sockets;
  GSocketAddress  *address;
  GCancellable    *cancellable;
  guint            retry_id;
  HrCrowd         *crowd;
  HrHandshakes    *handshakes;
};

G_DEFINE_FINAL_TYPE (HrListener, hr_listener, G_TYPE_OBJECT)

static void
on_got_headers (HrListener        *self,
                SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (soup_message_headers_get_content_length (headers) > HR_MESSAGE_MAX_BYTES)
    hr_connection_refuse_body (message);
}

static void
on_got_chunk (HrListener        *self,
              GBytes            *chunk,
              SoupServerMessage *message)
{
  if (soup_server_message_get_request_body (message)->length > HR_MESSAGE_MAX_BYTES)
    hr_connection_refuse_body (message);
}

static void
on_request_started (HrListener        *self,
                    SoupServerMessage *message)
{
  g_signal_connect_object (message, "got-headers", G_CALLBACK (on_got_headers), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "got-chunk", G_CALLBACK (on_got_chunk), self, G_CONNECT_SWAPPED);
}

/* One request a connection: libsoup closes after the answer when the streams were handed to it. */
static void
on_request_read (HrListener        *self,
                 SoupServerMessage *message)
{
  hr_connection_request_read (message);
  if (soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Upgrade") == NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection", "close");
}

static void
on_unknown_path (SoupServer        *server,
                 SoupServerMessage *message,
                 const char        *path,
                 GHashTable        *query,
                 gpointer           user_data)
{
  hr_http_reply_unknown_path (message, path);
}

static char *
dup_address (GSocketAddress *address)
{
  return g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

static gboolean
is_loopback (GSocketAddress *address)
{
  return g_inet_address_get_is_loopback (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

/* Whether there is room for one more, where need be because somebody who has proved nothing had to go. */
static gboolean
has_room (HrListener     *self,
          GSocketAddress *remote,
          const char     *address)
{
  HrSettings *settings = hr_station_get_settings (self->station);
  guint       most = hr_settings_get_int (settings, "limits.connections");
  guint       most_of_address = hr_settings_get_int (settings, "limits.connections_per_address");

  if (!is_loopback (remote) && hr_crowd_get_count (self->crowd, address) >= most_of_address)
    return hr_crowd_make_room (self->crowd, address);
  return hr_crowd_get_total (self->crowd) < most || hr_crowd_make_room (self->crowd, NULL);
}

/* Peers show no certificates. Where no database is named, each connection would read the system's authorities anew: 80 ms and 2 MB. */
static GIOStream *
wrap_in_tls (HrListener        *self,
             GSocketConnection *connection,
             GError           **error)
{
  static const char *const protocols[] = { "http/1.1", NULL };
  GType                    type = g_tls_backend_get_server_connection_type (g_tls_backend_get_default ());
  g_autoptr (GIOStream) tls = g_initable_new (type, NULL, error, "base-io-stream", connection, "certificate", self->certificate,
                                              "database", NULL, NULL);

  if (tls == NULL)
    return NULL;

  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (tls), FALSE);
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);
  return g_steal_pointer (&tls);
}

/* On its way through TLS to libsoup. */
typedef struct
{
  HrListener        *listener;
  GSocketConnection *connection;
  GSocketAddress    *local;
  GSocketAddress    *remote;
  char              *address;
} Arrival;

static Arrival *
arrival_new (HrListener        *listener,
             GSocketConnection *connection,
             GSocketAddress    *local,
             GSocketAddress    *remote,
             const char        *address)
{
  Arrival *self = g_new0 (Arrival, 1);

  self->listener = g_object_ref (listener);
  self->connection = g_object_ref (connection);
  self->local = g_object_ref (local);
  self->remote = g_object_ref (remote);
  self->address = g_strdup (address);
  return self;
}

static void
arrival_free (Arrival *self)
{
  g_object_unref (self->listener);
  g_object_unref (self->connection);
  g_object_unref (self->local);
  g_object_unref (self->remote);
  g_free (self->address);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Arrival, arrival_free)

static void
hand_over (HrListener     *self,
           GIOStream      *stream,
           GSocketAddress *local,
           GSocketAddress *remote)
{
  g_autoptr (GError) error = NULL;

  if (!soup_server_accept_iostream (self->server, stream, local, remote, &error))
    g_debug ("%s", error->message);
}

static void
on_handshake_done (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Arrival) arrival = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) stream = hr_handshakes_run_finish (HR_HANDSHAKES (object), result, &error);

  if (stream == NULL)
    g_debug ("%s", error->message);
  else if (!g_cancellable_is_cancelled (arrival->listener->cancellable))
    hand_over (arrival->listener, stream, arrival->local, arrival->remote);
}

static void
on_hello (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Arrival) arrival = user_data;
  HrListener *self = arrival->listener;
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) stream = NULL;

  if (hr_client_hello_wait_finish (G_SOCKET (object), result, &error))
    stream = wrap_in_tls (self, arrival->connection, &error);
  if (stream == NULL)
    {
      g_debug ("%s: %s", arrival->address, error->message);
      return;
    }
  hr_handshakes_run_async (self->handshakes, G_TLS_CONNECTION (stream), arrival->address, on_handshake_done, arrival);
  g_steal_pointer (&arrival);
}

static gboolean
take (HrListener        *self,
      GSocketConnection *connection,
      GError           **error)
{
  GSocket *socket = g_socket_connection_get_socket (connection);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, error);
  g_autoptr (GSocketAddress) local = remote != NULL ? g_socket_connection_get_local_address (connection, error) : NULL;
  g_autofree char *address = NULL;

  if (local == NULL)
    return FALSE;

  address = dup_address (remote);
  if (!has_room (self, remote, address))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "Too many connections, refused one from %s", address);
      return FALSE;
    }

  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_USER_TIMEOUT, UNTAKEN_MS, NULL);
  hr_connection_attach (connection, remote, address, self->crowd, self->clock);

  if (self->certificate != NULL)
    hr_client_hello_wait_async (socket, self->cancellable, on_hello, arrival_new (self, connection, local, remote, address));
  else
    hand_over (self, G_IO_STREAM (connection), local, remote);
  return TRUE;
}

static void accept_next (HrListener *self);

static gboolean
on_retry_due (gpointer user_data)
{
  HrListener *self = HR_LISTENER (user_data);

  self->retry_id = 0;
  accept_next (self);
  return G_SOURCE_REMOVE;
}

static void
on_accepted (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (HrListener) self = HR_LISTENER (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = g_socket_listener_accept_finish (G_SOCKET_LISTENER (object), result, NULL, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (connection == NULL)
    {
      g_message ("Cannot accept a connection: %s", error->message);
      self->retry_id = hr_clock_add_timeout (self->clock, ACCEPT_RETRY_MS, on_retry_due, self);
      return;
    }
  if (!take (self, connection, &error))
    g_debug ("%s", error->message);
  accept_next (self);
}

static void
accept_next (HrListener *self)
{
  g_socket_listener_accept_async (self->sockets, self->cancellable, on_accepted, g_object_ref (self));
}

static void
hr_listener_dispose (GObject *object)
{
  HrListener *self = HR_LISTENER (object);

  g_clear_object (&self->server);
  g_clear_object (&self->sockets);
  g_clear_object (&self->address);
  g_clear_object (&self->certificate);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->handshakes);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (hr_listener_parent_class)->dispose (object);
}

static void
hr_listener_finalize (GObject *object)
{
  HrListener *self = HR_LISTENER (object);

  hr_crowd_unref (self->crowd);

  G_OBJECT_CLASS (hr_listener_parent_class)->finalize (object);
}

static void
hr_listener_class_init (HrListenerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hr_listener_dispose;
  object_class->finalize = hr_listener_finalize;
}

static void
hr_listener_init (HrListener *self)
{
  self->cancellable = g_cancellable_new ();
  self->sockets = g_socket_listener_new ();
  /* GLib's own 10 are fewer than come in one moment, and whoever finds no place tries again only after a second. */
  g_socket_listener_set_backlog (self->sockets, SOMAXCONN);
  self->crowd = hr_crowd_new ();

  self->server = soup_server_new (NULL, NULL);
  soup_server_remove_websocket_extension (self->server, SOUP_TYPE_WEBSOCKET_EXTENSION_DEFLATE);
  soup_server_add_handler (self->server, NULL, on_unknown_path, NULL, NULL);
  g_signal_connect_object (self->server, "request-started", G_CALLBACK (on_request_started), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->server, "request-read", G_CALLBACK (on_request_read), self, G_CONNECT_SWAPPED);
}

HrListener *
hr_listener_new (HrStation       *station,
                 GTlsCertificate *certificate)
{
  HrListener *self = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);
  g_return_val_if_fail (certificate == NULL || G_IS_TLS_CERTIFICATE (certificate), NULL);

  self = g_object_new (HR_TYPE_LISTENER, NULL);
  self->station = station;
  self->clock = g_object_ref (hr_station_get_clock (station));
  self->handshakes = hr_handshakes_new (self->clock);
  g_set_object (&self->certificate, certificate);
  return self;
}

gboolean
hr_listener_open (HrListener *self,
                  const char *address,
                  guint       port,
                  GError    **error)
{
  g_autoptr (GSocketAddress) wanted = NULL;

  g_return_val_if_fail (HR_IS_LISTENER (self), FALSE);
  g_return_val_if_fail (self->address == NULL, FALSE);

  wanted = g_inet_socket_address_new_from_string (address, port);
  if (wanted == NULL)
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "“%s” is not an address to listen on", address);
      return FALSE;
    }
  if (!g_socket_listener_add_address (self->sockets, wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &self->address, error))
    {
      g_prefix_error (error, "Cannot listen on %s port %u: ", address, port);
      return FALSE;
    }
  accept_next (self);
  return TRUE;
}

char *
hr_listener_dup_url (HrListener *self)
{
  GInetSocketAddress *address = NULL;
  GInetAddress       *host = NULL;
  g_autoptr (GInetAddress) loopback = NULL;
  g_autofree char *text = NULL;
  gboolean         is_ipv6 = FALSE;

  g_return_val_if_fail (HR_IS_LISTENER (self), NULL);
  g_return_val_if_fail (self->address != NULL, NULL);

  address = G_INET_SOCKET_ADDRESS (self->address);
  host = g_inet_socket_address_get_address (address);
  is_ipv6 = g_inet_address_get_family (host) == G_SOCKET_FAMILY_IPV6;
  /* The address that means every address cannot be called; this workstation's own programs call loopback. */
  if (g_inet_address_get_is_any (host))
    host = loopback = g_inet_address_new_loopback (g_inet_address_get_family (host));
  text = g_inet_address_to_string (host);
  return g_strdup_printf (is_ipv6 ? "%s://[%s]:%u" : "%s://%s:%u", self->certificate != NULL ? "https" : "http", text,
                          g_inet_socket_address_get_port (address));
}

SoupServer *
hr_listener_get_server (HrListener *self)
{
  g_return_val_if_fail (HR_IS_LISTENER (self), NULL);

  return self->server;
}

void
hr_listener_close (HrListener *self)
{
  g_return_if_fail (HR_IS_LISTENER (self));

  g_cancellable_cancel (self->cancellable);
  hr_clock_clear (self->clock, &self->retry_id);
  g_socket_listener_close (self->sockets);
  hr_handshakes_stop (self->handshakes);
  soup_server_disconnect (self->server);
}
