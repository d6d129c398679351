/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-first-run"

#include "config.h"

#include "hr-first-run.h"
#include "hr-phone-access.h"

struct _HrFirstRun
{
  HrView     parent_instance;
  AdwBin    *access; /* HrPhoneAccess */
  GtkLabel  *settings;
  GtkWidget *loopback;
  GtkWidget *unlocked;
};

G_DEFINE_FINAL_TYPE (HrFirstRun, hr_first_run, HR_TYPE_VIEW)

static void
hr_first_run_update (HrView *view)
{
  HrFirstRun *self = HR_FIRST_RUN (view);
  HrRoom     *room = hr_view_get_room (view);
  gboolean    is_local = hr_phone_access_is_local (room);

  gtk_widget_set_visible (self->loopback, is_local);
  /* Another computer's console has asked for a PIN. */
  gtk_widget_set_visible (self->unlocked, is_local && hr_room_is_supervisor (room));
}

static void
hr_first_run_constructed (GObject *object)
{
  HrRoom *room = hr_view_get_room (HR_VIEW (object));

  G_OBJECT_CLASS (hr_first_run_parent_class)->constructed (object);

  adw_bin_set_child (HR_FIRST_RUN (object)->access, g_object_new (HR_TYPE_PHONE_ACCESS, "room", room, "item", room, NULL));
}

static void
hr_first_run_class_init (HrFirstRunClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_first_run_constructed;
  HR_VIEW_CLASS (klass)->update = hr_first_run_update;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-first-run.ui");
  gtk_widget_class_bind_template_child (widget_class, HrFirstRun, access);
  gtk_widget_class_bind_template_child (widget_class, HrFirstRun, settings);
  gtk_widget_class_bind_template_child (widget_class, HrFirstRun, loopback);
  gtk_widget_class_bind_template_child (widget_class, HrFirstRun, unlocked);
}

static void
hr_first_run_init (HrFirstRun *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_direction (GTK_WIDGET (self->settings), GTK_TEXT_DIR_LTR);
}
