/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-frame-guard.h"
#include "hr-http.h"
#include "hr-json.h"
#include "hr-message.h"

#include <string.h>

#define DEADLINE_US (10 * G_USEC_PER_SEC)
#define TEXT 0x1
#define BINARY 0x2
#define CLOSE 0x8
#define PONG 0xA
#define FINAL 0x80

/* The station's side of one WebSocket, and a peer that writes its frames by hand, for it may be rude. */
typedef struct
{
  HrClock           *clock;
  SoupServer        *server;
  HrSocket          *socket;
  guint              n_messages;
  gboolean           is_closed;
  gboolean           is_orderly;
  GSocketConnection *peer;
  GByteArray        *received; /* frames from the station */
} Fixture;

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until @condition holds. */
#define run_until(condition)                                                \
  G_STMT_START                                                              \
  {                                                                         \
    gint64   deadline_us = g_get_monotonic_time () + DEADLINE_US;           \
    guint    tick_id = g_timeout_add (20, on_tick, NULL);                   \
    gboolean holds = FALSE;                                                 \
                                                                            \
    while (!(holds = (condition)) && g_get_monotonic_time () < deadline_us) \
      g_main_context_iteration (NULL, TRUE);                                \
    g_source_remove (tick_id);                                              \
    g_assert_true (holds);                                                  \
  }                                                                         \
  G_STMT_END

static gboolean
on_greet (gpointer    target,
          JsonObject *message,
          GError    **error)
{
  Fixture *fixture = target;

  fixture->n_messages++;
  return TRUE;
}

static const HrMessageHandler handlers[] = {
  { "greet", on_greet },
};

static void
on_message (HrSocket   *socket,
            JsonObject *message,
            Fixture    *fixture)
{
  hr_socket_dispatch (socket, message, handlers, G_N_ELEMENTS (handlers), fixture);
}

static void
on_closed (HrSocket *socket,
           gboolean  is_orderly,
           Fixture  *fixture)
{
  g_assert_false (fixture->is_closed);
  fixture->is_closed = TRUE;
  fixture->is_orderly = is_orderly;
}

static void
on_socket (HrSocket          *socket,
           SoupServerMessage *message,
           gpointer           user_data)
{
  Fixture *fixture = user_data;

  fixture->socket = g_object_ref (socket);
  g_signal_connect (socket, "message", G_CALLBACK (on_message), fixture);
  g_signal_connect (socket, "closed", G_CALLBACK (on_closed), fixture);
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  hr_http_upgrade (message, "test.v1", ((Fixture *) user_data)->clock, on_socket, user_data);
}

