/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-erasure"

#include "hr-erasure.h"

#include "hr-json.h"
#include "hr-refusal.h"

#define MAX_REASON_CHARS 500

static JsonObject *
look_up (HrJournal  *journal,
         const char *incident,
         GError    **error)
{
  g_autoptr (JsonObject) erasure = hr_store_look_up_erasure (hr_journal_get_store (journal), incident);
  const char *number = erasure != NULL ? hr_json_get_string (erasure, "number") : NULL;
  gboolean    is_erased = FALSE;

  if (erasure == NULL)
    {
      hr_refuse (error, HR_PROTOCOL_ERROR_NOT_FOUND, hr_reason_new_sentence (HR_REASON_INCIDENT_NOT_THERE, "id", incident, NULL));
      return NULL;
    }

  hr_json_get_bool (erasure, "erased", &is_erased);
  if (is_erased)
    {
      hr_refuse (error, HR_PROTOCOL_ERROR_WRONG_STATE, hr_reason_new_sentence (HR_REASON_WAS_ERASED, "number", number, NULL));
      return NULL;
    }

  if (g_strcmp0 (hr_json_get_string (erasure, "status"), hr_incident_status_to_string (HR_INCIDENT_ENDED)) == 0)
    return g_steal_pointer (&erasure);

  hr_refuse (error, HR_PROTOCOL_ERROR_WRONG_STATE, hr_reason_new_sentence (HR_REASON_HAS_NOT_ENDED, "number", number, NULL));
  return NULL;
}

static gboolean
check_reason (const char *reason,
              GError    **error)
{
  if (reason != NULL && reason[0] != '\0' && g_utf8_validate (reason, -1, NULL) && g_utf8_strlen (reason, -1) <= MAX_REASON_CHARS)
    return TRUE;

  g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "“reason” must be 1 to %d characters", MAX_REASON_CHARS);
  return FALSE;
}

/* A voice is personal. */
static gboolean
record_removals (HrJournal  *journal,
                 const char *actor,
                 const char *incident_id,
                 JsonArray  *recordings,
                 const char *reason,
                 GError    **error)
{
  for (guint i = 0; i < json_array_get_length (recordings); i++)
    {
      if (hr_journal_record (journal, "recording.removed", incident_id, actor,
                             hr_json_new_object ("recording_id", json_array_get_string_element (recordings, i), "reason", reason, NULL), error) == NULL)
        return FALSE;
    }

  return TRUE;
}

JsonObject *
hr_erasure_record (HrJournal  *journal,
                   const char *actor,
                   const char *incident,
                   const char *reason,
                   GError    **error)
{
  g_autoptr (JsonObject) erasure = NULL;
  JsonArray  *recordings = NULL;
  JsonObject *data = NULL;
  JsonObject *answer = NULL;
  const char *incident_id = NULL;
  gint64      n_events = 0;

  g_return_val_if_fail (HR_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (actor != NULL && incident != NULL, NULL);

  if (!check_reason (reason, error) || !(erasure = look_up (journal, incident, error)))
    return NULL;

  incident_id = hr_json_get_string (erasure, "id");
  recordings = hr_json_get_array (erasure, "recordings");
  hr_json_get_int (erasure, "events", &n_events);
  data = hr_json_new_object ("reason", reason, NULL);
  json_object_set_int_member (data, "events", n_events);

  if (!record_removals (journal, actor, incident_id, recordings, reason, error))
    {
      json_object_unref (data);
      return NULL;
    }

  if (hr_journal_record (journal, "incident.erased", incident_id, actor, data, error) == NULL)
    return NULL;

  answer = hr_json_new_object ("incident_id", incident_id, "number", hr_json_get_string (erasure, "number"), NULL);
  json_object_set_int_member (answer, "events", n_events);
  json_object_set_int_member (answer, "recordings", json_array_get_length (recordings));
  return answer;
}
