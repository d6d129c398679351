/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-board-incident"

#include "hr-board-private.h"

#include "hr-json.h"

/* What happens to an incident, but for its media. */

#define FIELDS(name) (&hr_incident_fields), incident, HR_INCIDENT_FIELD_##name

static JsonObject *
build_incident (HrEvent *event)
{
  JsonObject *json = hr_json_copy (hr_event_get_data (event));
  JsonObject *location = hr_json_get_object (json, "location");
  JsonObject *media = json_object_new ();

  json_object_set_string_member (json, "id", hr_event_get_incident_id (event));
  json_object_set_string_member (json, "status", hr_incident_status_to_string (HR_INCIDENT_QUEUED));
  hr_json_set_time (json, "received_at", hr_event_get_at_us (event));
  hr_json_set_string (media, "session_id", hr_json_get_string (json, "session_id"));
  json_object_set_object_member (json, "media", media);

  if (location != NULL)
    {
      json_object_set_object_member (json, "activation_location", hr_json_copy (location));
      hr_json_set_time (json, "location_at", hr_event_get_at_us (event));
    }

  return json;
}

static HrIncident *
new_incident (HrEvent *event,
              GError **error)
{
  g_autoptr (JsonObject) json = build_incident (event);

  return hr_incident_new_from_json (json, error);
}

static gboolean
check_activated (HrBoard    *self,
                 HrIncident *present,
                 HrEvent    *event,
                 GError    **error)
{
  g_autoptr (HrIncident) incident = NULL;

  if (hr_event_get_incident_id (event) == NULL)
    {
      g_set_error_literal (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "An activation has no incident");
      return FALSE;
    }

  if (present != NULL)
    {
      g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_WRONG_STATE, "Incident %s is there already",
                   hr_incident_get_number (present));
      return FALSE;
    }

  incident = new_incident (event, error);
  return incident != NULL;
}

static void
apply_activated (HrBoard    *self,
                 HrIncident *present,
                 HrEvent    *event)
{
  g_autoptr (HrIncident) incident = new_incident (event, NULL);

  hr_shelf_add (&self->incidents, incident);
}

static void
take_location (HrIncident *incident,
               JsonObject *object,
               gint64      at_us)
{
  g_autoptr (HrLocation) location = hr_location_new_from_json (object, NULL);

  if (location == NULL)
    return;

  hr_fields_set_location (FIELDS (LOCATION), location);
  hr_fields_set_int (FIELDS (LOCATION_AT), at_us);
}

/* The new press is a new media session, whose attempts count from one; a cancel or a helper before it is void. */
static void
apply_reactivated (HrBoard    *self,
                   HrIncident *incident,
                   HrEvent    *event)
{
  JsonObject *data = hr_event_get_data (event);
  const char *session_id = hr_json_get_string (data, "session_id");

  hr_fields_set_string (FIELDS (ACTIVATION_ID), hr_json_get_string (data, "activation_id"));
  hr_fields_set_bool (FIELDS (CANCELLED_BY_CITIZEN), FALSE);
  hr_fields_set_string (FIELDS (HELPER), NULL);
  hr_fields_set_int (FIELDS (HELP_COMPLETED_AT), 0);
  take_location (incident, hr_json_get_object (data, "location"), hr_event_get_at_us (event));

  if (g_strcmp0 (session_id, hr_incident_get_session_id (incident)) == 0)
    return;

  hr_fields_set_string (FIELDS (SESSION_ID), session_id);
  hr_fields_set_count (FIELDS (ATTEMPT), 0);
  hr_fields_set_enum (FIELDS (MEDIA_STATE), HR_MEDIA_NONE);
  hr_fields_set_int (FIELDS (OFFER_MS), -1);
  hr_fields_set_int (FIELDS (LIVE_MS), -1);
  hr_fields_set_int (FIELDS (LIVE_AT), 0);
}

static void
assign (HrBoard         *self,
        HrIncident      *incident,
        HrEvent         *event,
        const char      *operator_id,
        char           **ringing,
        HrIncidentStatus status)
{
  GPtrArray *before = hr_board_dup_holders (self, incident);

  hr_fields_set_string (FIELDS (ASSIGNED_OPERATOR_ID), operator_id);
  hr_fields_set_strings (FIELDS (RINGING), ringing);
  hr_fields_set_enum (FIELDS (STATUS), status);

  hr_board_update_load (self, incident, before, hr_event_get_at_us (event));
}

static gboolean
check_assigned (HrBoard    *self,
                HrIncident *incident,
                HrEvent    *event,
                GError    **error)
{
  JsonObject *data = hr_event_get_data (event);
  g_auto (GStrv) ringing = hr_json_dup_strings (data, "ringing");

  for (gsize i = 0; ringing[i] != NULL; i++)
    {
      if (!hr_board_check_operator (self, ringing[i], error))
        return FALSE;
    }

  return hr_board_check_operator (self, hr_json_get_string (data, "operator_id"), error);
}

