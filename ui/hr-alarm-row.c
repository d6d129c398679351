/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-alarm-row"

#include "config.h"

#include "hr-alarm-row.h"
#include "hr-permission.h"
#include "hr-words.h"

#include <glib/gi18n.h>

struct _HrAlarmRow
{
  HrView     parent_instance;
  GtkLabel  *shape;
  GtkLabel  *priority;
  GtkLabel  *title;
  GtkLabel  *clock;
  GtkButton *incident;
  GtkWidget *drill;
  GtkLabel  *text;
  GtkLabel  *state;
  GtkButton *take;
  GtkButton *acknowledge;
};

G_DEFINE_FINAL_TYPE (HrAlarmRow, hr_alarm_row, HR_TYPE_VIEW)

static const struct
{
  const char *shape;
  const char *look;
} priorities[] = {
  { "●", "p3" },
  { "▲", "p1" },
  { "■", "p2" },
  { "●", "p3" },
};

static const char *const looks[] = { "p1", "p2", "p3", NULL };

static HrIncident *
find_incident (HrAlarmRow *self)
{
  HrAlert    *alert = hr_view_get_item (HR_VIEW (self));
  const char *id = hr_alert_get_incident_id (alert);

  return id != NULL ? hr_board_get_incident (hr_room_get_board (hr_view_get_room (HR_VIEW (self))), id) : NULL;
}

static char *
dup_state (HrAlarmRow *self,
           HrAlert    *alert)
{
  g_autofree char *name = NULL;

  if (hr_alert_get_state (alert) == HR_ALERT_CLEARED_UNACKNOWLEDGED)
    return g_strdup (_ ("over, not acknowledged"));

  if (hr_alert_get_state (alert) != HR_ALERT_ACKNOWLEDGED)
    return NULL;

  name = hr_words_dup_operator (hr_room_get_board (hr_view_get_room (HR_VIEW (self))),
                                hr_alert_get_acknowledged_by (alert));

  return g_strdup_printf (_ ("seen by %s"), name);
}

static void
update_state (HrAlarmRow *self,
              HrAlert    *alert)
{
  g_autofree char *state = dup_state (self, alert);
  gboolean         is_raised = hr_alert_get_state (alert) == HR_ALERT_RAISED;

  gtk_label_set_text (self->state, state != NULL ? state : "");
  gtk_widget_set_visible (GTK_WIDGET (self->state), state != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->acknowledge), hr_alert_get_state (alert) != HR_ALERT_ACKNOWLEDGED);
  hr_view_set_look (GTK_WIDGET (self), (const char *const[]){ "seen", NULL }, is_raised ? NULL : "seen");
}

static gboolean
is_unanswered (HrIncident *incident)
{
  return incident != NULL && hr_incident_get_acknowledged_at_us (incident) == 0 &&
         hr_incident_get_status (incident) != HR_INCIDENT_ENDED;
}

static gboolean
may_answer (HrAlarmRow *self,
            HrIncident *incident)
{
  HrRoom *room = hr_view_get_room (HR_VIEW (self));

  return hr_permission_has_for (room, "incident.acknowledge", incident) || hr_permission_has_for (room, "incident.take", incident);
}

static void
update_incident (HrAlarmRow *self,
                 HrIncident *incident)
{
  gtk_widget_set_visible (GTK_WIDGET (self->incident), incident != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->take), is_unanswered (incident) && may_answer (self, incident));

  if (incident == NULL)
    return;

  gtk_button_set_label (self->incident, hr_words_short_number (hr_incident_get_number (incident)));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->incident), "s", hr_incident_get_id (incident));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->take), "s", hr_incident_get_id (incident));
}

static void
update_drill (HrAlarmRow *self,
              HrAlert    *alert)
{
  gtk_widget_set_visible (self->drill, hr_alert_is_drill (alert));
  hr_view_set_look (GTK_WIDGET (self), (const char *const[]){ "drill", NULL }, hr_alert_is_drill (alert) ? "drill" : NULL);
}

static char *
dup_name (HrAlert    *alert,
          const char *priority,
          const char *text)
{
  return g_strdup_printf (hr_alert_is_drill (alert) ? _ ("Drill alarm %s: %s") : _ ("Alarm %s: %s"), priority, text);
}

static void
hr_alarm_row_update (HrView *view)
{
  HrAlarmRow *self = HR_ALARM_ROW (view);
  HrAlert    *alert = hr_view_get_item (view);
  guint       priority = hr_alert_get_priority (alert) <= 3 ? hr_alert_get_priority (alert) : 3;
  const char *title = hr_words_alert (hr_alert_get_kind (alert));
  gint64      now_us = hr_room_get_now_us (hr_view_get_room (view));
  HrIncident *incident = find_incident (self);
  /* Who waits has waited since the press, whenever the alarm came. */
  gint64           since_us = is_unanswered (incident) ? hr_incident_get_received_at_us (incident)
                                                       : hr_alert_get_raised_at_us (alert);
  g_autofree char *clock = hr_words_dup_elapsed (now_us - since_us);
  g_autofree char *priority_text = g_strdup_printf ("P%u", priority);
  g_autofree char *text = hr_words_dup_alert_text (alert);
  g_autofree char *name = dup_name (alert, priority_text, text);

  gtk_label_set_text (self->shape, priorities[priority].shape);
  hr_view_set_look (GTK_WIDGET (self), looks, priorities[priority].look);
  gtk_label_set_text (self->priority, priority_text);
  gtk_label_set_text (self->title, title != NULL ? title : "");
  gtk_widget_set_visible (GTK_WIDGET (self->title), title != NULL);
  gtk_label_set_text (self->clock, clock);
  gtk_label_set_text (self->text, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->text), text);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->acknowledge), "s", hr_alert_get_id (alert));
  update_incident (self, incident);
  update_drill (self, alert);
  update_state (self, alert);
  hr_view_set_name (GTK_WIDGET (self), name);
}

static void
hr_alarm_row_class_init (HrAlarmRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HrViewClass    *view_class = HR_VIEW_CLASS (klass);

  view_class->update = hr_alarm_row_update;
  view_class->has_clock = TRUE;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-alarm-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HrAlarmRow, shape);
  gtk_widget_class_bind_template_child (widget_class, HrAlarmRow, priority);
  gtk_widget_class_bind_template_child (widget_class, HrAlarmRow, title);
  gtk_widget_class_bind_template_child (widget_class, HrAlarmRow, clock);
  gtk_widget_class_bind_template_child (widget_class, HrAlarmRow, incident);
  gtk_widget_class_bind_template_child (widget_class, HrAlarmRow, drill);
  gtk_widget_class_bind_template_child (widget_class, HrAlarmRow, text);
  gtk_widget_class_bind_template_child (widget_class, HrAlarmRow, state);
  gtk_widget_class_bind_template_child (widget_class, HrAlarmRow, take);
  gtk_widget_class_bind_template_child (widget_class, HrAlarmRow, acknowledge);
}

static void
hr_alarm_row_init (HrAlarmRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
