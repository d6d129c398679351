/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-panes"

#include "config.h"

#include "hr-panes.h"

#define PANE_CLASS "pane"

static void
collect (GtkWidget *widget,
         GPtrArray *panes)
{
  if (!gtk_widget_get_mapped (widget))
    return;

  if (gtk_widget_has_css_class (widget, PANE_CLASS))
    {
      g_ptr_array_add (panes, widget);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect (child, panes);
}

/* -1: in none of them. */
static int
find_focused (GtkWidget *window,
              GPtrArray *panes)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  for (guint i = 0; focus != NULL && i < panes->len; i++)
    {
      GtkWidget *pane = g_ptr_array_index (panes, i);

      if (focus == pane || gtk_widget_is_ancestor (focus, pane))
        return (int) i;
    }

  return -1;
}

gboolean
hr_panes_move_focus (GtkWidget *window,
                     int        step)
{
  g_autoptr (GPtrArray) panes = g_ptr_array_new ();
  int n_panes = 0;
  int at = 0;

  g_return_val_if_fail (GTK_IS_ROOT (window), FALSE);
  g_return_val_if_fail (step == 1 || step == -1, FALSE);

  collect (window, panes);
  n_panes = (int) panes->len;
  at = find_focused (window, panes);
  if (at < 0 && step < 0)
    at = 0;

  /* A pane in which nothing can have the keyboard is passed over. */
  for (int i = 1; i <= n_panes; i++)
    {
      GtkWidget *pane = g_ptr_array_index (panes, (at + step * i + n_panes * 2) % n_panes);

      if (gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD))
        return TRUE;
    }

  return FALSE;
}
