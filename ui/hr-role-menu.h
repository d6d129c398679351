/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <gio/gio.h>

/* A menu without what the person who sits here may not do. */

/* The attribute of an item that is not for everybody: a command as hr_permission_has() knows it. */
#define HR_ROLE_MENU_COMMAND "command"

/* @whole as it is now, with its sections and submenus, but for the items whose command is not this role's. (transfer full) */
GMenuModel *hr_role_menu_new (GMenuModel *whole,
                              HrRoom     *room);
