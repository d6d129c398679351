/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-playback-strip"

#include "config.h"

#include "hr-playback-strip.h"
#include "hr-recording-wave.h"
#include "hr-view.h"
#include "hr-words.h"

#include <glib/gi18n.h>

struct _HrPlaybackStrip
{
  AdwBin           parent_instance;
  HrPlayback      *playback;
  HrRecordingWave *wave;
  GtkButton       *play;
  GtkLabel        *position;
  GtkLabel        *state;
  GtkBox          *rates;
};

G_DEFINE_FINAL_TYPE (HrPlaybackStrip, hr_playback_strip, ADW_TYPE_BIN)

static const double rates[] = { 1, 1.25, 1.5, 2 };

/* Which recording it is in, when there is more than one. */
static char *
dup_place (HrPlayback *playback)
{
  guint            n_tracks = hr_playback_get_n_tracks (playback);
  guint            track = 0;
  gint64           within_ms = 0;
  g_autofree char *started = NULL;

  if (!hr_playback_find (playback, hr_playback_get_position_ms (playback), &track, &within_ms))
    track = n_tracks - 1;

  started = hr_words_dup_time (hr_playback_get_track (playback, track)->started_at_us + within_ms * 1000);

  if (n_tracks == 1)
    return g_strdup_printf (_ ("Sound of %s"), started);

  return g_strdup_printf (_ ("Sound of %s · recording %u of %u"), started, track + 1, n_tracks);
}

static char *
dup_state (HrPlayback *playback)
{
  guint n_removed = hr_playback_get_n_removed (playback);

  if (hr_playback_get_n_tracks (playback) == 0)
    return g_strdup (n_removed > 0 ? _ ("The recording was removed when its time was over; its hash is kept in the log.")
                                   : _ ("Nothing was recorded."));

  if (hr_playback_get_obstacle (playback) != NULL)
    return g_strdup_printf ("■ %s", hr_playback_get_obstacle (playback));

  if (hr_playback_get_error (playback) != NULL)
    return g_strdup_printf ("■ %s", hr_playback_get_error (playback));

  return hr_playback_is_loading (playback) ? g_strdup (_ ("Fetching the recording…")) : dup_place (playback);
}

static void
update (HrPlaybackStrip *self)
{
  gboolean         has_sound = hr_playback_get_n_tracks (self->playback) > 0;
  gboolean         is_stopped = hr_playback_get_obstacle (self->playback) != NULL;
  gboolean         is_bad = is_stopped || hr_playback_get_error (self->playback) != NULL;
  g_autofree char *position = hr_words_dup_elapsed (hr_playback_get_position_ms (self->playback) * 1000);
  g_autofree char *duration = hr_words_dup_elapsed (hr_playback_get_duration_ms (self->playback) * 1000);
  g_autofree char *time = g_strdup_printf ("\u2066%s / %s\u2069", position, duration);
  g_autofree char *state = dup_state (self->playback);

  gtk_button_set_label (self->play, hr_playback_is_playing (self->playback) ? _ ("Pause") : _ ("Play"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->play), has_sound && !is_stopped);
  gtk_widget_set_visible (GTK_WIDGET (self->play), has_sound);
  gtk_widget_set_visible (GTK_WIDGET (self->rates), has_sound);
  gtk_widget_set_visible (GTK_WIDGET (self->position), has_sound);
  gtk_widget_set_visible (GTK_WIDGET (self->wave), has_sound);
  gtk_label_set_text (self->position, time);
  gtk_label_set_text (self->state, state);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), state);
  hr_view_set_look (GTK_WIDGET (self->state), (const char *const[]){ "warning", NULL }, has_sound && is_bad ? "warning" : NULL);
}

static void
on_play (HrPlaybackStrip *self)
{
  hr_playback_set_playing (self->playback, !hr_playback_is_playing (self->playback));
}

static void
on_rate (GtkToggleButton *button,
         HrPlaybackStrip *self)
{
  const double *rate = g_object_get_data (G_OBJECT (button), "hr-rate");

  if (gtk_toggle_button_get_active (button))
    hr_playback_set_rate (self->playback, *rate);
}

static void
add_rates (HrPlaybackStrip *self)
{
  GtkToggleButton *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      g_autofree char *label = g_strdup_printf ("%g×", rates[i]);
      GtkWidget       *button = gtk_toggle_button_new_with_label (label);

      g_object_set_data (G_OBJECT (button), "hr-rate", (gpointer) &rates[i]);
      gtk_widget_set_tooltip_text (button, _ ("How fast it is heard; voices keep their pitch"));
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), first);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), rates[i] == hr_playback_get_rate (self->playback));
      g_signal_connect_object (button, "toggled", G_CALLBACK (on_rate), self, 0);
      gtk_box_append (self->rates, button);
      first = first != NULL ? first : GTK_TOGGLE_BUTTON (button);
    }
}

static void
hr_playback_strip_dispose (GObject *object)
{
  HrPlaybackStrip *self = HR_PLAYBACK_STRIP (object);

  g_clear_object (&self->playback);
  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_PLAYBACK_STRIP);

  G_OBJECT_CLASS (hr_playback_strip_parent_class)->dispose (object);
}

static void
hr_playback_strip_class_init (HrPlaybackStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_playback_strip_dispose;

  g_type_ensure (HR_TYPE_RECORDING_WAVE);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-playback-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, HrPlaybackStrip, wave);
  gtk_widget_class_bind_template_child (widget_class, HrPlaybackStrip, play);
  gtk_widget_class_bind_template_child (widget_class, HrPlaybackStrip, position);
  gtk_widget_class_bind_template_child (widget_class, HrPlaybackStrip, state);
  gtk_widget_class_bind_template_child (widget_class, HrPlaybackStrip, rates);
  gtk_widget_class_bind_template_callback (widget_class, on_play);
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
  add_rates (self);
  g_signal_connect_object (playback, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (playback, "tracks-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
