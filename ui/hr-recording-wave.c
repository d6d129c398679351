/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-recording-wave"

#include "config.h"

#include "hr-palette.h"
#include "hr-recording-wave.h"
#include "hr-words.h"

#include <glib/gi18n.h>
#include <math.h>

#define FLOOR_DB -60.0
#define BAR_PX 3
#define STEP_PX 4
#define CURSOR_PX 2
#define TICK_PX 4
/* Between one time of the axis and the next: the width of one, and some air. */
#define LABEL_STEP_PX 110

struct _HrRecordingWave
{
  GtkWidget   parent_instance;
  HrPlayback *playback;
  gint64      drag_ms; /* where a pointer holds the cursor; -1: nowhere */
};

G_DEFINE_FINAL_TYPE (HrRecordingWave, hr_recording_wave, GTK_TYPE_WIDGET)

static const int steps_s[] = { 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600 };

static gint64
to_ms (HrRecordingWave *self,
       double           x)
{
  double width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);

  return (gint64) (CLAMP (x / width, 0, 1) * (double) hr_playback_get_duration_ms (self->playback));
}

static double
to_x (HrRecordingWave *self,
      gint64           at_ms)
{
  double duration_ms = (double) MAX (hr_playback_get_duration_ms (self->playback), 1);

  return CLAMP ((double) at_ms / duration_ms, 0, 1) * gtk_widget_get_width (GTK_WIDGET (self));
}

/* The loudest there is between two moments. */
static double
get_peak (HrRecordingWave *self,
          gint64           from_ms,
          gint64           to_ms)
{
  GArray *peaks = hr_playback_get_peaks (self->playback);
  gint64  duration_ms = MAX (hr_playback_get_duration_ms (self->playback), 1);
  gint64  first = CLAMP (from_ms * peaks->len / duration_ms, 0, (gint64) peaks->len);
  gint64  end = CLAMP (to_ms * peaks->len / duration_ms, first + 1, (gint64) peaks->len);
  double  peak = 0;

  for (gint64 i = first; i < end; i++)
    peak = MAX (peak, g_array_index (peaks, float, i));

  return peak;
}

/* Loudness as the live waveform shows it. */
static double
get_share (double peak)
{
  return peak > 0 ? CLAMP (1 - 20 * log10 (peak) / FLOOR_DB, 0, 1) : 0;
}

static void
append_bars (HrRecordingWave *self,
             GtkSnapshot     *snapshot,
             gint64           cursor_ms,
             int              height)
{
  GdkRGBA played = HR_RGBA (HR_COLOR_GOOD, 1);
  GdkRGBA ahead = HR_RGBA (HR_COLOR_SECONDARY, 0.75f);

  for (int x = 0; x < gtk_widget_get_width (GTK_WIDGET (self)); x += STEP_PX)
    {
      gint64 from_ms = to_ms (self, x);
      double peak = get_peak (self, from_ms, to_ms (self, x + STEP_PX));
      int    half = MAX (1, (int) round (get_share (peak) * (height / 2 - 1)));

      gtk_snapshot_append_color (snapshot, from_ms < cursor_ms ? &played : &ahead,
                                 &GRAPHENE_RECT_INIT (x, height / 2 - half, BAR_PX, 2 * half));
    }
}

static int
choose_step_s (HrRecordingWave *self)
{
  gint64 least_ms = to_ms (self, LABEL_STEP_PX);

  for (gsize i = 0; i < G_N_ELEMENTS (steps_s); i++)
    {
      if (steps_s[i] * 1000 >= least_ms)
        return steps_s[i];
    }

  return (int) (least_ms / 3600000 + 1) * 3600;
}

/* A time of the axis, unless the edge would cut it. */
static void
append_time (HrRecordingWave *self,
             GtkSnapshot     *snapshot,
             gint64           at_us,
             double           x,
             int              y)
{
  g_autofree char *text = hr_words_dup_time (at_us);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  GdkRGBA color = HR_RGBA (HR_COLOR_SECONDARY, 1);
  int     width = 0;

  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT ((float) floor (x), y, 1, TICK_PX));

  if (x < width / 2.0 || x + width / 2.0 > gtk_widget_get_width (GTK_WIDGET (self)))
    return;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (x - width / 2.0), (float) y + TICK_PX));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
