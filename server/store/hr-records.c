/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-records"

#include "hr-records.h"

#include "hr-incident-list.h"
#include "hr-json.h"
#include "hr-operator.h"
#include "hr-rows.h"
#include "hr-statistics.h"
#include "hr-store-private.h"
#include "hr-verify.h"

#include <string.h>

struct _HrRecords
{
  char  *data_dir;
  char  *path;
  HrSql *sql;
};

static const HrColumn event_columns[] = {
  { "'event'", "type", HR_COLUMN_TEXT },
  { "seq", "seq", HR_COLUMN_INT },
  { "at_us", "at", HR_COLUMN_TIME },
  { "kind", "kind", HR_COLUMN_TEXT },
  { "coalesce (json_quote (incident_id), 'null')", "incident_id", HR_COLUMN_JSON },
  { "actor", "actor", HR_COLUMN_TEXT },
  { "data", "data", HR_COLUMN_JSON },
};

/* A handover with its link, which is the head of the chain when it was written. */
static const HrColumn handover_columns[] = {
  { "seq", "seq", HR_COLUMN_INT },
  { "at_us", "at", HR_COLUMN_TIME },
  { "data", "data", HR_COLUMN_JSON },
  { "lower (hex (hash))", "head", HR_COLUMN_TEXT },
};

/* The log has no index of kinds: each handover names the one before. */
#define HANDOVERS                                                                            \
  "(WITH RECURSIVE line (seq) AS ("                                                          \
  "   SELECT CAST (value AS INTEGER) FROM meta WHERE key = 'shift'"                          \
  "   UNION SELECT event.data ->> '$.previous' FROM event JOIN line ON event.seq = line.seq" \
  "   WHERE event.data ->> '$.previous' < event.seq)"                                        \
  " SELECT whole_event.* FROM line JOIN whole_event ON whole_event.seq = line.seq)"

/* As printed into the file of an export: with its link, so that the file can be checked by itself. What is private stands beside what is hashed. */
static const HrColumn exported_columns[] = {
  { "seq", "seq", HR_COLUMN_INT },
  { "at_us", "at_us", HR_COLUMN_INT },
  { "kind", "kind", HR_COLUMN_TEXT },
  { "incident_id", "incident_id", HR_COLUMN_TEXT },
  { "actor", "actor", HR_COLUMN_TEXT },
  { "hashed", "data", HR_COLUMN_TEXT },
  { "private", "private", HR_COLUMN_TEXT },
  { "lower (hex (salt))", "salt", HR_COLUMN_TEXT },
  { "lower (hex (prev_hash))", "prev_hash", HR_COLUMN_TEXT },
  { "lower (hex (hash))", "hash", HR_COLUMN_TEXT },
};

static const HrColumn head_columns[] = {
  { "seq", "seq", HR_COLUMN_INT },
  { "lower (hex (hash))", "hash", HR_COLUMN_TEXT },
};

static const HrColumn recording_columns[] = {
  { "id", "id", HR_COLUMN_TEXT },
  { "incident_id", "incident_id", HR_COLUMN_TEXT },
  { "session_id", "session_id", HR_COLUMN_TEXT },
  { "attempt", "attempt", HR_COLUMN_INT },
  { "path", "path", HR_COLUMN_TEXT },
  { "started_at_us", "started_at", HR_COLUMN_TIME },
  { "duration_ms", "duration_ms", HR_COLUMN_INT },
  { "bytes", "bytes", HR_COLUMN_INT },
  { "sha256", "sha256", HR_COLUMN_TEXT },
};

static const HrColumn key_columns[] = {
  { "id", "id", HR_COLUMN_TEXT },
  { "name", "name", HR_COLUMN_TEXT },
  { "scope", "scope", HR_COLUMN_TEXT },
  { "created_at_us", "created_at", HR_COLUMN_TIME },
  { "revoked_at_us", "revoked_at", HR_COLUMN_TIME },
};

/* GeoJSON has its own idea of what is where. */
static const HrColumn location_columns[] = {
  { "'Feature'", "type", HR_COLUMN_TEXT },
  { "'Point'", "geometry.type", HR_COLUMN_TEXT },
  { "json_array (lon, lat)", "geometry.coordinates", HR_COLUMN_JSON },
  { "at_us", "properties.at", HR_COLUMN_TIME },
  { "accuracy_m", "properties.accuracy_m", HR_COLUMN_REAL },
  { "source", "properties.source", HR_COLUMN_TEXT },
};

