/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-recording-watch"

#include "hr-recording-watch.h"

#include "hr-json.h"
#include "hr-recording-media.h"

#include "hr-workplace.h"

#include <glib/gi18n.h>

/* A recording begins with the first packet; its event may come some moments after the one that
 * says live. */
#define START_GRACE_MS 3000

typedef enum
{
  RECORDING_UNKNOWN,
  RECORDING_AWAITED, /* live, and its recording is due */
  RECORDING_RUNS,
  RECORDING_KEPT, /* finished in order */
  RECORDING_FAILED,
} Recording;

struct _HrRecordingWatch
{
  GObject parent_instance;

  HrRoom        *room;
  HrStationLink *link;
  GCancellable  *cancellable;
  GHashTable    *recordings; /* incident id → Recording */
  GHashTable    *running;    /* incident id → id of the recording that was started last */
  guint          grace_id;
  gboolean       has_kept_one;
};

static const struct
{
  const char *kind;
  Recording   recording;
} kinds[] = {
  { "recording.started", RECORDING_RUNS },
  { "recording.finished", RECORDING_KEPT },
  { "recording.failed", RECORDING_FAILED },
};

G_DEFINE_FINAL_TYPE (HrRecordingWatch, hr_recording_watch, G_TYPE_OBJECT)

static Recording
get_recording (HrRecordingWatch *self,
               const char       *incident_id)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->recordings, incident_id));
}

static void
set_recording (HrRecordingWatch *self,
               const char       *incident_id,
               Recording         recording)
{
  g_hash_table_insert (self->recordings, g_strdup (incident_id), GINT_TO_POINTER (recording));
}

static gboolean
has_active_alert (HrRecordingWatch *self,
                  const char       *kind)
{
  GListModel *alerts = hr_board_get_alerts (hr_room_get_board (self->room));

  for (guint i = 0; i < g_list_model_get_n_items (alerts); i++)
    {
      g_autoptr (HrAlert) alert = g_list_model_get_item (alerts, i);

      if (hr_alert_is_active (alert) && g_str_equal (hr_alert_get_kind (alert), kind))
        return TRUE;
    }

  return FALSE;
}

/* counts[state]: how many of the incidents that are live now are in it. */
static guint
count_live (HrRecordingWatch *self,
            guint             counts[RECORDING_FAILED + 1])
{
  GListModel *incidents = hr_board_get_incidents (hr_room_get_board (self->room));
  guint       n_live = 0;

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (hr_incident_get_media_state (incident) != HR_MEDIA_LIVE)
        continue;

      counts[get_recording (self, hr_incident_get_id (incident))]++;
      n_live++;
    }

  return n_live;
}

static void
judge (HrRecordingWatch *self)
{
  guint            counts[RECORDING_FAILED + 1] = { 0 };
  guint            n_live = count_live (self, counts);
  guint            n_lost = counts[RECORDING_FAILED] + counts[RECORDING_KEPT];
  HrLampState      state = HR_LAMP_GOOD;
  g_autofree char *text = NULL;

  if (self->grace_id == 0)
    n_lost += counts[RECORDING_AWAITED];

  if (n_lost > 0 || has_active_alert (self, "recording_failed"))
    {
      state = HR_LAMP_BAD;
      text = g_strdup (_ ("What is heard is not being recorded"));
    }
  else if (counts[RECORDING_UNKNOWN] > 0)
    {
      state = HR_LAMP_UNKNOWN;
      text = g_strdup (_ ("It is not known yet whether every call is recorded"));
    }
  else if (n_live > 0)
    {
      text = g_strdup_printf (ngettext ("%u call is being recorded", "%u calls are being recorded", n_live), n_live);
    }
  else if (self->has_kept_one)
    {
      text = g_strdup (_ ("Nothing to record now; the last recording was kept"));
    }
  else
    {
      state = HR_LAMP_UNKNOWN;
      text = g_strdup (_ ("Nothing has been recorded since this console joined"));
    }

  hr_lamp_set (hr_room_get_lamp (self->room, "REC"), state, text);
}

static gboolean
on_grace_over (gpointer user_data)
{
  HrRecordingWatch *self = HR_RECORDING_WATCH (user_data);

  self->grace_id = 0;
  judge (self);

  return G_SOURCE_REMOVE;
}

static void
await_recording (HrRecordingWatch *self,
                 const char       *incident_id)
{
  if (get_recording (self, incident_id) == RECORDING_RUNS)
    return;

  set_recording (self, incident_id, RECORDING_AWAITED);
  g_clear_handle_id (&self->grace_id, g_source_remove);
  self->grace_id = g_timeout_add (START_GRACE_MS, on_grace_over, self);
}

