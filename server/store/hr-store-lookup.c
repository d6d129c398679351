/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-store"

#include "hr-store.h"

#include "hr-rows.h"
#include "hr-store-private.h"

/* Small questions that are asked while the station runs, answered from the main thread's own connection. */

/* FALSE: there is no row, or the records cannot be read just now, which is logged. */
static gboolean
has_answer (HrStore      *self,
            sqlite3_stmt *statement)
{
  g_autoptr (GError) error = NULL;
  gboolean has_row = hr_sql_next (hr_store_get_reader (self), statement, &error);

  if (error != NULL)
    g_warning ("Cannot look into the records: %s", error->message);

  return has_row;
}

/* The one text a query answers, or NULL. */
static char *
dup_answer (HrStore      *self,
            sqlite3_stmt *statement)
{
  char *answer = has_answer (self, statement) ? g_strdup (hr_sql_get_text (statement, 0)) : NULL;

  sqlite3_reset (statement);
  return answer;
}

static sqlite3_stmt *
prepare_lookup (HrStore    *self,
                const char *sql)
{
  g_autoptr (GError) error = NULL;
  sqlite3_stmt *statement = hr_sql_prepare (hr_store_get_reader (self), sql, &error);

  if (statement == NULL)
    g_warning ("Cannot look into the records: %s", error->message);

  return statement;
}

char *
hr_store_dup_recent_zone (HrStore    *self,
                          const char *citizen_id,
                          gint64      since_us)
{
  sqlite3_stmt *statement = NULL;

  g_return_val_if_fail (HR_IS_STORE (self), NULL);
  g_return_val_if_fail (hr_store_get_reader (self) != NULL, NULL);
  g_return_val_if_fail (citizen_id != NULL, NULL);

  statement = prepare_lookup (self,
                              "SELECT zone_id FROM incident "
                              "WHERE citizen_id = :citizen_id AND received_at_us >= :since_us AND zone_id IS NOT NULL "
                              "ORDER BY received_at_us DESC LIMIT 1");
  if (statement == NULL)
    return NULL;

  hr_sql_bind_text (statement, ":citizen_id", citizen_id);
  hr_sql_bind_int (statement, ":since_us", since_us);
  return dup_answer (self, statement);
}

char *
hr_store_dup_incident_of_activation (HrStore    *self,
                                     const char *citizen_id,
                                     const char *activation_id)
{
  sqlite3_stmt *statement = NULL;

  g_return_val_if_fail (HR_IS_STORE (self), NULL);
  g_return_val_if_fail (hr_store_get_reader (self) != NULL, NULL);
  g_return_val_if_fail (citizen_id != NULL && activation_id != NULL, NULL);

  statement = prepare_lookup (self,
                              "SELECT incident_id FROM activation WHERE citizen_id = :citizen_id AND activation_id = :activation_id");
  if (statement == NULL)
    return NULL;

  hr_sql_bind_text (statement, ":citizen_id", citizen_id);
  hr_sql_bind_text (statement, ":activation_id", activation_id);
  return dup_answer (self, statement);
}

guint
hr_store_get_last_attempt (HrStore    *self,
                           const char *session_id)
{
  sqlite3_stmt *statement = NULL;
  guint         attempt = 0;

  g_return_val_if_fail (HR_IS_STORE (self), 0);
  g_return_val_if_fail (hr_store_get_reader (self) != NULL, 0);
  g_return_val_if_fail (session_id != NULL, 0);

  statement = prepare_lookup (self, "SELECT max (attempt) FROM media_session WHERE id = :session_id");
  if (statement == NULL)
    return 0;

  hr_sql_bind_text (statement, ":session_id", session_id);
  if (has_answer (self, statement))
    attempt = (guint) sqlite3_column_int64 (statement, 0);

  sqlite3_reset (statement);
  return attempt;
}

char *
hr_store_dup_unfinished_drill (HrStore *self,
                               gint64  *started_us)
{
  sqlite3_stmt *statement = NULL;
  char         *drill_id = NULL;

  g_return_val_if_fail (HR_IS_STORE (self), NULL);
  g_return_val_if_fail (hr_store_get_reader (self) != NULL, NULL);
  g_return_val_if_fail (started_us != NULL, NULL);

  statement = prepare_lookup (self,
                              "SELECT data ->> '$.drill_id', at_us FROM event "
                              "WHERE seq = (SELECT value FROM meta WHERE key = 'unfinished_drill')");
  if (statement == NULL)
    return NULL;

  if (has_answer (self, statement))
    {
      drill_id = g_strdup (hr_sql_get_text (statement, 0));
      *started_us = sqlite3_column_int64 (statement, 1);
    }

  sqlite3_reset (statement);
  return drill_id;
}

static const HrColumn erasure_columns[] = {
  { "id", "id", HR_COLUMN_TEXT },
  { "number", "number", HR_COLUMN_TEXT },
  { "status", "status", HR_COLUMN_TEXT },
  { "erased_at_us IS NOT NULL", "erased", HR_COLUMN_BOOL },
  { "(SELECT count (*) FROM event JOIN event_private USING (seq) WHERE event.incident_id = incident.id)", "events", HR_COLUMN_INT },
  { "(SELECT json_group_array (recording.id) FROM recording WHERE recording.incident_id = incident.id AND removed_at_us IS NULL)",
    "recordings", HR_COLUMN_JSON },
};

static const HrRelation erasure_relation = { erasure_columns, G_N_ELEMENTS (erasure_columns), "incident" };

JsonObject *
hr_store_look_up_erasure (HrStore    *self,
                          const char *incident)
{
  sqlite3_stmt *statement = NULL;
  JsonObject   *erasure = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (HR_IS_STORE (self), NULL);
  g_return_val_if_fail (hr_store_get_reader (self) != NULL, NULL);
  g_return_val_if_fail (incident != NULL, NULL);

  statement = hr_rows_prepare (hr_store_get_reader (self), &erasure_relation, "WHERE id = :incident OR number = :incident LIMIT 1", &error);
  if (statement == NULL)
    {
      g_warning ("Cannot look into the records: %s", error->message);
      return NULL;
    }

  hr_sql_bind_text (statement, ":incident", incident);
  if (has_answer (self, statement))
    erasure = hr_rows_to_json (statement, &erasure_relation);

  sqlite3_reset (statement);
  return erasure;
}
