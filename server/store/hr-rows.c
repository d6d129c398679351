/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-rows"

#include "hr-rows.h"

#include "hr-time.h"

#include <string.h>

static const HrColumn incident_columns[] = {
  { "id", "id", HR_COLUMN_TEXT },
  { "number", "number", HR_COLUMN_TEXT },
  { "status", "status", HR_COLUMN_TEXT },
  { "drill", "drill", HR_COLUMN_BOOL },
  { "source", "source", HR_COLUMN_TEXT },
  { "activation_id", "activation_id", HR_COLUMN_TEXT },
  { "citizen_id", "citizen.id", HR_COLUMN_TEXT },
  { "citizen_name", "citizen.name", HR_COLUMN_TEXT },
  { "citizen_phone", "citizen.phone", HR_COLUMN_TEXT },
  { "citizen_language", "citizen.language", HR_COLUMN_TEXT },
  { "received_at_us", "received_at", HR_COLUMN_TIME },
  { "activated_at_us", "activated_at", HR_COLUMN_TIME },
  { "activation_lat", "activation_location.lat", HR_COLUMN_REAL },
  { "activation_lon", "activation_location.lon", HR_COLUMN_REAL },
  { "activation_accuracy_m", "activation_location.accuracy_m", HR_COLUMN_REAL },
  { "activation_altitude_m", "activation_location.altitude_m", HR_COLUMN_REAL },
  { "activation_speed_mps", "activation_location.speed_mps", HR_COLUMN_REAL },
  { "activation_heading_deg", "activation_location.heading_deg", HR_COLUMN_REAL },
  { "activation_captured_at_us", "activation_location.captured_at", HR_COLUMN_TIME },
  { "activation_location_source", "activation_location.source", HR_COLUMN_TEXT },
  { "lat", "location.lat", HR_COLUMN_REAL },
  { "lon", "location.lon", HR_COLUMN_REAL },
  { "accuracy_m", "location.accuracy_m", HR_COLUMN_REAL },
  { "altitude_m", "location.altitude_m", HR_COLUMN_REAL },
  { "speed_mps", "location.speed_mps", HR_COLUMN_REAL },
  { "heading_deg", "location.heading_deg", HR_COLUMN_REAL },
  { "captured_at_us", "location.captured_at", HR_COLUMN_TIME },
  { "location_source", "location.source", HR_COLUMN_TEXT },
  { "location_at_us", "location_at", HR_COLUMN_TIME },
  { "zone_id", "zone_id", HR_COLUMN_TEXT },
  { "zone_reason", "zone_reason", HR_COLUMN_TEXT },
  { "(SELECT CASE WHEN json_valid (whole_event.data) THEN whole_event.data -> '$.zone_because' END FROM incident_words JOIN whole_event ON whole_event.seq = incident_words.place "
    "WHERE incident_words.incident_id = incident.id)",
    "zone_because", HR_COLUMN_JSON },
  { "assigned_operator_id", "assigned_operator_id", HR_COLUMN_TEXT },
  { "ringing", "ringing", HR_COLUMN_JSON },
  { "acknowledged_at_us", "acknowledged_at", HR_COLUMN_TIME },
  { "acknowledged_by", "acknowledged_by", HR_COLUMN_TEXT },
  { "session_id", "media.session_id", HR_COLUMN_TEXT },
  { "attempt", "media.attempt", HR_COLUMN_INT },
  { "media_state", "media.state", HR_COLUMN_TEXT },
  { "offer_ms", "media.offer_ms", HR_COLUMN_INT },
  { "live_ms", "media.live_ms", HR_COLUMN_INT },
  { "live_at_us", "media.live_at", HR_COLUMN_TIME },
  { "EXISTS (SELECT 1 FROM recording WHERE recording.incident_id = incident.id AND recording.path LIKE '%.webm')", "media.picture", HR_COLUMN_BOOL },
  { "silent", "silent", HR_COLUMN_BOOL },
  { "battery_pct", "battery_pct", HR_COLUMN_REAL },
  { "network", "network", HR_COLUMN_TEXT },
  { "cancelled_by_citizen", "cancelled_by_citizen", HR_COLUMN_BOOL },
  { "ended_at_us", "ended_at", HR_COLUMN_TIME },
  { "ended_by", "ended_by", HR_COLUMN_TEXT },
  { "disposition", "disposition", HR_COLUMN_TEXT },
  { "duplicate_of", "duplicate_of", HR_COLUMN_TEXT },
  { "erased_at_us", "erased_at", HR_COLUMN_TIME },
  { "zone_text", "zone_text", HR_COLUMN_TEXT },
  { "helper", "helper", HR_COLUMN_TEXT },
  { "help_completed_at_us", "help_completed_at", HR_COLUMN_TIME },
};

static const HrColumn operator_columns[] = {
  { "id", "id", HR_COLUMN_TEXT },
  { "name", "name", HR_COLUMN_TEXT },
  { "role", "role", HR_COLUMN_TEXT },
  { "capacity", "capacity", HR_COLUMN_INT },
  { "enabled", "enabled", HR_COLUMN_BOOL },
  { "presence", "presence", HR_COLUMN_TEXT },
  { "presence_since_us", "presence_since", HR_COLUMN_TIME },
  { "idle_since_us", "idle_since", HR_COLUMN_TIME },
  { "disabled_at_us", "disabled_at", HR_COLUMN_TIME },
  { "(SELECT count (*) FROM incident_holder WHERE operator_id = operator.id)", "open_incidents", HR_COLUMN_INT },
  { "(SELECT json_group_array (json_object ('zone_id', zone_id, 'rank', rank)) FROM "
    "(SELECT zone_id, rank FROM zone_operator WHERE operator_id = operator.id ORDER BY rowid))",
    "zones", HR_COLUMN_JSON },
};

