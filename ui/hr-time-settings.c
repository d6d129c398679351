/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-time-settings"

#include "config.h"

#include "hr-json.h"
#include "hr-permission.h"
#include "hr-request.h"
#include "hr-setting-row.h"
#include "hr-time-settings.h"

#include <glib/gi18n.h>

static const HrSettingKind kinds[] = {
  { "dispatch.ack_timeout_ms", N_ ("Not answered: rings at the next operator too after (s)"), NULL, 1000 },
  { "dispatch.queue_timeout_ms", N_ ("Nobody is free: the supervisors are alarmed after (s)"), NULL, 1000 },
  { "dispatch.neighbour_after_ms", N_ ("Nobody is free: the zones beside it are asked after (s)"), N_ ("With 0: never."), 1000 },
  { "dispatch.unstaffed_after_ms", N_ ("Nobody is on duty in a zone: alarm after (s)"), N_ ("With 0: never."), 1000 },
  { "dispatch.no_position_after_ms", N_ ("A call has no position: alarm after (s)"), N_ ("With 0: never."), 1000 },
  { "dispatch.old_position_after_ms", N_ ("A call’s position is old: alarm after (s)"), N_ ("With 0: never."), 1000 },
  { "dispatch.zone_reach_m", N_ ("Outside all zones: the nearest one answers within (m)"), N_ ("With 0: none does."), 1 },
};

struct _HrTimeSettings
{
  HrView               parent_instance;
  AdwPreferencesGroup *group;
  GtkLabel            *fault;
  GtkWidget           *save;
  GtkWidget           *undo;
  HrSettingRow        *rows[G_N_ELEMENTS (kinds)];
  HrRequest           *request; /* that has no answer yet */
};

G_DEFINE_FINAL_TYPE (HrTimeSettings, hr_time_settings, HR_TYPE_VIEW)

/* Borrowed; NULL: nothing waits to be saved. */
static HrSettingRow *
find_changed (HrTimeSettings *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (hr_setting_row_is_changed (self->rows[i]))
        return self->rows[i];
    }

  return NULL;
}

static void
show_fault (HrTimeSettings *self,
            const char     *fault)
{
  gtk_label_set_text (self->fault, fault != NULL ? fault : "");
}

static void
update_foot (HrTimeSettings *self)
{
  gboolean is_changed = find_changed (self) != NULL;

  gtk_widget_set_sensitive (self->save, is_changed && self->request == NULL);
  gtk_widget_set_sensitive (self->undo, is_changed && self->request == NULL);
}

static void save_next (HrTimeSettings *self);

/* The event that says so may be still on its way. */
static void
take_saved (HrTimeSettings *self,
            HrRequest      *request)
{
  HrStationConfig *config = hr_view_get_item (HR_VIEW (self));
  JsonObject      *args = hr_request_get_args (request);

  hr_station_config_set_value (config, hr_json_get_string (args, "key"), hr_json_get_string (args, "value"));
}

static void
on_finished (HrRequest      *request,
             const char     *fault,
             HrTimeSettings *self)
{
  g_autoptr (HrRequest) finished = NULL;

  if (request != self->request)
    return;

  finished = g_steal_pointer (&self->request);
  show_fault (self, fault);
  if (fault == NULL)
    {
      take_saved (self, finished);
      save_next (self);
    }
  update_foot (self);
}

/* One after the other: one that is refused stays as it was written, with those behind it. */
static void
save_next (HrTimeSettings *self)
{
  HrSettingRow    *row = find_changed (self);
  g_autofree char *value = NULL;

  if (row == NULL)
    {
      show_fault (self, _ ("Saved. It holds from now on, for everybody."));
      return;
    }

  value = g_strdup_printf ("%" G_GINT64_FORMAT, hr_setting_row_get_value (row));
  self->request = hr_request_new ("settings.set", hr_json_new_object ("key", hr_setting_row_get_key (row), "value", value, NULL));
  g_signal_connect_object (self->request, "finished", G_CALLBACK (on_finished), self, 0);
  hr_room_request (hr_view_get_room (HR_VIEW (self)), self->request);
}

static void
on_save (HrTimeSettings *self)
{
  if (self->request != NULL || find_changed (self) == NULL)
    return;

  save_next (self);
  update_foot (self);
}

static void
on_undo (HrTimeSettings *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    hr_setting_row_reset (self->rows[i]);

  show_fault (self, NULL);
  update_foot (self);
}

static void
on_row_changed (HrTimeSettings *self)
{
  show_fault (self, NULL);
  update_foot (self);
}

static void
hr_time_settings_update (HrView *view)
{
  HrTimeSettings  *self = HR_TIME_SETTINGS (view);
  HrStationConfig *config = hr_view_get_item (view);
  const char      *fault = hr_station_config_get_fault (config);

  gtk_widget_set_visible (GTK_WIDGET (self), hr_permission_has (hr_view_get_room (view), "settings.set"));
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    hr_setting_row_update (self->rows[i], config);

  if (fault != NULL)
    show_fault (self, fault);
  update_foot (self);
}

static void
hr_time_settings_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hr_time_settings_parent_class)->map (widget);

  hr_station_config_read (hr_view_get_item (HR_VIEW (widget)));
}

static void
hr_time_settings_constructed (GObject *object)
{
  G_OBJECT_CLASS (hr_time_settings_parent_class)->constructed (object);

  g_signal_connect_object (hr_view_get_room (HR_VIEW (object)), "notify::is-supervisor", G_CALLBACK (hr_view_update), object, G_CONNECT_SWAPPED);
}

static void
hr_time_settings_dispose (GObject *object)
{
  g_clear_object (&HR_TIME_SETTINGS (object)->request);

  G_OBJECT_CLASS (hr_time_settings_parent_class)->dispose (object);
}

static void
hr_time_settings_class_init (HrTimeSettingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_time_settings_constructed;
  G_OBJECT_CLASS (klass)->dispose = hr_time_settings_dispose;
  widget_class->map = hr_time_settings_map;
  HR_VIEW_CLASS (klass)->update = hr_time_settings_update;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-time-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, HrTimeSettings, group);
  gtk_widget_class_bind_template_child (widget_class, HrTimeSettings, fault);
  gtk_widget_class_bind_template_child (widget_class, HrTimeSettings, save);
  gtk_widget_class_bind_template_child (widget_class, HrTimeSettings, undo);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_undo);
}

static void
hr_time_settings_init (HrTimeSettings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      self->rows[i] = hr_setting_row_new (&kinds[i]);
      adw_preferences_group_add (self->group, GTK_WIDGET (self->rows[i]));
      g_signal_connect_object (self->rows[i], "changed", G_CALLBACK (on_row_changed), self, G_CONNECT_SWAPPED);
    }
}
