/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-alarm-strip"

#include "config.h"

#include "hr-alarm-row.h"
#include "hr-alarm-strip.h"
#include "hr-permission.h"

#include <glib/gi18n.h>

#define N_LINES 2

struct _HrAlarmStrip
{
  AdwBin            parent_instance;
  HrRoom           *room;
  GtkListBox       *lines;
  GtkListBox       *rest_lines;
  GtkMenuButton    *more;
  GtkFilter        *filter;
  GtkSortListModel *sorted;
};

G_DEFINE_FINAL_TYPE (HrAlarmStrip, hr_alarm_strip, ADW_TYPE_BIN)

/* What nobody has seen comes before what somebody has, within one priority. */
static int
compare (gconstpointer first,
         gconstpointer second,
         gpointer      user_data)
{
  HrAlert *a = HR_ALERT ((gpointer) first);
  HrAlert *b = HR_ALERT ((gpointer) second);
  gboolean a_is_raised = hr_alert_get_state (a) == HR_ALERT_RAISED;
  gboolean b_is_raised = hr_alert_get_state (b) == HR_ALERT_RAISED;

  if (hr_alert_get_priority (a) != hr_alert_get_priority (b))
    return hr_alert_get_priority (a) < hr_alert_get_priority (b) ? -1 : 1;

  return (a_is_raised ? 0 : 1) - (b_is_raised ? 0 : 1);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  HrAlarmStrip *self = HR_ALARM_STRIP (user_data);
  /* A screen reader interrupts what it says for an alert, and only what is a matter of seconds may. */
  GtkAccessibleRole role = hr_alert_get_priority (item) == 1 ? GTK_ACCESSIBLE_ROLE_ALERT : GTK_ACCESSIBLE_ROLE_STATUS;
  GtkWidget        *view = g_object_new (HR_TYPE_ALARM_ROW, "accessible-role", role, "room", self->room, "item", item, NULL);
  GtkWidget        *row = g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", view, "activatable", FALSE, "focusable", FALSE, NULL);

  return row;
}

static void
update (HrAlarmStrip *self)
{
  guint            n_alarms = g_list_model_get_n_items (G_LIST_MODEL (self->sorted));
  guint            n_rest = n_alarms > N_LINES ? n_alarms - N_LINES : 0;
  g_autofree char *label = g_strdup_printf (ngettext ("+%u more", "+%u more", n_rest), n_rest);

  gtk_widget_set_visible (GTK_WIDGET (self), n_alarms > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->more), n_rest > 0);
  gtk_menu_button_set_label (self->more, label);
}

/* An operator's strip has what is theirs; the rest is somebody's who can do something about it. */
static gboolean
is_shown (gpointer item,
          gpointer user_data)
{
  return hr_permission_concerns (HR_ALARM_STRIP (user_data)->room, item);
}

static void
refilter (HrAlarmStrip *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
on_applied (HrAlarmStrip *self,
            HrEvent      *event)
{
  if (g_str_has_prefix (hr_event_get_kind (event), "alert."))
    gtk_sorter_changed (gtk_sort_list_model_get_sorter (self->sorted), GTK_SORTER_CHANGE_DIFFERENT);
  else if (!hr_room_is_supervisor (self->room) && g_str_has_prefix (hr_event_get_kind (event), "incident."))
    refilter (self);
}

static void
hr_alarm_strip_dispose (GObject *object)
{
  HrAlarmStrip *self = HR_ALARM_STRIP (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_ALARM_STRIP);
  g_clear_object (&self->sorted);
  g_clear_object (&self->filter);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (hr_alarm_strip_parent_class)->dispose (object);
}

static void
hr_alarm_strip_class_init (HrAlarmStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_alarm_strip_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-alarm-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, HrAlarmStrip, lines);
  gtk_widget_class_bind_template_child (widget_class, HrAlarmStrip, rest_lines);
  gtk_widget_class_bind_template_child (widget_class, HrAlarmStrip, more);
}

static void
hr_alarm_strip_init (HrAlarmStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
hr_alarm_strip_set_room (HrAlarmStrip *self,
                         HrRoom       *room)
{
  GtkFilterListModel *filtered = NULL;
  g_autoptr (GtkSliceListModel) lines = NULL;
  g_autoptr (GtkSliceListModel) rest = NULL;

  g_return_if_fail (HR_IS_ALARM_STRIP (self));
  g_return_if_fail (HR_IS_ROOM (room));
  g_return_if_fail (self->room == NULL);

  self->room = g_object_ref (room);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  filtered = gtk_filter_list_model_new (g_object_ref (hr_room_get_alarms (room)), g_object_ref (self->filter));
  self->sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered),
                                          GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL)));
  lines = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->sorted)), 0, N_LINES);
  rest = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->sorted)), N_LINES, G_MAXUINT - N_LINES);

  gtk_list_box_bind_model (self->lines, G_LIST_MODEL (lines), create_row, self, NULL);
  gtk_list_box_bind_model (self->rest_lines, G_LIST_MODEL (rest), create_row, self, NULL);

  g_signal_connect_object (hr_room_get_board (room), "applied", G_CALLBACK (on_applied), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::operator-id", G_CALLBACK (refilter), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::is-supervisor", G_CALLBACK (refilter), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sorted, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
