/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <gtk/gtk.h>

/*
 * The pages of the window. The first is the live one, which the window has itself; the others are widgets with a construct-only property
 * `room`. A page is one line of the table in hr-pages.c, and its key one of the console's table of keys.
 */
#define HR_PAGE_LIVE "live"
#define HR_PAGE_HISTORY "history"
#define HR_PAGE_STATISTICS "statistics"
#define HR_PAGE_HANDOVER "handover"
#define HR_PAGE_SETTINGS "settings"

/* What their actions begin with. */
#define HR_PAGE_ACTION_PREFIX "win.page-"

/* Adds the pages behind the first to @stack, gives all their titles, and adds to @actions `page-NAME` for each. A page
 * of which nothing is for this role is not shown, and its action is disabled. */
void hr_pages_add (GtkStack   *stack,
                   GActionMap *actions,
                   HrRoom     *room);
/* Adds to @menu an item for each page of @stack, as for hr_role_menu_new(). */
void hr_pages_fill_menu (GtkStack *stack,
                         GMenu    *menu);
/* What one must be able to do to have the page @name; NULL: it is everybody's. */
const char *hr_pages_get_command (const char *name);
