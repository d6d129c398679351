/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-board-roster"

#include "hr-board-private.h"

#include "hr-json.h"

/* Operators and their load, zones, alerts and settings. */

#define N_PRESENCES (HR_PRESENCE_STALE + 1)

gboolean
hr_board_check_operator (HrBoard    *self,
                         const char *operator_id,
                         GError    **error)
{
  if (hr_board_get_operator (self, operator_id) != NULL)
    return TRUE;

  g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_NOT_FOUND, "There is no operator “%s”", operator_id);
  return FALSE;
}

static void
add_holder (HrBoard    *self,
            GPtrArray  *holders,
            const char *operator_id)
{
  HrOperator *duty_operator = hr_board_get_operator (self, operator_id);

  if (duty_operator != NULL && !g_ptr_array_find (holders, duty_operator, NULL))
    g_ptr_array_add (holders, duty_operator);
}

GPtrArray *
hr_board_dup_holders (HrBoard    *self,
                      HrIncident *incident)
{
  GPtrArray         *holders = g_ptr_array_new ();
  const char *const *ringing = hr_incident_get_ringing (incident);

  if (hr_incident_get_status (incident) == HR_INCIDENT_ENDED)
    return holders;

  add_holder (self, holders, hr_incident_get_assigned_operator_id (incident));
  for (gsize i = 0; ringing[i] != NULL; i++)
    add_holder (self, holders, ringing[i]);

  return holders;
}

static void
change_load (HrOperator *duty_operator,
             int         by)
{
  hr_fields_set_count (&hr_operator_fields, duty_operator, HR_OPERATOR_FIELD_OPEN_INCIDENTS,
                       hr_operator_get_open_incidents (duty_operator) + by);
}

void
hr_board_update_load (HrBoard    *self,
                      HrIncident *incident,
                      GPtrArray  *before,
                      gint64      at_us)
{
  g_autoptr (GPtrArray) old_holders = before;
  g_autoptr (GPtrArray) holders = hr_board_dup_holders (self, incident);

  for (guint i = 0; i < holders->len; i++)
    {
      if (!g_ptr_array_find (old_holders, holders->pdata[i], NULL))
        change_load (holders->pdata[i], 1);
    }

  for (guint i = 0; i < old_holders->len; i++)
    {
      HrOperator *duty_operator = old_holders->pdata[i];

      if (g_ptr_array_find (holders, duty_operator, NULL))
        continue;

      change_load (duty_operator, -1);
      if (hr_operator_get_open_incidents (duty_operator) == 0)
        hr_fields_set_int (&hr_operator_fields, duty_operator, HR_OPERATOR_FIELD_IDLE_SINCE, at_us);
    }
}

/* Presence */

/* Who is offline by choice has no socket to lose; who is stale has none to choose by. */
static const struct
{
  const char *kind;
  gboolean    is_legal_from[N_PRESENCES];
} presence_transitions[] = {
  /*                       offline available break stale */
  { "operator.online", { TRUE, TRUE, TRUE, TRUE } },
  { "operator.offline", { TRUE, TRUE, TRUE, TRUE } },
  { "operator.stale", { FALSE, TRUE, TRUE, FALSE } },
  { "operator.presence", { TRUE, TRUE, TRUE, FALSE } },
};

static HrOperator *
get_operator_of (HrBoard *self,
                 HrEvent *event)
{
  return hr_board_get_operator (self, hr_json_get_string (hr_event_get_data (event), "operator_id"));
}

static gboolean
check_presence (HrBoard    *self,
                HrIncident *incident,
                HrEvent    *event,
                GError    **error)
{
  const char *operator_id = hr_json_get_string (hr_event_get_data (event), "operator_id");
  HrPresence  presence = HR_PRESENCE_OFFLINE;

  if (!hr_board_check_operator (self, operator_id, error))
    return FALSE;

  presence = hr_operator_get_presence (get_operator_of (self, event));
  for (gsize i = 0; i < G_N_ELEMENTS (presence_transitions); i++)
    {
      if (hr_event_is_kind (event, presence_transitions[i].kind) && presence_transitions[i].is_legal_from[presence])
        return TRUE;
    }

  g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_WRONG_STATE, "Operator %s is %s",
               operator_id, hr_presence_to_string (presence));
  return FALSE;
}

static gboolean
read_chosen_presence (HrEvent    *event,
                      HrPresence *presence)
{
  int value = 0;

  if (!hr_enum_from_string (HR_TYPE_PRESENCE, hr_json_get_string (hr_event_get_data (event), "state"), &value) ||
      value == HR_PRESENCE_STALE)
    return FALSE;

  *presence = value;
  return TRUE;
}

static gboolean
check_chosen_presence (HrBoard    *self,
                       HrIncident *incident,
                       HrEvent    *event,
                       GError    **error)
{
  HrPresence presence = HR_PRESENCE_OFFLINE;

  if (read_chosen_presence (event, &presence))
    return check_presence (self, incident, event, error);

  g_set_error_literal (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "“state” is not available, break or offline");
  return FALSE;
}

static void
set_presence (HrOperator *duty_operator,
              HrPresence  presence,
              gint64      at_us)
{
  if (hr_operator_get_presence (duty_operator) != presence)
    hr_fields_set_int (&hr_operator_fields, duty_operator, HR_OPERATOR_FIELD_PRESENCE_SINCE, at_us);

  hr_fields_set_enum (&hr_operator_fields, duty_operator, HR_OPERATOR_FIELD_PRESENCE, presence);
}

