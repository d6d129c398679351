/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-dispatcher"

#include "hr-dispatcher-private.h"

#include "hr-json.h"
#include "hr-refusal.h"

#define MAX_TEXT_CHARACTERS 4000

static gboolean
check_text (const char *member,
            const char *text,
            GError    **error)
{
  if (text == NULL || g_utf8_strlen (text, -1) <= MAX_TEXT_CHARACTERS)
    return TRUE;

  g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "The “%s” has more than %d characters", member,
               MAX_TEXT_CHARACTERS);
  return FALSE;
}

/* Permission alone: @incident is open. */
static gboolean
check_may_handle (HrDispatcher *self,
                  const char   *actor,
                  HrIncident   *incident,
                  GError      **error)
{
  if (hr_dispatcher_is_supervisor (self, actor))
    return TRUE;

  if (hr_dispatcher_require_operator (self, actor, error) == NULL)
    return FALSE;

  if (g_strcmp0 (hr_incident_get_assigned_operator_id (incident), actor) == 0 || hr_incident_rings_at (incident, actor))
    return TRUE;

  hr_refuse (error, HR_PROTOCOL_ERROR_FORBIDDEN,
             hr_reason_new_sentence (HR_REASON_NOT_YOURS, "number", hr_incident_get_number (incident), NULL));
  return FALSE;
}

gboolean
hr_dispatcher_may_handle (HrDispatcher *self,
                          const char   *actor,
                          const char   *incident_id,
                          GError      **error)
{
  HrIncident *incident = NULL;

  g_return_val_if_fail (HR_IS_DISPATCHER (self), FALSE);
  g_return_val_if_fail (actor != NULL, FALSE);

  incident = hr_dispatcher_require_incident (self, incident_id, error);

  return incident != NULL && check_may_handle (self, actor, incident, error);
}

/* Somebody listens from now on, and it rings nowhere. */
static gboolean
record_acknowledged (HrDispatcher *self,
                     const char   *actor,
                     HrIncident   *incident,
                     GError      **error)
{
  const char *incident_id = hr_incident_get_id (incident);

  if (hr_journal_record (self->journal, "incident.acknowledged", incident_id, actor,
                         hr_json_new_object ("operator_id", actor, NULL), error) == NULL)
    return FALSE;

  hr_dispatcher_watch (self, incident, FALSE);
  hr_dispatcher_clear_alert (self, "not_acknowledged", incident_id);
  hr_dispatcher_calm (self, incident);
  hr_dispatcher_settle (self);

  return TRUE;
}

gboolean
hr_dispatcher_acknowledge (HrDispatcher *self,
                           const char   *actor,
                           const char   *incident_id,
                           GError      **error)
{
  HrIncident *incident = NULL;

  g_return_val_if_fail (HR_IS_DISPATCHER (self), FALSE);
  g_return_val_if_fail (actor != NULL, FALSE);

  if (!(incident = hr_dispatcher_require_incident (self, incident_id, error)) ||
      !hr_dispatcher_require_operator (self, actor, error))
    return FALSE;

  /* Two may press at once: the later one hears who was first, not that they have no business there. */
  if (hr_incident_get_status (incident) == HR_INCIDENT_ACKNOWLEDGED)
    {
      hr_refuse (error, HR_PROTOCOL_ERROR_WRONG_STATE,
                 hr_reason_new_sentence (HR_REASON_ACKNOWLEDGED_BY, "operator",
                                         hr_dispatcher_get_name (self, hr_incident_get_assigned_operator_id (incident)), NULL));
      return FALSE;
    }

  if (!check_may_handle (self, actor, incident, error))
    return FALSE;

  if (hr_incident_get_status (incident) == HR_INCIDENT_QUEUED)
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE, "It rings nowhere yet: take it instead");
      return FALSE;
    }

  return record_acknowledged (self, actor, incident, error);
}

