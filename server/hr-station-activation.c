/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-station"

#include "hr-station-private.h"

#include "hr-message.h"
#include "hr-reason.h"

/* Where a press becomes an incident with a media session, and where a phone finds its session again. */

/* A real incident needs the operators and the machine for itself. */
static void
yield_to (HrStation          *self,
          const HrActivation *activation)
{
  if (!activation->is_drill)
    hr_drills_yield (self->drills);
}

gboolean
hr_station_activate (HrStation          *self,
                     const HrActivation *activation,
                     const char         *source,
                     gint64              received_us,
                     gboolean            is_reachable,
                     HrSessionFunc       prepare,
                     gpointer            user_data,
                     HrActivated        *activated,
                     char              **incident_id,
                     GError            **error)
{
  HrIncident     *incident = NULL;
  HrMediaSession *session = NULL;

  g_return_val_if_fail (HR_IS_STATION (self), FALSE);
  g_return_val_if_fail (activation != NULL && activated != NULL && incident_id != NULL, FALSE);

  if (!hr_dispatcher_activate (self->dispatcher, activation, source, activated, incident_id, error))
    return FALSE;

  /* Ended already, or its audio is on its way. After a restart a repeated press finds the incident without a session. */
  incident = hr_board_get_incident (self->board, *incident_id);
  if (incident == NULL || (*activated == HR_ACTIVATED_REPEATED && hr_calls_get (self->calls, *incident_id) != NULL))
    return TRUE;

  session = hr_calls_open (self->calls, incident, received_us, activation->can_hedge);
  if (prepare != NULL && *activated != HR_ACTIVATED_REPEATED)
    prepare (session, user_data);
  if (!activation->is_offering)
    {
      hr_media_session_set_reachable (session, is_reachable);
      hr_media_session_start (session);
    }
  yield_to (self, activation);

  return TRUE;
}

HrMediaSession *
hr_station_get_session (HrStation  *self,
                        const char *incident_id)
{
  g_return_val_if_fail (HR_IS_STATION (self), NULL);

  return hr_calls_get (self->calls, incident_id);
}

/* The station signed the session's token: a session that no open incident has is over, or another press replaced it. */
HrMediaSession *
hr_station_join (HrStation  *self,
                 const char *session_id,
                 gboolean    can_hedge,
                 GError    **error)
{
  HrIncident     *incident = NULL;
  HrMediaSession *session = NULL;

  g_return_val_if_fail (HR_IS_STATION (self), NULL);
  g_return_val_if_fail (session_id != NULL, NULL);

  incident = hr_calls_find_incident (self->calls, session_id);
  if (incident == NULL)
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_ALREADY_ENDED, "The session is over");
      return NULL;
    }

  session = hr_calls_get (self->calls, hr_incident_get_id (incident));
  if (session != NULL)
    return session;

  session = hr_calls_open (self->calls, incident, hr_clock_get_monotonic_us (self->clock), can_hedge);
  hr_media_session_start (session);

  return session;
}

HrMediaSession *
hr_station_open_session (HrStation  *self,
                         const char *incident_id)
{
  HrIncident     *incident = NULL;
  HrMediaSession *session = NULL;

  g_return_val_if_fail (HR_IS_STATION (self), NULL);
  g_return_val_if_fail (incident_id != NULL, NULL);

  session = hr_calls_get (self->calls, incident_id);
  incident = session == NULL ? hr_board_get_incident (self->board, incident_id) : NULL;
  if (incident != NULL)
    session = hr_calls_open (self->calls, incident, hr_clock_get_monotonic_us (self->clock), FALSE);

  return session;
}

void
hr_station_close_session (HrStation  *self,
                          const char *incident_id,
                          const char *reason)
{
  g_return_if_fail (HR_IS_STATION (self));

  hr_calls_close (self->calls, incident_id, reason);
}

gboolean
hr_station_retry_audio (HrStation  *self,
                        const char *actor,
                        const char *incident_id,
                        GError    **error)
{
  HrMediaSession *session = NULL;

  g_return_val_if_fail (HR_IS_STATION (self), FALSE);
  g_return_val_if_fail (actor != NULL, FALSE);

  if (!hr_dispatcher_may_handle (self->dispatcher, actor, incident_id, error))
    return FALSE;

  session = hr_calls_get (self->calls, incident_id);
  if (session == NULL)
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE,
                   "The phone has not come back since the station was restarted");
      return FALSE;
    }

  if (hr_media_session_has_own_offers (session))
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE,
                   "This phone begins by itself: its sound comes back when it connects again");
      return FALSE;
    }

  hr_media_session_retry (session, hr_reason_code_get_words (HR_REASON_OPERATOR_ASKED));
  return TRUE;
}
