/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-replayer"

#include "hr-replayer.h"

#include "hr-recording-fetch.h"
#include "hr-replay-joint.h"
#include "hr-track.h"

#include <glib/gi18n.h>

#define LAST_US ((gint64) 30 * G_USEC_PER_SEC)
#define LOOK_MS 200
/* What the voice has given to the mixer is heard out before it goes. */
#define FADE_MS 300
/* Asked every 700 ms: after 7 s in which nothing new came it ends with what it has. */
#define MAX_VAIN 10
/* How long it is said why there is nothing to hear. */
#define TROUBLE_MS 8000
/* What is not heard live has no present that could be reached. */
#define NEAR_US (4 * G_USEC_PER_SEC)

struct _HrReplayer
{
  GObject          parent_instance;
  HrRoom          *room;
  HrStationLink   *link;
  HrListeningDesk *desk;
  HrMonitor       *monitor; /* NULL: closed */
  HrClock         *clock;

  HrListening   *listening; /* of the call whose past is told, or of which a trouble is said; NULL: of none */
  HrReplayVoice *voice;     /* the monitor's; NULL: nothing is told */
  GListStore    *events;    /* of HrEvent: what is known of its recordings */
  char          *track_id;  /* of the recording that is told */
  GBytes        *recording; /* as far as it is here; NULL: nothing of it is */
  gint64         from;      /* the sample to begin at */
  gboolean       is_whole;  /* there will be no more of it */
  guint          n_vain;    /* times in a row that nothing new came */
  GCancellable  *cancellable;
  gboolean       is_busy; /* it is fetched, or joined */
  guint          look_id;
  guint          fade_id;
  guint          trouble_id;
};

