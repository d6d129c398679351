/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-role-menu"

#include "config.h"

#include "hr-permission.h"
#include "hr-role-menu.h"

static gboolean
is_for_role (GMenuModel *whole,
             int         position,
             HrRoom     *room)
{
  g_autoptr (GVariant) command = g_menu_model_get_item_attribute_value (whole, position, HR_ROLE_MENU_COMMAND, G_VARIANT_TYPE_STRING);

  return command == NULL || hr_permission_has (room, g_variant_get_string (command, NULL));
}

static void
copy_link (GMenuItem  *item,
           GMenuModel *whole,
           int         position,
           const char *link,
           HrRoom     *room)
{
  g_autoptr (GMenuModel) part = g_menu_model_get_item_link (whole, position, link);
  g_autoptr (GMenuModel) copy = part != NULL ? hr_role_menu_new (part, room) : NULL;

  if (copy != NULL)
    g_menu_item_set_link (item, link, copy);
}

GMenuModel *
hr_role_menu_new (GMenuModel *whole,
                  HrRoom     *room)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  g_return_val_if_fail (G_IS_MENU_MODEL (whole), NULL);
  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  for (int i = 0; i < g_menu_model_get_n_items (whole); i++)
    {
      g_autoptr (GMenuItem) item = NULL;

      if (!is_for_role (whole, i, room))
        continue;

      item = g_menu_item_new_from_model (whole, i);
      copy_link (item, whole, i, G_MENU_LINK_SECTION, room);
      copy_link (item, whole, i, G_MENU_LINK_SUBMENU, room);
      g_menu_append_item (menu, item);
    }

  return G_MENU_MODEL (g_steal_pointer (&menu));
}
