/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-connection"

#include "hr-connection.h"

#define REQUEST_MS 20000
#define CONNECTION_DATA "hr-connection"

typedef struct
{
  HrPlace        *place;
  char           *address;
  HrClock        *clock;
  GSocket        *socket;
  GSocketAddress *remote;
  guint           deadline_id;
} Connection;

/* NULL once it is disconnected. */
static Connection *
connection_of (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (soup_server_message_get_remote_address (message)), CONNECTION_DATA);
}

static gboolean
take_down (gpointer data)
{
  Connection *connection = data;

  hr_clock_clear (connection->clock, &connection->deadline_id);
  g_object_set_data (G_OBJECT (connection->remote), CONNECTION_DATA, NULL);
  hr_place_free (connection->place);
  g_object_unref (connection->clock);
  g_object_unref (connection->socket);
  g_object_unref (connection->remote);
  g_free (connection->address);
  g_free (connection);
  return G_SOURCE_REMOVE;
}

/* The stream's last reference may go on a thread of GIO's; its place and its deadline are the main thread's. */
static void
connection_free (gpointer data)
{
  g_main_context_invoke (NULL, take_down, data);
}

/*
 * Closing is left to whoever reads the socket and now sees its end: a TLS stream that is closed from here would block, writing its
 * farewell to a peer that may not read.
 */
static void
cut (Connection *connection)
{
  g_socket_shutdown (connection->socket, TRUE, TRUE, NULL);
}

static gboolean
on_deadline (gpointer user_data)
{
  Connection *connection = user_data;

  connection->deadline_id = 0;
  g_debug ("%s: no whole request in time", connection->address);
  cut (connection);
  return G_SOURCE_REMOVE;
}

static void
on_sent_away (gpointer user_data)
{
  Connection *connection = user_data;

  g_debug ("%s: makes room for another one", connection->address);
  cut (connection);
}

/* What a refused peer still sends is thrown away until it stops or its deadline comes: closing over unread bytes would take the answer back. */
static void
on_skipped (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GIOStream) stream = user_data;
  GInputStream *input = G_INPUT_STREAM (object);

  if (g_input_stream_skip_finish (input, result, NULL) > 0)
    g_input_stream_skip_async (input, 64 * 1024, G_PRIORITY_LOW, NULL, on_skipped, g_steal_pointer (&stream));
}

static void
on_refusal_written (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GIOStream) stream = user_data;
  Connection *connection = g_object_get_data (G_OBJECT (stream), CONNECTION_DATA);

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, NULL))
    return;

  g_socket_shutdown (connection->socket, FALSE, TRUE, NULL);
  g_input_stream_skip_async (g_io_stream_get_input_stream (stream), 64 * 1024, G_PRIORITY_LOW, NULL, on_skipped,
                             g_object_ref (stream));
}

void
hr_connection_attach (GSocketConnection *stream,
                      GSocketAddress    *remote,
                      const char        *address,
                      HrCrowd           *crowd,
                      HrClock           *clock)
{
  Connection *connection = NULL;

  g_return_if_fail (G_IS_SOCKET_CONNECTION (stream));
  g_return_if_fail (G_IS_SOCKET_ADDRESS (remote));
  g_return_if_fail (crowd != NULL);
  g_return_if_fail (HR_IS_CLOCK (clock));

  connection = g_new0 (Connection, 1);
  connection->place = hr_place_new (crowd, address, on_sent_away, connection);
  connection->address = g_strdup (address);
  connection->clock = g_object_ref (clock);
  connection->socket = g_object_ref (g_socket_connection_get_socket (stream));
  connection->remote = g_object_ref (remote);
  connection->deadline_id = hr_clock_add_timeout (clock, REQUEST_MS, on_deadline, connection);
  g_object_set_data_full (G_OBJECT (stream), CONNECTION_DATA, connection, connection_free);
  g_object_set_data (G_OBJECT (remote), CONNECTION_DATA, connection);
}

void
hr_connection_request_read (SoupServerMessage *message)
{
  Connection *connection = connection_of (message);

  g_return_if_fail (connection != NULL);

  hr_clock_clear (connection->clock, &connection->deadline_id);
}

void
hr_connection_prove (SoupServerMessage *message)
{
  Connection *connection = connection_of (message);

  if (connection != NULL)
    hr_place_prove (connection->place);
}

void
hr_connection_prove_stolen (GIOStream *stream)
{
  Connection *connection = g_object_get_data (G_OBJECT (stream), CONNECTION_DATA);

  if (connection != NULL)
    hr_place_prove (connection->place);
}

/* What is kept about the connection lives as long as the one that was accepted, which is inside the stolen one. */
GIOStream *
hr_connection_steal (SoupServerMessage *message)
{
  Connection *connection = connection_of (message);
  GIOStream  *stream = soup_server_message_steal_connection (message);

  g_object_set_data (G_OBJECT (stream), CONNECTION_DATA, connection);
  return stream;
}

void
hr_connection_refuse_body (SoupServerMessage *message)
{
  static const char answer[] =
    "HTTP/1.1 413 Request Entity Too Large\r\n"
    "Connection: close\r\n"
    "Content-Type: application/problem+json\r\n"
    "\r\n"
    "{\"type\":\"about:blank\",\"title\":\"Request Entity Too Large\",\"status\":413,"
    "\"code\":\"too_large\",\"detail\":\"A body may have 65536 bytes\"}";
  Connection *connection = connection_of (message);
  GIOStream  *stream = NULL;

  g_return_if_fail (connection != NULL);

  stream = hr_connection_steal (message);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (stream), answer, strlen (answer), G_PRIORITY_DEFAULT, NULL,
                                   on_refusal_written, stream);
}

void
hr_connection_cut (SoupServerMessage *message)
{
  Connection *connection = connection_of (message);

  g_return_if_fail (connection != NULL);

  cut (connection);
}