/* Takes what has arrived; FALSE when the station has closed. */
static gboolean
receive (Fixture *fixture)
{
  GSocket *socket = g_socket_connection_get_socket (fixture->peer);
  char     buffer[16384];
  gssize   count = 0;

  while ((count = g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_byte_array_append (fixture->received, (guint8 *) buffer, count);
  return count != 0;
}

static gboolean
has_answer (Fixture *fixture)
{
  receive (fixture);
  return g_strstr_len ((char *) fixture->received->data, fixture->received->len, "\r\n\r\n") != NULL;
}

/* Takes the first frame of this opcode, and drops those before it: its payload, or NULL. */
static GBytes *
find_frame (Fixture *fixture,
            guint8   opcode)
{
  const guint8 *at = NULL;
  const guint8 *end = NULL;

  receive (fixture);
  at = fixture->received->data;
  end = at + fixture->received->len;
  while (end - at >= 2)
    {
      gsize size = at[1];
      gsize header = 2;

      if (size == 126 && end - at >= 4)
        size = at[2] << 8 | at[3], header = 4;
      else if (size == 127 && end - at >= 10)
        size = (gsize) at[6] << 24 | at[7] << 16 | at[8] << 8 | at[9], header = 10;
      if ((gsize) (end - at) < header + size)
        return NULL;
      if ((at[0] & 0x0f) == opcode)
        {
          GBytes *payload = g_bytes_new (at + header, size);

          g_byte_array_remove_range (fixture->received, 0, at - fixture->received->data + header + size);
          return payload;
        }
      at += header + size;
    }
  return NULL;
}

static GBytes *
wait_for_frame (Fixture *fixture,
                guint8   opcode)
{
  GBytes *payload = NULL;

  run_until ((payload = find_frame (fixture, opcode)) != NULL);
  return payload;
}

static guint
wait_for_close_code (Fixture *fixture)
{
  g_autoptr (GBytes) payload = wait_for_frame (fixture, CLOSE);
  const guint8 *data = g_bytes_get_data (payload, NULL);

  return data[0] << 8 | data[1];
}

static void
send_bytes (Fixture      *fixture,
            gconstpointer data,
            gsize         size)
{
  GSocket *socket = g_socket_connection_get_socket (fixture->peer);
  gsize    sent = 0;

  while (sent < size)
    {
      g_autoptr (GError) error = NULL;
      gssize count = g_socket_send (socket, (const char *) data + sent, size - sent, NULL, &error);

      if (count > 0)
        sent += count;
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return; /* the station has closed: what the test is about */
      g_main_context_iteration (NULL, FALSE);
    }
}

/* A masked frame, with a mask of zeros. */
static void
send_frame (Fixture      *fixture,
            guint8        first,
            gconstpointer payload,
            gsize         size)
{
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  guint8 header[14] = { first };
  gsize  n_header = 2;

  if (size < 126)
    header[1] = size;
  else if (size < 65536)
    header[1] = 126, header[2] = size >> 8, header[3] = size, n_header = 4;
  else
    header[1] = 127, header[6] = size >> 24, header[7] = size >> 16, header[8] = size >> 8, header[9] = size, n_header = 10;
  header[1] |= 0x80;
  g_byte_array_append (frame, header, n_header + 4);
  g_byte_array_append (frame, payload, size);
  send_bytes (fixture, frame->data, frame->len);
}

static void
send_text (Fixture    *fixture,
           const char *text)
{
  send_frame (fixture, FINAL | TEXT, text, strlen (text));
}

static void
greet (Fixture *fixture)
{
  guint before = fixture->n_messages;

  send_text (fixture, "{\"type\":\"greet\"}");
  run_until (fixture->n_messages == before + 1);
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  static const char request[] =
    "GET /socket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: test.v1\r\n\r\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GSList *uris = NULL;

  fixture->clock = hr_clock_new_fake (G_USEC_PER_SEC);
  fixture->received = g_byte_array_new ();
  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, "/socket", on_request, fixture, NULL);
  g_assert_true (soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  uris = soup_server_get_uris (fixture->server);
  fixture->peer = g_socket_client_connect_to_host (client, "127.0.0.1", g_uri_get_port (uris->data), NULL, &error);
  g_assert_no_error (error);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  g_socket_set_blocking (g_socket_connection_get_socket (fixture->peer), FALSE);
  send_bytes (fixture, request, strlen (request));
  run_until (fixture->socket != NULL && has_answer (fixture));
  g_byte_array_set_size (fixture->received, 0);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  g_io_stream_close (G_IO_STREAM (fixture->peer), NULL, NULL);
  run_until (fixture->is_closed);
  g_clear_object (&fixture->peer);
  g_assert_finalize_object (fixture->socket);
  soup_server_disconnect (fixture->server);
  g_clear_object (&fixture->server);
  g_clear_object (&fixture->clock);
  g_byte_array_unref (fixture->received);
}

static void
test_bad_messages_keep_it_open (Fixture      *fixture,
                                gconstpointer user_data)
{
  static const struct
  {
    guint8      opcode;
    const char *text;
    const char *code;
  } cases[] = {
    { BINARY, "{\"type\":\"greet\"}", "\"bad_json\"" },
    { TEXT, "{", "\"bad_json\"" },
    { TEXT, "[1]", "\"bad_json\"" },
    { TEXT, "{\"ref\":7}", "\"missing_field\"" },
    { TEXT, "{\"type\":5}", "\"missing_field\"" },
    { TEXT, "{\"type\":\"no_such\",\"ref\":7}", "\"unknown_type\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) payload = NULL;

      send_frame (fixture, FINAL | cases[i].opcode, cases[i].text, strlen (cases[i].text));
      payload = wait_for_frame (fixture, TEXT);
      g_assert_nonnull (g_strstr_len (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload), cases[i].code));
    }
  greet (fixture);
}

static void
test_no_first_message (Fixture      *fixture,
                       gconstpointer user_data)
{
  hr_clock_advance (fixture->clock, 9 * G_USEC_PER_SEC);
  g_assert_true (hr_socket_is_open (fixture->socket));
  hr_clock_advance (fixture->clock, 2 * G_USEC_PER_SEC);
  g_assert_cmpuint (wait_for_close_code (fixture), ==, 1001);
}

static void
test_silence (Fixture      *fixture,
              gconstpointer user_data)
{
  greet (fixture);
  hr_clock_advance (fixture->clock, 44 * G_USEC_PER_SEC);
  g_assert_true (hr_socket_is_open (fixture->socket));
  hr_clock_advance (fixture->clock, 2 * G_USEC_PER_SEC);
  g_assert_cmpuint (wait_for_close_code (fixture), ==, 1001);
}

static void
test_pong_is_a_sign_of_life (Fixture      *fixture,
                             gconstpointer user_data)
{
  greet (fixture);
  for (guint i = 0; i < 6; i++)
    {
      gint64 last_frame_us = hr_socket_get_last_frame_us (fixture->socket);

      hr_clock_advance (fixture->clock, 20 * G_USEC_PER_SEC);
      send_frame (fixture, FINAL | PONG, "", 0);
      run_until (hr_socket_get_last_frame_us (fixture->socket) > last_frame_us);
    }
  g_assert_true (hr_socket_is_open (fixture->socket));
}

static void
test_endless_fragments (Fixture      *fixture,
                        gconstpointer user_data)
{
  g_autofree char *piece = g_strnfill (1000, ' ');

  send_frame (fixture, TEXT, piece, 1000);
  for (guint i = 0; i < 70; i++)
    send_frame (fixture, 0, piece, 1000);
  g_assert_cmpuint (wait_for_close_code (fixture), ==, 1009);
  g_assert_cmpuint (fixture->n_messages, ==, 0);
}

/* The station has closed; a peer that goes on sending must not be kept by anybody. */
static void
test_fragments_after_close (Fixture      *fixture,
                            gconstpointer user_data)
{
  g_autofree char *piece = g_strnfill (1000, ' ');

  greet (fixture);
  hr_socket_close (fixture->socket, 1000, NULL);
  send_frame (fixture, TEXT, piece, 1000);
  for (guint i = 0; i < 1000; i++)
    send_frame (fixture, 0, piece, 1000);
  send_frame (fixture, FINAL, "", 0);
  send_frame (fixture, FINAL | CLOSE, "\x03\xe8", 2);
  run_until (fixture->is_closed);
  g_assert_true (fixture->is_orderly);
  g_assert_cmpuint (fixture->n_messages, ==, 1);
}

static void
test_fragments_of_a_message (Fixture      *fixture,
                             gconstpointer user_data)
{
  g_autofree char *piece = g_strnfill (30000, ' ');

  for (guint i = 0; i < 5; i++)
    {
      send_frame (fixture, TEXT, piece, 30000);
      send_frame (fixture, 0, piece, 30000);
      send_frame (fixture, FINAL, "{\"type\":\"greet\"}", 16);
      run_until (fixture->n_messages == i + 1);
    }
  g_assert_true (hr_socket_is_open (fixture->socket));
}

static void
test_frame_too_large (Fixture      *fixture,
                      gconstpointer user_data)
{
  g_autofree char *text = g_strnfill (HR_MESSAGE_MAX_BYTES + 1, ' ');

  send_frame (fixture, FINAL | TEXT, text, HR_MESSAGE_MAX_BYTES + 1);
  g_assert_cmpuint (wait_for_close_code (fixture), ==, 1009);
}

static void
test_too_many_frames (Fixture      *fixture,
                      gconstpointer user_data)
{
  for (guint i = 0; i < HR_FRAME_GUARD_BURST + 10; i++)
    send_text (fixture, "{\"type\":\"greet\"}");
  g_assert_cmpuint (wait_for_close_code (fixture), ==, 1008);
  g_assert_cmpuint (fixture->n_messages, ==, HR_FRAME_GUARD_BURST);
}

static void
test_invalid_utf8 (Fixture      *fixture,
                   gconstpointer user_data)
{
  send_frame (fixture, FINAL | TEXT, "\xff\xfe", 2);
  g_assert_cmpuint (wait_for_close_code (fixture), ==, 1007);
}

static void
send_filler (Fixture *fixture,
             gsize    size)
{
  g_autofree char *text = g_strnfill (size, 'x');
  g_autoptr (JsonObject) message = hr_json_new_object ("type", "filler", "text", text, NULL);

  hr_socket_send (fixture->socket, message);
}

/* A peer that takes nothing and says nothing: the queue is bounded, whatever the kernel's buffers hold. */
static void
test_peer_that_does_not_read (Fixture      *fixture,
                              gconstpointer user_data)
{
  guint n_sent = 0;

  greet (fixture);
  while (!fixture->is_closed && n_sent < 1000)
    {
      send_filler (fixture, 1000);
      n_sent++;
    }
  g_assert_true (fixture->is_closed);
  g_assert_false (fixture->is_orderly);
  g_assert_false (hr_socket_is_open (fixture->socket));
  g_assert_cmpuint (n_sent, >, 200);
  g_assert_cmpuint (n_sent, <, 300);
}

static void
answer_pings (Fixture *fixture)
{
  g_autoptr (GBytes) ping = find_frame (fixture, 0x9);

  if (ping == NULL)
    return;
  send_frame (fixture, FINAL | PONG, g_bytes_get_data (ping, NULL), g_bytes_get_size (ping));
}

static void
test_peer_that_reads (Fixture      *fixture,
                      gconstpointer user_data)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  greet (fixture);
  for (guint i = 0; i < 1000; i++)
    {
      send_filler (fixture, 2000);
      for (guint j = 0; j < 5; j++)
        g_main_context_iteration (NULL, FALSE);
      answer_pings (fixture);
      hr_clock_advance (fixture->clock, G_USEC_PER_SEC / 50);
      g_assert_true (hr_socket_is_open (fixture->socket));
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    }
}

/* A snapshot larger than the queue does not count against what follows it. */
static void
test_snapshot (Fixture      *fixture,
               gconstpointer user_data)
{
  greet (fixture);
  send_filler (fixture, 2 * 1024 * 1024);
  for (guint i = 0; i < 100; i++)
    send_filler (fixture, 1000);
  g_assert_true (hr_socket_is_open (fixture->socket));
}

static void
test_orderly_close (Fixture      *fixture,
                    gconstpointer user_data)
{
  greet (fixture);
  send_frame (fixture, FINAL | CLOSE, "\x03\xe8", 2);
  run_until (fixture->is_closed);
  g_assert_true (fixture->is_orderly);
}

static void
test_abrupt_close (Fixture      *fixture,
                   gconstpointer user_data)
{
  greet (fixture);
  g_io_stream_close (G_IO_STREAM (fixture->peer), NULL, NULL);
  run_until (fixture->is_closed);
  g_assert_false (fixture->is_orderly);
}

#define ADD(path, function) g_test_add ("/socket/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("bad-messages-keep-it-open", test_bad_messages_keep_it_open);
  ADD ("no-first-message", test_no_first_message);
  ADD ("silence", test_silence);
  ADD ("pong-is-a-sign-of-life", test_pong_is_a_sign_of_life);
  ADD ("endless-fragments", test_endless_fragments);
  ADD ("fragments-after-close", test_fragments_after_close);
  ADD ("fragments-of-a-message", test_fragments_of_a_message);
  ADD ("frame-too-large", test_frame_too_large);
  ADD ("too-many-frames", test_too_many_frames);
  ADD ("invalid-utf8", test_invalid_utf8);
  ADD ("peer-that-does-not-read", test_peer_that_does_not_read);
  ADD ("peer-that-reads", test_peer_that_reads);
  ADD ("snapshot", test_snapshot);
  ADD ("orderly-close", test_orderly_close);
  ADD ("abrupt-close", test_abrupt_close);

  return g_test_run ();
}