static const HrColumn zone_columns[] = {
  { "'Feature'", "type", HR_COLUMN_TEXT },
  { "id", "id", HR_COLUMN_TEXT },
  { "name", "properties.name", HR_COLUMN_TEXT },
  { "geometry", "geometry", HR_COLUMN_JSON },
};

#define RELATION(name, from) static const HrRelation name##_relation = { name##_columns, G_N_ELEMENTS (name##_columns), from }
RELATION (event, "whole_event");
RELATION (exported, "whole_event");
RELATION (head, "event");
RELATION (handover, HANDOVERS);
RELATION (recording, "recording");
RELATION (key, "api_key");
RELATION (location, "location");
RELATION (zone, "zone");

HrRecords *
hr_records_open (const char *data_dir,
                 GError    **error)
{
  g_autoptr (HrRecords) self = NULL;

  g_return_val_if_fail (data_dir != NULL, NULL);

  self = g_new0 (HrRecords, 1);
  self->data_dir = g_strdup (data_dir);
  self->path = hr_store_dup_path (data_dir);

  if (!g_file_test (self->path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, HR_STORE_ERROR, HR_STORE_ERROR_OPEN, "There are no records in “%s”", data_dir);
      return NULL;
    }

  self->sql = hr_sql_open (self->path, SQLITE_OPEN_READONLY, error);

  return self->sql != NULL ? g_steal_pointer (&self) : NULL;
}

void
hr_records_free (HrRecords *self)
{
  g_clear_pointer (&self->sql, hr_sql_free);
  g_free (self->data_dir);
  g_free (self->path);
  g_free (self);
}

/* All rows of @relation with @tail, whose :id is bound when it names one. */
static JsonArray *
read_rows (HrRecords        *self,
           const HrRelation *relation,
           const char       *tail,
           const char       *id,
           GError          **error)
{
  sqlite3_stmt *statement = hr_rows_prepare (self->sql, relation, tail, error);

  if (statement == NULL)
    return NULL;

  hr_sql_bind_text (statement, ":id", id);
  return hr_rows_read (self->sql, statement, relation, error);
}

static JsonObject *
wrap_or_null (JsonArray *items)
{
  return items != NULL ? hr_rows_wrap (items) : NULL;
}

static JsonObject *
wrap_features (JsonArray *features)
{
  JsonObject *collection = NULL;

  if (features == NULL)
    return NULL;

  collection = json_object_new ();
  json_object_set_string_member (collection, "type", "FeatureCollection");
  json_object_set_array_member (collection, "features", features);
  return collection;
}

JsonObject *
hr_records_list_incidents (HrRecords              *self,
                           const HrIncidentFilter *filter,
                           GError                **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (filter != NULL, NULL);

  return hr_incident_list_read (self->sql, filter, error);
}

JsonObject *
hr_records_get_incident (HrRecords  *self,
                         const char *id,
                         GError    **error)
{
  g_autoptr (JsonArray) rows = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  rows = read_rows (self, &hr_incident_relation, "WHERE id = :id OR number = :id LIMIT 1", id, error);

  if (rows == NULL)
    return NULL;

  if (json_array_get_length (rows) > 0)
    return hr_incident_list_complete (json_array_get_object_element (rows, 0), error);

  g_set_error (error, HR_STORE_ERROR, HR_STORE_ERROR_NOT_FOUND, "There is no incident “%s”", id);
  return NULL;
}

JsonObject *
hr_records_get_events (HrRecords  *self,
                       const char *incident_id,
                       GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (incident_id != NULL, NULL);

  return wrap_or_null (read_rows (self, &event_relation, "WHERE incident_id = :id ORDER BY seq", incident_id, error));
}

JsonObject *
hr_records_get_events_since (HrRecords *self,
                             gint64     since_seq,
                             guint      limit,
                             GError   **error)
{
  sqlite3_stmt *statement = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  statement = hr_rows_prepare (self->sql, &event_relation, "WHERE seq > :since ORDER BY seq LIMIT :limit", error);

  if (statement == NULL)
    return NULL;

  hr_sql_bind_int (statement, ":since", since_seq);
  hr_sql_bind_int (statement, ":limit", limit);
  return wrap_or_null (hr_rows_read (self->sql, statement, &event_relation, error));
}

