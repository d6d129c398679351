/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-operator-load"

#include "hr-operator-load.h"

#include "hr-durations.h"
#include "hr-json.h"

/* An incident may ring at the same one more than once. */
#define RINGING                                                                                        \
  "SELECT value, count (DISTINCT incident.id) "                                                        \
  "FROM incident JOIN event ON event.incident_id = incident.id AND event.kind = 'incident.assigned', " \
  "json_each (event.data, '$.ringing') "                                                               \
  "WHERE NOT drill AND received_at_us >= :from AND (:to = 0 OR received_at_us < :to) GROUP BY value"

#define NAMES "SELECT id, name FROM operator"

typedef struct
{
  char   *operator_id;
  char   *name; /* NULL: nobody of that id is known any more */
  gint64  n_rang;
  gint64  n_ended;
  gint64  handled_ms;
  GArray *acknowledge_ms;
} Load;

struct _HrOperatorLoad
{
  GHashTable *loads; /* operator's id → Load */
};

static void
load_free (gpointer data)
{
  Load *load = data;

  g_free (load->operator_id);
  g_free (load->name);
  g_array_unref (load->acknowledge_ms);
  g_free (load);
}

static Load *
get_load (HrOperatorLoad *self,
          const char     *operator_id)
{
  Load *load = g_hash_table_lookup (self->loads, operator_id);

  if (load != NULL)
    return load;

  load = g_new0 (Load, 1);
  load->operator_id = g_strdup (operator_id);
  load->acknowledge_ms = hr_durations_new ();
  g_hash_table_insert (self->loads, load->operator_id, load);

  return load;
}

static int
compare_loads (gconstpointer a,
               gconstpointer b)
{
  const Load *first = a;
  const Load *second = b;

  if (first->acknowledge_ms->len != second->acknowledge_ms->len)
    return first->acknowledge_ms->len > second->acknowledge_ms->len ? -1 : 1;

  return strcmp (first->operator_id, second->operator_id);
}

static JsonObject *
describe_load (const Load *load)
{
  JsonObject *object = hr_json_new_object ("operator_id", load->operator_id, "name", load->name, NULL);

  json_object_set_int_member (object, "rang", load->n_rang);
  json_object_set_int_member (object, "acknowledged", load->acknowledge_ms->len);
  json_object_set_int_member (object, "ended", load->n_ended);
  json_object_set_int_member (object, "handled_ms", load->handled_ms);
  json_object_set_object_member (object, "press_to_acknowledge", hr_durations_describe (load->acknowledge_ms));

  return object;
}

static gboolean
read_names (HrOperatorLoad *self,
            HrSql          *sql,
            GError        **error)
{
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *statement = hr_sql_prepare (sql, NAMES, error);

  if (statement == NULL)
    return FALSE;

  while (hr_sql_next (sql, statement, &local_error))
    {
      Load *load = g_hash_table_lookup (self->loads, hr_sql_get_text (statement, 0));

      if (load != NULL)
        load->name = g_strdup (hr_sql_get_text (statement, 1));
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

HrOperatorLoad *
hr_operator_load_new (void)
{
  HrOperatorLoad *self = g_new0 (HrOperatorLoad, 1);

  self->loads = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, load_free);

  return self;
}

void
hr_operator_load_free (HrOperatorLoad *self)
{
  g_hash_table_unref (self->loads);
  g_free (self);
}

void
hr_operator_load_add_acknowledged (HrOperatorLoad *self,
                                   const char     *operator_id,
                                   gint64          received_at_us,
                                   gint64          acknowledged_at_us,
                                   gint64          ended_at_us)
{
  Load *load = get_load (self, operator_id);

  hr_durations_add (load->acknowledge_ms, received_at_us, acknowledged_at_us);
  if (ended_at_us != 0)
    load->handled_ms += MAX (ended_at_us - acknowledged_at_us, 0) / 1000;
}

void
hr_operator_load_add_ended (HrOperatorLoad *self,
                            const char     *operator_id)
{
  get_load (self, operator_id)->n_ended += 1;
}

gboolean
hr_operator_load_read_ringing (HrOperatorLoad *self,
                               HrSql          *sql,
                               gint64          from_us,
                               gint64          to_us,
                               GError        **error)
{
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *statement = hr_sql_prepare (sql, RINGING, error);

  if (statement == NULL)
    return FALSE;

  hr_sql_bind_int (statement, ":from", from_us);
  hr_sql_bind_int (statement, ":to", to_us);
  while (hr_sql_next (sql, statement, &local_error))
    get_load (self, hr_sql_get_text (statement, 0))->n_rang = sqlite3_column_int64 (statement, 1);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

JsonArray *
hr_operator_load_describe (HrOperatorLoad *self,
                           HrSql          *sql,
                           GError        **error)
{
  g_autoptr (GList) loads = NULL;
  JsonArray *array = NULL;

  if (!read_names (self, sql, error))
    return NULL;

  loads = g_list_sort (g_hash_table_get_values (self->loads), compare_loads);
  array = json_array_new ();
  for (GList *link = loads; link != NULL; link = link->next)
    json_array_add_object_element (array, describe_load (link->data));

  return array;
}