/* @actor takes it over: who presses that, listens. */
gboolean
hr_dispatcher_take (HrDispatcher *self,
                    const char   *actor,
                    const char   *incident_id,
                    GError      **error)
{
  HrIncident *incident = NULL;
  HrOperator *person = NULL;
  g_autoptr (JsonArray) reason = NULL;

  g_return_val_if_fail (HR_IS_DISPATCHER (self), FALSE);
  g_return_val_if_fail (actor != NULL, FALSE);

  if (!(incident = hr_dispatcher_require_incident (self, incident_id, error)) ||
      !(person = hr_dispatcher_require_operator (self, actor, error)))
    return FALSE;

  if (hr_incident_get_status (incident) != HR_INCIDENT_QUEUED && !hr_operator_is_supervisor (person))
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_FORBIDDEN,
                   "Only a supervisor may take an incident that has an operator");
      return FALSE;
    }

  if (hr_incident_get_status (incident) == HR_INCIDENT_ACKNOWLEDGED &&
      g_strcmp0 (hr_incident_get_assigned_operator_id (incident), actor) == 0)
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE, "It is yours already");
      return FALSE;
    }

  /* Who had signed off is there after all. */
  if (hr_operator_get_presence (person) == HR_PRESENCE_OFFLINE &&
      !hr_dispatcher_set_presence (self, actor, "available", hr_reason_code_get_words (HR_REASON_CAME_TO_TAKE), error))
    return FALSE;

  reason = hr_reason_new_plain (HR_REASON_TAKEN, "operator", hr_operator_get_name (person), NULL);
  hr_dispatcher_ring (self, incident, actor, (const char *const[]){ actor, NULL }, "take", reason);

  return record_acknowledged (self, actor, incident, error);
}

/* Whom a supervisor may hand an incident to: somebody who is there, busy or not. */
static gboolean
check_may_receive (HrDispatcher *self,
                   HrIncident   *incident,
                   const char   *operator_id,
                   GError      **error)
{
  HrOperator *person = operator_id != NULL ? hr_board_get_operator (self->board, operator_id) : NULL;
  HrPresence  presence = person != NULL ? hr_operator_get_presence (person) : HR_PRESENCE_OFFLINE;

  if (person == NULL)
    {
      g_set_error (error, HR_PROTOCOL_ERROR, operator_id == NULL ? HR_PROTOCOL_ERROR_MISSING_FIELD : HR_PROTOCOL_ERROR_NOT_FOUND,
                   "There is no such operator");
      return FALSE;
    }

  if (!hr_operator_is_enabled (person) || (presence != HR_PRESENCE_AVAILABLE && presence != HR_PRESENCE_BREAK))
    {
      hr_refuse (error, HR_PROTOCOL_ERROR_WRONG_STATE,
                 hr_reason_new_sentence (HR_REASON_IS_NOT_THERE, "operator", hr_operator_get_name (person), NULL));
      return FALSE;
    }

  if (hr_incident_get_status (incident) != HR_INCIDENT_QUEUED &&
      g_strcmp0 (hr_incident_get_assigned_operator_id (incident), operator_id) == 0)
    {
      hr_refuse (error, HR_PROTOCOL_ERROR_WRONG_STATE,
                 hr_reason_new_sentence (HR_REASON_HAS_IT, "operator", hr_operator_get_name (person), NULL));
      return FALSE;
    }

  return TRUE;
}

gboolean
hr_dispatcher_assign (HrDispatcher *self,
                      const char   *actor,
                      const char   *incident_id,
                      const char   *operator_id,
                      const char   *reason,
                      GError      **error)
{
  HrIncident *incident = NULL;
  g_autoptr (JsonArray) because = NULL;

  g_return_val_if_fail (HR_IS_DISPATCHER (self), FALSE);
  g_return_val_if_fail (actor != NULL, FALSE);

  if (!hr_dispatcher_is_supervisor (self, actor))
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_FORBIDDEN, "Only a supervisor may assign an incident");
      return FALSE;
    }

  if (!(incident = hr_dispatcher_require_incident (self, incident_id, error)) ||
      !check_may_receive (self, incident, operator_id, error) || !check_text ("reason", reason, error))
    return FALSE;

  because = hr_reason_new_plain (reason != NULL ? HR_REASON_ASSIGNED_BECAUSE : HR_REASON_ASSIGNED, "operator",
                                 hr_dispatcher_get_name (self, actor), "detail", reason, NULL);
  hr_dispatcher_ring (self, incident, operator_id, (const char *const[]){ operator_id, NULL }, "assign", because);
  hr_dispatcher_watch (self, incident, TRUE);
  hr_dispatcher_settle (self);

  return TRUE;
}