/* A recording of an earlier attempt often ends after that of the next has begun. */
static gboolean
is_of_earlier (HrRecordingWatch *self,
               HrEvent          *event)
{
  const char *running_id = g_hash_table_lookup (self->running, hr_event_get_incident_id (event));
  const char *id = hr_json_get_string (hr_event_get_data (event), "recording_id");

  return running_id != NULL && id != NULL && !g_str_equal (id, running_id);
}

static void
note_recording (HrRecordingWatch *self,
                HrEvent          *event,
                Recording         recording)
{
  const char *incident_id = hr_event_get_incident_id (event);
  const char *id = hr_json_get_string (hr_event_get_data (event), "recording_id");

  self->has_kept_one |= recording == RECORDING_KEPT;
  if (recording == RECORDING_RUNS && id != NULL)
    g_hash_table_insert (self->running, g_strdup (incident_id), g_strdup (id));
  if (!is_of_earlier (self, event))
    set_recording (self, incident_id, recording);
}

static void
note_event (HrRecordingWatch *self,
            HrEvent          *event)
{
  if (hr_recording_event_is_picture (hr_event_get_data (event)))
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (hr_event_is_kind (event, kinds[i].kind))
        note_recording (self, event, kinds[i].recording);
    }
}

static void
on_applied (HrBoard          *board,
            HrEvent          *event,
            HrRecordingWatch *self)
{
  const char *incident_id = hr_event_get_incident_id (event);

  if (incident_id != NULL && hr_event_is_kind (event, "media.live"))
    await_recording (self, incident_id);
  else if (incident_id != NULL)
    note_event (self, event);

  judge (self);
}

static void
on_records_read (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (HrRecordingWatch) self = HR_RECORDING_WATCH (user_data);
  g_autoptr (JsonObject) answer = hr_station_link_get_json_finish (HR_STATION_LINK (source), result, NULL);
  JsonArray *items = answer != NULL ? hr_json_get_array (answer, "items") : NULL;

  /* Unread, the lamp stays grey: that is what is known. */
  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_array_get_element (items, i);
      g_autoptr (HrEvent) event = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        event = hr_event_new_from_json (json_node_get_object (node), NULL);

      if (event != NULL && hr_event_get_incident_id (event) != NULL)
        note_event (self, event);
    }

  if (!g_cancellable_is_cancelled (self->cancellable))
    judge (self);
}

/* Calls that went on while this console was not there. */
static void
read_unknown (HrRecordingWatch *self)
{
  GListModel *incidents = hr_board_get_incidents (hr_room_get_board (self->room));

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);
      g_autofree char *id = g_uri_escape_string (hr_incident_get_id (incident), NULL, FALSE);
      g_autofree char *path = g_strdup_printf ("/api/v1/incidents/%s/events", id);

      if (hr_incident_get_media_state (incident) == HR_MEDIA_LIVE)
        hr_station_link_get_json_async (self->link, path, self->cancellable, on_records_read, g_object_ref (self));
    }
}

static void
on_connection_changed (HrRecordingWatch *self)
{
  if (hr_room_get_connection (self->room) != HR_CONNECTION_READY)
    return;

  g_hash_table_remove_all (self->recordings);
  g_hash_table_remove_all (self->running);
  read_unknown (self);
  judge (self);
}

static void
hr_recording_watch_dispose (GObject *object)
{
  HrRecordingWatch *self = HR_RECORDING_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->grace_id, g_source_remove);
  g_clear_object (&self->room);
  g_clear_object (&self->link);

  G_OBJECT_CLASS (hr_recording_watch_parent_class)->dispose (object);
}

static void
hr_recording_watch_finalize (GObject *object)
{
  HrRecordingWatch *self = HR_RECORDING_WATCH (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->recordings, g_hash_table_unref);
  g_clear_pointer (&self->running, g_hash_table_unref);

  G_OBJECT_CLASS (hr_recording_watch_parent_class)->finalize (object);
}

static void
hr_recording_watch_class_init (HrRecordingWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_recording_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = hr_recording_watch_finalize;
}

static void
hr_recording_watch_init (HrRecordingWatch *self)
{
  self->cancellable = g_cancellable_new ();
  self->recordings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->running = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

HrRecordingWatch *
hr_recording_watch_new (HrRoom        *room,
                        HrStationLink *link)
{
  HrRecordingWatch *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (HR_IS_STATION_LINK (link), NULL);

  self = g_object_new (HR_TYPE_RECORDING_WATCH, NULL);
  self->room = g_object_ref (room);
  self->link = g_object_ref (link);
  g_signal_connect_object (room, "notify::connection", G_CALLBACK (on_connection_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hr_room_get_workplace (room), "changed::" HR_WORKPLACE_LANGUAGE, G_CALLBACK (judge), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hr_room_get_board (room), "applied", G_CALLBACK (on_applied), self, 0);

  return self;
}
