/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-waveform"

#include "config.h"

#include "hr-palette.h"
#include "hr-waveform.h"

#include <math.h>

#define FLOOR_DB -60.0
#define GAP_PX 1
/* Of one level. */
#define LEVEL_US (50 * G_TIME_SPAN_MILLISECOND)

struct _HrWaveform
{
  GtkWidget     parent_instance;
  HrListening  *listening;
  GSignalGroup *signals;
  GSignalGroup *replay_signals;
  guint         bar_width_px;
};

enum
{
  PROP_0,
  PROP_LISTENING,
  PROP_BAR_WIDTH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HrWaveform, hr_waveform, GTK_TYPE_WIDGET)

static void
append_line (GtkSnapshot *snapshot,
             int          width,
             int          height)
{
  GdkRGBA color = HR_RGBA (HR_COLOR_LINE, 1);

  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (0, height / 2, width, 1));
}

static gboolean
is_past (HrWaveform *self)
{
  return hr_replay_get_state (hr_listening_get_replay (self->listening)) != HR_REPLAY_NONE;
}

/* How many of the newest levels are of what was said since what is heard now. */
static gsize
get_n_unheard (HrWaveform *self)
{
  return is_past (self) ? (gsize) (hr_replay_get_behind_us (hr_listening_get_replay (self->listening)) / LEVEL_US) : 0;
}

static void
append_bars (HrWaveform  *self,
             GtkSnapshot *snapshot,
             int          width,
             int          height)
{
  float   levels_db[HR_LISTENING_N_LEVELS];
  int     step = (int) self->bar_width_px + GAP_PX;
  gsize   n_levels = hr_listening_copy_levels (self->listening, levels_db,
                                               MIN (width / step, HR_LISTENING_N_LEVELS));
  gsize   n_unheard = get_n_unheard (self);
  GdkRGBA unheard = HR_RGBA (HR_COLOR_SECONDARY, 0.6f);
  GdkRGBA heard = is_past (self)                             ? HR_RGBA (HR_COLOR_FIX, 1)
                  : hr_listening_has_sound (self->listening) ? HR_RGBA (HR_COLOR_GOOD, 1)
                                                             : unheard;

  for (gsize i = 0; i < n_levels; i++)
    {
      double share = CLAMP (1 - levels_db[i] / FLOOR_DB, 0, 1);
      int    half = MAX (1, (int) round (share * (height / 2 - 1)));
      int    x = width - (int) (n_levels - i) * step;

      gtk_snapshot_append_color (snapshot, n_levels - i > n_unheard ? &heard : &unheard,
                                 &GRAPHENE_RECT_INIT (x, height / 2 - half, self->bar_width_px, 2 * half));
    }

  if (n_unheard > 0 && n_unheard < n_levels)
    gtk_snapshot_append_color (snapshot, &heard, &GRAPHENE_RECT_INIT (width - (int) n_unheard * step - GAP_PX - 1, 0, 2, height));
}

static void
hr_waveform_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  HrWaveform *self = HR_WAVEFORM (widget);
  int         width = gtk_widget_get_width (widget);
  int         height = gtk_widget_get_height (widget);

  append_line (snapshot, width, height);

  if (self->listening != NULL)
    append_bars (self, snapshot, width, height);
}

static void
hr_waveform_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  HrWaveform *self = HR_WAVEFORM (object);

  switch (prop_id)
    {
    case PROP_LISTENING:
      g_value_set_object (value, self->listening);
      break;
    case PROP_BAR_WIDTH:
      g_value_set_uint (value, self->bar_width_px);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_waveform_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  HrWaveform *self = HR_WAVEFORM (object);

  switch (prop_id)
    {
    case PROP_LISTENING:
      hr_waveform_set_listening (self, g_value_get_object (value));
      break;
    case PROP_BAR_WIDTH:
      self->bar_width_px = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_waveform_dispose (GObject *object)
{
  HrWaveform *self = HR_WAVEFORM (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->replay_signals);
  g_clear_object (&self->listening);

  G_OBJECT_CLASS (hr_waveform_parent_class)->dispose (object);
}

static void
hr_waveform_class_init (HrWaveformClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hr_waveform_get_property;
  object_class->set_property = hr_waveform_set_property;
  object_class->dispose = hr_waveform_dispose;
  widget_class->snapshot = hr_waveform_snapshot;

  properties[PROP_LISTENING] =
    g_param_spec_object ("listening", NULL, NULL, HR_TYPE_LISTENING,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_BAR_WIDTH] =
    g_param_spec_uint ("bar-width", NULL, NULL, 1, 16, 3,
                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "waveform");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
hr_waveform_init (HrWaveform *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);

  self->signals = g_signal_group_new (HR_TYPE_LISTENING);
  g_signal_group_connect_swapped (self->signals, "level", G_CALLBACK (gtk_widget_queue_draw), self);
  g_signal_group_connect_swapped (self->signals, "notify::has-sound", G_CALLBACK (gtk_widget_queue_draw), self);
  self->replay_signals = g_signal_group_new (HR_TYPE_REPLAY);
  g_signal_group_connect_swapped (self->replay_signals, "changed", G_CALLBACK (gtk_widget_queue_draw), self);
}

void
hr_waveform_set_listening (HrWaveform  *self,
                           HrListening *listening)
{
  g_return_if_fail (HR_IS_WAVEFORM (self));
  g_return_if_fail (listening == NULL || HR_IS_LISTENING (listening));

  if (!g_set_object (&self->listening, listening))
    return;

  g_signal_group_set_target (self->signals, listening);
  g_signal_group_set_target (self->replay_signals, listening != NULL ? hr_listening_get_replay (listening) : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LISTENING]);
}
