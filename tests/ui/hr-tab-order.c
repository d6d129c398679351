/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-tab-order.h"

#include "hr-sight.h"

#include <adwaita.h>

#define MOST_STOPS 500
#define SLACK_PX 2

typedef struct
{
  GtkWidget  *window;
  GHashTable *places; /* GtkWidget → graphene_rect_t, as it was before anything scrolled */
} Order;

static gboolean
is_in_list (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_VIEW) != NULL || gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX) != NULL;
}

static gboolean
can_be_focused (GtkWidget *widget)
{
  for (GtkWidget *parent = widget; parent != NULL; parent = gtk_widget_get_parent (parent))
    {
      if (!gtk_widget_get_can_focus (parent))
        return FALSE;
    }

  return gtk_widget_get_focusable (widget) && gtk_widget_is_sensitive (widget);
}

static void
add_place (GtkWidget *widget,
           gpointer   data)
{
  Order           *order = data;
  graphene_rect_t *place = NULL;

  if (GTK_IS_NATIVE (widget) || !can_be_focused (widget))
    return;

  place = g_new0 (graphene_rect_t, 1);
  g_assert_true (gtk_widget_compute_bounds (widget, order->window, place));
  g_hash_table_insert (order->places, widget, place);
}

/* Of a group of radio buttons, and of a list, one is a stop. */
static gboolean
is_one_of_many (GtkWidget *widget)
{
  return is_in_list (widget) || GTK_IS_LIST_VIEW (widget) || GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_PANED (widget) ||
         gtk_widget_get_ancestor (widget, GTK_TYPE_STACK_SWITCHER) != NULL;
}

/* Where one reads first, in its own line or in a line above it, and not in another column further on. */
static gboolean
is_before (const graphene_rect_t *a,
           const graphene_rect_t *b,
           gboolean               is_rtl)
{
  double   a_begin = is_rtl ? -a->origin.x - a->size.width : a->origin.x;
  double   b_begin = is_rtl ? -b->origin.x - b->size.width : b->origin.x;
  gboolean is_above = a->origin.y + a->size.height <= b->origin.y + SLACK_PX;
  gboolean is_below = b->origin.y + b->size.height <= a->origin.y + SLACK_PX;

  if (is_above)
    return a_begin < b_begin + b->size.width - SLACK_PX;

  return !is_below && a_begin + a->size.width <= b_begin + SLACK_PX;
}

static void
complain (GPtrArray  *complaints,
          GtkWidget  *widget,
          const char *what,
          GtkWidget  *other)
{
  g_autofree char *way = hr_sight_dup_way (widget);
  g_autofree char *other_way = other != NULL ? hr_sight_dup_way (other) : g_strdup ("");

  g_ptr_array_add (complaints, g_strdup_printf ("Tab %s: %s %s", what, way, other_way));
}

/* What has the focus may be inside of what was looked at beforehand. */
static const graphene_rect_t *
get_place (Order     *order,
           GtkWidget *widget)
{
  return widget != NULL ? g_hash_table_lookup (order->places, widget) : NULL;
}

static void
walk (Order      *order,
      GHashTable *reached,
      GPtrArray  *complaints)
{
  GtkWindow *window = GTK_WINDOW (order->window);
  gboolean   is_rtl = gtk_widget_get_direction (order->window) == GTK_TEXT_DIR_RTL;
  GtkWidget *first = NULL;
  GtkWidget *before = NULL;

  gtk_window_set_focus (window, NULL);

  for (guint i = 0; i < MOST_STOPS && gtk_widget_child_focus (order->window, GTK_DIR_TAB_FORWARD); i++)
    {
      GtkWidget *now = gtk_window_get_focus (window);

      if (now == first)
        return;

      if (!g_hash_table_add (reached, now))
        {
          complain (complaints, now, "comes twice to", NULL);
          return;
        }

      if (get_place (order, before) != NULL && get_place (order, now) != NULL &&
          is_before (get_place (order, now), get_place (order, before), is_rtl))
        complain (complaints, now, "goes back to", before);

      first = first != NULL ? first : now;
      before = now;
    }
}

static gboolean
holds_one_of (GtkWidget  *widget,
              GHashTable *reached)
{
  GHashTableIter iter;
  gpointer       stop = NULL;

  g_hash_table_iter_init (&iter, reached);

  while (g_hash_table_iter_next (&iter, &stop, NULL))
    {
      if (stop == widget || gtk_widget_is_ancestor (stop, widget) || gtk_widget_is_ancestor (widget, stop))
        return TRUE;
    }

  return FALSE;
}

void
hr_tab_order_check (GtkWidget *window,
                    GPtrArray *complaints)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GHashTable) reached = g_hash_table_new (NULL, NULL);
  Order          order = { window, places };
  GHashTableIter iter;
  gpointer       widget = NULL;

  hr_sight_visit (window, add_place, &order);
  walk (&order, reached, complaints);
  g_hash_table_iter_init (&iter, places);

  while (g_hash_table_iter_next (&iter, &widget, NULL))
    {
      if (!is_one_of_many (widget) && !holds_one_of (widget, reached))
        complain (complaints, widget, "never comes to", NULL);
    }
}
