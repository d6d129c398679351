/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-pages"

#include "config.h"

#include "hr-handover-page.h"
#include "hr-history-page.h"
#include "hr-pages.h"
#include "hr-settings-page.h"
#include "hr-statistics-page.h"

#include <glib/gi18n.h>

static const struct
{
  const char *name;
  const char *title;
  GType (*get_type) (void); /* NULL: the window's own */
} pages[] = {
  { HR_PAGE_LIVE, N_ ("Live"), NULL },
  { HR_PAGE_HISTORY, N_ ("History"), hr_history_page_get_type },
  { HR_PAGE_STATISTICS, N_ ("Statistics"), hr_statistics_page_get_type },
  { HR_PAGE_HANDOVER, N_ ("Handover"), hr_handover_page_get_type },
  { HR_PAGE_SETTINGS, N_ ("Settings"), hr_settings_page_get_type },
};

#define ACTION_PREFIX "page-"

static void
on_page_action (GSimpleAction *action,
                GVariant      *parameter,
                GtkStack      *stack)
{
  gtk_stack_set_visible_child_name (stack, g_action_get_name (G_ACTION (action)) + strlen (ACTION_PREFIX));
}

static void
add_action (GtkStack   *stack,
            GActionMap *actions,
            const char *page)
{
  g_autofree char *name = g_strconcat (ACTION_PREFIX, page, NULL);
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, NULL);

  g_signal_connect_object (action, "activate", G_CALLBACK (on_page_action), stack, 0);
  g_action_map_add_action (actions, G_ACTION (action));
}

void
hr_pages_add (GtkStack   *stack,
              GActionMap *actions,
              HrRoom     *room)
{
  g_return_if_fail (GTK_IS_STACK (stack));
  g_return_if_fail (G_IS_ACTION_MAP (actions));
  g_return_if_fail (HR_IS_ROOM (room));

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GtkWidget *child = NULL;

      if (pages[i].get_type != NULL)
        gtk_stack_add_named (stack, g_object_new (pages[i].get_type (), "room", room, NULL), pages[i].name);

      child = gtk_stack_get_child_by_name (stack, pages[i].name);
      gtk_stack_page_set_title (gtk_stack_get_page (stack, child), _ (pages[i].title));
      add_action (stack, actions, pages[i].name);
    }
}

void
hr_pages_fill_menu (GtkStack *stack,
                    GMenu    *menu)
{
  g_autoptr (GtkSelectionModel) model = NULL;

  g_return_if_fail (GTK_IS_STACK (stack));
  g_return_if_fail (G_IS_MENU (menu));

  model = gtk_stack_get_pages (stack);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (model), i);
      GtkStackPage    *page = GTK_STACK_PAGE (item);
      g_autofree char *action = g_strconcat ("win." ACTION_PREFIX, gtk_stack_page_get_name (page), NULL);

      g_menu_append (menu, gtk_stack_page_get_title (page), action);
    }
}
