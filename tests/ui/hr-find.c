/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-find.h"

GtkWidget *
hr_find (GtkWidget  *widget,
         HrMatchFunc matches,
         const char *text)
{
  GtkWidget *found = NULL;

  if (matches (widget, text))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = hr_find (child, matches, text);

  return found;
}

gboolean
hr_is_of_type (GtkWidget  *widget,
               const char *type)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), type);
}

gboolean
hr_activates (GtkWidget  *widget,
              const char *text)
{
  return gtk_widget_get_mapped (widget) && GTK_IS_ACTIONABLE (widget) &&
         g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), text) == 0;
}

gboolean
hr_is_labelled (GtkWidget  *widget,
                const char *text)
{
  return (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), text) == 0) ||
         (GTK_IS_CHECK_BUTTON (widget) && g_strcmp0 (gtk_check_button_get_label (GTK_CHECK_BUTTON (widget)), text) == 0);
}

gboolean
hr_is_mapped_of_type (GtkWidget  *widget,
                      const char *type)
{
  return gtk_widget_get_mapped (widget) && hr_is_of_type (widget, type);
}

gboolean
hr_is_mapped_and_labelled (GtkWidget  *widget,
                           const char *label)
{
  return gtk_widget_get_mapped (widget) && hr_is_labelled (widget, label);
}

static const char *
get_shown_text (GtkWidget *widget)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : NULL;
}

gboolean
hr_says (GtkWidget  *widget,
         const char *text)
{
  return g_strcmp0 (get_shown_text (widget), text) == 0;
}

gboolean
hr_mentions (GtkWidget  *widget,
             const char *part)
{
  const char *shown = get_shown_text (widget);

  return shown != NULL && strstr (shown, part) != NULL;
}

gboolean
hr_ends_with (GtkWidget  *widget,
              const char *end)
{
  const char *shown = get_shown_text (widget);

  return shown != NULL && g_str_has_suffix (shown, end);
}

gboolean
hr_is_titled (GtkWidget  *widget,
              const char *title)
{
  return ADW_IS_PREFERENCES_ROW (widget) && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0;
}

gboolean
hr_is_named (GtkWidget  *widget,
             const char *name)
{
  g_autofree char *difference = NULL;

  if (!gtk_widget_get_mapped (widget) || !gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    return FALSE;

  difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  return difference == NULL;
}

GtkWidget *
hr_find_toplevel (const char *type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (hr_is_of_type (window, type))
        return window;
    }

  return NULL;
}
