/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-meter"

#include "config.h"

#include "hr-meter.h"
#include "hr-palette.h"

#define FLOOR_DB -60.0
/* From here a phone's microphone is about to clip. */
#define HOT_DB -6.0
#define SEGMENT_PX 5
#define GAP_PX 1

struct _HrMeter
{
  GtkWidget parent_instance;
  double    level_db;
  double    peak_db;
};

G_DEFINE_FINAL_TYPE (HrMeter, hr_meter, GTK_TYPE_WIDGET)

static void
hr_meter_snapshot (GtkWidget   *widget,
                   GtkSnapshot *snapshot)
{
  HrMeter *self = HR_METER (widget);
  int      height = gtk_widget_get_height (widget);
  int      step = SEGMENT_PX + GAP_PX;
  int      n_segments = MAX (1, gtk_widget_get_width (widget) / step);

  for (int i = 0; i < n_segments; i++)
    {
      double  from_db = FLOOR_DB - FLOOR_DB * i / n_segments;
      double  to_db = FLOOR_DB - FLOOR_DB * (i + 1) / n_segments;
      guint   hex = from_db >= HOT_DB ? HR_COLOR_WARNING : HR_COLOR_GOOD;
      GdkRGBA color = HR_RGBA (HR_COLOR_LINE, 1);

      if (self->level_db > from_db || (self->peak_db > from_db && self->peak_db <= to_db))
        color = HR_RGBA (hex, 1);

      gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (i * step, 0, SEGMENT_PX, height));
    }
}

static void
hr_meter_class_init (HrMeterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = hr_meter_snapshot;
  gtk_widget_class_set_css_name (widget_class, "meter");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
hr_meter_init (HrMeter *self)
{
  self->level_db = FLOOR_DB;
  self->peak_db = FLOOR_DB;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, FLOOR_DB,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 0.0,
                                  -1);
}

void
hr_meter_set_level (HrMeter *self,
                    double   level_db,
                    double   peak_db)
{
  g_return_if_fail (HR_IS_METER (self));

  self->level_db = level_db;
  self->peak_db = peak_db;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, CLAMP (level_db, FLOOR_DB, 0), -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
