/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-hour-card"

#include "config.h"

#include "hr-hour-card.h"

#include <glib/gi18n.h>

struct _HrHourCard
{
  AdwBin       parent_instance;
  GtkLabel    *title;
  GtkLabel    *readout;
  GtkBox      *box;
  HrHourChart *chart;
  char        *texts[HR_HOUR_CHART_N_HOURS]; /* NULL: nothing happened in it */
};

G_DEFINE_FINAL_TYPE (HrHourCard, hr_hour_card, ADW_TYPE_BIN)

static void
on_hour (HrHourCard *self)
{
  int              hour = hr_hour_chart_get_hour (self->chart);
  const char      *text = hour >= 0 ? self->texts[hour] : NULL;
  g_autofree char *nothing = NULL;

  if (text == NULL && hour >= 0)
    text = nothing = g_strdup_printf (_ ("%02d:00: nothing"), hour);

  gtk_label_set_text (self->readout, text != NULL ? text : _ ("The pointer or the arrow keys choose an hour."));
}

static void
hr_hour_card_finalize (GObject *object)
{
  HrHourCard *self = HR_HOUR_CARD (object);

  for (int hour = 0; hour < HR_HOUR_CHART_N_HOURS; hour++)
    g_free (self->texts[hour]);

  G_OBJECT_CLASS (hr_hour_card_parent_class)->finalize (object);
}

static void
hr_hour_card_class_init (HrHourCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_hour_card_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-hour-card.ui");
  gtk_widget_class_bind_template_child (widget_class, HrHourCard, title);
  gtk_widget_class_bind_template_child (widget_class, HrHourCard, readout);
  gtk_widget_class_bind_template_child (widget_class, HrHourCard, box);
}

static void
hr_hour_card_init (HrHourCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

HrHourCard *
hr_hour_card_new (const char *title,
                  HrChartUnit unit,
                  double      limit)
{
  HrHourCard *self = g_object_new (HR_TYPE_HOUR_CARD, NULL);

  self->chart = HR_HOUR_CHART (hr_hour_chart_new (title, unit, limit));
  gtk_label_set_text (self->title, title);
  gtk_widget_set_vexpand (GTK_WIDGET (self->chart), TRUE);
  gtk_box_insert_child_after (self->box, GTK_WIDGET (self->chart), GTK_WIDGET (self->title));
  g_signal_connect_object (self->chart, "notify::hour", G_CALLBACK (on_hour), self, G_CONNECT_SWAPPED);
  on_hour (self);

  return self;
}

HrHourChart *
hr_hour_card_get_chart (HrHourCard *self)
{
  g_return_val_if_fail (HR_IS_HOUR_CARD (self), NULL);

  return self->chart;
}

void
hr_hour_card_clear (HrHourCard *self)
{
  g_return_if_fail (HR_IS_HOUR_CARD (self));

  hr_hour_chart_clear (self->chart);
  for (int hour = 0; hour < HR_HOUR_CHART_N_HOURS; hour++)
    g_clear_pointer (&self->texts[hour], g_free);
}

void
hr_hour_card_set_text (HrHourCard *self,
                       int         hour,
                       const char *text)
{
  g_return_if_fail (HR_IS_HOUR_CARD (self));
  g_return_if_fail (hour >= 0 && hour < HR_HOUR_CHART_N_HOURS);

  g_free (self->texts[hour]);
  self->texts[hour] = g_strdup (text);
}

void
hr_hour_card_finish (HrHourCard *self)
{
  g_autoptr (GString) description = g_string_new (NULL);

  g_return_if_fail (HR_IS_HOUR_CARD (self));

  for (int hour = 0; hour < HR_HOUR_CHART_N_HOURS; hour++)
    {
      if (self->texts[hour] != NULL)
        g_string_append_printf (description, "%s%s.", description->len > 0 ? " " : "", self->texts[hour]);
    }

  hr_hour_chart_set_description (self->chart, description->str);
}
