/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-alarm-desk"

#include "hr-alarm-desk.h"

#include "hr-permission.h"

#define SILENCE_S 30

struct _HrAlarmDesk
{
  GObject parent_instance;

  HrRoom          *room;
  HrListeningDesk *listening_desk;
  HrAlarmTone     *tone;
  guint            priority;
  gboolean         is_deaf;
};

G_DEFINE_FINAL_TYPE (HrAlarmDesk, hr_alarm_desk, G_TYPE_OBJECT)

static gboolean
is_mine (HrAlarmDesk *self,
         HrIncident  *incident)
{
  const char *operator_id = hr_room_get_operator_id (self->room);

  return operator_id != NULL &&
         (g_strcmp0 (hr_incident_get_assigned_operator_id (incident), operator_id) == 0 ||
          g_strv_contains (hr_incident_get_ringing (incident), operator_id));
}

/* The gravest, and of equal ones the first: this console's own, then the board's by age. */
static HrAlert *
find_alert (HrAlarmDesk *self,
            HrAlertState state)
{
  GListModel *alerts = hr_room_get_alarms (self->room);
  HrAlert    *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (alerts); i++)
    {
      g_autoptr (HrAlert) alert = g_list_model_get_item (alerts, i);

      if (hr_alert_get_state (alert) == state && hr_permission_concerns (self->room, alert) &&
          (found == NULL || hr_alert_get_priority (alert) < hr_alert_get_priority (found)))
        found = alert; /* its list keeps it */
    }

  return found;
}

/* Rings here, or waits for anybody while a supervisor is here. */
static gboolean
is_call_for_me (HrAlarmDesk *self,
                HrIncident  *incident)
{
  switch (hr_incident_get_status (incident))
    {
    case HR_INCIDENT_RINGING:
      return is_mine (self, incident);
    case HR_INCIDENT_QUEUED:
      return hr_room_is_supervisor (self->room);
    case HR_INCIDENT_ACKNOWLEDGED:
    case HR_INCIDENT_ENDED:
    default:
      return FALSE;
    }
}

static gboolean
is_called (HrAlarmDesk *self)
{
  GListModel *incidents = hr_board_get_incidents (hr_room_get_board (self->room));

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (is_call_for_me (self, incident))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_cut_off (HrAlarmDesk *self)
{
  return hr_room_get_connection (self->room) == HR_CONNECTION_LOST;
}

static void
update (HrAlarmDesk *self)
{
  HrAlert *raised = find_alert (self, HR_ALERT_RAISED);

  self->priority = raised != NULL ? hr_alert_get_priority (raised) : 0;

  if (is_called (self))
    self->priority = 1;
  else if (is_cut_off (self) && self->priority != 1)
    self->priority = 2;

  hr_alarm_tone_set_priority (self->tone, self->priority);
}

/* A voice that comes out nowhere drowns in nothing. */
static void
update_ducked (HrAlarmDesk *self)
{
  hr_alarm_tone_set_ducked (self->tone, hr_listening_desk_is_heard (self->listening_desk) && !self->is_deaf);
}

static void
hr_alarm_desk_dispose (GObject *object)
{
  HrAlarmDesk *self = HR_ALARM_DESK (object);

  g_clear_object (&self->room);
  g_clear_object (&self->listening_desk);
  g_clear_object (&self->tone);

  G_OBJECT_CLASS (hr_alarm_desk_parent_class)->dispose (object);
}

static void
hr_alarm_desk_class_init (HrAlarmDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_alarm_desk_dispose;
}

static void
hr_alarm_desk_init (HrAlarmDesk *self)
{
}

HrAlarmDesk *
hr_alarm_desk_new (HrRoom          *room,
                   HrListeningDesk *listening_desk,
                   HrAlarmTone     *tone)
{
  HrAlarmDesk *self = NULL;
  HrBoard     *board = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (HR_IS_LISTENING_DESK (listening_desk), NULL);
  g_return_val_if_fail (HR_IS_ALARM_TONE (tone), NULL);

  board = hr_room_get_board (room);
  self = g_object_new (HR_TYPE_ALARM_DESK, NULL);
  self->room = g_object_ref (room);
  self->listening_desk = g_object_ref (listening_desk);
  self->tone = g_object_ref (tone);
  g_signal_connect_object (board, "applied", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "reset", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hr_room_get_own_alarms (room), "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::operator-id", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::connection", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (listening_desk, "notify::heard", G_CALLBACK (update_ducked), self, G_CONNECT_SWAPPED);

  return self;
}

void
hr_alarm_desk_silence (HrAlarmDesk *self)
{
  g_return_if_fail (HR_IS_ALARM_DESK (self));

  hr_alarm_tone_silence (self->tone, SILENCE_S * 1000);
  hr_room_set_alarms_silenced_until_us (self->room, g_get_monotonic_time () + SILENCE_S * G_USEC_PER_SEC);
}

void
hr_alarm_desk_set_deaf (HrAlarmDesk *self,
                        gboolean     is_deaf)
{
  g_return_if_fail (HR_IS_ALARM_DESK (self));

  self->is_deaf = is_deaf;
  update_ducked (self);
}

guint
hr_alarm_desk_get_priority (HrAlarmDesk *self)
{
  g_return_val_if_fail (HR_IS_ALARM_DESK (self), 0);

  return self->priority;
}

HrAlert *
hr_alarm_desk_get_most_urgent (HrAlarmDesk *self)
{
  HrAlert *raised = NULL;

  g_return_val_if_fail (HR_IS_ALARM_DESK (self), NULL);

  raised = find_alert (self, HR_ALERT_RAISED);

  return raised != NULL ? raised : find_alert (self, HR_ALERT_CLEARED_UNACKNOWLEDGED);
}
