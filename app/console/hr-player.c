/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-player"

#include "hr-player.h"

#include "hr-recording-decoder.h"
#include "hr-recording-fetch.h"
#include "hr-recording-peaks.h"

#include <glib/gi18n.h>

#define POSITION_MS 50

struct _HrPlayer
{
  GObject parent_instance;

  HrPlayback         *playback;
  HrStationLink      *link;
  HrPlayerSoundFunc   on_sound;
  gpointer            user_data;
  GHashTable         *recordings;  /* id → GBytes: of the incident that is selected */
  GHashTable         *failed;      /* ids that cannot be fetched or decoded */
  GCancellable       *cancellable; /* while one is fetched or decoded */
  HrRecordingDecoder *decoder;     /* NULL: nothing plays */
  guint               track;       /* that it plays */
  guint               position_id;
};

G_DEFINE_FINAL_TYPE (HrPlayer, hr_player, G_TYPE_OBJECT)

typedef struct
{
  HrPlayer *player;
  char     *recording_id;
} Task;

static void
task_free (Task *task)
{
  g_object_unref (task->player);
  g_free (task->recording_id);
  g_free (task);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Task, task_free)

static Task *
task_new (HrPlayer   *player,
          const char *recording_id)
{
  Task *task = g_new0 (Task, 1);

  task->player = g_object_ref (player);
  task->recording_id = g_strdup (recording_id);
  return task;
}

static void play (HrPlayer *self);
static void fetch_next (HrPlayer *self);

static void
stop_decoder (HrPlayer *self)
{
  g_clear_handle_id (&self->position_id, g_source_remove);

  if (self->decoder == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->decoder, self);
  hr_recording_decoder_close (self->decoder);
  g_clear_object (&self->decoder);
}

static void
give_up (HrPlayer     *self,
         const char   *recording_id,
         const GError *error)
{
  g_autofree char *reason = g_strdup_printf (_ ("The recording cannot be played: %s"), error->message);

  g_message ("%s: %s", recording_id, error->message);
  g_hash_table_add (self->failed, g_strdup (recording_id));
  hr_playback_fail (self->playback, reason);
}

static void
on_decoded (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Task) task = user_data;
  HrPlayer *self = task->player;
  g_autoptr (GError) error = NULL;
  g_autoptr (HrRecordingPeaks) peaks = hr_recording_peaks_read_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);

  if (peaks != NULL)
    hr_playback_set_sound (self->playback, task->recording_id, peaks->duration_ms, (const float *) peaks->peaks->data, peaks->peaks->len);
  else
    give_up (self, task->recording_id, error);

  fetch_next (self);
  play (self);
}

static void
on_fetched (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Task) task = user_data;
  HrPlayer *self = task->player;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) recording = hr_recording_fetch_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (recording == NULL)
    {
      g_clear_object (&self->cancellable);
      give_up (self, task->recording_id, error);
      fetch_next (self);
      return;
    }

  g_hash_table_insert (self->recordings, g_strdup (task->recording_id), g_bytes_ref (recording));
  hr_recording_peaks_read_async (recording, self->cancellable, on_decoded, g_steal_pointer (&task));
}

/* The first that is finished and not here yet; NULL: none. What is still being written is heard live. */
static const HrTrack *
find_missing (HrPlayer *self)
{
  for (guint i = 0; i < hr_playback_get_n_tracks (self->playback); i++)
    {
      const HrTrack *track = hr_playback_get_track (self->playback, i);

      if (track->is_finished && !g_hash_table_contains (self->recordings, track->id) && !g_hash_table_contains (self->failed, track->id))
        return track;
    }

  return NULL;
}

