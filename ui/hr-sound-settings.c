/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sound-settings"

#include "config.h"

#include "hr-sound-settings.h"
#include "hr-sound.h"

#include <glib/gi18n.h>

struct _HrSoundSettings
{
  HrView       parent_instance;
  HrSound     *sound;
  AdwComboRow *rows[HR_SOUND_N_USES];
  gboolean     is_filling;
};

G_DEFINE_FINAL_TYPE (HrSoundSettings, hr_sound_settings, HR_TYPE_VIEW)

static const struct
{
  const char *title;
  const char *test_name;
} uses[HR_SOUND_N_USES] = {
  [HR_SOUND_CALLS] = { N_ ("Calls are heard on"), N_ ("Test where calls are heard") },
  [HR_SOUND_ALARMS] = { N_ ("Alarms sound on"), N_ ("Test where alarms sound") },
};

static HrSoundUse
get_use (gpointer widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (widget, "hr-use"));
}

/* The row has room for twenty letters, and devices are called alike. */
static void
show_whole_name (AdwComboRow *row)
{
  GtkStringObject *name = adw_combo_row_get_selected_item (row);

  gtk_widget_set_tooltip_text (GTK_WIDGET (row), name != NULL ? gtk_string_object_get_string (name) : NULL);
}

/* First the computer's choice, then the devices; last the chosen one, where it is away. */
static void
fill (HrSoundSettings *self,
      HrSoundUse       use)
{
  GListModel *devices = G_LIST_MODEL (hr_sound_get_devices (self->sound));
  const char *chosen_id = hr_sound_get_chosen_id (self->sound, use);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  gtk_string_list_append (names, _ ("Computer’s choice"));

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr (HrSoundDevice) device = g_list_model_get_item (devices, i);

      gtk_string_list_append (names, hr_sound_device_get_name (device));
      if (g_str_equal (hr_sound_device_get_id (device), chosen_id))
        selected = i + 1;
    }

  if (selected == 0 && chosen_id[0] != '\0')
    {
      selected = g_list_model_get_n_items (G_LIST_MODEL (names));
      gtk_string_list_append (names, hr_sound_get_chosen_name (self->sound, use));
    }

  adw_combo_row_set_model (self->rows[use], G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->rows[use], selected);
  show_whole_name (self->rows[use]);
}

static void
show_faults (HrSoundSettings *self)
{
  for (HrSoundUse use = 0; use < HR_SOUND_N_USES; use++)
    {
      const char *fault = hr_sound_get_fault (self->sound, use);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->rows[use]), fault != NULL ? fault : "");
      hr_view_set_look (GTK_WIDGET (self->rows[use]), (const char *const[]){ "faulty", NULL }, fault != NULL ? "faulty" : NULL);
    }
}

static void
refill (HrSoundSettings *self)
{
  self->is_filling = TRUE;
  for (HrSoundUse use = 0; use < HR_SOUND_N_USES; use++)
    fill (self, use);
  self->is_filling = FALSE;
  show_faults (self);
}

static void
on_selected (AdwComboRow     *row,
             GParamSpec      *pspec,
             HrSoundSettings *self)
{
  GListModel *devices = G_LIST_MODEL (hr_sound_get_devices (self->sound));
  guint       selected = adw_combo_row_get_selected (row);
  g_autoptr (HrSoundDevice) device = NULL;

  /* The last one may be away: it is chosen already. */
  if (self->is_filling || selected > g_list_model_get_n_items (devices))
    return;

  if (selected > 0)
    device = g_list_model_get_item (devices, selected - 1);

  hr_sound_choose (self->sound, get_use (row), device);
  show_whole_name (row);
}

static void
on_test (GtkButton       *button,
         HrSoundSettings *self)
{
  hr_sound_test (self->sound, get_use (button));
}

static void
add_row (HrSoundSettings *self,
         HrSoundUse       use)
{
  GtkWidget *row = adw_combo_row_new ();
  GtkWidget *test = gtk_button_new_with_mnemonic (_ ("_Test"));

  self->rows[use] = ADW_COMBO_ROW (row);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (uses[use].title));
  g_object_set_data (G_OBJECT (row), "hr-use", GUINT_TO_POINTER (use));
  g_object_set_data (G_OBJECT (test), "hr-use", GUINT_TO_POINTER (use));
  gtk_widget_set_valign (test, GTK_ALIGN_CENTER);
  hr_view_set_name (test, _ (uses[use].test_name));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), test);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (adw_bin_get_child (ADW_BIN (self))), row);

  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_selected), self, 0);
  g_signal_connect_object (test, "clicked", G_CALLBACK (on_test), self, 0);
}

/* What it shows is the sound's, not the room's. */
static void
hr_sound_settings_update (HrView *view)
{
}

static void
hr_sound_settings_constructed (GObject *object)
{
  HrSoundSettings *self = HR_SOUND_SETTINGS (object);

  G_OBJECT_CLASS (hr_sound_settings_parent_class)->constructed (object);

  self->sound = g_object_ref (hr_room_get_sound (hr_view_get_room (HR_VIEW (self))));
  for (HrSoundUse use = 0; use < HR_SOUND_N_USES; use++)
    add_row (self, use);

  g_signal_connect_object (hr_sound_get_devices (self->sound), "items-changed", G_CALLBACK (refill), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sound, "changed", G_CALLBACK (show_faults), self, G_CONNECT_SWAPPED);
  refill (self);
}

static void
hr_sound_settings_dispose (GObject *object)
{
  g_clear_object (&HR_SOUND_SETTINGS (object)->sound);

  G_OBJECT_CLASS (hr_sound_settings_parent_class)->dispose (object);
}

static void
hr_sound_settings_class_init (HrSoundSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = hr_sound_settings_constructed;
  G_OBJECT_CLASS (klass)->dispose = hr_sound_settings_dispose;
  HR_VIEW_CLASS (klass)->update = hr_sound_settings_update;
}

static void
hr_sound_settings_init (HrSoundSettings *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "pane");
  adw_bin_set_child (ADW_BIN (self), g_object_new (ADW_TYPE_PREFERENCES_GROUP, "title", _ ("Sound"), NULL));
}
