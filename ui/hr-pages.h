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

/* Adds the pages behind the first to @stack, gives all their titles, and adds to @actions `page-NAME` for each. */
void hr_pages_add (GtkStack   *stack,
                   GActionMap *actions,
                   HrRoom     *room);
/* Adds to @menu an item for each page of @stack. */
void hr_pages_fill_menu (GtkStack *stack,
                         GMenu    *menu);
