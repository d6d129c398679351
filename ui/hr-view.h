/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/*
 * What shows one object: `item`, of the board or the room, in the light of `room`. update() is called when the item is set, when any of its
 * properties changes, and, where the class says so, at each full second while the view is visible. A row of a list is one,
 * and so is a panel.
 * Properties: room (construct-only), item.
 */
#define HR_TYPE_VIEW (hr_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (HrView, hr_view, HR, VIEW, AdwBin)

struct _HrViewClass
{
  AdwBinClass parent_class;

  void (*update) (HrView *self); /* the item is not NULL */
  void (*clear) (HrView *self);  /* nullable: the item is about to go */
  /* nullable: whether a change of that property of the item is shown by update () */
  gboolean (*concerns) (HrView *self, const char *property);
  gboolean has_clock;
};

HrRoom  *hr_view_get_room (HrView *self);
gpointer hr_view_get_item (HrView *self);
void     hr_view_set_item (HrView *self, gpointer item);
void     hr_view_update (HrView *self);

/* For a list view: its rows are views of @view_type. (transfer full) */
GtkListItemFactory *hr_view_factory_new (GType view_type, HrRoom *room);

/**
 * hr_view_set_look:
 * @widget: a widget
 * @looks: (array zero-terminated=1): style classes that exclude each other
 * @look: (nullable): the one to have
 */
void hr_view_set_look (GtkWidget *widget, const char *const *looks, const char *look);
/* What a screen reader says for @widget. */
void hr_view_set_name (GtkWidget *widget, const char *name);
/* An invisible mark at the head of a text: it runs as @widget does, whatever the direction of its first word is. */
const char *hr_view_get_direction_mark (GtkWidget *widget);
