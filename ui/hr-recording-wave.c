/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-recording-wave"

#include "config.h"

#include "hr-palette.h"
#include "hr-recording-wave.h"
#include "hr-words.h"

#include <glib/gi18n.h>
#include <math.h>

#define BAR_PX 3
#define STEP_PX 4
#define CURSOR_PX 2
#define KEY_STEP_MS 5000

struct _HrRecordingWave
{
  GtkWidget   parent_instance;
  HrPlayback *playback;
};

G_DEFINE_FINAL_TYPE (HrRecordingWave, hr_recording_wave, GTK_TYPE_WIDGET)

/* The loudest there is between two moments; -1: not known yet. */
static double
get_peak (HrPlayback *playback,
          gint64      from_ms,
          gint64      to_ms)
{
  guint          i = 0;
  gint64         within_ms = 0;
  const HrTrack *track = NULL;
  double         peak = 0;
  gsize          first = 0;
  gsize          last = 0;

  if (!hr_playback_find (playback, from_ms, &i, &within_ms))
    return -1;

  track = hr_playback_get_track (playback, i);
  if (track->n_peaks == 0)
    return -1;

  first = (gsize) (within_ms * (gint64) track->n_peaks / track->duration_ms);
  last = (gsize) ((within_ms + to_ms - from_ms) * (gint64) track->n_peaks / track->duration_ms);

  for (gsize j = first; j <= MIN (last, track->n_peaks - 1); j++)
    peak = MAX (peak, track->peaks[j]);

  return peak;
}

static void
append_bars (HrRecordingWave *self,
             GtkSnapshot     *snapshot,
             int              width,
             int              height)
{
  gint64  duration_ms = hr_playback_get_duration_ms (self->playback);
  gint64  position_ms = hr_playback_get_position_ms (self->playback);
  GdkRGBA played = HR_RGBA (HR_COLOR_GOOD, 1);
  GdkRGBA ahead = HR_RGBA (HR_COLOR_SECONDARY, 0.7f);

  for (int x = 0; duration_ms > 0 && x < width; x += STEP_PX)
    {
      gint64 from_ms = duration_ms * x / width;
      double peak = get_peak (self->playback, from_ms, duration_ms * (x + STEP_PX) / width);
      int    half = MAX (1, (int) round (sqrt (MAX (peak, 0)) * (height / 2 - 2)));

      if (peak >= 0)
        gtk_snapshot_append_color (snapshot, from_ms < position_ms ? &played : &ahead,
                                   &GRAPHENE_RECT_INIT (x, height / 2 - half, BAR_PX, 2 * half));
    }
}

static void
append_vertical (HrRecordingWave *self,
                 GtkSnapshot     *snapshot,
                 gint64           at_ms,
                 int              width_px,
                 guint            hex)
{
  gint64  duration_ms = MAX (hr_playback_get_duration_ms (self->playback), 1);
  int     x = (int) ((gtk_widget_get_width (GTK_WIDGET (self)) - width_px) * at_ms / duration_ms);
  GdkRGBA color = HR_RGBA (hex, 1);

  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (x, 0, width_px, gtk_widget_get_height (GTK_WIDGET (self))));
}

static void
hr_recording_wave_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  HrRecordingWave *self = HR_RECORDING_WAVE (widget);
  int              width = gtk_widget_get_width (widget);
  int              height = gtk_widget_get_height (widget);
  GdkRGBA          line = HR_RGBA (HR_COLOR_LINE, 1);

  gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (0, height / 2, width, 1));

  if (self->playback == NULL || hr_playback_get_n_tracks (self->playback) == 0)
    return;

  append_bars (self, snapshot, width, height);

  for (guint i = 1; i < hr_playback_get_n_tracks (self->playback); i++)
    append_vertical (self, snapshot, hr_playback_get_offset_ms (self->playback, i), 1, HR_COLOR_FIX);

  append_vertical (self, snapshot, hr_playback_get_position_ms (self->playback), CURSOR_PX, HR_COLOR_TEXT);
}

static void
seek_to (HrRecordingWave *self,
         double           x)
{
  int width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);

  if (self->playback != NULL)
    hr_playback_seek (self->playback, (gint64) (CLAMP (x / width, 0, 1) * (double) hr_playback_get_duration_ms (self->playback)));
}

static void
on_drag_begin (GtkGestureDrag  *gesture,
               double           x,
               double           y,
               HrRecordingWave *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  seek_to (self, x);
}

static void
on_drag_update (GtkGestureDrag  *gesture,
                double           offset_x,
                double           offset_y,
                HrRecordingWave *self)
{
  double x = 0;
  double y = 0;

  if (gtk_gesture_drag_get_start_point (gesture, &x, &y))
    seek_to (self, x + offset_x);
}

static void
move (HrPlayback *playback,
      gint64      ms)
{
  hr_playback_seek (playback, hr_playback_get_position_ms (playback) + ms);
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        HrRecordingWave       *self)
{
  if (self->playback == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Left:
      move (self->playback, -KEY_STEP_MS);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
      move (self->playback, KEY_STEP_MS);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
      hr_playback_seek (self->playback, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
      hr_playback_seek (self->playback, hr_playback_get_duration_ms (self->playback));
      return GDK_EVENT_STOP;
    case GDK_KEY_space:
      hr_playback_set_playing (self->playback, !hr_playback_is_playing (self->playback));
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* A screen reader is told whole seconds. */
static void
update (HrRecordingWave *self)
{
  gint64           position_ms = hr_playback_get_position_ms (self->playback);
  g_autofree char *position = hr_words_dup_elapsed (position_ms * 1000);

  gtk_widget_queue_draw (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) hr_playback_get_duration_ms (self->playback) / 1000,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) (position_ms / 1000),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, position,
                                  -1);
}

static void
hr_recording_wave_dispose (GObject *object)
{
  g_clear_object (&HR_RECORDING_WAVE (object)->playback);

  G_OBJECT_CLASS (hr_recording_wave_parent_class)->dispose (object);
}

static void
hr_recording_wave_class_init (HrRecordingWaveClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_recording_wave_dispose;
  widget_class->snapshot = hr_recording_wave_snapshot;
  gtk_widget_class_set_css_name (widget_class, "waveform");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
hr_recording_wave_init (HrRecordingWave *self)
{
  GtkGesture         *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Recording"), -1);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
hr_recording_wave_set_playback (HrRecordingWave *self,
                                HrPlayback      *playback)
{
  g_return_if_fail (HR_IS_RECORDING_WAVE (self));
  g_return_if_fail (HR_IS_PLAYBACK (playback));
  g_return_if_fail (self->playback == NULL);

  self->playback = g_object_ref (playback);
  g_signal_connect_object (playback, "tracks-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (playback, "notify::position-ms", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