append_axis (HrRecordingWave *self,
             GtkSnapshot     *snapshot,
             int              y)
{
  gint64 step_us = choose_step_s (self) * G_USEC_PER_SEC;
  gint64 start_us = hr_playback_get_position_us (self->playback) - hr_playback_get_position_ms (self->playback) * 1000;
  gint64 end_us = start_us + hr_playback_get_duration_ms (self->playback) * 1000;

  for (gint64 at_us = (start_us + step_us - 1) / step_us * step_us; at_us < end_us; at_us += step_us)
    append_time (self, snapshot, at_us, to_x (self, (at_us - start_us) / 1000), y);
}

static int
get_axis_height (HrRecordingWave *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "0");
  int height = 0;

  pango_layout_get_pixel_size (layout, NULL, &height);

  return height + TICK_PX;
}

static void
hr_recording_wave_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  HrRecordingWave *self = HR_RECORDING_WAVE (widget);
  int              width = gtk_widget_get_width (widget);
  int              height = gtk_widget_get_height (widget) - get_axis_height (self);
  GdkRGBA          line = HR_RGBA (HR_COLOR_LINE, 1);
  GdkRGBA          cursor = HR_RGBA (HR_COLOR_TEXT, 1);
  gint64           cursor_ms = 0;

  gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (0, height / 2, width, 1));

  if (self->playback == NULL || hr_playback_get_duration_ms (self->playback) == 0)
    return;

  cursor_ms = self->drag_ms >= 0 ? self->drag_ms : hr_playback_get_position_ms (self->playback);
  if (hr_playback_get_peaks (self->playback) != NULL)
    append_bars (self, snapshot, cursor_ms, height);
  append_axis (self, snapshot, height);
  gtk_snapshot_append_color (snapshot, &cursor,
                             &GRAPHENE_RECT_INIT ((float) MIN (to_x (self, cursor_ms), width - CURSOR_PX), 0, CURSOR_PX, height));
}

static void
drag_to (HrRecordingWave *self,
         double           x)
{
  self->drag_ms = to_ms (self, x);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_drag_begin (GtkGestureDrag  *gesture,
               double           x,
               double           y,
               HrRecordingWave *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  drag_to (self, x);
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
    drag_to (self, x + offset_x);
}

static void
on_drag_end (GtkGestureDrag  *gesture,
             double           offset_x,
             double           offset_y,
             HrRecordingWave *self)
{
  gint64 at_ms = self->drag_ms;

  self->drag_ms = -1;

  if (at_ms >= 0)
    hr_playback_seek (self->playback, at_ms);
}

static void
on_drag_cancelled (HrRecordingWave *self)
{
  self->drag_ms = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A screen reader is told whole seconds, and the time of the day. */
static void
update (HrRecordingWave *self)
{
  gint64           position_ms = hr_playback_get_position_ms (self->playback);
  g_autofree char *elapsed = hr_words_dup_elapsed (position_ms * 1000);
  g_autofree char *time = hr_words_dup_time (hr_playback_get_position_us (self->playback));
  /* Translators: where a recording is heard: 00:42, then the time of the day that was. */
  g_autofree char *text = g_strdup_printf (_ ("%s, at %s"), elapsed, time);

  gtk_widget_queue_draw (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) hr_playback_get_duration_ms (self->playback) / 1000,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) (position_ms / 1000),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
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
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->drag_ms = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Recording"), -1);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (on_drag_cancelled), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

void
hr_recording_wave_set_playback (HrRecordingWave *self,
                                HrPlayback      *playback)
{
  g_return_if_fail (HR_IS_RECORDING_WAVE (self));
  g_return_if_fail (HR_IS_PLAYBACK (playback));
  g_return_if_fail (self->playback == NULL);

  self->playback = g_object_ref (playback);
  g_signal_connect_object (playback, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (playback, "notify::position-ms", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
