/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-shortcuts"

#include "hr-console-actions-private.h"

#include "hr-pages.h"
#include "hr-permission.h"

#include <glib/gi18n.h>

#define GROUP "console."

static gboolean
is_for_role (const HrConsoleKey *key,
             HrRoom             *room)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  const char *command = NULL;

  if (!g_action_parse_detailed_name (key->action, &name, &target, NULL))
    return FALSE;

  if (g_str_has_prefix (name, HR_PAGE_ACTION_PREFIX))
    command = hr_pages_get_command (name + strlen (HR_PAGE_ACTION_PREFIX));
  else if (g_str_has_prefix (name, GROUP))
    command = hr_console_action_get_command (name + strlen (GROUP));

  return command == NULL || hr_permission_has (room, command);
}

static GtkWidget *
new_row (const HrConsoleKey *key)
{
  GtkWidget       *row = adw_action_row_new ();
  GtkWidget       *label = NULL;
  g_autofree char *text = NULL;
  guint            keyval = 0;
  GdkModifierType  modifiers = 0;

  gtk_accelerator_parse (key->accel, &keyval, &modifiers);
  text = gtk_accelerator_get_label (keyval, modifiers);
  label = gtk_label_new (text);
  gtk_widget_add_css_class (label, "dim-label");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (key->title));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);

  return row;
}

static AdwPreferencesGroup *
new_group (const HrConsoleKeyGroup *keys,
           HrRoom                  *room)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, _ (keys->title));
  for (gsize i = 0; i < keys->n_keys; i++)
    {
      if (is_for_role (&keys->keys[i], room))
        adw_preferences_group_add (group, new_row (&keys->keys[i]));
    }

  return group;
}

static gboolean
on_escape (GtkWidget *window,
           GVariant  *arguments,
           gpointer   user_data)
{
  gtk_window_close (GTK_WINDOW (window));

  return TRUE;
}

void
hr_console_show_shortcuts (GtkWindow *parent,
                           HrRoom    *room)
{
  GtkWidget          *window = adw_window_new ();
  GtkWidget          *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget          *page = adw_preferences_page_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  for (gsize i = 0; i < hr_console_n_key_groups; i++)
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), new_group (&hr_console_key_groups[i], room));

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_callback_action_new (on_escape, NULL, NULL)));
  gtk_widget_add_controller (window, keys);

  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (window), box);

  gtk_window_set_title (GTK_WINDOW (window), _ ("Keys"));
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 680);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_present (GTK_WINDOW (window));
}
