/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-operators"

#include "config.h"

#include "hr-operator-row.h"
#include "hr-operators.h"
#include "hr-shift-view.h"
#include "hr-zone-row.h"

struct _HrOperators
{
  AdwBin      parent_instance;
  HrRoom     *room;
  GtkListBox *operators;
  GtkListBox *zones;
  AdwBin     *shift;
  GtkSorter  *sorter;
  GtkFilter  *filter;
};

G_DEFINE_FINAL_TYPE (HrOperators, hr_operators, ADW_TYPE_BIN)

static gboolean
is_enabled (gpointer item,
            gpointer user_data)
{
  return hr_operator_is_enabled (item);
}

/* Who is there comes before who is not; within that the board's order by name stays. */
static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  gboolean a_is_away = hr_operator_get_presence ((HrOperator *) a) == HR_PRESENCE_OFFLINE;
  gboolean b_is_away = hr_operator_get_presence ((HrOperator *) b) == HR_PRESENCE_OFFLINE;

  return a_is_away - b_is_away;
}

static GtkWidget *
create_row (HrOperators *self,
            GType        view_type,
            gpointer     item)
{
  GtkWidget *view = g_object_new (view_type, "room", self->room, "item", item, NULL);

  return g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", view, "activatable", FALSE, NULL);
}

static GtkWidget *
create_operator_row (gpointer item,
                     gpointer user_data)
{
  return create_row (HR_OPERATORS (user_data), HR_TYPE_OPERATOR_ROW, item);
}

static GtkWidget *
create_zone_row (gpointer item,
                 gpointer user_data)
{
  return create_row (HR_OPERATORS (user_data), HR_TYPE_ZONE_ROW, item);
}

static void
resort (HrOperators *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
}

static void
on_applied (HrOperators *self,
            HrEvent     *event)
{
  if (g_str_has_prefix (hr_event_get_kind (event), "operator."))
    resort (self);
}

static void
hr_operators_dispose (GObject *object)
{
  HrOperators *self = HR_OPERATORS (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_OPERATORS);
  g_clear_object (&self->room);
  g_clear_object (&self->sorter);
  g_clear_object (&self->filter);

  G_OBJECT_CLASS (hr_operators_parent_class)->dispose (object);
}

static void
hr_operators_class_init (HrOperatorsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_operators_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-operators.ui");
  gtk_widget_class_bind_template_child (widget_class, HrOperators, operators);
  gtk_widget_class_bind_template_child (widget_class, HrOperators, zones);
  gtk_widget_class_bind_template_child (widget_class, HrOperators, shift);
}

static void
hr_operators_init (HrOperators *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL));
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_enabled, NULL, NULL));
}

void
hr_operators_set_room (HrOperators *self,
                       HrRoom      *room)
{
  g_autoptr (GtkSortListModel) sorted = NULL;
  GtkFilterListModel *filtered = NULL;
  HrBoard            *board = NULL;

  g_return_if_fail (HR_IS_OPERATORS (self));
  g_return_if_fail (HR_IS_ROOM (room));
  g_return_if_fail (self->room == NULL);

  self->room = g_object_ref (room);
  board = hr_room_get_board (room);
  filtered = gtk_filter_list_model_new (g_object_ref (hr_board_get_operators (board)), g_object_ref (self->filter));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered), g_object_ref (self->sorter));

  gtk_list_box_bind_model (self->operators, G_LIST_MODEL (sorted), create_operator_row, self, NULL);
  gtk_list_box_bind_model (self->zones, hr_board_get_zones (board), create_zone_row, self, NULL);

  adw_bin_set_child (self->shift, g_object_new (HR_TYPE_SHIFT_VIEW, "room", room, "item", hr_room_get_shift (room), NULL));

  g_signal_connect_object (board, "applied", G_CALLBACK (on_applied), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "reset", G_CALLBACK (resort), self, G_CONNECT_SWAPPED);
}

void
hr_operators_show (HrOperators *self,
                   const char  *operator_id)
{
  GtkListBoxRow *row = NULL;

  g_return_if_fail (HR_IS_OPERATORS (self));
  g_return_if_fail (operator_id != NULL);

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->operators, i)) != NULL; i++)
    {
      HrOperator *person = hr_view_get_item (HR_VIEW (gtk_list_box_row_get_child (row)));

      if (g_str_equal (hr_operator_get_id (person), operator_id))
        gtk_widget_grab_focus (GTK_WIDGET (row));
    }
}
