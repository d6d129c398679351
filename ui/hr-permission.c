/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-permission"

#include "config.h"

#include "hr-permission.h"

typedef enum
{
  WHO_SUPERVISOR,
  WHO_OPERATOR,     /* anybody of the station */
  WHO_ITS_OPERATOR, /* who has the incident, or at whom it rings */
  WHO_CALLED,       /* at whom it rings */
  WHO_TAKER,        /* anybody while it has no operator */
  WHO_CONCERNED,    /* whom an alert is about */
} Who;

/* A supervisor may do all of it. */
static const struct
{
  const char *command;
  Who         who;
} commands[] = {
  { "presence.set", WHO_OPERATOR },
  { "incident.acknowledge", WHO_CALLED },
  { "incident.take", WHO_TAKER },
  { "incident.assign", WHO_SUPERVISOR },
  { "incident.note", WHO_OPERATOR },
  { "incident.end", WHO_ITS_OPERATOR },
  { "incident.retry_audio", WHO_ITS_OPERATOR },
  { "incident.silence", WHO_ITS_OPERATOR },
  { "incident.listen", WHO_ITS_OPERATOR },
  { "incident.unlisten", WHO_ITS_OPERATOR },
  { "incident.erase", WHO_SUPERVISOR },
  { "picture.start", WHO_ITS_OPERATOR },
  { "picture.stop", WHO_ITS_OPERATOR },
  { "alert.acknowledge", WHO_CONCERNED },
  { "drill.start", WHO_SUPERVISOR },
  { "drill.stop", WHO_SUPERVISOR },
  { "shift.hand_over", WHO_SUPERVISOR },
  { "operator.save", WHO_SUPERVISOR },
  { "zone.save", WHO_SUPERVISOR },
  { "zone.remove", WHO_SUPERVISOR },
  { "key.create", WHO_SUPERVISOR },
  { "key.revoke", WHO_SUPERVISOR },
  { "key.list", WHO_SUPERVISOR },
  { "settings.set", WHO_SUPERVISOR },
  { "settings.get", WHO_SUPERVISOR },
};

/* What is not in the table is nobody's but a supervisor's. */
static Who
get_who (const char *command)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (commands[i].command, command))
        return commands[i].who;
    }

  g_return_val_if_reached (WHO_SUPERVISOR);
}

static gboolean
is_theirs (HrIncident *incident,
           const char *operator_id)
{
  return g_strcmp0 (hr_incident_get_assigned_operator_id (incident), operator_id) == 0 ||
         hr_incident_rings_at (incident, operator_id);
}

gboolean
hr_permission_has (HrRoom     *room,
                   const char *command)
{
  g_return_val_if_fail (HR_IS_ROOM (room), FALSE);
  g_return_val_if_fail (command != NULL, FALSE);

  return hr_room_is_supervisor (room) || get_who (command) != WHO_SUPERVISOR;
}

gboolean
hr_permission_has_for (HrRoom     *room,
                       const char *command,
                       HrIncident *incident)
{
  const char *me = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), FALSE);
  g_return_val_if_fail (command != NULL, FALSE);
  g_return_val_if_fail (HR_IS_INCIDENT (incident), FALSE);

  me = hr_room_get_operator_id (room);
  if (hr_room_is_supervisor (room))
    return TRUE;

  switch (get_who (command))
    {
    case WHO_OPERATOR:
      return TRUE;
    case WHO_TAKER:
      return hr_incident_get_status (incident) == HR_INCIDENT_QUEUED;
    case WHO_CALLED:
      return me != NULL && hr_incident_rings_at (incident, me);
    case WHO_ITS_OPERATOR:
    case WHO_CONCERNED:
      return me != NULL && is_theirs (incident, me);
    case WHO_SUPERVISOR:
    default:
      return FALSE;
    }
}

gboolean
hr_permission_concerns (HrRoom  *room,
                        HrAlert *alert)
{
  HrIncident *incident = NULL;
  const char *me = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), FALSE);
  g_return_val_if_fail (HR_IS_ALERT (alert), FALSE);

  me = hr_room_get_operator_id (room);
  if (hr_room_is_supervisor (room) || hr_own_alarms_has (hr_room_get_own_alarms (room), hr_alert_get_id (alert)) ||
      (me != NULL && g_strcmp0 (hr_alert_get_operator_id (alert), me) == 0))
    return TRUE;

  if (hr_alert_get_incident_id (alert) != NULL)
    incident = hr_board_get_incident (hr_room_get_board (room), hr_alert_get_incident_id (alert));

  return incident != NULL && hr_permission_has_for (room, "alert.acknowledge", incident);
}
