/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-dispatcher"

#include "hr-dispatcher-private.h"

#include "hr-json.h"
#include "hr-message.h"
#include "hr-reason.h"

#include <math.h>

/* How long a citizen's last zone is worth something when there is no location. */
#define RECENT_ZONE_US (24 * G_TIME_SPAN_HOUR)

/* An exercise is never joined to a real incident, nor a real press to an exercise. */
static HrIncident *
find_open_incident (HrDispatcher       *self,
                    const HrActivation *activation)
{
  GListModel *incidents = hr_board_get_incidents (self->board);

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (g_str_equal (hr_incident_get_citizen_id (incident), activation->citizen_id) &&
          hr_incident_is_drill (incident) == activation->is_drill)
        return incident; /* the board keeps it */
    }

  return NULL;
}

/* A press whose record is still on its way to the disk: the store cannot know it again yet. */
typedef struct
{
  GHashTable *presses; /* HrDispatcher's */
  char       *key;
} Press;

static char *
dup_press_key (const HrActivation *activation)
{
  return g_strconcat (activation->citizen_id, "\n", activation->activation_id, NULL);
}

static void
on_press_durable (gpointer user_data)
{
  Press *press = user_data;

  g_hash_table_remove (press->presses, press->key);
}

static void
press_free (gpointer data)
{
  Press *press = data;

  g_hash_table_unref (press->presses);
  g_free (press->key);
  g_free (press);
}

static void
remember_press (HrDispatcher       *self,
                const HrActivation *activation,
                const char         *incident_id)
{
  Press *press = g_new0 (Press, 1);

  press->presses = g_hash_table_ref (self->presses);
  press->key = dup_press_key (activation);
  g_hash_table_replace (self->presses, g_strdup (press->key), g_strdup (incident_id));
  hr_journal_when_durable (self->journal, hr_journal_get_seq (self->journal), on_press_durable, press, press_free);
}

static char *
dup_known_incident (HrDispatcher       *self,
                    HrIncident         *open,
                    const HrActivation *activation)
{
  g_autofree char *key = dup_press_key (activation);
  const char      *incident_id = g_hash_table_lookup (self->presses, key);

  if (incident_id != NULL)
    return g_strdup (incident_id);
  if (open != NULL && g_strcmp0 (hr_incident_get_activation_id (open), activation->activation_id) == 0)
    return g_strdup (hr_incident_get_id (open));

  return hr_store_dup_incident_of_activation (hr_journal_get_store (self->journal),
                                              activation->citizen_id, activation->activation_id);
}

static char *
dup_next_number (HrDispatcher *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (hr_clock_get_utc_us (self->clock) / G_USEC_PER_SEC);

  self->last_number++;
  return g_strdup_printf ("HR-%04d-%06u", g_date_time_get_year (now), self->last_number);
}

static void
set_zone (HrDispatcher       *self,
          const HrActivation *activation,
          JsonObject         *data)
{
  gint64           since_us = hr_clock_get_utc_us (self->clock) - RECENT_ZONE_US;
  g_autofree char *recent = NULL;
  g_autoptr (JsonArray) reason = NULL;
  const char *zone_id = NULL;

  if (activation->location == NULL)
    recent = hr_store_dup_recent_zone (hr_journal_get_store (self->journal), activation->citizen_id, since_us);

  zone_id = hr_zone_index_lookup (self->zone_index, activation->location, activation->zone_hint, recent,
                                  self->settings.zone_reach_m, &reason);
  hr_json_set_string (data, "zone_id", zone_id);
  hr_reason_set (data, "zone_reason", "zone_because", reason);
}

static JsonObject *
new_activated (HrDispatcher       *self,
               const HrActivation *activation,
               const char         *source)
{
  g_autofree char *number = dup_next_number (self);
  g_autofree char *session_id = g_uuid_string_random ();
  JsonObject      *citizen = NULL;
  JsonObject      *data = NULL;

  citizen = hr_json_new_object ("id", activation->citizen_id, "name", activation->citizen_name,
                                "phone", activation->citizen_phone, "language", activation->citizen_language, NULL);
  data = hr_json_new_object ("number", number, "source", source, "activation_id", activation->activation_id,
                             "session_id", session_id, "network", activation->network, "zone_text", activation->zone_text, NULL);
  json_object_set_object_member (data, "citizen", citizen);
  json_object_set_boolean_member (data, "drill", activation->is_drill);
  json_object_set_boolean_member (data, "silent", activation->is_silent);
  hr_json_set_time (data, "activated_at", activation->activated_at_us);
  if (activation->location != NULL)
    json_object_set_object_member (data, "location", hr_location_to_json (activation->location));
  if (!isnan (activation->battery_pct))
    json_object_set_double_member (data, "battery_pct", activation->battery_pct);
  set_zone (self, activation, data);

  return data;
}

static void
warn (HrDispatcher *self,
      const char   *incident_id,
      const char   *field,
      HrReasonCode  why)
{
  JsonObject *data = hr_json_new_object ("field", field, NULL);
  g_autoptr (JsonArray) reason = hr_reason_new_plain (why, NULL);

  hr_reason_set (data, "reason", "because", reason);
  hr_dispatcher_record (self, "incident.warning", incident_id, data);
}