static void
fetch_next (HrPlayer *self)
{
  HrIncident    *incident = hr_room_get_selected (hr_playback_get_record (self->playback));
  const HrTrack *track = find_missing (self);

  if (self->cancellable != NULL)
    return;

  hr_playback_set_loading (self->playback, track != NULL && incident != NULL);

  if (track == NULL || incident == NULL || hr_station_link_get_url (self->link) == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  hr_recording_fetch_async (self->link, hr_incident_get_id (incident), track->id, self->cancellable, on_fetched, task_new (self, track->id));
}

static gboolean
on_position_due (gpointer user_data)
{
  HrPlayer *self = HR_PLAYER (user_data);
  gint64    within_ms = hr_recording_decoder_get_position_ms (self->decoder);

  if (within_ms >= 0)
    hr_playback_set_position_ms (self->playback, hr_playback_get_offset_ms (self->playback, self->track) + within_ms);

  return G_SOURCE_CONTINUE;
}

/* The next recording, or the end. */
static void
on_ended (HrRecordingDecoder *decoder,
          HrPlayer           *self)
{
  hr_playback_set_position_ms (self->playback, hr_playback_get_offset_ms (self->playback, self->track + 1));
  stop_decoder (self);

  if (self->track + 1 < hr_playback_get_n_tracks (self->playback))
    play (self);
  else
    hr_playback_set_playing (self->playback, FALSE);
}

static void
on_failed (HrRecordingDecoder *decoder,
           GError             *error,
           HrPlayer           *self)
{
  const HrTrack *track = hr_playback_get_track (self->playback, self->track);

  stop_decoder (self);
  give_up (self, track->id, error);
  play (self);
}

/* What is to be heard next, of what can be heard; FALSE: nothing. */
static gboolean
find_present (HrPlayer *self,
              guint    *track,
              gint64   *within_ms)
{
  while (hr_playback_find (self->playback, hr_playback_get_position_ms (self->playback), track, within_ms))
    {
      if (!g_hash_table_contains (self->failed, hr_playback_get_track (self->playback, *track)->id))
        return TRUE;

      hr_playback_set_position_ms (self->playback, hr_playback_get_offset_ms (self->playback, *track + 1));
    }

  return FALSE;
}

/* Goes on from where the playback says, if it is to play and the sound is here. */
static void
play (HrPlayer *self)
{
  guint          i = 0;
  gint64         within_ms = 0;
  const HrTrack *track = NULL;
  GBytes        *recording = NULL;

  if (self->decoder != NULL || !hr_playback_is_playing (self->playback))
    return;

  if (!find_present (self, &i, &within_ms))
    {
      /* At the end, when nothing is on its way that could be heard. */
      if (self->cancellable == NULL)
        hr_playback_set_playing (self->playback, FALSE);
      return;
    }

  track = hr_playback_get_track (self->playback, i);
  recording = g_hash_table_lookup (self->recordings, track->id);
  if (recording == NULL)
    return;

  self->track = i;
  self->decoder = hr_recording_decoder_new (recording, within_ms, hr_playback_get_rate (self->playback), self->on_sound, self->user_data);
  g_signal_connect_object (self->decoder, "ended", G_CALLBACK (on_ended), self, 0);
  g_signal_connect_object (self->decoder, "failed", G_CALLBACK (on_failed), self, 0);
  self->position_id = g_timeout_add (POSITION_MS, on_position_due, self);
}

static void
play_anew (HrPlayer *self)
{
  stop_decoder (self);
  play (self);
}

static void
on_sought (HrPlayback *playback,
           gint64      position_ms,
           HrPlayer   *self)
{
  play_anew (self);
}

static void
forget (HrPlayer *self)
{
  stop_decoder (self);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  g_clear_object (&self->cancellable);
  g_hash_table_remove_all (self->recordings);
  g_hash_table_remove_all (self->failed);
  hr_playback_set_loading (self->playback, FALSE);
}

static void
hr_player_dispose (GObject *object)
{
  HrPlayer *self = HR_PLAYER (object);

  hr_player_close (self);
  g_clear_object (&self->playback);
  g_clear_object (&self->link);

  G_OBJECT_CLASS (hr_player_parent_class)->dispose (object);
}

static void
hr_player_finalize (GObject *object)
{
  HrPlayer *self = HR_PLAYER (object);

  g_hash_table_unref (self->recordings);
  g_hash_table_unref (self->failed);

  G_OBJECT_CLASS (hr_player_parent_class)->finalize (object);
}

static void
hr_player_class_init (HrPlayerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_player_dispose;
  G_OBJECT_CLASS (klass)->finalize = hr_player_finalize;
}

static void
hr_player_init (HrPlayer *self)
{
  self->recordings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->failed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

HrPlayer *
hr_player_new (HrPlayback       *playback,
               HrStationLink    *link,
               HrPlayerSoundFunc on_sound,
               gpointer          user_data)
{
  HrPlayer *self = NULL;
  HrRoom   *record = NULL;

  g_return_val_if_fail (HR_IS_PLAYBACK (playback), NULL);
  g_return_val_if_fail (HR_IS_STATION_LINK (link), NULL);
  g_return_val_if_fail (on_sound != NULL, NULL);

  self = g_object_new (HR_TYPE_PLAYER, NULL);
  self->playback = g_object_ref (playback);
  self->link = g_object_ref (link);
  self->on_sound = on_sound;
  self->user_data = user_data;

  record = hr_playback_get_record (playback);
  g_signal_connect_object (record, "notify::selected", G_CALLBACK (forget), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (playback, "tracks-changed", G_CALLBACK (fetch_next), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (playback, "notify::playing", G_CALLBACK (play_anew), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (playback, "notify::rate", G_CALLBACK (play_anew), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (playback, "sought", G_CALLBACK (on_sought), self, 0);

  return self;
}

void
hr_player_close (HrPlayer *self)
{
  g_return_if_fail (HR_IS_PLAYER (self));

  if (self->playback == NULL)
    return;

  hr_playback_set_playing (self->playback, FALSE);
  forget (self);
}