gboolean
hr_dispatcher_note (HrDispatcher *self,
                    const char   *actor,
                    const char   *incident_id,
                    const char   *text,
                    GError      **error)
{
  g_return_val_if_fail (HR_IS_DISPATCHER (self), FALSE);
  g_return_val_if_fail (actor != NULL, FALSE);

  if (!hr_dispatcher_is_supervisor (self, actor) && !hr_dispatcher_require_operator (self, actor, error))
    return FALSE;

  if (text == NULL || *text == '\0')
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "A note needs a “text”");
      return FALSE;
    }

  if (!hr_dispatcher_require_incident (self, incident_id, error) || !check_text ("text", text, error))
    return FALSE;

  return hr_journal_record (self->journal, "incident.note", incident_id, actor,
                            hr_json_new_object ("text", text, NULL), error) != NULL;
}

/* The id of the other incident, which may be given by its number and may have ended. */
static char *
dup_duplicated (HrDispatcher *self,
                HrIncident   *incident,
                const char   *duplicate_of,
                GError      **error)
{
  HrIncident *other = NULL;
  g_autoptr (JsonObject) record = NULL;

  if (duplicate_of == NULL)
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "A duplicate needs “duplicate_of”");
      return NULL;
    }

  other = hr_board_get_incident (self->board, duplicate_of);
  record = other != NULL ? hr_incident_to_json (other) : hr_dispatcher_dup_record (self, duplicate_of);
  if (record != NULL && g_strcmp0 (hr_json_get_string (record, "id"), hr_incident_get_id (incident)) != 0)
    return g_strdup (hr_json_get_string (record, "id"));

  g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "“duplicate_of” names no other incident");
  return NULL;
}

static JsonObject *
new_ending (HrDispatcher *self,
            HrIncident   *incident,
            const char   *disposition,
            const char   *note,
            const char   *duplicate_of,
            GError      **error)
{
  g_autofree char *duplicated = NULL;

  if (disposition == NULL || !hr_disposition_is_valid (disposition))
    {
      g_set_error (error, HR_PROTOCOL_ERROR,
                   disposition == NULL ? HR_PROTOCOL_ERROR_MISSING_FIELD : HR_PROTOCOL_ERROR_BAD_FIELD,
                   "An incident is ended with one of the known dispositions");
      return NULL;
    }

  if (!check_text ("note", note, error))
    return NULL;

  if (g_str_equal (disposition, "duplicate") &&
      !(duplicated = dup_duplicated (self, incident, duplicate_of, error)))
    return NULL;

  return hr_json_new_object ("disposition", disposition, "note", note, "duplicate_of", duplicated, NULL);
}

gboolean
hr_dispatcher_end (HrDispatcher *self,
                   const char   *actor,
                   const char   *incident_id,
                   const char   *disposition,
                   const char   *note,
                   const char   *duplicate_of,
                   GError      **error)
{
  g_autoptr (HrIncident) incident = NULL;
  JsonObject *data = NULL;

  g_return_val_if_fail (HR_IS_DISPATCHER (self), FALSE);
  g_return_val_if_fail (actor != NULL, FALSE);

  incident = hr_dispatcher_require_incident (self, incident_id, error);
  if (incident == NULL)
    return FALSE;

  g_object_ref (incident);
  if (!check_may_handle (self, actor, incident, error) ||
      !(data = new_ending (self, incident, disposition, note, duplicate_of, error)) ||
      !hr_journal_record (self->journal, "incident.ended", incident_id, actor, data, error))
    return FALSE;

  hr_dispatcher_unwatch (self, hr_incident_get_id (incident));
  hr_dispatcher_clear_alert (self, NULL, hr_incident_get_id (incident));
  hr_dispatcher_settle (self);

  return TRUE;
}
