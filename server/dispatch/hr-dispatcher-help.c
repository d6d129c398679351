/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-dispatcher"

#include "hr-dispatcher-private.h"

#include "hr-json.h"

/* Helpers from outside, whom the older phones call beside the station: they are recorded, and decide nothing here. */

static gboolean
record_for (HrDispatcher *self,
            const char   *kind,
            const char   *incident_id,
            JsonObject   *data,
            GError      **error)
{
  g_autoptr (JsonObject) owned = data;

  if (hr_dispatcher_require_incident (self, incident_id, error) == NULL)
    return FALSE;

  return hr_journal_record (self->journal, kind, incident_id, "citizen", g_steal_pointer (&owned), error) != NULL;
}

gboolean
hr_dispatcher_update_details (HrDispatcher *self,
                              const char   *incident_id,
                              const char   *phone,
                              const char   *zone_text,
                              GError      **error)
{
  g_return_val_if_fail (HR_IS_DISPATCHER (self), FALSE);

  return record_for (self, "incident.details", incident_id, hr_json_new_object ("phone", phone, "zone_text", zone_text, NULL), error);
}

gboolean
hr_dispatcher_add_helper (HrDispatcher *self,
                          const char   *incident_id,
                          const char   *helper,
                          GError      **error)
{
  g_return_val_if_fail (HR_IS_DISPATCHER (self), FALSE);
  g_return_val_if_fail (helper != NULL, FALSE);

  return record_for (self, "incident.helper", incident_id, hr_json_new_object ("helper", helper, NULL), error);
}

gboolean
hr_dispatcher_complete_help (HrDispatcher *self,
                             const char   *incident_id,
                             const char   *helper,
                             const char   *reason,
                             GError      **error)
{
  g_return_val_if_fail (HR_IS_DISPATCHER (self), FALSE);

  return record_for (self, "incident.help_completed", incident_id, hr_json_new_object ("helper", helper, "reason", reason, NULL), error);
}