/* It rings until somebody has acknowledged it and it rings at nobody else. */
static void
apply_assigned (HrBoard    *self,
                HrIncident *incident,
                HrEvent    *event)
{
  JsonObject *data = hr_event_get_data (event);
  g_auto (GStrv) ringing = hr_json_dup_strings (data, "ringing");
  gboolean is_heard = ringing[0] == NULL && hr_incident_get_acknowledged_at_us (incident) != 0;

  assign (self, incident, event, hr_json_get_string (data, "operator_id"), ringing,
          is_heard ? HR_INCIDENT_ACKNOWLEDGED : HR_INCIDENT_RINGING);
}

static void
apply_queued (HrBoard    *self,
              HrIncident *incident,
              HrEvent    *event)
{
  assign (self, incident, event, NULL, (char *[]){ NULL }, HR_INCIDENT_QUEUED);
}

static gboolean
check_acting_operator (HrBoard    *self,
                       HrIncident *incident,
                       HrEvent    *event,
                       GError    **error)
{
  return hr_board_check_operator (self, hr_json_get_string (hr_event_get_data (event), "operator_id"), error);
}

static void
apply_acknowledged (HrBoard    *self,
                    HrIncident *incident,
                    HrEvent    *event)
{
  const char *operator_id = hr_json_get_string (hr_event_get_data (event), "operator_id");

  hr_fields_set_int (FIELDS (ACKNOWLEDGED_AT), hr_event_get_at_us (event));
  hr_fields_set_string (FIELDS (ACKNOWLEDGED_BY), operator_id);
  assign (self, incident, event, operator_id, (char *[]){ NULL }, HR_INCIDENT_ACKNOWLEDGED);
}

static void
apply_cancel_requested (HrBoard    *self,
                        HrIncident *incident,
                        HrEvent    *event)
{
  hr_fields_set_bool (FIELDS (CANCELLED_BY_CITIZEN), TRUE);
}

static gboolean
check_location (HrBoard    *self,
                HrIncident *incident,
                HrEvent    *event,
                GError    **error)
{
  g_autoptr (HrLocation) location = hr_location_new_from_json (hr_event_get_data (event), NULL);

  if (location != NULL)
    return TRUE;

  g_set_error_literal (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "A location has no usable “lat” and “lon”");
  return FALSE;
}

static void
apply_location (HrBoard    *self,
                HrIncident *incident,
                HrEvent    *event)
{
  take_location (incident, hr_event_get_data (event), hr_event_get_at_us (event));
}

static void
apply_telemetry (HrBoard    *self,
                 HrIncident *incident,
                 HrEvent    *event)
{
  JsonObject *data = hr_event_get_data (event);
  const char *network = hr_json_get_string (data, "network");
  double      battery_pct = 0;

  if (hr_json_get_double (data, "battery_pct", &battery_pct))
    hr_fields_set_number (FIELDS (BATTERY_PCT), battery_pct);
  if (network != NULL)
    hr_fields_set_string (FIELDS (NETWORK), network);
}

/* What the caller says anew of themselves; what is not said stays. */
static void
apply_details (HrBoard    *self,
               HrIncident *incident,
               HrEvent    *event)
{
  const char *phone = hr_json_get_string (hr_event_get_data (event), "phone");
  const char *zone_text = hr_json_get_string (hr_event_get_data (event), "zone_text");

  if (phone != NULL)
    hr_fields_set_string (FIELDS (CITIZEN_PHONE), phone);
  if (zone_text != NULL)
    hr_fields_set_string (FIELDS (ZONE_TEXT), zone_text);
}

static void
apply_helper (HrBoard    *self,
              HrIncident *incident,
              HrEvent    *event)
{
  hr_fields_set_string (FIELDS (HELPER), hr_json_get_string (hr_event_get_data (event), "helper"));
}

static void
apply_help_completed (HrBoard    *self,
                      HrIncident *incident,
                      HrEvent    *event)
{
  hr_fields_set_int (FIELDS (HELP_COMPLETED_AT), hr_event_get_at_us (event));
}

static gboolean
check_ended (HrBoard    *self,
             HrIncident *incident,
             HrEvent    *event,
             GError    **error)
{
  JsonObject *data = hr_event_get_data (event);
  const char *disposition = hr_json_get_string (data, "disposition");

  if (!hr_disposition_is_valid (disposition))
    {
      g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "There is no disposition “%s”", disposition);
      return FALSE;
    }

  if (g_str_equal (disposition, "duplicate") && hr_json_get_string (data, "duplicate_of") == NULL)
    {
      g_set_error_literal (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID,
                           "A duplicate names no incident in “duplicate_of”");
      return FALSE;
    }

  return TRUE;
}

