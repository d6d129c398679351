/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-history-row"

#include "config.h"

#include "hr-history-row.h"
#include "hr-words.h"

#include <glib/gi18n.h>

struct _HrHistoryRow
{
  HrView     parent_instance;
  GtkLabel  *number;
  GtkWidget *drill;
  GtkLabel  *received;
  GtkLabel  *who;
  GtkLabel  *outcome;
  GtkLabel  *place;
};

G_DEFINE_FINAL_TYPE (HrHistoryRow, hr_history_row, HR_TYPE_VIEW)

static char *
dup_outcome (HrIncident *incident,
             HrBoard    *board)
{
  if (hr_incident_get_status (incident) != HR_INCIDENT_ENDED)
    return hr_words_dup_incident_state (incident, board);

  return g_strdup (hr_words_disposition (hr_incident_get_disposition (incident)));
}

/* The zone, and who had it. */
static char *
dup_place (HrIncident *incident,
           HrBoard    *board)
{
  g_autofree char *zone = hr_words_dup_zone (board, hr_incident_get_zone_id (incident));
  g_autofree char *name = hr_words_dup_operator (board, hr_incident_get_assigned_operator_id (incident));

  /* Translators: a duty zone, then the operator who had the incident. */
  return name[0] != '\0' ? g_strdup_printf (_ ("%s · %s"), zone, name) : g_steal_pointer (&zone);
}

static void
hr_history_row_update (HrView *view)
{
  HrHistoryRow    *self = HR_HISTORY_ROW (view);
  HrIncident      *incident = hr_view_get_item (view);
  HrBoard         *board = hr_room_get_board (hr_view_get_room (view));
  gboolean         is_open = hr_incident_get_status (incident) != HR_INCIDENT_ENDED;
  g_autofree char *received = hr_words_dup_date_time (hr_incident_get_received_at_us (incident));
  g_autofree char *who = hr_words_dup_who (incident);
  g_autofree char *outcome = dup_outcome (incident, board);
  g_autofree char *place = dup_place (incident, board);

  gtk_label_set_text (self->number, hr_incident_get_number (incident));
  gtk_widget_set_visible (self->drill, hr_incident_is_drill (incident));
  gtk_label_set_text (self->received, received);
  gtk_label_set_text (self->who, who);
  gtk_label_set_text (self->outcome, outcome);
  gtk_label_set_text (self->place, place);
  hr_view_set_look (GTK_WIDGET (self), (const char *const[]){ "open", NULL }, is_open ? "open" : NULL);
}

static void
hr_history_row_class_init (HrHistoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  HR_VIEW_CLASS (klass)->update = hr_history_row_update;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-history-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HrHistoryRow, number);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryRow, drill);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryRow, received);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryRow, who);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryRow, outcome);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryRow, place);
}

static void
hr_history_row_init (HrHistoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
