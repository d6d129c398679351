/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-assign-popover"

#include "config.h"

#include "hr-assign-popover.h"
#include "hr-operator-row.h"

struct _HrAssignPopover
{
  GtkPopover  parent_instance;
  HrRoom     *room;
  GtkListBox *operators;
  GtkFilter  *filter;
};

G_DEFINE_FINAL_TYPE (HrAssignPopover, hr_assign_popover, GTK_TYPE_POPOVER)

static gboolean
is_there (gpointer item,
          gpointer user_data)
{
  HrPresence presence = hr_operator_get_presence (item);

  return hr_operator_is_enabled (item) && (presence == HR_PRESENCE_AVAILABLE || presence == HR_PRESENCE_BREAK);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  HrAssignPopover *self = HR_ASSIGN_POPOVER (user_data);
  GtkWidget       *view = g_object_new (HR_TYPE_OPERATOR_ROW, "room", self->room, "item", item, NULL);
  GtkWidget       *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), view);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, hr_operator_get_name (item), -1);

  return row;
}

static void
on_row_activated (HrAssignPopover *self,
                  GtkListBoxRow   *row)
{
  HrView     *view = HR_VIEW (gtk_list_box_row_get_child (row));
  HrIncident *incident = hr_room_get_selected (self->room);

  gtk_popover_popdown (GTK_POPOVER (self));

  if (incident != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "console.assign", "(ss)",
                                hr_incident_get_id (incident), hr_operator_get_id (hr_view_get_item (view)));
}

static void
on_show (HrAssignPopover *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
hr_assign_popover_dispose (GObject *object)
{
  HrAssignPopover *self = HR_ASSIGN_POPOVER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_ASSIGN_POPOVER);
  g_clear_object (&self->room);
  g_clear_object (&self->filter);

  G_OBJECT_CLASS (hr_assign_popover_parent_class)->dispose (object);
}

static void
hr_assign_popover_class_init (HrAssignPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_assign_popover_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-assign-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, HrAssignPopover, operators);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
}

static void
hr_assign_popover_init (HrAssignPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->filter = GTK_FILTER (gtk_custom_filter_new (is_there, NULL, NULL));
}

void
hr_assign_popover_set_room (HrAssignPopover *self,
                            HrRoom          *room)
{
  g_autoptr (GtkFilterListModel) there = NULL;
  GListModel *operators = NULL;

  g_return_if_fail (HR_IS_ASSIGN_POPOVER (self));
  g_return_if_fail (HR_IS_ROOM (room));
  g_return_if_fail (self->room == NULL);

  self->room = g_object_ref (room);
  operators = hr_board_get_operators (hr_room_get_board (room));
  there = gtk_filter_list_model_new (g_object_ref (operators), g_object_ref (self->filter));
  gtk_list_box_bind_model (self->operators, G_LIST_MODEL (there), create_row, self, NULL);
}
