/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-test-client"

#include "hr-test-client.h"

#include "hr-json.h"

#include <libsoup/soup.h>

#define DEADLINE_MS 20000

/* A condition is looked at this often, also when nothing wakes the main loop. */
#define POLL_MS 10

struct _HrTestDeadline
{
  char *what;
  guint deadline_id;
  guint poll_id;
};

struct _HrTestClient
{
  SoupSession             *session;
  SoupWebsocketConnection *connection;
  GPtrArray               *messages; /* of JsonObject */
  guint                    cursor;   /* the first that was not expected yet */
  gint64                   ref;
  gboolean                 is_closed;
};

static gboolean
on_deadline (gpointer user_data)
{
  HrTestDeadline  *deadline = user_data;
  g_autofree char *text = g_strdup_printf ("not within %d ms: %s", DEADLINE_MS, deadline->what);

  g_assertion_message (G_LOG_DOMAIN, __FILE__, __LINE__, G_STRFUNC, text);
  return G_SOURCE_REMOVE;
}

static gboolean
on_poll (gpointer unused)
{
  return G_SOURCE_CONTINUE;
}

HrTestDeadline *
hr_test_deadline_new (const char *what)
{
  HrTestDeadline *self = g_new0 (HrTestDeadline, 1);

  self->what = g_strdup (what);
  self->deadline_id = g_timeout_add (DEADLINE_MS, on_deadline, self);
  self->poll_id = g_timeout_add (POLL_MS, on_poll, NULL);

  return self;
}

void
hr_test_deadline_free (HrTestDeadline *self)
{
  g_source_remove (self->deadline_id);
  g_source_remove (self->poll_id);
  g_free (self->what);
  g_free (self);
}

static void
on_message (HrTestClient *self,
            int           type,
            GBytes       *bytes)
{
  gsize       length = 0;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, text, (gssize) length, &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->messages, json_node_dup_object (json_parser_get_root (parser)));
}

static void
on_closed (HrTestClient *self)
{
  self->is_closed = TRUE;
}

static void
on_connected (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  HrTestClient *self = user_data;
  g_autoptr (GError) error = NULL;

  self->connection = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  g_assert_no_error (error);
}

HrTestClient *
hr_test_client_new (const char *station_url,
                    const char *path,
                    const char *protocol)
{
  HrTestClient    *self = g_new0 (HrTestClient, 1);
  g_autofree char *url = g_strconcat (station_url, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  char *protocols[] = { (char *) protocol, NULL };

  self->session = soup_session_new ();
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  soup_session_websocket_connect_async (self->session, message, NULL, protocols, G_PRIORITY_DEFAULT, NULL, on_connected, self);
  hr_test_until (self->connection != NULL, url);

  soup_websocket_connection_set_max_incoming_payload_size (self->connection, 16 * 1024 * 1024);
  g_signal_connect_swapped (self->connection, "message", G_CALLBACK (on_message), self);
  g_signal_connect_swapped (self->connection, "closed", G_CALLBACK (on_closed), self);

  return self;
}

void
hr_test_client_free (HrTestClient *self)
{
  if (!self->is_closed && soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  hr_test_until (self->is_closed, "the socket is closed");

  g_signal_handlers_disconnect_by_data (self->connection, self);
  g_object_unref (self->connection);
  g_object_unref (self->session);
  g_ptr_array_unref (self->messages);
  g_free (self);
}

void
hr_test_client_cut (HrTestClient *self)
{
  g_io_stream_close (soup_websocket_connection_get_io_stream (self->connection), NULL, NULL);
  self->is_closed = TRUE;
}

void
hr_test_client_send (HrTestClient *self,
                     const char   *format,
                     ...)
{
  g_autofree char *text = NULL;
  va_list          words;

  va_start (words, format);
  text = g_strdup_vprintf (format, words);
  va_end (words);
  soup_websocket_connection_send_text (self->connection, text);
}

static gboolean
is_event_of (JsonObject *message,
             const char *kind)
{
  return g_strcmp0 (hr_json_get_string (message, "type"), "event") == 0 &&
         g_strcmp0 (hr_json_get_string (message, "kind"), kind) == 0;
}

/* Moves on to the first message of @type, and of @kind where that is given. */
static JsonObject *
find_next (HrTestClient *self,
           const char   *type,
           const char   *kind)
{
  while (self->cursor < self->messages->len)
    {
      JsonObject *message = g_ptr_array_index (self->messages, self->cursor++);

      if (kind != NULL ? is_event_of (message, kind) : g_strcmp0 (hr_json_get_string (message, "type"), type) == 0)
        return message;
    }

  return NULL;
}

JsonObject *
hr_test_client_expect (HrTestClient *self,
                       const char   *type)
{
  JsonObject *message = NULL;

  hr_test_until ((message = find_next (self, type, NULL)) != NULL, type);
  return message;
}

JsonObject *
hr_test_client_expect_event (HrTestClient *self,
                             const char   *kind)
{
  JsonObject *message = NULL;

  hr_test_until ((message = find_next (self, "event", kind)) != NULL, kind);
  return hr_json_get_object (message, "data");
}

guint
hr_test_client_expect_closed (HrTestClient *self)
{
  hr_test_until (self->is_closed, "the socket is closed");
  return soup_websocket_connection_get_close_code (self->connection);
}

GPtrArray *
hr_test_client_get_messages (HrTestClient *self)
{
  return self->messages;
}

static JsonObject *
find_answer (HrTestClient *self,
             gint64        ref)
{
  for (guint i = self->messages->len; i > 0; i--)
    {
      JsonObject *message = g_ptr_array_index (self->messages, i - 1);
      gint64      answered = 0;

      if (hr_json_get_int (message, "ref", &answered) && answered == ref)
        return message;
    }

  return NULL;
}

JsonObject *
hr_test_client_call (HrTestClient *self,
                     const char   *name,
                     const char   *args)
{
  gint64 ref = ++self->ref;

  hr_test_client_send (self, "{\"type\":\"command\",\"ref\":%" G_GINT64_FORMAT ",\"name\":\"%s\",\"args\":%s}", ref, name, args);
  hr_test_until (find_answer (self, ref) != NULL, name);

  return find_answer (self, ref);
}

JsonObject *
hr_test_client_do (HrTestClient *self,
                   const char   *name,
                   const char   *args)
{
  JsonObject *answer = hr_test_client_call (self, name, args);

  g_assert_cmpstr (hr_json_get_string (answer, "detail"), ==, NULL);
  g_assert_cmpstr (hr_json_get_string (answer, "type"), ==, "result");

  return hr_json_get_object (answer, "data");
}

void
hr_test_client_refuse (HrTestClient *self,
                       const char   *name,
                       const char   *args,
                       const char   *code)
{
  JsonObject *answer = hr_test_client_call (self, name, args);

  g_test_message ("%s %s", name, args);
  g_assert_cmpstr (hr_json_get_string (answer, "code"), ==, code);
}
