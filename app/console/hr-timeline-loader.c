/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-timeline-loader"

#include "hr-timeline-loader.h"

#include "hr-json.h"

struct _HrTimelineLoader
{
  GObject parent_instance;

  HrRoom        *room;
  HrStationLink *link;
  GCancellable  *cancellable; /* while the records are on their way */
  GPtrArray     *pending;     /* HrEvent: applied meanwhile */
  char          *incident_id; /* whose timeline it is; NULL: nobody's */
};

G_DEFINE_FINAL_TYPE (HrTimelineLoader, hr_timeline_loader, G_TYPE_OBJECT)

static gint64
get_last_seq (GListModel *timeline)
{
  guint n_events = g_list_model_get_n_items (timeline);
  g_autoptr (HrEvent) last = n_events > 0 ? g_list_model_get_item (timeline, n_events - 1) : NULL;

  return last != NULL ? hr_event_get_seq (last) : 0;
}

static void
append (HrTimelineLoader *self,
        HrEvent          *event)
{
  GListModel *timeline = hr_room_get_timeline (self->room);

  if (hr_event_get_seq (event) > get_last_seq (timeline))
    g_list_store_append (G_LIST_STORE (timeline), event);
}

static void
append_recorded (HrTimelineLoader *self,
                 JsonObject       *answer)
{
  JsonArray *items = hr_json_get_array (answer, "items");

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_array_get_element (items, i);
      g_autoptr (HrEvent) event = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        event = hr_event_new_from_json (json_node_get_object (node), NULL);

      if (event != NULL)
        append (self, event);
    }
}

static void
on_records_read (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (HrTimelineLoader) self = HR_TIMELINE_LOADER (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = hr_station_link_get_json_finish (HR_STATION_LINK (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);

  /* It is read again when the station is joined again; until then the live events are better
   * than none. */
  if (answer == NULL)
    g_message ("The timeline cannot be read: %s", error->message);
  else
    append_recorded (self, answer);

  for (guint i = 0; i < self->pending->len; i++)
    append (self, g_ptr_array_index (self->pending, i));
  g_ptr_array_set_size (self->pending, 0);
}

static void
stop_reading (HrTimelineLoader *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  g_clear_object (&self->cancellable);
  g_ptr_array_set_size (self->pending, 0);
}

static void
read_records (HrTimelineLoader *self)
{
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;

  stop_reading (self);
  g_list_store_remove_all (G_LIST_STORE (hr_room_get_timeline (self->room)));

  if (self->incident_id == NULL || hr_room_get_connection (self->room) != HR_CONNECTION_READY)
    return;

  id = g_uri_escape_string (self->incident_id, NULL, FALSE);
  path = g_strdup_printf ("/api/v1/incidents/%s/events", id);
  self->cancellable = g_cancellable_new ();
  hr_station_link_get_json_async (self->link, path, self->cancellable, on_records_read, g_object_ref (self));
}

static void
on_selected_changed (HrTimelineLoader *self)
{
  HrIncident *selected = hr_room_get_selected (self->room);
  const char *id = selected != NULL ? hr_incident_get_id (selected) : NULL;

  if (g_strcmp0 (id, self->incident_id) == 0)
    return;

  g_free (self->incident_id);
  self->incident_id = g_strdup (id);
  read_records (self);
}

/* What was recorded while the station was away is in its records. */
static void
on_connection_changed (HrTimelineLoader *self)
{
  if (hr_room_get_connection (self->room) == HR_CONNECTION_READY)
    read_records (self);
}

static void
on_applied (HrBoard          *board,
            HrEvent          *event,
            HrTimelineLoader *self)
{
  if (self->incident_id == NULL || g_strcmp0 (hr_event_get_incident_id (event), self->incident_id) != 0)
    return;

  if (self->cancellable != NULL)
    g_ptr_array_add (self->pending, g_object_ref (event));
  else
    append (self, event);
}

static void
hr_timeline_loader_dispose (GObject *object)
{
  HrTimelineLoader *self = HR_TIMELINE_LOADER (object);

  stop_reading (self);
  g_clear_object (&self->room);
  g_clear_object (&self->link);

  G_OBJECT_CLASS (hr_timeline_loader_parent_class)->dispose (object);
}

static void
hr_timeline_loader_finalize (GObject *object)
{
  HrTimelineLoader *self = HR_TIMELINE_LOADER (object);

  g_clear_pointer (&self->pending, g_ptr_array_unref);
  g_clear_pointer (&self->incident_id, g_free);

  G_OBJECT_CLASS (hr_timeline_loader_parent_class)->finalize (object);
}

static void
hr_timeline_loader_class_init (HrTimelineLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_timeline_loader_dispose;
  G_OBJECT_CLASS (klass)->finalize = hr_timeline_loader_finalize;
}

static void
hr_timeline_loader_init (HrTimelineLoader *self)
{
  self->pending = g_ptr_array_new_with_free_func (g_object_unref);
}

HrTimelineLoader *
hr_timeline_loader_new (HrRoom        *room,
                        HrStationLink *link)
{
  HrTimelineLoader *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (HR_IS_STATION_LINK (link), NULL);

  self = g_object_new (HR_TYPE_TIMELINE_LOADER, NULL);
  self->room = g_object_ref (room);
  self->link = g_object_ref (link);
  g_signal_connect_object (room, "notify::selected", G_CALLBACK (on_selected_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::connection", G_CALLBACK (on_connection_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hr_room_get_board (room), "applied", G_CALLBACK (on_applied), self, 0);

  return self;
}
