/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-queue"

#include "config.h"

#include "hr-queue-order.h"
#include "hr-queue-row.h"
#include "hr-queue.h"
#include "hr-view.h"
#include "hr-words.h"

#include <glib/gi18n.h>

#define FOLLOW_UP_PX 240
#define COMPACT_FOLLOW_UP_PX 90

struct _HrQueue
{
  AdwBin              parent_instance;
  HrRoom             *room;
  GtkListView        *open_view;
  GtkListView        *follow_up_view;
  GtkSingleSelection *open_selection;
  GtkSingleSelection *follow_up_selection;
  GtkSortListModel   *open_sorted;
  GtkSortListModel   *follow_up_sorted;
  GtkFilterListModel *open_filtered;
  GtkFilterListModel *follow_up_filtered;
  GtkFilter          *open_filter;
  GtkFilter          *follow_up_filter;
  GtkSorter          *sorter;
  GtkLabel           *open_count;
  GtkLabel           *open_calm;
  GtkLabel           *follow_up_count;
  GtkWidget          *follow_up_calm;
  GtkWidget          *follow_up_list;
  gboolean            is_wide;
};

G_DEFINE_FINAL_TYPE (HrQueue, hr_queue, ADW_TYPE_BIN)

static gboolean
needs_follow_up (gpointer item,
                 gpointer user_data)
{
  return hr_queue_group_of (item) == HR_QUEUE_GROUP_FOLLOW_UP;
}

static gboolean
is_open (gpointer item,
         gpointer user_data)
{
  return !needs_follow_up (item, user_data);
}

static guint
find_position (GListModel *model,
               HrIncident *incident)
{
  for (guint i = 0; incident != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (HrIncident) candidate = g_list_model_get_item (model, i);

      if (candidate == incident)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static void
show_selected (HrQueue *self)
{
  GtkSingleSelection *selections[] = { self->open_selection, self->follow_up_selection };
  GtkListView        *views[] = { self->open_view, self->follow_up_view };
  HrIncident         *selected = hr_room_get_selected (self->room);

  for (gsize i = 0; i < G_N_ELEMENTS (selections); i++)
    {
      guint position = find_position (G_LIST_MODEL (selections[i]), selected);

      if (position == gtk_single_selection_get_selected (selections[i]))
        continue;

      gtk_single_selection_set_selected (selections[i], position);

      if (position != GTK_INVALID_LIST_POSITION)
        gtk_widget_activate_action (GTK_WIDGET (views[i]), "list.scroll-to-item", "u", position);
    }
}

static void
on_selected (GtkSingleSelection *selection,
             GParamSpec         *pspec,
             HrQueue            *self)
{
  HrIncident *incident = gtk_single_selection_get_selected_item (selection);

  /* A row that leaves the list selects nothing: the room may go on showing it. */
  if (self->room == NULL || incident == NULL || incident == hr_room_get_selected (self->room))
    return;

  gtk_widget_activate_action (GTK_WIDGET (self), "console.select", "s", hr_incident_get_id (incident));
}

static void
update_counts (HrQueue *self)
{
  guint            n_open = g_list_model_get_n_items (G_LIST_MODEL (self->open_sorted));
  guint            n_follow_up = g_list_model_get_n_items (G_LIST_MODEL (self->follow_up_sorted));
  g_autofree char *count = g_strdup_printf ("%u", n_open);
  g_autofree char *follow_up_count = g_strdup_printf ("%u", n_follow_up);

  gtk_label_set_text (self->open_count, count);
  gtk_label_set_text (self->follow_up_count, follow_up_count);
  gtk_widget_set_visible (GTK_WIDGET (self->open_count), n_open > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->open_calm), n_open == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->open_view), n_open > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->follow_up_count), n_follow_up > 0);
  gtk_widget_set_visible (self->follow_up_calm, n_follow_up == 0);
  gtk_widget_set_visible (self->follow_up_list, n_follow_up > 0);
  gtk_box_set_homogeneous (GTK_BOX (adw_bin_get_child (ADW_BIN (self))), self->is_wide && n_follow_up > 0);
}

static void
update_calm (HrQueue *self)
{
  gtk_label_set_text (self->open_calm, hr_words_nothing_open (hr_room_get_connection (self->room)));
}

