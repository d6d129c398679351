/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-ringing"

#include "config.h"

#include "hr-queue-order.h"
#include "hr-ringing.h"

gboolean
hr_ringing_is_here (HrRoom     *room,
                    HrIncident *incident)
{
  g_return_val_if_fail (HR_IS_ROOM (room), FALSE);
  g_return_val_if_fail (HR_IS_INCIDENT (incident), FALSE);

  return hr_incident_get_status (incident) == HR_INCIDENT_RINGING && hr_incident_rings_at (incident, hr_room_get_operator_id (room));
}

HrIncident *
hr_ringing_find (HrRoom *room,
                 guint  *n_ringing)
{
  GListModel *incidents = NULL;
  HrIncident *found = NULL;
  guint       n = 0;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  incidents = hr_board_get_incidents (hr_room_get_board (room));
  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (!hr_ringing_is_here (room, incident))
        continue;

      n++;
      if (found == NULL || hr_queue_compare (incident, found, NULL) < 0)
        found = incident; /* its board keeps it */
    }

  if (n_ringing != NULL)
    *n_ringing = n;

  return found;
}

gboolean
hr_ringing_is_followed (HrRoom *room)
{
  g_return_val_if_fail (HR_IS_ROOM (room), FALSE);

  return hr_room_get_operator_id (room) != NULL && !hr_room_is_supervisor (room);
}
