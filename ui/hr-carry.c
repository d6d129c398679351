/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-carry"

#include "config.h"

#include "hr-carry.h"
#include "hr-filter-drop.h"
#include "hr-key-form.h"
#include "hr-operator-form.h"
#include "hr-setting-row.h"
#include "hr-zone-form.h"
#include "hr-zone-import.h"

#include <adwaita.h>

static gboolean
stays_behind (GtkWidget *widget)
{
  return HR_IS_OPERATOR_FORM (widget) || HR_IS_KEY_FORM (widget) || HR_IS_ZONE_FORM (widget) || HR_IS_ZONE_IMPORT (widget) ||
         GTK_IS_PASSWORD_ENTRY (widget) || ADW_IS_PASSWORD_ENTRY_ROW (widget) || GTK_IS_SPIN_BUTTON (widget);
}

static void
carry_text (GtkEditable *from,
            GtkEditable *to)
{
  const char *text = gtk_editable_get_text (from);

  if (gtk_editable_get_editable (from) && !g_str_equal (text, gtk_editable_get_text (to)))
    gtk_editable_set_text (to, text);
}

static void
carry_choice (GtkWidget *from,
              GtkWidget *to)
{
  guint choice = GTK_INVALID_LIST_POSITION;

  g_object_get (from, "selected", &choice, NULL);
  if (choice != GTK_INVALID_LIST_POSITION)
    g_object_set (to, "selected", choice, NULL);
}

void
hr_carry (GtkWidget *from,
          GtkWidget *to)
{
  GtkWidget *other = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (GTK_IS_WIDGET (to));

  if (G_OBJECT_TYPE (from) != G_OBJECT_TYPE (to) || stays_behind (from))
    return;

  if (HR_IS_SETTING_ROW (from))
    hr_setting_row_take_over (HR_SETTING_ROW (to), HR_SETTING_ROW (from));
  else if (HR_IS_FILTER_DROP (from))
    carry_choice (adw_bin_get_child (ADW_BIN (from)), adw_bin_get_child (ADW_BIN (to)));
  else if (ADW_IS_COMBO_ROW (from))
    carry_choice (from, to);
  else if (GTK_IS_EDITABLE (from) && !GTK_IS_EDITABLE_LABEL (from))
    carry_text (GTK_EDITABLE (from), GTK_EDITABLE (to));
  else
    {
      other = gtk_widget_get_first_child (to);

      for (GtkWidget *child = gtk_widget_get_first_child (from); child != NULL && other != NULL; child = gtk_widget_get_next_sibling (child))
        {
          hr_carry (child, other);
          other = gtk_widget_get_next_sibling (other);
        }
    }
}
