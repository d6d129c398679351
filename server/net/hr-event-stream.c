/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-event-stream"

#include "hr-event-stream.h"

#include "hr-connection.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-records.h"

#define QUEUE_MAX_BYTES (256 * 1024)

/* What a client that catches up is sent at once: that many bytes from memory, that many events from the log. */
#define PORTION_BYTES (64 * 1024)
#define PORTION_EVENTS 100

struct _HrEventStream
{
  GObject            parent_instance;
  SoupServerMessage *message;
  HrRecentEvents    *recent;
  char              *data_dir;
  GCancellable      *cancellable;
  gint64             seq;          /* of the last event that was sent */
  gsize              queued_bytes; /* not yet taken by the connection */
  gboolean           is_live;      /* it has caught up */
  gboolean           is_reading;   /* from the log */
  gboolean           is_closed;    /* nothing may be sent any more */
};

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrEventStream, hr_event_stream, G_TYPE_OBJECT)

static void
send_text (HrEventStream *self,
           const char    *text)
{
  gsize size = strlen (text);

  self->queued_bytes += size;
  soup_message_body_append (soup_server_message_get_response_body (self->message), SOUP_MEMORY_COPY, text, size);
  soup_server_message_unpause (self->message);
}

static void
send_event (HrEventStream *self,
            JsonObject    *event)
{
  g_autofree char *data = hr_message_print (event);
  g_autofree char *text = NULL;

  hr_json_get_int (event, "seq", &self->seq);
  text = g_strdup_printf ("id: %" G_GINT64_FORMAT "\nevent: %s\ndata: %s\n\n", self->seq, hr_json_get_string (event, "kind"), data);
  send_text (self, text);
}

static JsonObject *
read_portion (HrRecords *records,
              gpointer   data,
              GError   **error)
{
  return hr_records_get_events_since (records, *(gint64 *) data, PORTION_EVENTS, error);
}

/*
 * Nothing may be there: the log lacks what memory no longer has while the storage is degraded. The next comment, when it has left, makes
 * us look again.
 */
static void
on_portion_read (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (HrEventStream) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) portion = hr_records_query_finish (result, &error);
  JsonArray *events = NULL;

  self->is_reading = FALSE;
  if (self->is_closed)
    return;
  if (portion == NULL)
    {
      g_message ("Cannot read what a client missed: %s", error->message);
      hr_event_stream_close (self);
      return;
    }

  events = hr_json_get_array (portion, "items");
  for (guint i = 0; i < json_array_get_length (events); i++)
    send_event (self, json_array_get_object_element (events, i));
}

static void
read_log (HrEventStream *self)
{
  gint64 *since_seq = g_new (gint64, 1);

  *since_seq = self->seq;
  self->is_reading = TRUE;
  hr_records_query_async (self->data_dir, read_portion, since_seq, g_free, self->cancellable, on_portion_read, g_object_ref (self));
}

static void
catch_up (HrEventStream *self)
{
  g_autoptr (GPtrArray) missed = NULL;

  self->is_live = self->seq >= hr_recent_events_get_seq (self->recent);
  if (self->is_live)
    return;

  missed = hr_recent_events_dup_since (self->recent, self->seq, G_MAXUINT);
  if (missed == NULL)
    {
      read_log (self);
      return;
    }
  for (guint i = 0; i < missed->len && self->queued_bytes < PORTION_BYTES; i++)
    {
      g_autoptr (JsonObject) event = hr_event_to_json (g_ptr_array_index (missed, i));

      send_event (self, event);
    }
}

static void
on_wrote_data (HrEventStream *self,
               guint          size)
{
  self->queued_bytes -= size;
}

static void
on_wrote_chunk (HrEventStream *self)
{
  if (self->queued_bytes == 0 && !self->is_live && !self->is_reading && !self->is_closed)
    catch_up (self);
}

static void
on_disconnected (HrEventStream *self)
{
  self->is_closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
hr_event_stream_finalize (GObject *object)
{
  HrEventStream *self = HR_EVENT_STREAM (object);

  g_clear_object (&self->message);
  g_clear_object (&self->recent);
  g_clear_object (&self->cancellable);
  g_free (self->data_dir);

  G_OBJECT_CLASS (hr_event_stream_parent_class)->finalize (object);
}

static void
hr_event_stream_class_init (HrEventStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_event_stream_finalize;

  signals[CLOSED] = g_signal_new ("closed", HR_TYPE_EVENT_STREAM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hr_event_stream_init (HrEventStream *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
begin_answer (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_set_content_type (headers, "text/event-stream", NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
}

HrEventStream *
hr_event_stream_new (SoupServerMessage *message,
                     HrRecentEvents    *recent,
                     const char        *data_dir,
                     gint64             since_seq)
{
  HrEventStream *self = NULL;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);
  g_return_val_if_fail (HR_IS_RECENT_EVENTS (recent), NULL);
  g_return_val_if_fail (data_dir != NULL, NULL);

  self = g_object_new (HR_TYPE_EVENT_STREAM, NULL);
  self->message = g_object_ref (message);
  self->recent = g_object_ref (recent);
  self->data_dir = g_strdup (data_dir);
  self->seq = since_seq;
  g_signal_connect_object (message, "wrote-body-data", G_CALLBACK (on_wrote_data), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "wrote-chunk", G_CALLBACK (on_wrote_chunk), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "disconnected", G_CALLBACK (on_disconnected), self, G_CONNECT_SWAPPED);
  begin_answer (message);
  catch_up (self);
  return self;
}

SoupServerMessage *
hr_event_stream_get_message (HrEventStream *self)
{
  g_return_val_if_fail (HR_IS_EVENT_STREAM (self), NULL);

  return self->message;
}

void
hr_event_stream_push (HrEventStream *self,
                      HrEvent       *event)
{
  g_autoptr (JsonObject) object = NULL;

  g_return_if_fail (HR_IS_EVENT_STREAM (self));
  g_return_if_fail (HR_IS_EVENT (event));

  /* The log may have had it before everybody was told. */
  if (self->is_closed || !self->is_live || hr_event_get_seq (event) <= self->seq)
    return;

  object = hr_event_to_json (event);
  send_event (self, object);
  if (self->queued_bytes > QUEUE_MAX_BYTES)
    {
      g_message ("A client of the event stream does not read and is cut after event %" G_GINT64_FORMAT, self->seq);
      hr_event_stream_close (self);
    }
}

void
hr_event_stream_comment (HrEventStream *self)
{
  g_return_if_fail (HR_IS_EVENT_STREAM (self));

  if (!self->is_closed && self->queued_bytes == 0)
    send_text (self, ":\n\n");
}

void
hr_event_stream_close (HrEventStream *self)
{
  g_return_if_fail (HR_IS_EVENT_STREAM (self));

  if (self->is_closed)
    return;

  self->is_closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  soup_message_body_complete (soup_server_message_get_response_body (self->message));
  soup_server_message_unpause (self->message);
  if (self->queued_bytes > 0)
    hr_connection_cut (self->message);
}
