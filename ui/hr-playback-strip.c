/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-playback-strip"

#include "config.h"

#include "hr-playback-strip.h"
#include "hr-recording-wave.h"
#include "hr-view.h"
#include "hr-words.h"

#include <glib/gi18n.h>

#define KEY_STEP_MS 5000

struct _HrPlaybackStrip
{
  AdwBin           parent_instance;
  HrPlayback      *playback;
  HrRecordingWave *wave;
  GtkWidget       *controls;
  GtkButton       *play;
  GtkLabel        *position;
  GtkLabel        *time;
  GtkDropDown     *tracks;
  GtkStringList   *names; /* of the tracks */
  GtkWidget       *message_box;
  GtkLabel        *message;
  GtkWidget       *retry;
  gboolean         is_updating;
};

G_DEFINE_FINAL_TYPE (HrPlaybackStrip, hr_playback_strip, ADW_TYPE_BIN)

/* NULL: the record is read, and what is fetched is named beside the button. */
static const char *
get_waiting_text (HrPlayback *playback)
{
  if (hr_playback_get_selected (playback) != NULL)
    return NULL;

  return hr_room_get_connection (hr_playback_get_record (playback)) == HR_CONNECTION_READY ? _ ("Reading the record…")
                                                                                           : _ ("■ The station is not joined.");
}

static char *
dup_removed_text (const HrTrack *track)
{
  if (track->reason == NULL)
    return g_strdup (_ ("The recording was removed. Its hash is kept in the log."));

  /* Translators: why, in the words of whoever removed it. */
  return g_strdup_printf (_ ("The recording was removed: %s. Its hash is kept in the log."), track->reason);
}

/* What stands against hearing it undisturbed; NULL: nothing does. */
static char *
dup_trouble (HrPlayback *playback)
{
  const HrTrack *track = hr_playback_get_selected (playback);
  const char    *trouble = hr_playback_get_trouble (playback);

  if (trouble == NULL)
    trouble = hr_playback_get_obstacle (playback);

  if (trouble != NULL)
    return g_strdup_printf ("■ %s", trouble);

  if (track->state == HR_TRACK_BROKEN)
    return g_strdup_printf (_ ("■ It broke off: %s"), track->reason != NULL ? track->reason : "?");

  return NULL;
}

static char *
dup_message (HrPlayback *playback)
{
  switch (hr_playback_get_state (playback))
    {
    case HR_PLAYBACK_WAITING:
      return g_strdup (get_waiting_text (playback));
    case HR_PLAYBACK_NONE:
      return g_strdup (_ ("Nothing was recorded."));
    case HR_PLAYBACK_RECORDING:
      return g_strdup (_ ("It is still being recorded. It can be heard here when that has ended."));
    case HR_PLAYBACK_REMOVED:
      return dup_removed_text (hr_playback_get_selected (playback));
    case HR_PLAYBACK_READY:
    case HR_PLAYBACK_FAILED:
    default:
      return dup_trouble (playback);
    }
}

static void
update_message (HrPlaybackStrip *self)
{
  g_autofree char *message = dup_message (self->playback);
  gboolean         is_bad = message != NULL && g_str_has_prefix (message, "■");

  gtk_label_set_text (self->message, message != NULL ? message : "");
  gtk_widget_set_visible (self->message_box, message != NULL);
  gtk_widget_set_visible (self->retry, hr_playback_get_state (self->playback) == HR_PLAYBACK_FAILED);
  hr_view_set_look (GTK_WIDGET (self->message), (const char *const[]){ "warning", NULL }, is_bad ? "warning" : NULL);
}

