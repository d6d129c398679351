/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-pages"

#include "config.h"

#include "hr-handover-page.h"
#include "hr-history-page.h"
#include "hr-pages.h"
#include "hr-permission.h"
#include "hr-role-menu.h"
#include "hr-settings-page.h"
#include "hr-statistics-page.h"

#include <glib/gi18n.h>

static const struct
{
  const char *name;
  const char *title;
  GType (*get_type) (void); /* NULL: the window's own */
  const char *command;      /* whoever may not do this has no use for the page; NULL: it is everybody's */
} pages[] = {
  { HR_PAGE_LIVE, N_ ("Live"), NULL, NULL },
  { HR_PAGE_HISTORY, N_ ("History"), hr_history_page_get_type, NULL },
  { HR_PAGE_STATISTICS, N_ ("Statistics"), hr_statistics_page_get_type, NULL },
  { HR_PAGE_HANDOVER, N_ ("Handover"), hr_handover_page_get_type, "shift.hand_over" },
  { HR_PAGE_SETTINGS, N_ ("Settings"), hr_settings_page_get_type, NULL },
};

#define ACTION_PREFIX "page-"

static void
on_page_action (GSimpleAction *action,
                GVariant      *parameter,
                GtkStack      *stack)
{
  gtk_stack_set_visible_child_name (stack, g_action_get_name (G_ACTION (action)) + strlen (ACTION_PREFIX));
}

static GtkStackPage *
get_page (GtkStack   *stack,
          const char *name)
{
  return gtk_stack_get_page (stack, gtk_stack_get_child_by_name (stack, name));
}

/* Who looks at a page that is theirs no more is taken to the first one by the stack. */
static void
update_pages (GtkStack   *stack,
              GParamSpec *pspec,
              HrRoom     *room)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      if (pages[i].command != NULL)
        gtk_stack_page_set_visible (get_page (stack, pages[i].name), hr_permission_has (room, pages[i].command));
    }
}

static void
add_action (GtkStack   *stack,
            GActionMap *actions,
            const char *page)
{
  g_autofree char *name = g_strconcat (ACTION_PREFIX, page, NULL);
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, NULL);

  g_signal_connect_object (action, "activate", G_CALLBACK (on_page_action), stack, 0);
  g_object_bind_property (get_page (stack, page), "visible", action, "enabled", G_BINDING_SYNC_CREATE);
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
      if (pages[i].get_type != NULL)
        gtk_stack_add_named (stack, g_object_new (pages[i].get_type (), "room", room, NULL), pages[i].name);

      gtk_stack_page_set_title (get_page (stack, pages[i].name), _ (pages[i].title));
      add_action (stack, actions, pages[i].name);
    }

  g_signal_connect_object (room, "notify::is-supervisor", G_CALLBACK (update_pages), stack, G_CONNECT_SWAPPED);
  update_pages (stack, NULL, room);
}

const char *
hr_pages_get_command (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      if (g_str_equal (pages[i].name, name))
        return pages[i].command;
    }

  return NULL;
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
      const char      *command = hr_pages_get_command (gtk_stack_page_get_name (page));
      g_autofree char *action = g_strconcat (HR_PAGE_ACTION_PREFIX, gtk_stack_page_get_name (page), NULL);
      g_autoptr (GMenuItem) line = g_menu_item_new (gtk_stack_page_get_title (page), action);

      if (command != NULL)
        g_menu_item_set_attribute (line, HR_ROLE_MENU_COMMAND, "s", command);
      g_menu_append_item (menu, line);
    }
}