static void
record_warnings (HrDispatcher       *self,
                 const char         *incident_id,
                 const HrActivation *activation)
{
  for (guint i = 0; activation->warnings != NULL && i < activation->warnings->len; i++)
    warn (self, incident_id, g_ptr_array_index (activation->warnings, i), HR_REASON_UNUSABLE);
}

static gboolean
activate_anew (HrDispatcher       *self,
               const HrActivation *activation,
               const char         *source,
               const char         *incident_id,
               GError            **error)
{
  if (hr_journal_record (self->journal, "incident.activated", incident_id, "citizen",
                         new_activated (self, activation, source), error) == NULL)
    return FALSE;

  remember_press (self, activation, incident_id);
  record_warnings (self, incident_id, activation);
  hr_dispatcher_place (self, hr_board_get_incident (self->board, incident_id));

  return TRUE;
}

/* A device that goes on pressing keeps the session it has: it is as welcome as before, and costs nothing more. */
static gboolean
presses_too_often (HrDispatcher       *self,
                   const HrActivation *activation)
{
  return hr_throttle_is_held (self->reactivations, activation->citizen_id);
}

static void
count_press (HrDispatcher       *self,
             const HrActivation *activation,
             const char         *incident_id)
{
  hr_throttle_count (self->reactivations, activation->citizen_id);
  if (presses_too_often (self, activation))
    warn (self, incident_id, "activation_id", HR_REASON_PRESSED_TOO_OFTEN);
}

static gboolean
reactivate (HrDispatcher       *self,
            const HrActivation *activation,
            const char         *incident_id,
            GError            **error)
{
  g_autofree char *session_id = g_uuid_string_random ();
  JsonObject      *data = hr_json_new_object ("activation_id", activation->activation_id, "session_id", session_id, NULL);

  if (activation->location != NULL)
    json_object_set_object_member (data, "location", hr_location_to_json (activation->location));

  if (hr_journal_record (self->journal, "incident.reactivated", incident_id, "citizen", data, error) == NULL)
    return FALSE;

  remember_press (self, activation, incident_id);
  record_warnings (self, incident_id, activation);
  count_press (self, activation, incident_id);
  return TRUE;
}

gboolean
hr_dispatcher_activate (HrDispatcher       *self,
                        const HrActivation *activation,
                        const char         *source,
                        HrActivated        *activated,
                        char              **incident_id,
                        GError            **error)
{
  HrIncident      *open = NULL;
  g_autofree char *id = NULL;

  g_return_val_if_fail (HR_IS_DISPATCHER (self), FALSE);
  g_return_val_if_fail (activation != NULL && source != NULL, FALSE);
  g_return_val_if_fail (activated != NULL && incident_id != NULL, FALSE);

  open = find_open_incident (self, activation);
  id = dup_known_incident (self, open, activation);
  if (id == NULL && open != NULL && presses_too_often (self, activation))
    id = g_strdup (hr_incident_get_id (open));

  if (id != NULL)
    *activated = HR_ACTIVATED_REPEATED;
  else if (open != NULL)
    {
      id = g_strdup (hr_incident_get_id (open));
      *activated = HR_ACTIVATED_REACTIVATED;
      if (!reactivate (self, activation, id, error))
        return FALSE;
    }
  else
    {
      id = g_uuid_string_random ();
      *activated = HR_ACTIVATED_NEW;
      if (!activate_anew (self, activation, source, id, error))
        return FALSE;
      hr_dispatcher_judge_battery (self, hr_board_get_incident (self->board, id));
    }

  *incident_id = g_steal_pointer (&id);
  return TRUE;
}

gboolean
hr_dispatcher_update_location (HrDispatcher     *self,
                               const char       *incident_id,
                               const HrLocation *location,
                               GError          **error)
{
  g_return_val_if_fail (HR_IS_DISPATCHER (self), FALSE);
  g_return_val_if_fail (location != NULL, FALSE);

  if (hr_dispatcher_require_incident (self, incident_id, error) == NULL)
    return FALSE;

  return hr_journal_record (self->journal, "incident.location", incident_id, "citizen",
                            hr_location_to_json (location), error) != NULL;
}

gboolean
hr_dispatcher_update_telemetry (HrDispatcher *self,
                                const char   *incident_id,
                                double        battery_pct,
                                const char   *network,
                                GError      **error)
{
  HrIncident *incident = NULL;
  JsonObject *data = NULL;

  g_return_val_if_fail (HR_IS_DISPATCHER (self), FALSE);

  incident = hr_dispatcher_require_incident (self, incident_id, error);
  if (incident == NULL)
    return FALSE;

  data = hr_json_new_object ("network", network, NULL);
  if (!isnan (battery_pct))
    json_object_set_double_member (data, "battery_pct", battery_pct);

  if (hr_journal_record (self->journal, "incident.telemetry", incident_id, "citizen", data, error) == NULL)
    return FALSE;

  hr_dispatcher_judge_battery (self, incident);
  return TRUE;
}

gboolean
hr_dispatcher_request_cancel (HrDispatcher *self,
                              const char   *incident_id,
                              const char   *reason,
                              GError      **error)
{
  g_return_val_if_fail (HR_IS_DISPATCHER (self), FALSE);

  if (hr_dispatcher_require_incident (self, incident_id, error) == NULL)
    return FALSE;

  return hr_journal_record (self->journal, "incident.cancel_requested", incident_id, "citizen",
                            hr_json_new_object ("reason", reason, NULL), error) != NULL;
}