/* Where in the recording, and when that was. */
static void
update_position (HrPlaybackStrip *self)
{
  HrIncident      *incident = hr_room_get_selected (hr_playback_get_record (self->playback));
  gboolean         is_waiting = hr_playback_get_state (self->playback) == HR_PLAYBACK_WAITING;
  gint64           at_us = hr_playback_get_position_us (self->playback);
  g_autofree char *position = hr_words_dup_elapsed (hr_playback_get_position_ms (self->playback) * 1000);
  g_autofree char *duration = hr_words_dup_elapsed (hr_playback_get_duration_ms (self->playback) * 1000);
  g_autofree char *isolated = g_strdup_printf ("\u2066%s / %s\u2069", position, duration);
  g_autofree char *at = hr_words_dup_time (at_us);
  g_autofree char *since = hr_words_dup_elapsed (incident != NULL ? at_us - hr_incident_get_received_at_us (incident) : 0);
  /* Translators: the time of the day that is heard, then how long that was after the SOS: 14:32:07 · 00:42 after the SOS. */
  g_autofree char *time = g_strdup_printf (_ ("%s · %s after the SOS"), at, since);

  gtk_label_set_text (self->position, isolated);
  gtk_label_set_text (self->time, is_waiting ? _ ("Fetching the recording…") : time);
}

static char *
dup_name (const HrTrack *track,
          guint          number,
          guint          n_tracks)
{
  g_autofree char *at = hr_words_dup_time (track->started_at_us);
  g_autofree char *duration = hr_words_dup_elapsed (track->duration_ms * 1000);
  const char      *what = duration;

  if (track->state == HR_TRACK_REMOVED)
    what = _ ("removed");
  else if (track->state == HR_TRACK_RECORDING)
    what = _ ("still recorded");
  else if (track->state == HR_TRACK_BROKEN)
    what = _ ("broken off");

  /* Translators: one recording of several: its number, how many there are, when it began, and how long it is. */
  return g_strdup_printf (_ ("%u of %u · %s · %s"), number, n_tracks, at, what);
}

static void
update_tracks (HrPlaybackStrip *self)
{
  GPtrArray     *tracks = hr_playback_get_tracks (self->playback);
  const HrTrack *selected = hr_playback_get_selected (self->playback);

  self->is_updating = TRUE;

  for (guint i = 0; i < tracks->len; i++)
    {
      g_autofree char *name = dup_name (tracks->pdata[i], i + 1, tracks->len);

      if (g_strcmp0 (gtk_string_list_get_string (self->names, i), name) != 0)
        gtk_string_list_splice (self->names, i, i < g_list_model_get_n_items (G_LIST_MODEL (self->names)),
                                (const char *const[]){ name, NULL });
    }

  gtk_string_list_splice (self->names, tracks->len, g_list_model_get_n_items (G_LIST_MODEL (self->names)) - tracks->len, NULL);

  if (selected != NULL)
    gtk_drop_down_set_selected (self->tracks, (guint) hr_track_find (tracks, selected->id));

  gtk_widget_set_visible (GTK_WIDGET (self->tracks), tracks->len > 1);
  self->is_updating = FALSE;
}

static void
update_play (HrPlaybackStrip *self)
{
  HrPlaybackState state = hr_playback_get_state (self->playback);

  gtk_button_set_label (self->play, hr_playback_is_playing (self->playback) ? _ ("_Pause") : _ ("_Play"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->play), hr_playback_get_obstacle (self->playback) == NULL &&
                                                       (state == HR_PLAYBACK_READY || state == HR_PLAYBACK_WAITING));
}

static void
update (HrPlaybackStrip *self)
{
  HrPlaybackState state = hr_playback_get_state (self->playback);
  gboolean        has_sound = hr_playback_get_selected (self->playback) != NULL &&
                       (state == HR_PLAYBACK_READY || state == HR_PLAYBACK_WAITING);

  gtk_widget_set_visible (GTK_WIDGET (self->wave), has_sound);
  gtk_widget_set_visible (GTK_WIDGET (self->play), has_sound);
  gtk_widget_set_visible (GTK_WIDGET (self->position), has_sound);
  gtk_widget_set_visible (GTK_WIDGET (self->time), has_sound);
  update_tracks (self);
  gtk_widget_set_visible (self->controls, has_sound || gtk_widget_get_visible (GTK_WIDGET (self->tracks)));
  update_play (self);
  update_position (self);
  update_message (self);
}

