/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-dispatcher"

#include "hr-dispatcher-private.h"

#include "hr-json.h"
#include "hr-refusal.h"

#include <math.h>

#define BATTERY_ALERT "battery_low"
#define BATTERY_LOW_PCT 10
#define BATTERY_RECOVERED_PCT 15

#define SILENCE_ALERT "call_silent"

/* An incident's alert is one whoever has the incident; without an incident there may be one of each operator. */
static gboolean
is_about (HrAlert    *alert,
          const char *kind,
          const char *incident_id,
          const char *operator_id)
{
  return hr_alert_is_active (alert) &&
         (kind == NULL || g_str_equal (hr_alert_get_kind (alert), kind)) &&
         g_strcmp0 (hr_alert_get_incident_id (alert), incident_id) == 0 &&
         (incident_id != NULL || g_strcmp0 (hr_alert_get_operator_id (alert), operator_id) == 0);
}

/* Ids of the active alerts of @kind (NULL: any) of @incident_id, or of @operator_id without one: clearing one changes the board's list. */
static GStrv
dup_active_alerts (HrDispatcher *self,
                   const char   *kind,
                   const char   *incident_id,
                   const char   *operator_id)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  GListModel *alerts = hr_board_get_alerts (self->board);

  for (guint i = 0; i < g_list_model_get_n_items (alerts); i++)
    {
      g_autoptr (HrAlert) alert = g_list_model_get_item (alerts, i);

      if (is_about (alert, kind, incident_id, operator_id))
        g_strv_builder_add (ids, hr_alert_get_id (alert));
    }

  return g_strv_builder_end (ids);
}

void
hr_dispatcher_raise_alert (HrDispatcher *self,
                           const char   *kind,
                           guint         priority,
                           const char   *incident_id,
                           const char   *operator_id,
                           JsonArray    *reason)
{
  g_auto (GStrv) active = NULL;
  g_autofree char *id = NULL;
  g_autoptr (JsonObject) data = NULL;

  g_return_if_fail (HR_IS_DISPATCHER (self));
  g_return_if_fail (kind != NULL && reason != NULL);

  active = dup_active_alerts (self, kind, incident_id, operator_id);
  if (active[0] != NULL)
    return;

  id = g_uuid_string_random ();
  data = hr_json_new_object ("id", id, "alert", kind, "operator_id", operator_id, NULL);
  hr_reason_set (data, "text", "because", reason);
  json_object_set_int_member (data, "priority", priority);
  hr_dispatcher_record (self, "alert.raised", incident_id, g_steal_pointer (&data));
}

static void
clear_alerts (HrDispatcher *self,
              const char   *kind,
              const char   *incident_id,
              const char   *operator_id)
{
  g_auto (GStrv) active = dup_active_alerts (self, kind, incident_id, operator_id);

  for (guint i = 0; active[i] != NULL; i++)
    hr_dispatcher_record (self, "alert.cleared", incident_id, hr_json_new_object ("id", active[i], NULL));
}

void
hr_dispatcher_clear_alert (HrDispatcher *self,
                           const char   *kind,
                           const char   *incident_id)
{
  g_return_if_fail (HR_IS_DISPATCHER (self));

  clear_alerts (self, kind, incident_id, NULL);
}

void
hr_dispatcher_clear_operator_alert (HrDispatcher *self,
                                    const char   *kind,
                                    const char   *operator_id)
{
  g_return_if_fail (HR_IS_DISPATCHER (self));
  g_return_if_fail (kind != NULL && operator_id != NULL);

  clear_alerts (self, kind, NULL, operator_id);
}