enum
{
  PROP_ACTIVE = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (HrReplayer, hr_replayer, G_TYPE_OBJECT)

static void fetch (HrReplayer *self);

static HrReplay *
get_replay (HrReplayer *self)
{
  return hr_listening_get_replay (self->listening);
}

static void
update_heard (HrReplayer *self)
{
  hr_listening_desk_set_replaying (self->desk, self->voice != NULL && !hr_listening_is_muted (self->listening) &&
                                                 hr_listening_get_volume (self->listening) > 0);
}

static void
set_voice (HrReplayer    *self,
           HrReplayVoice *voice)
{
  if (self->voice != NULL)
    g_signal_handlers_disconnect_by_data (self->voice, self);

  self->voice = voice;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

/* The voice may still have to hand over to what is live. */
static void
forget (HrReplayer *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  g_clear_object (&self->cancellable);
  self->is_busy = FALSE;
  hr_clock_clear (self->clock, &self->look_id);
  hr_clock_clear (self->clock, &self->trouble_id);
  g_list_store_remove_all (self->events);
  g_clear_pointer (&self->track_id, g_free);
  g_clear_pointer (&self->recording, g_bytes_unref);

  if (self->voice != NULL)
    set_voice (self, NULL);

  if (self->listening == NULL)
    return;

  update_heard (self);
  hr_replay_set (get_replay (self), HR_REPLAY_NONE, 0);
  hr_replay_set_trouble (get_replay (self), NULL);
  g_signal_handlers_disconnect_by_data (self->listening, self);
  g_clear_object (&self->listening);
}

static gboolean
on_trouble_said (gpointer user_data)
{
  HrReplayer *self = user_data;

  self->trouble_id = 0;
  hr_replay_set_trouble (get_replay (self), NULL);

  return G_SOURCE_REMOVE;
}

static void
say_trouble (HrReplayer *self,
             const char *trouble)
{
  hr_clock_clear (self->clock, &self->trouble_id);
  hr_replay_set_trouble (get_replay (self), trouble);
  self->trouble_id = hr_clock_add_timeout (self->clock, TROUBLE_MS, on_trouble_said, self);
}

static gboolean
on_faded (gpointer user_data)
{
  HrReplayer *self = user_data;

  self->fade_id = 0;
  hr_monitor_stop_replay (self->monitor);

  return G_SOURCE_REMOVE;
}

static void
fade (HrReplayer *self)
{
  hr_clock_clear (self->clock, &self->fade_id);
  self->fade_id = hr_clock_add_timeout (self->clock, FADE_MS, on_faded, self);
}

/* What is said of it stays for a while. */
static void
give_up (HrReplayer *self,
         const char *trouble)
{
  HrListening *listening = g_object_ref (self->listening);

  if (self->voice != NULL)
    {
      hr_replay_voice_stop (self->voice);
      fade (self);
    }

  forget (self);
  self->listening = listening;
  say_trouble (self, trouble);
}

static void
on_ended (HrReplayVoice *voice,
          gboolean       is_live,
          HrReplayer    *self)
{
  fade (self);

  if (is_live)
    forget (self);
  else
    give_up (self, _ ("Heard to its end: nothing more is said"));
}

static gboolean
on_look_due (gpointer user_data)
{
  HrReplayer *self = user_data;
  gint64      behind_us = hr_replay_voice_get_behind_us (self->voice, hr_room_get_now_us (self->room));

  if (behind_us < 0)
    hr_replay_set (get_replay (self), HR_REPLAY_FETCHING, 0);
  else
    hr_replay_set (get_replay (self), hr_replay_voice_is_catching_up (self->voice) ? HR_REPLAY_CATCHING_UP : HR_REPLAY_PAST, behind_us);

  return G_SOURCE_CONTINUE;
}

static const HrTrack *
find_track (GPtrArray  *tracks,
            const char *id)
{
  int i = hr_track_find (tracks, id);

  return i >= 0 ? tracks->pdata[i] : NULL;
}

static void
on_joined (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (HrReplayer) self = HR_REPLAYER (user_data);
  g_autoptr (GError) error = NULL;
  HrReplayJoint joint = { 0 };

  if (hr_replay_joint_find_finish (result, &joint, &error))
    hr_replay_source_join (hr_replay_voice_get_source (self->voice), joint.sample, joint.number);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->is_busy = FALSE;
}

/* What is still said is live too: there the two are joined. */
static void
join (HrReplayer *self)
{
  guint64 number = 0;
  g_autoptr (GArray) live = hr_replay_source_copy_live (hr_replay_voice_get_source (self->voice), HR_REPLAY_JOINT_LIVE_SAMPLES, &number);

  self->is_busy = live->len > 0 && !self->is_whole;
  if (self->is_busy)
    hr_replay_joint_find_async (self->recording, live, number, self->cancellable, on_joined, g_object_ref (self));
}

static void
take (HrReplayer *self,
      GBytes     *recording)
{
  g_autoptr (GPtrArray) tracks = hr_track_read_all (G_LIST_MODEL (self->events));
  const HrTrack *track = find_track (tracks, self->track_id);
  HrReplayPiece  piece = { recording, self->recording != NULL, self->from, track != NULL ? track->started_at_us : 0 };

  self->n_vain = piece.is_more && g_bytes_get_size (recording) == g_bytes_get_size (self->recording) ? self->n_vain + 1 : 0;

  if (self->n_vain == 0)
    hr_replay_source_add (hr_replay_voice_get_source (self->voice), &piece);

  g_clear_pointer (&self->recording, g_bytes_unref);
  self->recording = g_bytes_ref (recording);
}

static void
on_fetched (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (HrReplayer) self = HR_REPLAYER (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = NULL;
  g_autoptr (GBytes) recording = hr_recording_fetch_finish (HR_STATION_LINK (source), result, &sha256, &error);
  g_autofree char *trouble = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->is_busy = FALSE;

  if (recording != NULL)
    {
      take (self, recording);
      join (self);
      return;
    }

  /* With what is here it goes on meanwhile. */
  if (self->recording != NULL && ++self->n_vain < MAX_VAIN)
    return;

  trouble = g_strdup_printf (_ ("The recording cannot be fetched: %s"), error->message);
  give_up (self, trouble);
}

static void
fetch (HrReplayer *self)
{
  g_autoptr (GPtrArray) tracks = hr_track_read_all (G_LIST_MODEL (self->events));
  const HrTrack *track = find_track (tracks, self->track_id);

  self->is_busy = TRUE;
  self->is_whole = track == NULL || track->state != HR_TRACK_RECORDING;
  hr_recording_fetch_async (self->link, hr_listening_get_incident_id (self->listening), self->track_id, self->recording, self->cancellable,
                            on_fetched, g_object_ref (self));
}

static void
tell_track (HrReplayer    *self,
            const HrTrack *track,
            gint64         from)
{
  g_free (self->track_id);
  self->track_id = g_strdup (track->id);
  g_clear_pointer (&self->recording, g_bytes_unref);
  self->from = from;
  self->n_vain = 0;
  fetch (self);
}

static void
on_hungry (HrReplayVoice *voice,
           HrReplayer    *self)
{
  g_autoptr (GPtrArray) tracks = NULL;
  const HrTrack *next = NULL;
  gboolean       is_near = hr_replay_voice_get_behind_us (voice, hr_room_get_now_us (self->room)) < NEAR_US;

  if (self->is_busy)
    return;

  tracks = hr_track_read_all (G_LIST_MODEL (self->events));
  next = self->is_whole ? hr_track_find_next (tracks, self->track_id) : NULL;

  if (next != NULL)
    tell_track (self, next, 0);
  else if (self->is_whole || self->n_vain >= MAX_VAIN || (is_near && hr_listening_get_slot (self->listening) < 0))
    hr_replay_source_set_complete (hr_replay_voice_get_source (voice));
  else
    fetch (self);
}

static void
on_applied (HrBoard    *board,
            HrEvent    *event,
            HrReplayer *self)
{
  if (self->voice != NULL && g_str_has_prefix (hr_event_get_kind (event), "recording.") &&
      g_strcmp0 (hr_event_get_incident_id (event), hr_listening_get_incident_id (self->listening)) == 0)
    g_list_store_append (self->events, event);
}

static void
on_slot_changed (HrReplayer *self)
{
  hr_monitor_set_replay_slot (self->monitor, hr_listening_get_slot (self->listening));
}

static void
on_volume_changed (HrReplayer *self)
{
  hr_monitor_set_replay_volume (self->monitor, hr_listening_get_volume (self->listening), hr_listening_is_muted (self->listening));
  update_heard (self);
}

static void
copy_events (HrReplayer *self)
{
  GListModel *timeline = hr_room_get_timeline (self->room);

  for (guint i = 0; i < g_list_model_get_n_items (timeline); i++)
    {
      g_autoptr (HrEvent) event = g_list_model_get_item (timeline, i);

      if (g_str_has_prefix (hr_event_get_kind (event), "recording."))
        g_list_store_append (self->events, event);
    }
}

static const char *
get_obstacle (HrReplayer    *self,
              const HrTrack *track)
{
  if (hr_room_get_connection (self->room) != HR_CONNECTION_READY)
    return _ ("The station is not joined: what was said is there");

  if (track != NULL)
    return NULL;

  return hr_room_find_alert (self->room, "recording_failed", hr_listening_get_incident_id (self->listening)) != NULL
           ? _ ("This call is not being recorded: nothing of it can be heard again")
           : _ ("Nothing of this call is recorded yet");
}

static void
start (HrReplayer    *self,
       const HrTrack *track,
       gint64         from,
       gint64         now_us)
{
  hr_clock_clear (self->clock, &self->fade_id);
  self->cancellable = g_cancellable_new ();
  set_voice (self, hr_monitor_start_replay (self->monitor, now_us));
  g_signal_connect (self->voice, "hungry", G_CALLBACK (on_hungry), self);
  g_signal_connect (self->voice, "ended", G_CALLBACK (on_ended), self);
  g_signal_connect_swapped (self->listening, "notify::slot", G_CALLBACK (on_slot_changed), self);
  g_signal_connect_swapped (self->listening, "notify::volume", G_CALLBACK (on_volume_changed), self);
  g_signal_connect_swapped (self->listening, "notify::muted", G_CALLBACK (on_volume_changed), self);
  on_slot_changed (self);
  on_volume_changed (self);
  self->look_id = hr_clock_add_timeout (self->clock, LOOK_MS, on_look_due, self);
  hr_replay_set (get_replay (self), HR_REPLAY_FETCHING, 0);
  tell_track (self, track, from);
}

static void
hr_replayer_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  if (property_id == PROP_ACTIVE)
    g_value_set_boolean (value, hr_replayer_is_active (HR_REPLAYER (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
hr_replayer_dispose (GObject *object)
{
  HrReplayer *self = HR_REPLAYER (object);

  hr_replayer_close (self);
  g_clear_object (&self->events);
  g_clear_object (&self->room);
  g_clear_object (&self->link);
  g_clear_object (&self->desk);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (hr_replayer_parent_class)->dispose (object);
}

static void
hr_replayer_class_init (HrReplayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hr_replayer_get_property;
  object_class->dispose = hr_replayer_dispose;

  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
hr_replayer_init (HrReplayer *self)
{
  self->events = g_list_store_new (HR_TYPE_EVENT);
}

HrReplayer *
hr_replayer_new (HrRoom          *room,
                 HrStationLink   *link,
                 HrListeningDesk *desk,
                 HrMonitor       *monitor,
                 HrClock         *clock)
{
  HrReplayer *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (HR_IS_STATION_LINK (link), NULL);
  g_return_val_if_fail (HR_IS_LISTENING_DESK (desk), NULL);
  g_return_val_if_fail (HR_IS_MONITOR (monitor), NULL);
  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  self = g_object_new (HR_TYPE_REPLAYER, NULL);
  self->room = g_object_ref (room);
  self->link = g_object_ref (link);
  self->desk = g_object_ref (desk);
  self->monitor = g_object_ref (monitor);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (hr_room_get_board (room), "applied", G_CALLBACK (on_applied), self, 0);

  return self;
}

void
hr_replayer_replay (HrReplayer *self,
                    gboolean    is_from_press)
{
  HrIncident *selected = NULL;
  g_autoptr (GPtrArray) tracks = NULL;
  const HrTrack *track = NULL;
  const char    *obstacle = NULL;
  gint64         now_us = 0;
  gint64         from_ms = 0;

  g_return_if_fail (HR_IS_REPLAYER (self));
  g_return_if_fail (self->monitor != NULL);

  selected = hr_room_get_selected (self->room);
  if (selected == NULL)
    return;

  forget (self);
  self->listening = g_object_ref (hr_room_get_listening (self->room, hr_incident_get_id (selected)));
  copy_events (self);
  now_us = hr_room_get_now_us (self->room);
  tracks = hr_track_read_all (G_LIST_MODEL (self->events));
  track = hr_track_find_moment (tracks, is_from_press ? 0 : now_us - LAST_US, &from_ms);
  obstacle = get_obstacle (self, track);

  if (obstacle == NULL)
    {
      /* What goes on, or is over for longer than that: by its end, whatever the clocks say. */
      start (self, track, from_ms >= 0 ? from_ms * HR_AUDIO_RATE / 1000 : -LAST_US * HR_AUDIO_RATE / G_USEC_PER_SEC, now_us);
      return;
    }

  hr_monitor_stop_replay (self->monitor);
  say_trouble (self, obstacle);
}

gboolean
hr_replayer_is_active (HrReplayer *self)
{
  g_return_val_if_fail (HR_IS_REPLAYER (self), FALSE);

  return self->voice != NULL;
}

void
hr_replayer_back_to_live (HrReplayer *self)
{
  g_return_if_fail (HR_IS_REPLAYER (self));

  if (self->voice == NULL)
    return;

  hr_replay_voice_stop (self->voice);
  fade (self);
  forget (self);
}

void
hr_replayer_close (HrReplayer *self)
{
  g_return_if_fail (HR_IS_REPLAYER (self));

  if (self->monitor == NULL)
    return;

  forget (self);
  hr_clock_clear (self->clock, &self->fade_id);
  hr_monitor_stop_replay (self->monitor);
  g_clear_object (&self->monitor);
}
