/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-player"

#include "hr-player.h"

#include "hr-recording-decoder.h"
#include "hr-recording-fetch.h"
#include "hr-recording-peaks.h"

#include <glib/gi18n.h>

#define POSITION_MS 50
/* Whoever goes on seeking hears nothing until the moment is found. */
#define SETTLE_MS 120

struct _HrPlayer
{
  GObject parent_instance;

  HrPlayback         *playback;
  HrStationLink      *link;
  HrListeningDesk    *desk;
  HrMonitor          *monitor;     /* NULL: closed */
  GCancellable       *cancellable; /* while a recording is fetched or read */
  GBytes             *recording;   /* that is wanted, as far as it is here */
  gboolean            is_genuine;  /* it is what was recorded, as far as that is known */
  HrRecordingDecoder *decoder;     /* NULL: nothing plays */
  guint               position_id;
  guint               settle_id;
  gboolean            is_deaf; /* there is no audio output */
};

G_DEFINE_FINAL_TYPE (HrPlayer, hr_player, G_TYPE_OBJECT)

static void
tell_position (HrPlayer *self)
{
  gint64 position_ms = self->decoder != NULL ? hr_recording_decoder_get_position_ms (self->decoder) : -1;

  if (position_ms >= 0)
    hr_playback_set_position_ms (self->playback, MIN (position_ms, hr_playback_get_duration_ms (self->playback)));
}

static gboolean
on_position_due (gpointer user_data)
{
  tell_position (user_data);

  return G_SOURCE_CONTINUE;
}

static void
stop (HrPlayer *self)
{
  g_clear_handle_id (&self->position_id, g_source_remove);
  g_clear_handle_id (&self->settle_id, g_source_remove);

  if (self->decoder == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->decoder, self);
  hr_recording_decoder_close (self->decoder);
  g_clear_object (&self->decoder);
}

/* On the decoder's streaming thread, which ends before the monitor is closed. */
static void
on_block (GstBuffer *block,
          gpointer   user_data)
{
  hr_monitor_play (HR_PLAYER (user_data)->monitor, block);
}

static void
on_ended (HrRecordingDecoder *decoder,
          HrPlayer           *self)
{
  stop (self);
  hr_playback_end (self->playback);
}

G_GNUC_PRINTF (2, 3)
static void
fail (HrPlayer   *self,
      const char *format,
      ...)
{
  g_autofree char *reason = NULL;
  va_list          args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);

  g_message ("%s", reason);
  hr_playback_fail (self->playback, reason);
}

static void
on_failed (HrRecordingDecoder *decoder,
           GError             *error,
           HrPlayer           *self)
{
  stop (self);
  fail (self, _ ("The recording cannot be played: %s"), error->message);
}

/* From where the playback says, if it is to play and the sound is here. */
static void
play (HrPlayer *self)
{
  g_autoptr (GError) error = NULL;

  stop (self);

  if (!hr_playback_is_playing (self->playback) || hr_playback_get_state (self->playback) != HR_PLAYBACK_READY)
    return;

  self->decoder = hr_recording_decoder_new (self->recording, hr_playback_get_position_ms (self->playback), on_block, self, &error);

  if (self->decoder == NULL)
    {
      fail (self, _ ("The recording cannot be played: %s"), error->message);
      return;
    }

  g_signal_connect (self->decoder, "ended", G_CALLBACK (on_ended), self);
  g_signal_connect (self->decoder, "failed", G_CALLBACK (on_failed), self);
  self->position_id = g_timeout_add (POSITION_MS, on_position_due, self);
}

static void
on_playing (HrPlayer *self)
{
  tell_position (self);
  play (self);
}

static gboolean
on_settled (gpointer user_data)
{
  HrPlayer *self = user_data;

  self->settle_id = 0;
  play (self);

  return G_SOURCE_REMOVE;
}

static void
on_sought (HrPlayer *self)
{
  stop (self);

  if (hr_playback_is_playing (self->playback))
    self->settle_id = g_timeout_add (SETTLE_MS, on_settled, self);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (HrPlayer) self = HR_PLAYER (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (HrRecordingPeaks) peaks = hr_recording_peaks_read_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);

  if (peaks == NULL)
    {
      fail (self, _ ("The recording cannot be played, its file is damaged: %s"), error->message);
      return;
    }

  hr_playback_set_sound (self->playback, peaks->duration_ms, peaks->peaks,
                         self->is_genuine ? NULL : _ ("The file is not the one that was recorded: its hash is another. It proves nothing."));
  play (self);
}

