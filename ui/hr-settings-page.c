/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-settings-page"

#include "config.h"

#include "hr-key-form.h"
#include "hr-key-settings.h"
#include "hr-language-settings.h"
#include "hr-operator-form.h"
#include "hr-operator-settings.h"
#include "hr-settings-page.h"
#include "hr-sound-settings.h"
#include "hr-station-config.h"
#include "hr-station-network.h"
#include "hr-station-settings.h"
#include "hr-time-settings.h"
#include "hr-zone-form.h"
#include "hr-zone-import.h"
#include "hr-zone-settings.h"

struct _HrSettingsPage
{
  AdwBin          parent_instance;
  HrRoom         *room;
  GtkStack       *stack;
  GtkBox         *groups;
  HrOperatorForm *form;     /* a child of the stack */
  HrKeyForm      *key_form; /* these too */
  HrZoneForm     *zone_form;
  HrZoneImport   *zone_import;
};

enum
{
  PROP_0,
  PROP_ROOM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HrSettingsPage, hr_settings_page, ADW_TYPE_BIN)

static void
show_groups (HrSettingsPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "groups");
  gtk_widget_child_focus (GTK_WIDGET (self->groups), GTK_DIR_TAB_FORWARD);
}

static void
on_edit (HrSettingsPage *self,
         HrOperator     *person)
{
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->form));
  hr_operator_form_edit (self->form, person);
}

static void
on_make_key (HrSettingsPage *self)
{
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->key_form));
  hr_key_form_begin (self->key_form);
}

static void
on_edit_zone (HrSettingsPage *self,
              HrZone         *zone)
{
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->zone_form));
  hr_zone_form_edit (self->zone_form, zone);
}

static void
on_import_zones (HrSettingsPage *self,
                 GFile          *file)
{
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->zone_import));
  hr_zone_import_open (self->zone_import, file);
}

/* The groups are a supervisor's; who is none any more is not left with a form. */
static void
on_supervisor_changed (HrSettingsPage *self)
{
  if (hr_room_is_supervisor (self->room))
    return;

  if (gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->key_form))
    hr_key_form_close (self->key_form);
  else
    gtk_stack_set_visible_child_name (self->stack, "groups");
}

static void
hr_settings_page_map (GtkWidget *widget)
{
  HrSettingsPage *self = HR_SETTINGS_PAGE (widget);

  GTK_WIDGET_CLASS (hr_settings_page_parent_class)->map (widget);

  gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

/* One group under the other; the one of @type is returned. */
static GtkWidget *
add_group (HrSettingsPage *self,
           GType           type,
           gpointer        item)
{
  GtkWidget *group = g_object_new (type, "room", self->room, "item", item, NULL);

  gtk_box_append (self->groups, group);
  return group;
}

static void
add_groups (HrSettingsPage *self)
{
  g_autoptr (HrStationConfig) config = hr_station_config_new (self->room);
  GtkWidget *operators = add_group (self, HR_TYPE_OPERATOR_SETTINGS, self->room);
  GtkWidget *zones = add_group (self, HR_TYPE_ZONE_SETTINGS, self->room);
  GtkWidget *keys = NULL;

  add_group (self, HR_TYPE_TIME_SETTINGS, config);
  keys = add_group (self, HR_TYPE_KEY_SETTINGS, self->room);
  add_group (self, HR_TYPE_LANGUAGE_SETTINGS, self->room);
  add_group (self, HR_TYPE_SOUND_SETTINGS, self->room);
  add_group (self, HR_TYPE_STATION_SETTINGS, self->room);
  add_group (self, HR_TYPE_STATION_NETWORK, config);

  g_signal_connect_object (operators, "edit", G_CALLBACK (on_edit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (zones, "edit", G_CALLBACK (on_edit_zone), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (zones, "import", G_CALLBACK (on_import_zones), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "make", G_CALLBACK (on_make_key), self, G_CONNECT_SWAPPED);
}

static void
add_form (HrSettingsPage *self,
          GtkWidget      *form)
{
  gtk_stack_add_child (self->stack, form);
  g_signal_connect_object (form, "closed", G_CALLBACK (show_groups), self, G_CONNECT_SWAPPED);
}

static void
hr_settings_page_constructed (GObject *object)
{
  HrSettingsPage *self = HR_SETTINGS_PAGE (object);

  G_OBJECT_CLASS (hr_settings_page_parent_class)->constructed (object);

  add_groups (self);
  self->form = hr_operator_form_new (self->room);
  self->key_form = hr_key_form_new (self->room);
  self->zone_form = hr_zone_form_new (self->room);
  self->zone_import = hr_zone_import_new (self->room);
  add_form (self, GTK_WIDGET (self->form));
  add_form (self, GTK_WIDGET (self->key_form));
  add_form (self, GTK_WIDGET (self->zone_form));
  add_form (self, GTK_WIDGET (self->zone_import));
  g_signal_connect_object (self->room, "notify::is-supervisor", G_CALLBACK (on_supervisor_changed), self, G_CONNECT_SWAPPED);
}

static void
hr_settings_page_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ROOM:
      HR_SETTINGS_PAGE (object)->room = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_settings_page_dispose (GObject *object)
{
  HrSettingsPage *self = HR_SETTINGS_PAGE (object);

  g_clear_object (&self->room);

  G_OBJECT_CLASS (hr_settings_page_parent_class)->dispose (object);
}

static void
hr_settings_page_class_init (HrSettingsPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = hr_settings_page_constructed;
  object_class->set_property = hr_settings_page_set_property;
  object_class->dispose = hr_settings_page_dispose;
  widget_class->map = hr_settings_page_map;

  properties[PROP_ROOM] =
    g_param_spec_object ("room", NULL, NULL, HR_TYPE_ROOM,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-settings-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HrSettingsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HrSettingsPage, groups);
}

static void
hr_settings_page_init (HrSettingsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