static void
apply_online (HrBoard    *self,
              HrIncident *incident,
              HrEvent    *event)
{
  HrOperator *duty_operator = get_operator_of (self, event);
  gint64      at_us = hr_event_get_at_us (event);

  set_presence (duty_operator, HR_PRESENCE_AVAILABLE, at_us);
  hr_fields_set_int (&hr_operator_fields, duty_operator, HR_OPERATOR_FIELD_IDLE_SINCE, at_us);
}

static void
apply_offline (HrBoard    *self,
               HrIncident *incident,
               HrEvent    *event)
{
  set_presence (get_operator_of (self, event), HR_PRESENCE_OFFLINE, hr_event_get_at_us (event));
}

static void
apply_stale (HrBoard    *self,
             HrIncident *incident,
             HrEvent    *event)
{
  set_presence (get_operator_of (self, event), HR_PRESENCE_STALE, hr_event_get_at_us (event));
}

static void
apply_presence (HrBoard    *self,
                HrIncident *incident,
                HrEvent    *event)
{
  HrPresence presence = HR_PRESENCE_OFFLINE;

  read_chosen_presence (event, &presence);
  set_presence (get_operator_of (self, event), presence, hr_event_get_at_us (event));
}

/* What is saved */

static gboolean
check_operator_saved (HrBoard    *self,
                      HrIncident *incident,
                      HrEvent    *event,
                      GError    **error)
{
  g_autoptr (HrOperator) saved = hr_operator_new_from_json (hr_event_get_data (event), error);

  return saved != NULL;
}

/* Remembered when it is enabled again: what it was given before stays worth nothing. */
static void
save_operator (HrOperator *present,
               HrOperator *saved,
               HrEvent    *event)
{
  hr_operator_save_as (present, saved);
  if (!hr_operator_is_enabled (saved))
    hr_fields_set_int (&hr_operator_fields, present, HR_OPERATOR_FIELD_DISABLED_AT, hr_event_get_at_us (event));
}

static void
apply_operator_saved (HrBoard    *self,
                      HrIncident *incident,
                      HrEvent    *event)
{
  g_autoptr (HrOperator) saved = hr_operator_new_from_json (hr_event_get_data (event), NULL);
  HrOperator *present = hr_board_get_operator (self, hr_operator_get_id (saved));
  g_autoptr (HrOperator) added = NULL;

  if (present != NULL)
    {
      save_operator (present, saved, event);
      hr_shelf_resort (&self->operators, present);
      return;
    }

  added = g_object_new (HR_TYPE_OPERATOR, NULL);
  save_operator (added, saved, event);
  hr_shelf_add (&self->operators, added);
}

static gboolean
check_zone_saved (HrBoard    *self,
                  HrIncident *incident,
                  HrEvent    *event,
                  GError    **error)
{
  g_autoptr (HrZone) saved = hr_zone_new_from_json (hr_event_get_data (event), error);

  return saved != NULL;
}

static void
apply_zone_saved (HrBoard    *self,
                  HrIncident *incident,
                  HrEvent    *event)
{
  g_autoptr (HrZone) saved = hr_zone_new_from_json (hr_event_get_data (event), NULL);
  HrZone *present = hr_board_get_zone (self, hr_zone_get_id (saved));

  if (present == NULL)
    {
      hr_shelf_add (&self->zones, saved);
      return;
    }

  hr_zone_copy (present, saved);
  hr_shelf_resort (&self->zones, present);
}

static gboolean
check_zone_removed (HrBoard    *self,
                    HrIncident *incident,
                    HrEvent    *event,
                    GError    **error)
{
  const char *id = hr_json_get_string (hr_event_get_data (event), "id");

  if (hr_board_get_zone (self, id) != NULL)
    return TRUE;

  g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_NOT_FOUND, "There is no zone “%s”", id);
  return FALSE;
}

/* Its operators keep it, as they may have one that is not drawn yet: an incident that is under way in it still rings at them. */
static void
apply_zone_removed (HrBoard    *self,
                    HrIncident *incident,
                    HrEvent    *event)
{
  hr_shelf_remove (&self->zones, hr_board_get_zone (self, hr_json_get_string (hr_event_get_data (event), "id")));
}

static void
apply_settings_changed (HrBoard    *self,
                        HrIncident *incident,
                        HrEvent    *event)
{
  JsonObject *data = hr_event_get_data (event);

  hr_json_set_string (self->settings, hr_json_get_string (data, "key"), hr_json_get_string (data, "value"));
}

#define PRESENCE_RULE(kind_, check_, apply_)                           \
  {                                                                    \
    .kind = kind_, .members = { { HR_MEMBER_STRING, "operator_id" } }, \
    .check = check_, .apply = apply_                                   \
  }

const HrBoardRule hr_board_roster_rules[] = {
  PRESENCE_RULE ("operator.online", check_presence, apply_online),
  PRESENCE_RULE ("operator.offline", check_presence, apply_offline),
  PRESENCE_RULE ("operator.stale", check_presence, apply_stale),
  PRESENCE_RULE ("operator.presence", check_chosen_presence, apply_presence),
  { .kind = "operator.saved",
    .check = check_operator_saved,
    .apply = apply_operator_saved },
  { .kind = "zone.saved",
    .check = check_zone_saved,
    .apply = apply_zone_saved },
  { .kind = "zone.removed",
    .members = { { HR_MEMBER_STRING, "id" } },
    .check = check_zone_removed,
    .apply = apply_zone_removed },
  { .kind = "settings.changed",
    .members = { { HR_MEMBER_STRING, "key" }, { HR_MEMBER_STRING, "value" } },
    .apply = apply_settings_changed },
  { .kind = NULL },
};