static const HrColumn zone_columns[] = {
  { "id", "id", HR_COLUMN_TEXT },
  { "name", "name", HR_COLUMN_TEXT },
  { "geometry", "geometry", HR_COLUMN_JSON },
};

static const HrColumn alert_columns[] = {
  { "id", "id", HR_COLUMN_TEXT },
  { "kind", "alert", HR_COLUMN_TEXT },
  { "priority", "priority", HR_COLUMN_INT },
  { "CASE WHEN cleared_at_us IS NULL THEN iif (acknowledged_at_us IS NULL, 'raised', 'acknowledged') "
    "ELSE iif (acknowledged_at_us IS NULL, 'cleared_unacknowledged', 'cleared') END",
    "state", HR_COLUMN_TEXT },
  { "incident_id", "incident_id", HR_COLUMN_TEXT },
  { "operator_id", "operator_id", HR_COLUMN_TEXT },
  { "text", "text", HR_COLUMN_TEXT },
  { "(SELECT event.data -> '$.because' FROM event WHERE event.incident_id = alert.incident_id AND event.kind = 'alert.raised' "
    "AND CASE WHEN json_valid (event.data) THEN event.data ->> '$.id' END = alert.id)",
    "because", HR_COLUMN_JSON },
  { "raised_at_us", "raised_at", HR_COLUMN_TIME },
  { "acknowledged_by", "acknowledged_by", HR_COLUMN_TEXT },
  /* As the board had it: of an incident that had ended it no longer knew. */
  { "EXISTS (SELECT 1 FROM incident WHERE incident.id = alert.incident_id AND incident.drill "
    "AND (incident.ended_at_us IS NULL OR incident.ended_at_us >= alert.raised_at_us) AND incident.received_at_us <= alert.raised_at_us)",
    "drill", HR_COLUMN_BOOL },
};

const HrRelation hr_incident_relation = { incident_columns, G_N_ELEMENTS (incident_columns), "incident" };
const HrRelation hr_operator_relation = { operator_columns, G_N_ELEMENTS (operator_columns), "operator" };
const HrRelation hr_zone_relation = { zone_columns, G_N_ELEMENTS (zone_columns), "zone" };
const HrRelation hr_alert_relation = { alert_columns, G_N_ELEMENTS (alert_columns), "alert" };

sqlite3_stmt *
hr_rows_prepare (HrSql            *sql,
                 const HrRelation *relation,
                 const char       *tail,
                 GError          **error)
{
  g_autoptr (GString) text = g_string_new ("SELECT ");

  for (guint i = 0; i < relation->n_columns; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", relation->columns[i].sql);

  g_string_append_printf (text, " FROM %s %s", relation->from, tail);

  return hr_sql_prepare (sql, text->str, error);
}

static JsonNode *
new_node (sqlite3_stmt *statement,
          int           column,
          HrColumnType  type)
{
  JsonNode        *node = NULL;
  g_autofree char *time = NULL;

  switch (type)
    {
    case HR_COLUMN_INT:
      return json_node_init_int (json_node_alloc (), sqlite3_column_int64 (statement, column));
    case HR_COLUMN_REAL:
      return json_node_init_double (json_node_alloc (), sqlite3_column_double (statement, column));
    case HR_COLUMN_BOOL:
      return json_node_init_boolean (json_node_alloc (), sqlite3_column_int (statement, column) != 0);
    case HR_COLUMN_TIME:
      time = hr_time_to_string (sqlite3_column_int64 (statement, column));
      return json_node_init_string (json_node_alloc (), time);
    case HR_COLUMN_JSON:
      node = json_from_string (hr_sql_get_text (statement, column), NULL);
      return node != NULL ? node : json_node_init_null (json_node_alloc ());
    case HR_COLUMN_TEXT:
    default:
      return json_node_init_string (json_node_alloc (), hr_sql_get_text (statement, column));
    }
}

static void
add_member (JsonObject *object,
            const char *member,
            JsonNode   *node)
{
  const char      *dot = strchr (member, '.');
  g_autofree char *group = dot != NULL ? g_strndup (member, (gsize) (dot - member)) : NULL;

  if (group == NULL)
    {
      json_object_set_member (object, member, node);
      return;
    }

  if (!json_object_has_member (object, group))
    json_object_set_object_member (object, group, json_object_new ());

  json_object_set_member (json_object_get_object_member (object, group), dot + 1, node);
}

JsonObject *
hr_rows_to_json (sqlite3_stmt     *statement,
                 const HrRelation *relation)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < relation->n_columns; i++)
    {
      if (sqlite3_column_type (statement, (int) i) != SQLITE_NULL)
        add_member (object, relation->columns[i].member, new_node (statement, (int) i, relation->columns[i].type));
    }

  return object;
}

JsonArray *
hr_rows_read (HrSql            *sql,
              sqlite3_stmt     *statement,
              const HrRelation *relation,
              GError          **error)
{
  g_autoptr (JsonArray) rows = json_array_new ();
  g_autoptr (GError) local_error = NULL;

  while (hr_sql_next (sql, statement, &local_error))
    json_array_add_object_element (rows, hr_rows_to_json (statement, relation));

  if (local_error == NULL)
    return g_steal_pointer (&rows);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

JsonObject *
hr_rows_wrap (JsonArray *items)
{
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "items", items);
  return object;
}