static void
on_fetched (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (HrPlayer) self = HR_PLAYER (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = NULL;
  g_autoptr (GBytes) recording = hr_recording_fetch_finish (HR_STATION_LINK (source), result, &sha256, &error);
  const HrTrack *track = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (recording == NULL)
    {
      g_clear_object (&self->cancellable);
      fail (self, _ ("The recording cannot be fetched: %s"), error->message);
      return;
    }

  track = hr_playback_get_wanted (self->playback);
  self->is_genuine = track == NULL || track->sha256 == NULL || g_ascii_strcasecmp (track->sha256, sha256) == 0;
  self->recording = g_bytes_ref (recording);
  hr_recording_peaks_read_async (recording, self->cancellable, on_read, g_object_ref (self));
}

static void
forget (HrPlayer *self)
{
  stop (self);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->recording, g_bytes_unref);
}

static void
on_wanted (HrPlayer *self)
{
  HrRoom        *record = hr_playback_get_record (self->playback);
  HrIncident    *incident = hr_room_get_selected (record);
  const HrTrack *track = hr_playback_get_wanted (self->playback);

  forget (self);

  if (track == NULL || incident == NULL)
    return;

  /* The record is read again, and this asked for again, when the station is joined again. */
  if (hr_room_get_connection (record) != HR_CONNECTION_READY)
    {
      hr_playback_fail (self->playback, _ ("The station is not joined. The recording is fetched as soon as it is."));
      return;
    }

  self->cancellable = g_cancellable_new ();
  hr_recording_fetch_async (self->link, hr_incident_get_id (incident), track->id, NULL, self->cancellable, on_fetched, g_object_ref (self));
}

static void
update_obstacle (HrPlayer *self)
{
  if (hr_listening_desk_is_heard (self->desk))
    hr_playback_set_obstacle (self->playback, _ ("A call is heard: the recording waits. Mute the call to hear it."));
  else
    hr_playback_set_obstacle (self->playback, self->is_deaf ? _ ("There is no audio device.") : NULL);
}

static void
on_output_lost (HrMonitor  *monitor,
                const char *reason,
                HrPlayer   *self)
{
  self->is_deaf = TRUE;
  update_obstacle (self);
}

static void
on_output_found (HrMonitor *monitor,
                 HrPlayer  *self)
{
  self->is_deaf = FALSE;
  update_obstacle (self);
}

static void
hr_player_dispose (GObject *object)
{
  HrPlayer *self = HR_PLAYER (object);

  hr_player_close (self);
  g_clear_object (&self->playback);
  g_clear_object (&self->link);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (hr_player_parent_class)->dispose (object);
}

static void
hr_player_class_init (HrPlayerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_player_dispose;
}

static void
hr_player_init (HrPlayer *self)
{
}

HrPlayer *
hr_player_new (HrPlayback      *playback,
               HrStationLink   *link,
               HrListeningDesk *desk,
               HrMonitor       *monitor)
{
  HrPlayer *self = NULL;

  g_return_val_if_fail (HR_IS_PLAYBACK (playback), NULL);
  g_return_val_if_fail (HR_IS_STATION_LINK (link), NULL);
  g_return_val_if_fail (HR_IS_LISTENING_DESK (desk), NULL);
  g_return_val_if_fail (HR_IS_MONITOR (monitor), NULL);

  self = g_object_new (HR_TYPE_PLAYER, NULL);
  self->playback = g_object_ref (playback);
  self->link = g_object_ref (link);
  self->desk = g_object_ref (desk);
  self->monitor = g_object_ref (monitor);

  g_signal_connect_object (playback, "wanted", G_CALLBACK (on_wanted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (playback, "notify::playing", G_CALLBACK (on_playing), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (playback, "sought", G_CALLBACK (on_sought), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::heard", G_CALLBACK (update_obstacle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (monitor, "output-lost", G_CALLBACK (on_output_lost), self, 0);
  g_signal_connect_object (monitor, "output-found", G_CALLBACK (on_output_found), self, 0);

  return self;
}

void
hr_player_close (HrPlayer *self)
{
  g_return_if_fail (HR_IS_PLAYER (self));

  if (self->monitor == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->playback, self);
  hr_playback_set_playing (self->playback, FALSE);
  forget (self);
  g_clear_object (&self->monitor);
}
