/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-events-api"

#include "hr-events-api.h"

#include "hr-event-stream.h"
#include "hr-http.h"
#include "hr-message.h"

#define PATH "/api/v1/events"
#define COMMENT_MS 15000

struct _HrEventsApi
{
  GObject         parent_instance;
  HrStation      *station; /* borrowed */
  SoupServer     *server;
  HrClock        *clock; /* the station's */
  HrRecentEvents *recent;
  GPtrArray      *streams; /* of HrEventStream */
  guint           comment_id;
};

G_DEFINE_FINAL_TYPE (HrEventsApi, hr_events_api, G_TYPE_OBJECT)

/* Whoever may no longer read is sent no more. */
static void
check_access (HrEventsApi *self)
{
  for (guint i = 0; i < self->streams->len; i++)
    {
      HrEventStream   *stream = g_ptr_array_index (self->streams, i);
      g_autofree char *actor = hr_http_authenticate (hr_event_stream_get_message (stream), self->station, "read", NULL);

      if (actor == NULL)
        hr_event_stream_close (stream);
    }
}

static void
on_recorded (HrEventsApi *self,
             HrEvent     *event)
{
  if (hr_event_is_kind (event, "key.revoked") || hr_event_is_kind (event, "operator.saved"))
    check_access (self);
  for (guint i = 0; i < self->streams->len; i++)
    hr_event_stream_push (g_ptr_array_index (self->streams, i), event);
}

/* Tokens run out, too. */
static gboolean
on_comment_due (gpointer user_data)
{
  HrEventsApi *self = user_data;

  check_access (self);
  for (guint i = 0; i < self->streams->len; i++)
    hr_event_stream_comment (g_ptr_array_index (self->streams, i));

  return G_SOURCE_CONTINUE;
}

static void
on_closed (HrEventsApi   *self,
           HrEventStream *stream)
{
  g_ptr_array_remove_fast (self->streams, stream);
}

/* Where the client wants to go on. A browser that comes back repeats its URL, so that the header is newer than what is in there. */
static gboolean
read_since (HrEventsApi       *self,
            SoupServerMessage *message,
            GHashTable        *query,
            gint64            *since_seq,
            GError           **error)
{
  const char *text = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Last-Event-ID");
  guint64     last_seq = (guint64) hr_journal_get_seq (hr_station_get_journal (self->station));
  guint64     value = 0;

  if (text == NULL && query != NULL)
    text = g_hash_table_lookup (query, "since");
  if (text == NULL)
    {
      *since_seq = hr_recent_events_get_seq (self->recent);
      return TRUE;
    }
  if (!g_ascii_string_to_unsigned (text, 10, 0, last_seq, &value, NULL))
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD,
                   "The events to go on after are numbered from 0 to %" G_GUINT64_FORMAT, last_seq);
      return FALSE;
    }
  *since_seq = (gint64) value;
  return TRUE;
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  HrEventsApi *self = HR_EVENTS_API (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *actor = NULL;
  HrEventStream   *stream = NULL;
  gint64           since_seq = 0;

  if (!hr_http_check_method (message, "GET"))
    return;

  actor = hr_http_authenticate (message, self->station, "read", &error);
  if (actor == NULL || !read_since (self, message, query, &since_seq, &error))
    {
      hr_http_reply_error (message, error);
      return;
    }
  stream = hr_event_stream_new (message, self->recent, hr_station_get_data_dir (self->station), since_seq);
  g_ptr_array_add (self->streams, stream);
  g_signal_connect_object (stream, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
}

static void
hr_events_api_dispose (GObject *object)
{
  HrEventsApi *self = HR_EVENTS_API (object);

  g_assert (self->comment_id == 0);

  g_clear_pointer (&self->streams, g_ptr_array_unref);
  g_clear_object (&self->recent);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (hr_events_api_parent_class)->dispose (object);
}

static void
hr_events_api_class_init (HrEventsApiClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_events_api_dispose;
}

static void
hr_events_api_init (HrEventsApi *self)
{
  self->streams = g_ptr_array_new_with_free_func (g_object_unref);
}

HrEventsApi *
hr_events_api_new (HrStation  *station,
                   SoupServer *server)
{
  HrEventsApi *self = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);
  g_return_val_if_fail (SOUP_IS_SERVER (server), NULL);

  self = g_object_new (HR_TYPE_EVENTS_API, NULL);
  self->station = station;
  self->server = g_object_ref (server);
  self->clock = hr_station_get_clock (station);
  self->recent = hr_recent_events_new (hr_station_get_journal (station));
  self->comment_id = hr_clock_add_timeout (self->clock, COMMENT_MS, on_comment_due, self);
  g_signal_connect_object (hr_station_get_journal (station), "recorded", G_CALLBACK (on_recorded), self, G_CONNECT_SWAPPED);
  soup_server_add_handler (server, PATH, on_request, self, NULL);

  return self;
}

void
hr_events_api_stop (HrEventsApi *self)
{
  g_return_if_fail (HR_IS_EVENTS_API (self));

  hr_clock_clear (self->clock, &self->comment_id);
  soup_server_remove_handler (self->server, PATH);
  for (guint i = 0; i < self->streams->len; i++)
    hr_event_stream_close (g_ptr_array_index (self->streams, i));
  g_ptr_array_set_size (self->streams, 0);
}