/* Who had it stays in its record; nothing rings and no audio is open any more. */
static void
apply_ended (HrBoard    *self,
             HrIncident *incident,
             HrEvent    *event)
{
  JsonObject *data = hr_event_get_data (event);

  hr_fields_set_int (FIELDS (ENDED_AT), hr_event_get_at_us (event));
  hr_fields_set_string (FIELDS (ENDED_BY), hr_event_get_actor (event));
  hr_fields_set_string (FIELDS (DISPOSITION), hr_json_get_string (data, "disposition"));
  hr_fields_set_string (FIELDS (DUPLICATE_OF), hr_json_get_string (data, "duplicate_of"));
  if (hr_incident_get_media_state (incident) != HR_MEDIA_NONE)
    hr_fields_set_enum (FIELDS (MEDIA_STATE), HR_MEDIA_CLOSED);
  assign (self, incident, event, hr_incident_get_assigned_operator_id (incident),
          (char *[]){ NULL }, HR_INCIDENT_ENDED);

  hr_shelf_remove (&self->incidents, incident);
}

/* An incident that is on the board has not ended: somebody needs to know who and where. */
static gboolean
check_erased (HrBoard    *self,
              HrIncident *incident,
              HrEvent    *event,
              GError    **error)
{
  if (hr_event_get_incident_id (event) == NULL)
    {
      g_set_error_literal (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "What is erased is an incident");
      return FALSE;
    }

  if (incident == NULL)
    return TRUE;

  g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_WRONG_STATE, "%s has not ended", hr_incident_get_number (incident));
  return FALSE;
}

const HrBoardRule hr_board_incident_rules[] = {
  { .kind = "incident.activated",
    .members = { { HR_MEMBER_STRING, "session_id" } },
    .check = check_activated,
    .apply = apply_activated },
  { .kind = "incident.reactivated",
    .scope = HR_SCOPE_INCIDENT,
    .members = { { HR_MEMBER_STRING, "activation_id" }, { HR_MEMBER_STRING, "session_id" } },
    .apply = apply_reactivated },
  { .kind = "incident.warning",
    .scope = HR_SCOPE_INCIDENT,
    .members = { { HR_MEMBER_STRING, "field" } } },
  { .kind = "incident.assigned",
    .scope = HR_SCOPE_INCIDENT,
    .legal_statuses = HR_IN (QUEUED) | HR_IN (RINGING) | HR_IN (ACKNOWLEDGED),
    .members = { { HR_MEMBER_STRING, "operator_id" }, { HR_MEMBER_STRINGS, "ringing" } },
    .check = check_assigned,
    .apply = apply_assigned },
  { .kind = "incident.queued",
    .scope = HR_SCOPE_INCIDENT,
    .legal_statuses = HR_IN (QUEUED) | HR_IN (RINGING) | HR_IN (ACKNOWLEDGED),
    .apply = apply_queued },
  { .kind = "incident.acknowledged",
    .scope = HR_SCOPE_INCIDENT,
    .legal_statuses = HR_IN (RINGING),
    .members = { { HR_MEMBER_STRING, "operator_id" } },
    .check = check_acting_operator,
    .apply = apply_acknowledged },
  { .kind = "incident.cancel_requested",
    .scope = HR_SCOPE_INCIDENT,
    .apply = apply_cancel_requested },
  { .kind = "incident.note",
    .scope = HR_SCOPE_INCIDENT,
    .members = { { HR_MEMBER_STRING, "text" } } },
  { .kind = "incident.location",
    .scope = HR_SCOPE_INCIDENT,
    .check = check_location,
    .apply = apply_location },
  { .kind = "incident.telemetry",
    .scope = HR_SCOPE_INCIDENT,
    .apply = apply_telemetry },
  { .kind = "incident.details",
    .scope = HR_SCOPE_INCIDENT,
    .apply = apply_details },
  { .kind = "incident.helper",
    .scope = HR_SCOPE_INCIDENT,
    .members = { { HR_MEMBER_STRING, "helper" } },
    .apply = apply_helper },
  { .kind = "incident.help_completed",
    .scope = HR_SCOPE_INCIDENT,
    .apply = apply_help_completed },
  { .kind = "incident.listen_started",
    .scope = HR_SCOPE_INCIDENT,
    .members = { { HR_MEMBER_STRING, "operator_id" }, { HR_MEMBER_COUNT, "slot" } },
    .check = check_acting_operator },
  { .kind = "incident.listen_stopped",
    .scope = HR_SCOPE_INCIDENT_OR_GONE,
    .members = { { HR_MEMBER_STRING, "operator_id" }, { HR_MEMBER_COUNT, "slot" } } },
  { .kind = "incident.watch_started",
    .scope = HR_SCOPE_INCIDENT,
    .members = { { HR_MEMBER_STRING, "operator_id" } },
    .check = check_acting_operator },
  { .kind = "incident.watch_stopped",
    .scope = HR_SCOPE_INCIDENT_OR_GONE,
    .members = { { HR_MEMBER_STRING, "operator_id" } } },
  { .kind = "incident.ended",
    .scope = HR_SCOPE_INCIDENT,
    .members = { { HR_MEMBER_STRING, "disposition" } },
    .check = check_ended,
    .apply = apply_ended },
  { .kind = "incident.erased",
    .members = { { HR_MEMBER_STRING, "reason" }, { HR_MEMBER_COUNT, "events" } },
    .check = check_erased },
  { .kind = NULL },
};
