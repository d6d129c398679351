/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-language-settings"

#include "config.h"

#include "hr-language-settings.h"
#include "hr-language.h"
#include "hr-workplace.h"

#include <glib/gi18n.h>

struct _HrLanguageSettings
{
  HrView          parent_instance;
  GtkCheckButton *first; /* of the choices, which exclude each other */
};

G_DEFINE_FINAL_TYPE (HrLanguageSettings, hr_language_settings, HR_TYPE_VIEW)

static HrWorkplace *
get_workplace (HrLanguageSettings *self)
{
  return hr_room_get_workplace (hr_view_get_room (HR_VIEW (self)));
}

static void
on_toggled (GtkCheckButton     *check,
            HrLanguageSettings *self)
{
  if (gtk_check_button_get_active (check))
    hr_workplace_set (get_workplace (self), HR_WORKPLACE_LANGUAGE, g_object_get_data (G_OBJECT (check), "hr-code"));
}

static void
add_choice (HrLanguageSettings *self,
            const char         *code,
            const char         *name)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  if (self->first == NULL)
    self->first = GTK_CHECK_BUTTON (check);
  else
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->first);

  g_object_set_data (G_OBJECT (check), "hr-code", (gpointer) code);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), g_str_equal (hr_workplace_get (get_workplace (self), HR_WORKPLACE_LANGUAGE), code));
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled), self, 0);
  hr_view_set_name (check, name);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (adw_bin_get_child (ADW_BIN (self))), row);
}

/* What it shows changes by hand alone. */
static void
hr_language_settings_update (HrView *view)
{
}

static void
hr_language_settings_constructed (GObject *object)
{
  HrLanguageSettings *self = HR_LANGUAGE_SETTINGS (object);

  G_OBJECT_CLASS (hr_language_settings_parent_class)->constructed (object);

  add_choice (self, "", _ ("As the computer is set"));
  for (const HrLanguage *language = hr_languages; language->code != NULL; language++)
    add_choice (self, language->code, language->name);
}

static void
hr_language_settings_class_init (HrLanguageSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = hr_language_settings_constructed;
  HR_VIEW_CLASS (klass)->update = hr_language_settings_update;
}

static void
hr_language_settings_init (HrLanguageSettings *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "pane");
  adw_bin_set_child (ADW_BIN (self), g_object_new (ADW_TYPE_PREFERENCES_GROUP,
                                                   "title", _ ("Language"),
                                                   "description", _ ("The window is made anew in it. What is heard goes on."),
                                                   NULL));
}
