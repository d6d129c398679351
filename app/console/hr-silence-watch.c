/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-silence-watch"

#include "hr-silence-watch.h"

#include "hr-json.h"

#define LOOK_MS 1000
#define SILENT_AFTER_MS 30000
/* Until the station's answer is on the board. */
#define TELL_AGAIN_MS 10000
#define SILENCE_ALERT "call_silent"

/* What was heard of a call that is on a slot. */
typedef struct
{
  gint64 silent_since_us; /* as the listening says it: another silence has another; 0: something is heard */
  gint64 since_us;        /* monotonic: since when that is so */
  gint64 told_us;         /* monotonic; 0: never */
} Hearing;

struct _HrSilenceWatch
{
  GObject parent_instance;

  HrRoom          *room;
  HrPanelClient   *panel;
  HrListeningDesk *listening_desk;
  HrClock         *clock;
  guint            timer_id;
  GHashTable      *hearings; /* incident id → Hearing */
};

G_DEFINE_FINAL_TYPE (HrSilenceWatch, hr_silence_watch, G_TYPE_OBJECT)

static Hearing *
take_in (HrSilenceWatch *self,
         const char     *incident_id,
         gint64          silent_since_us)
{
  Hearing *hearing = g_hash_table_lookup (self->hearings, incident_id);
  gboolean is_new = hearing == NULL;

  if (is_new)
    {
      hearing = g_new0 (Hearing, 1);
      g_hash_table_insert (self->hearings, g_strdup (incident_id), hearing);
    }

  if (is_new || hearing->silent_since_us != silent_since_us)
    {
      hearing->silent_since_us = silent_since_us;
      hearing->since_us = hr_clock_get_monotonic_us (self->clock);
    }

  return hearing;
}

static void
on_told (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = hr_panel_client_command_finish (HR_PANEL_CLIENT (source), result, &error);

  if (answer == NULL)
    g_debug ("What is heard of a call is not taken: %s", error->message);
}

static void
tell (HrSilenceWatch *self,
      const char     *incident_id,
      gint64          silent_ms)
{
  g_autoptr (JsonObject) args = hr_json_new_object ("incident_id", incident_id, NULL);

  json_object_set_int_member (args, "silent_ms", silent_ms);
  hr_panel_client_command_async (self->panel, "incident.silence", args, on_told, NULL);
}

/* Who has listened for a while only cannot say that it was silent for long, nor that it was not. */
static void
judge (HrSilenceWatch *self,
       HrIncident     *incident,
       HrListening    *listening)
{
  const char *incident_id = hr_incident_get_id (incident);
  Hearing    *hearing = take_in (self, incident_id, hr_listening_get_silent_since_us (listening));
  gint64      now_us = hr_clock_get_monotonic_us (self->clock);
  gboolean    is_heard = hearing->silent_since_us == 0;
  gint64      silent_ms = is_heard ? 0 : (now_us - hearing->since_us) / G_TIME_SPAN_MILLISECOND;

  if (is_heard != (hr_room_find_alert (self->room, SILENCE_ALERT, incident_id) != NULL) || (!is_heard && silent_ms < SILENT_AFTER_MS))
    return;
  if (hearing->told_us != 0 && now_us - hearing->told_us < TELL_AGAIN_MS * G_TIME_SPAN_MILLISECOND)
    return;

  hearing->told_us = now_us;
  tell (self, incident_id, silent_ms);
}

/* What no packets come of is lost, not silent. */
static gboolean
is_listened_to (HrSilenceWatch *self,
                HrIncident     *incident)
{
  const char *incident_id = hr_incident_get_id (incident);

  return hr_incident_get_media_state (incident) == HR_MEDIA_LIVE &&
         hr_listening_desk_find_slot (self->listening_desk, incident_id) >= 0 &&
         hr_listening_has_sound (hr_room_get_listening (self->room, incident_id));
}

static gboolean
is_over (gpointer incident_id,
         gpointer hearing,
         gpointer user_data)
{
  HrSilenceWatch *self = user_data;
  HrIncident     *incident = hr_board_get_incident (hr_room_get_board (self->room), incident_id);

  return incident == NULL || !is_listened_to (self, incident);
}

static gboolean
look (gpointer user_data)
{
  HrSilenceWatch *self = user_data;
  GListModel     *incidents = hr_board_get_incidents (hr_room_get_board (self->room));

  g_hash_table_foreach_remove (self->hearings, is_over, self);
  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (is_listened_to (self, incident))
        judge (self, incident, hr_room_get_listening (self->room, hr_incident_get_id (incident)));
    }

  return G_SOURCE_CONTINUE;
}

static void
hr_silence_watch_dispose (GObject *object)
{
  HrSilenceWatch *self = HR_SILENCE_WATCH (object);

  if (self->clock != NULL)
    hr_clock_clear (self->clock, &self->timer_id);
  g_clear_object (&self->clock);
  g_clear_object (&self->room);
  g_clear_object (&self->panel);
  g_clear_object (&self->listening_desk);

  G_OBJECT_CLASS (hr_silence_watch_parent_class)->dispose (object);
}

static void
hr_silence_watch_finalize (GObject *object)
{
  g_clear_pointer (&HR_SILENCE_WATCH (object)->hearings, g_hash_table_unref);

  G_OBJECT_CLASS (hr_silence_watch_parent_class)->finalize (object);
}

static void
hr_silence_watch_class_init (HrSilenceWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hr_silence_watch_dispose;
  object_class->finalize = hr_silence_watch_finalize;
}

static void
hr_silence_watch_init (HrSilenceWatch *self)
{
  self->hearings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

HrSilenceWatch *
hr_silence_watch_new (HrRoom          *room,
                      HrPanelClient   *panel,
                      HrListeningDesk *listening_desk,
                      HrClock         *clock)
{
  HrSilenceWatch *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (HR_IS_PANEL_CLIENT (panel), NULL);
  g_return_val_if_fail (HR_IS_LISTENING_DESK (listening_desk), NULL);
  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  self = g_object_new (HR_TYPE_SILENCE_WATCH, NULL);
  self->room = g_object_ref (room);
  self->panel = g_object_ref (panel);
  self->listening_desk = g_object_ref (listening_desk);
  self->clock = g_object_ref (clock);
  self->timer_id = hr_clock_add_timeout (self->clock, LOOK_MS, look, self);

  return self;
}