/* Between the two nothing changes, so that a value that wavers is one alarm. */
void
hr_dispatcher_judge_battery (HrDispatcher *self,
                             HrIncident   *incident)
{
  double      battery_pct = hr_incident_get_battery_pct (incident);
  const char *incident_id = hr_incident_get_id (incident);
  JsonObject *sentence = NULL;
  g_autoptr (JsonArray) reason = NULL;

  if (battery_pct >= BATTERY_RECOVERED_PCT)
    {
      hr_dispatcher_clear_alert (self, BATTERY_ALERT, incident_id);
      return;
    }

  /* Not known is not low. */
  if (!(battery_pct < BATTERY_LOW_PCT))
    return;

  sentence = hr_reason_new_sentence (HR_REASON_BATTERY_LOW, "number", hr_incident_get_number (incident), NULL);
  json_object_set_int_member (sentence, "percent", lround (battery_pct));
  reason = hr_reason_new (sentence);
  hr_dispatcher_raise_alert (self, BATTERY_ALERT, 2, incident_id, hr_incident_get_assigned_operator_id (incident), reason);
}

gboolean
hr_dispatcher_tell_silence (HrDispatcher *self,
                            const char   *actor,
                            const char   *incident_id,
                            gint64        silent_ms,
                            GError      **error)
{
  HrIncident *incident = NULL;
  JsonObject *sentence = NULL;
  g_autoptr (JsonArray) reason = NULL;

  g_return_val_if_fail (HR_IS_DISPATCHER (self), FALSE);
  g_return_val_if_fail (actor != NULL && silent_ms >= 0, FALSE);

  if (!hr_dispatcher_may_handle (self, actor, incident_id, error))
    return FALSE;

  if (silent_ms == 0)
    {
      hr_dispatcher_clear_alert (self, SILENCE_ALERT, incident_id);
      return TRUE;
    }

  incident = hr_board_get_incident (self->board, incident_id);
  if (hr_incident_get_media_state (incident) != HR_MEDIA_LIVE)
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE, "The audio of %s is not live",
                   hr_incident_get_number (incident));
      return FALSE;
    }

  sentence = hr_reason_new_sentence (HR_REASON_CALL_SILENT, "number", hr_incident_get_number (incident), NULL);
  json_object_set_int_member (sentence, "seconds", MIN (silent_ms, G_MAXINT) / 1000);
  reason = hr_reason_new (sentence);
  hr_dispatcher_raise_alert (self, SILENCE_ALERT, 2, incident_id, hr_incident_get_assigned_operator_id (incident), reason);
  return TRUE;
}

static gboolean
concerns (HrDispatcher *self,
          HrAlert      *alert,
          const char   *actor)
{
  const char *incident_id = hr_alert_get_incident_id (alert);

  if (hr_dispatcher_is_supervisor (self, actor) || g_strcmp0 (hr_alert_get_operator_id (alert), actor) == 0)
    return TRUE;

  return incident_id != NULL && hr_dispatcher_may_handle (self, actor, incident_id, NULL);
}

gboolean
hr_dispatcher_acknowledge_alert (HrDispatcher *self,
                                 const char   *actor,
                                 const char   *alert_id,
                                 GError      **error)
{
  HrAlert     *alert = NULL;
  HrAlertState state = HR_ALERT_CLEARED;

  g_return_val_if_fail (HR_IS_DISPATCHER (self), FALSE);
  g_return_val_if_fail (actor != NULL, FALSE);

  alert = alert_id != NULL ? hr_board_get_alert (self->board, alert_id) : NULL;
  if (alert == NULL)
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_NOT_FOUND, "There is no such alert");
      return FALSE;
    }

  if (!concerns (self, alert, actor))
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_FORBIDDEN,
                   "Only a supervisor or the operator it concerns may acknowledge this alert");
      return FALSE;
    }

  state = hr_alert_get_state (alert);
  if (state == HR_ALERT_ACKNOWLEDGED || state == HR_ALERT_CLEARED)
    {
      hr_refuse (error, HR_PROTOCOL_ERROR_WRONG_STATE,
                 hr_reason_new_sentence (HR_REASON_ALERT_SEEN_BY, "operator",
                                         hr_dispatcher_get_name (self, hr_alert_get_acknowledged_by (alert)), NULL));
      return FALSE;
    }

  return hr_journal_record (self->journal, "alert.acknowledged", hr_alert_get_incident_id (alert), actor,
                            hr_json_new_object ("id", alert_id, NULL), error) != NULL;
}