static void
resort (HrQueue *self)
{
  gtk_filter_changed (self->open_filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_filter_changed (self->follow_up_filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
  update_counts (self);
  show_selected (self);
}

/* Positions and battery come often and never change the order. */
static gboolean
may_change_order (HrEvent *event)
{
  return hr_event_get_incident_id (event) != NULL &&
         !hr_event_is_kind (event, "incident.location") &&
         !hr_event_is_kind (event, "incident.telemetry") &&
         !hr_event_is_kind (event, "incident.note");
}

static void
on_applied (HrQueue *self,
            HrEvent *event)
{
  if (may_change_order (event))
    resort (self);
}

static void
hr_queue_dispose (GObject *object)
{
  HrQueue *self = HR_QUEUE (object);

  g_clear_object (&self->room);
  g_clear_object (&self->sorter);
  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_QUEUE);

  G_OBJECT_CLASS (hr_queue_parent_class)->dispose (object);
}

static void
hr_queue_class_init (HrQueueClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_queue_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-queue.ui");
  gtk_widget_class_bind_template_child (widget_class, HrQueue, open_view);
  gtk_widget_class_bind_template_child (widget_class, HrQueue, follow_up_view);
  gtk_widget_class_bind_template_child (widget_class, HrQueue, open_selection);
  gtk_widget_class_bind_template_child (widget_class, HrQueue, follow_up_selection);
  gtk_widget_class_bind_template_child (widget_class, HrQueue, open_sorted);
  gtk_widget_class_bind_template_child (widget_class, HrQueue, follow_up_sorted);
  gtk_widget_class_bind_template_child (widget_class, HrQueue, open_filtered);
  gtk_widget_class_bind_template_child (widget_class, HrQueue, follow_up_filtered);
  gtk_widget_class_bind_template_child (widget_class, HrQueue, open_count);
  gtk_widget_class_bind_template_child (widget_class, HrQueue, open_calm);
  gtk_widget_class_bind_template_child (widget_class, HrQueue, follow_up_count);
  gtk_widget_class_bind_template_child (widget_class, HrQueue, follow_up_calm);
  gtk_widget_class_bind_template_child (widget_class, HrQueue, follow_up_list);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
}

static void
hr_queue_init (HrQueue *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->sorter = GTK_SORTER (gtk_custom_sorter_new (hr_queue_compare, NULL, NULL));
  self->open_filter = GTK_FILTER (gtk_custom_filter_new (is_open, NULL, NULL));
  self->follow_up_filter = GTK_FILTER (gtk_custom_filter_new (needs_follow_up, NULL, NULL));

  gtk_sort_list_model_set_sorter (self->open_sorted, self->sorter);
  gtk_sort_list_model_set_sorter (self->follow_up_sorted, self->sorter);
  gtk_filter_list_model_set_filter (self->open_filtered, self->open_filter);
  gtk_filter_list_model_set_filter (self->follow_up_filtered, self->follow_up_filter);
  g_object_unref (self->open_filter);
  g_object_unref (self->follow_up_filter);
}

void
hr_queue_set_compact (HrQueue *self,
                      gboolean is_compact)
{
  g_return_if_fail (HR_IS_QUEUE (self));

  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->follow_up_list),
                                              is_compact ? COMPACT_FOLLOW_UP_PX : FOLLOW_UP_PX);
}

void
hr_queue_set_wide (HrQueue *self,
                   gboolean is_wide)
{
  g_return_if_fail (HR_IS_QUEUE (self));

  self->is_wide = is_wide;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (adw_bin_get_child (ADW_BIN (self))), is_wide ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->follow_up_list), is_wide ? -1 : FOLLOW_UP_PX);
  gtk_widget_set_vexpand (self->follow_up_list, is_wide);
  update_counts (self);
}

void
hr_queue_set_room (HrQueue *self,
                   HrRoom  *room)
{
  g_autoptr (GtkListItemFactory) open_factory = NULL;
  g_autoptr (GtkListItemFactory) follow_up_factory = NULL;
  GListModel *incidents = NULL;

  g_return_if_fail (HR_IS_QUEUE (self));
  g_return_if_fail (HR_IS_ROOM (room));
  g_return_if_fail (self->room == NULL);

  self->room = g_object_ref (room);
  incidents = hr_board_get_incidents (hr_room_get_board (room));
  open_factory = hr_view_factory_new (HR_TYPE_QUEUE_ROW, room);
  follow_up_factory = hr_view_factory_new (HR_TYPE_QUEUE_ROW, room);

  gtk_list_view_set_factory (self->open_view, open_factory);
  gtk_list_view_set_factory (self->follow_up_view, follow_up_factory);
  gtk_filter_list_model_set_model (self->open_filtered, incidents);
  gtk_filter_list_model_set_model (self->follow_up_filtered, incidents);

  g_signal_connect_object (hr_room_get_board (room), "applied", G_CALLBACK (on_applied), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hr_room_get_board (room), "reset", G_CALLBACK (resort), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::selected", G_CALLBACK (show_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::connection", G_CALLBACK (update_calm), self, G_CONNECT_SWAPPED);
  update_calm (self);
  resort (self);
}
