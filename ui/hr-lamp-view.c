/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-lamp-view"

#include "config.h"

#include "hr-lamp-view.h"

#include <glib/gi18n.h>

struct _HrLampView
{
  HrView    parent_instance;
  GtkLabel *shape;
  GtkLabel *name;
  gboolean  is_terse;
};

G_DEFINE_FINAL_TYPE (HrLampView, hr_lamp_view, HR_TYPE_VIEW)

static const struct
{
  const char *shape;
  const char *look;
} states[] = {
  [HR_LAMP_UNKNOWN] = { "○", "unknown" },
  [HR_LAMP_GOOD] = { "●", "good" },
  [HR_LAMP_WARNING] = { "■", "warning" },
  [HR_LAMP_BAD] = { "▲", "bad" },
};

static const char *const looks[] = { "unknown", "good", "warning", "bad", NULL };

static void
hr_lamp_view_update (HrView *view)
{
  HrLampView      *self = HR_LAMP_VIEW (view);
  HrLamp          *lamp = hr_view_get_item (view);
  const char      *text = hr_lamp_get_text (lamp);
  HrLampState      state = hr_lamp_get_state (lamp);
  const char      *short_name = _ (hr_lamp_get_name (lamp));
  g_autofree char *name = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);

  if (text == NULL)
    return;

  /* Translators: a lamp's name, then what it says. */
  name = g_strdup_printf (_ ("%s: %s"), short_name, text);
  gtk_label_set_text (self->shape, states[state].shape);
  gtk_label_set_text (self->name, short_name);
  gtk_widget_set_visible (GTK_WIDGET (self->name), !self->is_terse || state != HR_LAMP_GOOD);
  hr_view_set_look (GTK_WIDGET (self), looks, states[state].look);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
  hr_view_set_name (GTK_WIDGET (self), name);
}

static void
hr_lamp_view_class_init (HrLampViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  HR_VIEW_CLASS (klass)->update = hr_lamp_view_update;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-lamp-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HrLampView, shape);
  gtk_widget_class_bind_template_child (widget_class, HrLampView, name);
}

static void
hr_lamp_view_init (HrLampView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hr_lamp_view_set_terse (HrLampView *self,
                        gboolean    is_terse)
{
  g_return_if_fail (HR_IS_LAMP_VIEW (self));

  self->is_terse = is_terse;
  hr_view_update (HR_VIEW (self));
}
