/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-history-loader"

#include "hr-history-loader.h"

#include "hr-json.h"
#include "hr-timeline-loader.h"

#include <glib/gi18n.h>

/* A screen of them and some more. */
#define PAGE 50

struct _HrHistoryLoader
{
  GObject parent_instance;

  HrRoom           *room;
  HrHistory        *history;
  HrStationLink    *link;
  HrTimelineLoader *timeline_loader; /* of the record */
  GCancellable     *cancellable;     /* while a page is on its way */
  char             *cursor;          /* of the next page; NULL: there is none */
  gboolean          is_wanted;       /* somebody has looked at it */
};

G_DEFINE_FINAL_TYPE (HrHistoryLoader, hr_history_loader, G_TYPE_OBJECT)

typedef struct
{
  HrHistoryLoader *loader;
  gboolean         is_first;
} Request;

static void
request_free (Request *request)
{
  g_object_unref (request->loader);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

/* One that this console cannot read is left out, and said in the log: the others are there. */
static GPtrArray *
read_incidents (JsonObject *answer)
{
  JsonArray *items = hr_json_get_array (answer, "items");
  GPtrArray *incidents = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_array_get_element (items, i);
      g_autoptr (GError) error = NULL;
      HrIncident *incident = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        incident = hr_incident_new_from_json (json_node_get_object (node), &error);

      if (incident != NULL)
        g_ptr_array_add (incidents, incident);
      else
        g_message ("An incident of the records cannot be read: %s", error != NULL ? error->message : "it is no object");
    }

  return incidents;
}

static void
on_page_read (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Request) request = user_data;
  HrHistoryLoader *self = request->loader;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = hr_station_link_get_json_finish (HR_STATION_LINK (source), result, &error);
  g_autoptr (GPtrArray) incidents = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);

  if (answer == NULL)
    {
      hr_history_fail (self->history, error->message);
      return;
    }

  g_free (self->cursor);
  self->cursor = g_strdup (hr_json_get_string (answer, "next"));
  incidents = read_incidents (answer);
  hr_history_take_page (self->history, incidents, request->is_first, self->cursor != NULL);
}

static void
stop_reading (HrHistoryLoader *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  g_clear_object (&self->cancellable);
}

static char *
dup_path (HrHistoryLoader *self,
          const char      *cursor)
{
  g_autofree char *query = hr_history_dup_query (self->history);
  g_autofree char *escaped = g_uri_escape_string (cursor != NULL ? cursor : "", NULL, FALSE);

  return g_strdup_printf ("/api/v1/incidents?limit=%d%s%s%s%s", PAGE, query[0] != '\0' ? "&" : "", query,
                          cursor != NULL ? "&cursor=" : "", escaped);
}

static void
read_page (HrHistoryLoader *self,
           const char      *cursor)
{
  g_autofree char *path = dup_path (self, cursor);
  Request         *request = NULL;

  stop_reading (self);

  if (hr_room_get_connection (self->room) != HR_CONNECTION_READY)
    {
      hr_history_fail (self->history, _ ("The station is not joined. They are read as soon as it is."));
      return;
    }

  hr_history_set_loading (self->history);
  request = g_new0 (Request, 1);
  request->loader = g_object_ref (self);
  request->is_first = cursor == NULL;
  self->cancellable = g_cancellable_new ();
  hr_station_link_get_json_async (self->link, path, self->cancellable, on_page_read, request);
}

static void
on_wanted (HrHistoryLoader *self)
{
  self->is_wanted = TRUE;
  read_page (self, NULL);
}

static void
on_more_wanted (HrHistoryLoader *self)
{
  if (self->cursor != NULL && self->cancellable == NULL)
    read_page (self, self->cursor);
}

/* The record's room sees the station as this one does. */
static void
on_room_changed (HrHistoryLoader *self)
{
  HrRoom *record = hr_history_get_record (self->history);

  hr_room_set_connection (record, hr_room_get_connection (self->room));
  hr_room_set_operator (record, hr_room_get_operator_id (self->room), hr_room_get_operator_name (self->room),
                        hr_room_is_supervisor (self->room));
  hr_room_set_clock_offset (record, hr_room_get_now_us (self->room) - g_get_real_time ());
}

static void
on_connection_changed (HrHistoryLoader *self)
{
  if (self->is_wanted && hr_room_get_connection (self->room) == HR_CONNECTION_READY)
    read_page (self, NULL);
}

static void
hr_history_loader_dispose (GObject *object)
{
  HrHistoryLoader *self = HR_HISTORY_LOADER (object);

  stop_reading (self);
  g_clear_object (&self->timeline_loader);
  g_clear_object (&self->history);
  g_clear_object (&self->room);
  g_clear_object (&self->link);

  G_OBJECT_CLASS (hr_history_loader_parent_class)->dispose (object);
}

static void
hr_history_loader_finalize (GObject *object)
{
  g_free (HR_HISTORY_LOADER (object)->cursor);

  G_OBJECT_CLASS (hr_history_loader_parent_class)->finalize (object);
}

static void
hr_history_loader_class_init (HrHistoryLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_history_loader_dispose;
  G_OBJECT_CLASS (klass)->finalize = hr_history_loader_finalize;
}

static void
hr_history_loader_init (HrHistoryLoader *self)
{
}

HrHistoryLoader *
hr_history_loader_new (HrRoom        *room,
                       HrStationLink *link)
{
  HrHistoryLoader *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (HR_IS_STATION_LINK (link), NULL);

  self = g_object_new (HR_TYPE_HISTORY_LOADER, NULL);
  self->room = g_object_ref (room);
  self->link = g_object_ref (link);
  self->history = g_object_ref (hr_room_get_history (room));
  self->timeline_loader = hr_timeline_loader_new (hr_history_get_record (self->history), link);
  g_signal_connect_object (room, "notify", G_CALLBACK (on_room_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::connection", G_CALLBACK (on_connection_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->history, "wanted", G_CALLBACK (on_wanted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->history, "more-wanted", G_CALLBACK (on_more_wanted), self, G_CONNECT_SWAPPED);
  on_room_changed (self);

  return self;
}
