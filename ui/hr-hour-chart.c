/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-hour-chart"

#include "config.h"

#include "hr-hour-chart-private.h"

#include <math.h>

#define N_HOURS HR_HOUR_CHART_N_HOURS
#define NATURAL_WIDTH_PX 480
#define NATURAL_HEIGHT_PX 230

enum
{
  PROP_0,
  PROP_HOUR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HrHourChart, hr_hour_chart, GTK_TYPE_WIDGET)

static void
hr_hour_chart_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  hr_hour_chart_draw (HR_HOUR_CHART (widget), snapshot);
}

static void
hr_hour_chart_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  gboolean is_width = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = is_width ? NATURAL_WIDTH_PX / 2 : NATURAL_HEIGHT_PX;
  *natural = is_width ? NATURAL_WIDTH_PX : NATURAL_HEIGHT_PX;
}

static void
choose_hour (HrHourChart *self,
             int          hour)
{
  hour = CLAMP (hour, -1, N_HOURS - 1);
  if (hour == self->hour)
    return;

  self->hour = hour;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOUR]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_motion (HrHourChart *self,
           double       x)
{
  graphene_rect_t area = hr_hour_chart_get_area (self);

  choose_hour (self, x < area.origin.x ? -1 : (int) ((x - area.origin.x) * N_HOURS / area.size.width));
}

static void
on_leave (HrHourChart *self)
{
  choose_hour (self, -1);
}

static gboolean
on_key (HrHourChart    *self,
        guint           keyval,
        guint           keycode,
        GdkModifierType state)
{
  static const struct
  {
    guint keyval;
    int   from; /* −2: where it is */
    int   by;
  } keys[] = {
    { GDK_KEY_Left, -2, -1 },
    { GDK_KEY_Right, -2, 1 },
    { GDK_KEY_Home, 0, 0 },
    { GDK_KEY_End, N_HOURS - 1, 0 },
    { GDK_KEY_Escape, -1, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (keys[i].keyval != keyval || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
        continue;

      choose_hour (self, keys[i].from == -2 ? MAX (self->hour + keys[i].by, 0) : keys[i].from);
      return GDK_EVENT_STOP;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
hr_hour_chart_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_HOUR:
      g_value_set_int (value, HR_HOUR_CHART (object)->hour);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_hour_chart_finalize (GObject *object)
{
  HrHourChart *self = HR_HOUR_CHART (object);

  for (guint i = 0; i < self->n_series; i++)
    g_free (self->series[i].name);

  G_OBJECT_CLASS (hr_hour_chart_parent_class)->finalize (object);
}

static void
hr_hour_chart_class_init (HrHourChartClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hr_hour_chart_get_property;
  object_class->finalize = hr_hour_chart_finalize;
  widget_class->snapshot = hr_hour_chart_snapshot;
  widget_class->measure = hr_hour_chart_measure;

  properties[PROP_HOUR] = g_param_spec_int ("hour", NULL, NULL, -1, N_HOURS - 1, -1, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "hourchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
hr_hour_chart_init (HrHourChart *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  self->hour = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
}

GtkWidget *
hr_hour_chart_new (const char *name,
                   HrChartUnit unit,
                   double      limit)
{
  HrHourChart *self = g_object_new (HR_TYPE_HOUR_CHART, NULL);

  self->unit = unit;
  self->limit = limit;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return GTK_WIDGET (self);
}

void
hr_hour_chart_add_series (HrHourChart *self,
                          const char  *name,
                          HrMark       mark,
                          guint        hex)
{
  HrHourSeries *series = NULL;

  g_return_if_fail (HR_IS_HOUR_CHART (self));
  g_return_if_fail (self->n_series < HR_HOUR_CHART_MAX_SERIES);

  series = &self->series[self->n_series++];
  *series = (HrHourSeries){ .name = g_strdup (name), .mark = mark, .hex = hex };
  for (int hour = 0; hour < N_HOURS; hour++)
    series->values[hour] = NAN;
}

void
hr_hour_chart_clear (HrHourChart *self)
{
  g_return_if_fail (HR_IS_HOUR_CHART (self));

  for (guint i = 0; i < self->n_series; i++)
    {
      for (int hour = 0; hour < N_HOURS; hour++)
        self->series[i].values[hour] = NAN;
    }

  choose_hour (self, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
hr_hour_chart_set_value (HrHourChart *self,
                         guint        series,
                         int          hour,
                         double       value)
{
  g_return_if_fail (HR_IS_HOUR_CHART (self));
  g_return_if_fail (series < self->n_series);
  g_return_if_fail (hour >= 0 && hour < N_HOURS);

  self->series[series].values[hour] = value;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
hr_hour_chart_get_value (HrHourChart *self,
                         guint        series,
                         int          hour)
{
  g_return_val_if_fail (HR_IS_HOUR_CHART (self), NAN);
  g_return_val_if_fail (series < self->n_series, NAN);
  g_return_val_if_fail (hour >= 0 && hour < N_HOURS, NAN);

  return self->series[series].values[hour];
}

void
hr_hour_chart_set_description (HrHourChart *self,
                               const char  *text)
{
  g_return_if_fail (HR_IS_HOUR_CHART (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

int
hr_hour_chart_get_hour (HrHourChart *self)
{
  g_return_val_if_fail (HR_IS_HOUR_CHART (self), -1);

  return self->hour;
}
