/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-handover"

#include "hr-handover.h"

#include "hr-json.h"

static gboolean
has_owner (HrBoard    *board,
           HrIncident *incident)
{
  HrOperator *owner = hr_board_get_operator (board, hr_incident_get_assigned_operator_id (incident));

  return hr_incident_get_status (incident) == HR_INCIDENT_ACKNOWLEDGED && owner != NULL && hr_operator_is_enabled (owner) &&
         hr_operator_get_presence (owner) != HR_PRESENCE_OFFLINE;
}

/* Of the incident object: what it is and how it stands, and nothing of who it is and where. */
static const char *const incident_members[] = { "id", "number", "status", "drill", "source", "received_at", "zone_id", "assigned_operator_id",
                                                "ringing", "acknowledged_at", "acknowledged_by", "media", "silent", "cancelled_by_citizen",
                                                "help_completed_at" };

static JsonObject *
describe_incident (HrBoard    *board,
                   HrIncident *incident)
{
  g_autoptr (JsonObject) whole = hr_incident_to_json (incident);
  HrOperator *owner = hr_board_get_operator (board, hr_incident_get_assigned_operator_id (incident));
  JsonObject *item = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (incident_members); i++)
    {
      if (json_object_has_member (whole, incident_members[i]))
        json_object_set_member (item, incident_members[i], json_object_dup_member (whole, incident_members[i]));
    }

  /* Names change: the record says what people were called then. */
  if (has_owner (board, incident))
    json_object_set_string_member (item, "owner_name", hr_operator_get_name (owner));

  return item;
}

static JsonObject *
describe_alert (HrBoard *board,
                HrAlert *alert)
{
  HrIncident *incident = hr_board_get_incident (board, hr_alert_get_incident_id (alert));
  JsonObject *item = hr_json_new_object ("alert", hr_alert_get_kind (alert), "text", hr_alert_get_text (alert),
                                         "number", incident != NULL ? hr_incident_get_number (incident) : NULL, NULL);

  if (hr_alert_get_because (alert) != NULL)
    json_object_set_array_member (item, "because", json_array_ref (hr_alert_get_because (alert)));
  json_object_set_int_member (item, "priority", hr_alert_get_priority (alert));
  hr_json_set_time (item, "raised_at", hr_alert_get_raised_at_us (alert));
  if (hr_alert_is_drill (alert))
    json_object_set_boolean_member (item, "drill", TRUE);

  return item;
}

static JsonArray *
describe_incidents (HrBoard *board)
{
  GListModel *incidents = hr_board_get_incidents (board);
  JsonArray  *items = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      json_array_add_object_element (items, describe_incident (board, incident));
    }

  return items;
}

static JsonArray *
describe_alerts (HrBoard *board)
{
  GListModel *alerts = hr_board_get_alerts (board);
  JsonArray  *items = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (alerts); i++)
    {
      g_autoptr (HrAlert) alert = g_list_model_get_item (alerts, i);

      if (hr_alert_is_active (alert))
        json_array_add_object_element (items, describe_alert (board, alert));
    }

  return items;
}

JsonObject *
hr_handover_describe (HrBoard *board)
{
  JsonObject *sheet = NULL;

  g_return_val_if_fail (HR_IS_BOARD (board), NULL);

  sheet = json_object_new ();
  json_object_set_array_member (sheet, "incidents", describe_incidents (board));
  json_object_set_array_member (sheet, "alerts", describe_alerts (board));

  return sheet;
}

GPtrArray *
hr_handover_get_unowned (HrBoard *board)
{
  GListModel *incidents = NULL;
  GPtrArray  *unowned = NULL;

  g_return_val_if_fail (HR_IS_BOARD (board), NULL);

  incidents = hr_board_get_incidents (board);
  unowned = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (!hr_incident_is_drill (incident) && !has_owner (board, incident))
        g_ptr_array_add (unowned, g_steal_pointer (&incident));
    }

  return unowned;
}

gboolean
hr_handover_may_take (HrOperator *person,
                      const char *from_id)
{
  g_return_val_if_fail (HR_IS_OPERATOR (person), FALSE);

  return hr_operator_is_enabled (person) && hr_operator_is_supervisor (person) &&
         g_strcmp0 (hr_operator_get_id (person), from_id) != 0;
}

HrIncident *
hr_handover_read_incident (JsonObject *item)
{
  g_autoptr (JsonObject) whole = NULL;

  g_return_val_if_fail (item != NULL, NULL);

  /* It says nothing of people, as one that was erased does. */
  whole = hr_json_copy (item);
  hr_json_set_time (whole, "erased_at", G_USEC_PER_SEC);

  return hr_incident_new_from_json (whole, NULL);
}
