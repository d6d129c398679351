/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-board-alert"

#include "hr-board-private.h"

#include "hr-json.h"

#define N_STATES (HR_ALERT_CLEARED + 1)
#define ILLEGAL (-1)

static const struct
{
  const char *kind;
  int         next[N_STATES]; /* by the present state */
} transitions[] = {
  { "alert.acknowledged", { HR_ALERT_ACKNOWLEDGED, ILLEGAL, HR_ALERT_CLEARED, ILLEGAL } },
  { "alert.cleared", { HR_ALERT_CLEARED_UNACKNOWLEDGED, HR_ALERT_CLEARED, ILLEGAL, ILLEGAL } },
};

static JsonObject *
build_alert (HrEvent *event)
{
  JsonObject *json = hr_json_copy (hr_event_get_data (event));

  hr_json_set_string (json, "incident_id", hr_event_get_incident_id (event));
  hr_json_set_string (json, "state", hr_enum_to_string (HR_TYPE_ALERT_STATE, HR_ALERT_RAISED));
  hr_json_set_time (json, "raised_at", hr_event_get_at_us (event));

  return json;
}

static gboolean
check_raised (HrBoard    *self,
              HrIncident *incident,
              HrEvent    *event,
              GError    **error)
{
  g_autoptr (JsonObject) json = build_alert (event);
  g_autoptr (HrAlert) alert = hr_alert_new_from_json (json, error);

  if (alert == NULL)
    return FALSE;

  if (hr_board_get_alert (self, hr_alert_get_id (alert)) == NULL)
    return TRUE;

  g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_WRONG_STATE, "Alert “%s” is raised already",
               hr_alert_get_id (alert));
  return FALSE;
}

static void
apply_raised (HrBoard    *self,
              HrIncident *incident,
              HrEvent    *event)
{
  g_autoptr (JsonObject) json = build_alert (event);
  g_autoptr (HrAlert) alert = hr_alert_new_from_json (json, NULL);

  /* The alert outlives the incident, and is a drill's as long as it is there. */
  if (incident != NULL)
    hr_fields_set_bool (&hr_alert_fields, alert, HR_ALERT_FIELD_DRILL, hr_incident_is_drill (incident));

  hr_shelf_add (&self->alerts, alert);
}

static HrAlert *
get_alert_of (HrBoard *self,
              HrEvent *event)
{
  return hr_board_get_alert (self, hr_json_get_string (hr_event_get_data (event), "id"));
}

static int
get_next_state (HrAlert *alert,
                HrEvent *event)
{
  for (gsize i = 0; i < G_N_ELEMENTS (transitions); i++)
    {
      if (hr_event_is_kind (event, transitions[i].kind))
        return transitions[i].next[hr_alert_get_state (alert)];
    }

  return ILLEGAL;
}

static gboolean
check_transition (HrBoard    *self,
                  HrIncident *incident,
                  HrEvent    *event,
                  GError    **error)
{
  HrAlert *alert = get_alert_of (self, event);

  if (alert == NULL)
    {
      g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_NOT_FOUND, "There is no alert “%s”",
                   hr_json_get_string (hr_event_get_data (event), "id"));
      return FALSE;
    }

  if (get_next_state (alert, event) != ILLEGAL)
    return TRUE;

  g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_WRONG_STATE, "Alert “%s” is %s", hr_alert_get_id (alert),
               hr_enum_to_string (HR_TYPE_ALERT_STATE, hr_alert_get_state (alert)));
  return FALSE;
}

/* Only a priority 1 waits for a person once its cause has gone. */
static gboolean
is_done_with (HrAlert *alert)
{
  return hr_alert_get_state (alert) == HR_ALERT_CLEARED ||
         (hr_alert_get_state (alert) == HR_ALERT_CLEARED_UNACKNOWLEDGED && hr_alert_get_priority (alert) > 1);
}

static void
apply_transition (HrBoard    *self,
                  HrIncident *incident,
                  HrEvent    *event)
{
  g_autoptr (HrAlert) alert = g_object_ref (get_alert_of (self, event));

  if (hr_event_is_kind (event, "alert.acknowledged"))
    hr_fields_set_string (&hr_alert_fields, alert, HR_ALERT_FIELD_ACKNOWLEDGED_BY, hr_event_get_actor (event));

  hr_fields_set_enum (&hr_alert_fields, alert, HR_ALERT_FIELD_STATE, get_next_state (alert, event));

  if (!is_done_with (alert))
    return;

  hr_fields_set_enum (&hr_alert_fields, alert, HR_ALERT_FIELD_STATE, HR_ALERT_CLEARED);
  hr_shelf_remove (&self->alerts, alert);
}

const HrBoardRule hr_board_alert_rules[] = {
  { .kind = "alert.raised",
    .check = check_raised,
    .apply = apply_raised },
  { .kind = "alert.acknowledged",
    .members = { { HR_MEMBER_STRING, "id" } },
    .check = check_transition,
    .apply = apply_transition },
  { .kind = "alert.cleared",
    .members = { { HR_MEMBER_STRING, "id" } },
    .check = check_transition,
    .apply = apply_transition },
  { .kind = NULL },
};