static void
toggle (HrPlaybackStrip *self)
{
  hr_playback_set_playing (self->playback, !hr_playback_is_playing (self->playback));
}

static void
on_track (HrPlaybackStrip *self)
{
  guint selected = gtk_drop_down_get_selected (self->tracks);

  if (!self->is_updating && selected < hr_playback_get_tracks (self->playback)->len)
    hr_playback_select (self->playback, selected);
}

static void
on_retry (HrPlaybackStrip *self)
{
  hr_playback_retry (self->playback);
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        HrPlaybackStrip       *self)
{
  gint64 position_ms = hr_playback_get_position_ms (self->playback);
  gint64 duration_ms = hr_playback_get_duration_ms (self->playback);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0 || hr_playback_get_state (self->playback) != HR_PLAYBACK_READY)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Left:
      hr_playback_seek (self->playback, position_ms - KEY_STEP_MS);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
      hr_playback_seek (self->playback, position_ms + KEY_STEP_MS);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
      hr_playback_seek (self->playback, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
      hr_playback_seek (self->playback, duration_ms);
      return GDK_EVENT_STOP;
    case GDK_KEY_space:
      toggle (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
hr_playback_strip_unmap (GtkWidget *widget)
{
  HrPlaybackStrip *self = HR_PLAYBACK_STRIP (widget);

  if (self->playback != NULL)
    hr_playback_set_playing (self->playback, FALSE);

  GTK_WIDGET_CLASS (hr_playback_strip_parent_class)->unmap (widget);
}

static void
hr_playback_strip_dispose (GObject *object)
{
  HrPlaybackStrip *self = HR_PLAYBACK_STRIP (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_PLAYBACK_STRIP);
  g_clear_object (&self->playback);

  G_OBJECT_CLASS (hr_playback_strip_parent_class)->dispose (object);
}

static void
hr_playback_strip_class_init (HrPlaybackStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_playback_strip_dispose;
  widget_class->unmap = hr_playback_strip_unmap;

  g_type_ensure (HR_TYPE_RECORDING_WAVE);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-playback-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, HrPlaybackStrip, wave);
  gtk_widget_class_bind_template_child (widget_class, HrPlaybackStrip, controls);
  gtk_widget_class_bind_template_child (widget_class, HrPlaybackStrip, play);
  gtk_widget_class_bind_template_child (widget_class, HrPlaybackStrip, position);
  gtk_widget_class_bind_template_child (widget_class, HrPlaybackStrip, time);
  gtk_widget_class_bind_template_child (widget_class, HrPlaybackStrip, tracks);
  gtk_widget_class_bind_template_child (widget_class, HrPlaybackStrip, names);
  gtk_widget_class_bind_template_child (widget_class, HrPlaybackStrip, message_box);
  gtk_widget_class_bind_template_child (widget_class, HrPlaybackStrip, message);
  gtk_widget_class_bind_template_child (widget_class, HrPlaybackStrip, retry);
  gtk_widget_class_bind_template_callback (widget_class, toggle);
  gtk_widget_class_bind_template_callback (widget_class, on_track);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
}

static void
hr_playback_strip_init (HrPlaybackStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hr_playback_strip_set_playback (HrPlaybackStrip *self,
                                HrPlayback      *playback)
{
  g_return_if_fail (HR_IS_PLAYBACK_STRIP (self));
  g_return_if_fail (HR_IS_PLAYBACK (playback));
  g_return_if_fail (self->playback == NULL);

  self->playback = g_object_ref (playback);
  hr_recording_wave_set_playback (self->wave, playback);
  g_signal_connect_object (playback, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (playback, "notify::playing", G_CALLBACK (update_play), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (playback, "notify::position-ms", G_CALLBACK (update_position), self, G_CONNECT_SWAPPED);
  update (self);
}