/* The end of the chain is read last: it is never before the rows. */
JsonObject *
hr_records_get_log (HrRecords  *self,
                    const char *incident_id,
                    GError    **error)
{
  g_autoptr (JsonArray) items = NULL;
  g_autoptr (JsonArray) heads = NULL;
  JsonObject *log = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (incident_id != NULL, NULL);

  items = read_rows (self, &exported_relation, "WHERE incident_id = :id ORDER BY seq", incident_id, error);
  heads = items != NULL ? read_rows (self, &head_relation, "ORDER BY seq DESC LIMIT 1", NULL, error) : NULL;

  if (heads == NULL)
    return NULL;

  log = hr_rows_wrap (g_steal_pointer (&items));
  if (json_array_get_length (heads) > 0)
    json_object_set_object_member (log, "head", json_object_ref (json_array_get_object_element (heads, 0)));

  return log;
}

JsonObject *
hr_records_get_locations (HrRecords  *self,
                          const char *incident_id,
                          GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (incident_id != NULL, NULL);

  return wrap_features (read_rows (self, &location_relation, "WHERE incident_id = :id ORDER BY seq", incident_id, error));
}

JsonObject *
hr_records_get_recordings (HrRecords  *self,
                           const char *incident_id,
                           GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (incident_id != NULL, NULL);

  return wrap_or_null (read_rows (self, &recording_relation, "WHERE incident_id = :id ORDER BY started_at_us, attempt",
                                  incident_id, error));
}

JsonObject *
hr_records_get_open_recordings (HrRecords *self,
                                gint64     before_us,
                                GError   **error)
{
  sqlite3_stmt *statement = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  statement = hr_rows_prepare (self->sql, &recording_relation,
                               "WHERE sha256 IS NULL AND failure IS NULL AND started_at_us < :before", error);

  if (statement == NULL)
    return NULL;

  hr_sql_bind_int (statement, ":before", before_us);
  return wrap_or_null (hr_rows_read (self->sql, statement, &recording_relation, error));
}

JsonObject *
hr_records_get_operators (HrRecords *self,
                          GError   **error)
{
  g_autoptr (JsonArray) rows = NULL;
  g_autoptr (JsonArray) operators = json_array_new ();

  g_return_val_if_fail (self != NULL, NULL);

  if ((rows = read_rows (self, &hr_operator_relation, "ORDER BY name, id", NULL, error)) == NULL)
    return NULL;

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      g_autoptr (HrOperator) duty_operator = hr_operator_new_from_json (json_array_get_object_element (rows, i), error);

      if (duty_operator == NULL)
        return NULL;

      json_array_add_object_element (operators, hr_operator_to_json (duty_operator));
    }

  return hr_rows_wrap (g_steal_pointer (&operators));
}

JsonObject *
hr_records_get_zones (HrRecords *self,
                      GError   **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return wrap_features (read_rows (self, &zone_relation, "ORDER BY name, id", NULL, error));
}

JsonObject *
hr_records_get_keys (HrRecords *self,
                     GError   **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return wrap_or_null (read_rows (self, &key_relation, "ORDER BY created_at_us, id", NULL, error));
}

JsonObject *
hr_records_get_handovers (HrRecords *self,
                          GError   **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return wrap_or_null (read_rows (self, &handover_relation, "ORDER BY seq DESC LIMIT 100", NULL, error));
}

JsonObject *
hr_records_get_statistics (HrRecords *self,
                           gint64     from_us,
                           gint64     to_us,
                           int        utc_offset_min,
                           GError   **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ABS (utc_offset_min) < 24 * 60, NULL);

  return hr_statistics_read (self->sql, from_us, to_us, utc_offset_min, error);
}

JsonObject *
hr_records_verify (HrRecords  *self,
                   const char *head,
                   GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hr_verify_run (self->path, self->data_dir, head, error);
}

gboolean
hr_records_export_log (HrRecords     *self,
                       GOutputStream *out,
                       GError       **error)
{
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *statement = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (G_IS_OUTPUT_STREAM (out), FALSE);

  if ((statement = hr_rows_prepare (self->sql, &exported_relation, "ORDER BY seq", error)) == NULL)
    return FALSE;

  while (hr_sql_next (self->sql, statement, &local_error))
    {
      g_autoptr (JsonObject) row = hr_rows_to_json (statement, &exported_relation);
      g_autofree char *text = hr_json_dup_canonical (row);

      if (!g_output_stream_printf (out, NULL, NULL, &local_error, "%s\n", text))
        break;
    }

  sqlite3_reset (statement);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
