/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-station-settings"

#include "config.h"

#include "hr-phone-access.h"
#include "hr-station-settings.h"

struct _HrStationSettings
{
  HrView     parent_instance;
  AdwBin    *access; /* HrPhoneAccess */
  GtkWidget *certificate;
  GtkLabel  *fingerprint;
};

G_DEFINE_FINAL_TYPE (HrStationSettings, hr_station_settings, HR_TYPE_VIEW)

static void
hr_station_settings_update (HrView *view)
{
  HrStationSettings *self = HR_STATION_SETTINGS (view);
  const char        *fingerprint = hr_room_get_station_fingerprint (hr_view_get_room (view));

  gtk_widget_set_visible (self->certificate, fingerprint != NULL);
  gtk_label_set_text (self->fingerprint, fingerprint != NULL ? fingerprint : "");
}

static void
hr_station_settings_constructed (GObject *object)
{
  HrRoom *room = hr_view_get_room (HR_VIEW (object));

  G_OBJECT_CLASS (hr_station_settings_parent_class)->constructed (object);

  adw_bin_set_child (HR_STATION_SETTINGS (object)->access, g_object_new (HR_TYPE_PHONE_ACCESS, "room", room, "item", room, NULL));
}

static void
hr_station_settings_class_init (HrStationSettingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_station_settings_constructed;
  HR_VIEW_CLASS (klass)->update = hr_station_settings_update;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-station-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, HrStationSettings, access);
  gtk_widget_class_bind_template_child (widget_class, HrStationSettings, certificate);
  gtk_widget_class_bind_template_child (widget_class, HrStationSettings, fingerprint);
}

static void
hr_station_settings_init (HrStationSettings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_direction (GTK_WIDGET (self->fingerprint), GTK_TEXT_DIR_LTR);
}
