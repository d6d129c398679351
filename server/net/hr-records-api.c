/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-records-api"

#include "hr-records-api.h"

#include "hr-durable-reply.h"
#include "hr-file-reply.h"
#include "hr-http.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-recording-media.h"
#include "hr-records.h"
#include "hr-time.h"

#define INCIDENTS "/api/v1/incidents"
#define MAX_UTC_OFFSET_MIN (14 * 60)

struct _HrRecordsApi
{
  GObject       parent_instance;
  HrStation    *station; /* borrowed */
  SoupServer   *server;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (HrRecordsApi, hr_records_api, G_TYPE_OBJECT)

/* One question to the records: what the worker thread is given, and where the answer goes. */
typedef struct
{
  char            *id;      /* of the incident */
  gint64           attempt; /* of the recording; 0: the latest */
  GHashTable      *query;   /* of the URL; holds the filter's strings */
  HrIncidentFilter filter;
  gint64           utc_offset_min; /* of the hours of the day */
} Question;

typedef struct
{
  SoupServerMessage *message;
  char              *data_dir;
} Asker;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->id);
  g_clear_pointer (&question->query, g_hash_table_unref);
  g_free (question);
}

static Asker *
asker_new (HrRecordsApi      *self,
           SoupServerMessage *message)
{
  Asker *asker = g_new0 (Asker, 1);

  asker->message = g_object_ref (message);
  asker->data_dir = g_strdup (hr_station_get_data_dir (self->station));
  return asker;
}

static void
asker_free (Asker *asker)
{
  g_object_unref (asker->message);
  g_free (asker->data_dir);
  g_free (asker);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asker, asker_free)

static JsonObject *
ask_list (HrRecords *records,
          gpointer   data,
          GError   **error)
{
  return hr_records_list_incidents (records, &((Question *) data)->filter, error);
}

static JsonObject *
ask_incident (HrRecords *records,
              gpointer   data,
              GError   **error)
{
  return hr_records_get_incident (records, ((Question *) data)->id, error);
}

static JsonObject *
ask_events (HrRecords *records,
            gpointer   data,
            GError   **error)
{
  return hr_records_get_events (records, ((Question *) data)->id, error);
}

static JsonObject *
ask_log (HrRecords *records,
         gpointer   data,
         GError   **error)
{
  return hr_records_get_log (records, ((Question *) data)->id, error);
}

static JsonObject *
ask_locations (HrRecords *records,
               gpointer   data,
               GError   **error)
{
  return hr_records_get_locations (records, ((Question *) data)->id, error);
}

static JsonObject *
ask_operators (HrRecords *records,
               gpointer   data,
               GError   **error)
{
  return hr_records_get_operators (records, error);
}

static JsonObject *
ask_zones (HrRecords *records,
           gpointer   data,
           GError   **error)
{
  return hr_records_get_zones (records, error);
}

static JsonObject *
ask_handovers (HrRecords *records,
               gpointer   data,
               GError   **error)
{
  return hr_records_get_handovers (records, error);
}

static JsonObject *
ask_statistics (HrRecords *records,
                gpointer   data,
                GError   **error)
{
  const Question *question = data;

  return hr_records_get_statistics (records, question->filter.from_us, question->filter.to_us, (int) question->utc_offset_min, error);
}

static JsonObject *
ask_verify (HrRecords *records,
            gpointer   data,
            GError   **error)
{
  return hr_records_verify (records, g_hash_table_lookup (((Question *) data)->query, "head"), error);
}

static gboolean
is_asked_for (Question   *question,
              JsonObject *recording,
              gint64      attempt)
{
  const char *id = g_hash_table_lookup (question->query, "id");
  gboolean    wants_picture = g_strcmp0 (g_hash_table_lookup (question->query, "media"), HR_RECORDING_PICTURE) == 0;

  if (id != NULL)
    return g_strcmp0 (id, hr_json_get_string (recording, "id")) == 0;
  if (hr_recording_path_is_picture (hr_json_get_string (recording, "path")) != wants_picture)
    return FALSE;

  return question->attempt == 0 || attempt == question->attempt;
}

/* The recording asked for, by its id or its attempt; else the latest: {"path":…}. */
static JsonObject *
ask_recording (HrRecords *records,
               gpointer   data,
               GError   **error)
{
  Question *question = data;
  g_autoptr (JsonObject) list = hr_records_get_recordings (records, question->id, error);
  JsonArray  *items = list != NULL ? hr_json_get_array (list, "items") : NULL;
  JsonObject *found = NULL;
  gint64      found_attempt = 0;

  if (list == NULL)
    return NULL;

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      gint64      attempt = 0;

      hr_json_get_int (item, "attempt", &attempt);
      if (is_asked_for (question, item, attempt) && attempt >= found_attempt)
        {
          found = item;
          found_attempt = attempt;
        }
    }
  if (found == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_NOT_FOUND, "There is no such recording");
      return NULL;
    }
  return hr_json_copy (found);
}

static void
reply_refusal (SoupServerMessage *message,
               const GError      *error)
{
  hr_http_reply_error (message, error);
  hr_http_resume (message);
}

static void
on_answered (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Asker) asker = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = hr_records_query_finish (result, &error);

  if (answer == NULL)
    {
      reply_refusal (asker->message, error);
      return;
    }
  hr_http_reply_json (asker->message, SOUP_STATUS_OK, answer);
  hr_http_resume (asker->message);
}

static void
on_recording_found (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (Asker) asker = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) recording = hr_records_query_finish (result, &error);
  g_autofree char *path = NULL;

  if (recording == NULL)
    {
      reply_refusal (asker->message, error);
      return;
    }
  path = g_build_filename (asker->data_dir, hr_json_get_string (recording, "path"), NULL);
  hr_file_reply (asker->message, path, hr_recording_path_get_content_type (path));
}

static gboolean
set_time (GHashTable *query,
          const char *name,
          gint64     *us,
          GError    **error)
{
  const char *text = g_hash_table_lookup (query, name);

  if (text == NULL || hr_time_from_string (text, us))
    return TRUE;

  g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "“%s” is not a time", name);
  return FALSE;
}

static gboolean
set_number (GHashTable *query,
            const char *name,
            guint64     max,
            gint64     *number,
            GError    **error)
{
  const char *text = g_hash_table_lookup (query, name);
  guint64     value = 0;

  if (text == NULL)
    return TRUE;

  if (!g_ascii_string_to_unsigned (text, 10, 1, max, &value, NULL))
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "“%s” is not a number from 1 to %" G_GUINT64_FORMAT, name, max);
      return FALSE;
    }
  *number = value;
  return TRUE;
}

/* As far from UTC as clocks on earth are. */
static gboolean
set_utc_offset (GHashTable *query,
                gint64     *utc_offset_min,
                GError    **error)
{
  const char *text = g_hash_table_lookup (query, "utc_offset_min");

  if (text == NULL || g_ascii_string_to_signed (text, 10, -MAX_UTC_OFFSET_MIN, MAX_UTC_OFFSET_MIN, utc_offset_min, NULL))
    return TRUE;

  g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "“utc_offset_min” is not a number from %d to %d",
               -MAX_UTC_OFFSET_MIN, MAX_UTC_OFFSET_MIN);
  return FALSE;
}

static gboolean
set_choice (GHashTable     *query,
            const char     *name,
            HrFilterChoice *choice,
            GError        **error)
{
  const char *text = g_hash_table_lookup (query, name);

  if (text == NULL)
    return TRUE;

  if (!g_str_equal (text, "true") && !g_str_equal (text, "false"))
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "“%s” is neither true nor false", name);
      return FALSE;
    }
  *choice = text[0] == 't' ? HR_FILTER_CHOICE_YES : HR_FILTER_CHOICE_NO;
  return TRUE;
}

static gboolean
fill_question (Question *question,
               GError  **error)
{
  HrIncidentFilter *filter = &question->filter;
  GHashTable       *query = question->query;
  gint64            limit = 0;

  filter->status = g_hash_table_lookup (query, "status");
  filter->zone_id = g_hash_table_lookup (query, "zone");
  filter->operator_id = g_hash_table_lookup (query, "operator");
  filter->disposition = g_hash_table_lookup (query, "disposition");
  filter->text = g_hash_table_lookup (query, "q");
  filter->cursor = g_hash_table_lookup (query, "cursor");
  if (!set_time (query, "from", &filter->from_us, error) || !set_time (query, "to", &filter->to_us, error) ||
      !set_choice (query, "drill", &filter->drill, error) || !set_choice (query, "recorded", &filter->recorded, error) ||
      !set_utc_offset (query, &question->utc_offset_min, error) || !set_number (query, "limit", 500, &limit, error) ||
      !set_number (query, "attempt", G_MAXINT, &question->attempt, error))
    return FALSE;

  filter->limit = limit;
  return TRUE;
}

static void
end_incident (HrRecordsApi      *self,
              SoupServerMessage *message,
              const char        *id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *actor = hr_http_authenticate (message, self->station, "admin", &error);
  g_autoptr (JsonObject) args = NULL;
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (HrIncident) incident = NULL;

  if (actor != NULL)
    args = hr_http_parse_body (message, &error);
  if (args == NULL)
    {
      hr_http_reply_error (message, error);
      return;
    }

  /* An ended incident leaves the board: held, to be shown in the answer. */
  if (hr_board_get_incident (hr_station_get_board (self->station), id) != NULL)
    incident = g_object_ref (hr_board_get_incident (hr_station_get_board (self->station), id));
  if (!hr_dispatcher_end (hr_station_get_dispatcher (self->station), actor, id, hr_json_get_string (args, "disposition"),
                          hr_json_get_string (args, "note"), hr_json_get_string (args, "duplicate_of"), &error))
    {
      hr_http_reply_error (message, error);
      return;
    }
  body = hr_incident_to_json (incident);
  hr_durable_reply (message, hr_station_get_journal (self->station), SOUP_STATUS_OK, body);
}

/* What may be asked of the records: the path, or what follows an incident's id in it. */
static const struct
{
  const char         *path;
  HrRecordsFunc       func;
  GAsyncReadyCallback on_answered;
} questions[] = {
  { INCIDENTS, ask_list, on_answered },
  { INCIDENTS "/ID", ask_incident, on_answered },
  { INCIDENTS "/ID/events", ask_events, on_answered },
  { INCIDENTS "/ID/locations", ask_locations, on_answered },
  { INCIDENTS "/ID/log", ask_log, on_answered },
  { INCIDENTS "/ID/recording", ask_recording, on_recording_found },
  { "/api/v1/handovers", ask_handovers, on_answered },
  { "/api/v1/log/verify", ask_verify, on_answered },
  { "/api/v1/operators", ask_operators, on_answered },
  { "/api/v1/stats", ask_statistics, on_answered },
  { "/api/v1/zones", ask_zones, on_answered },
};

/* The path with an incident's id replaced by "ID", and the id. */
static char *
dup_pattern (const char *path,
             char      **id)
{
  const char *start = NULL;
  const char *end = NULL;

  if (!g_str_has_prefix (path, INCIDENTS "/"))
    return g_strdup (path);

  start = path + strlen (INCIDENTS "/");
  end = strchrnul (start, '/');
  *id = g_strndup (start, end - start);
  return g_strconcat (INCIDENTS "/ID", end, NULL);
}

static void
ask (HrRecordsApi       *self,
     SoupServerMessage  *message,
     Question           *question,
     HrRecordsFunc       func,
     GAsyncReadyCallback callback)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *actor = hr_http_authenticate (message, self->station, "read", &error);

  if (actor == NULL || !fill_question (question, &error))
    {
      question_free (question);
      hr_http_reply_error (message, error);
      return;
    }
  hr_http_pause (message);
  hr_records_query_async (hr_station_get_data_dir (self->station), func, question, question_free, self->cancellable, callback,
                          asker_new (self, message));
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  HrRecordsApi    *self = HR_RECORDS_API (user_data);
  g_autofree char *id = NULL;
  g_autofree char *pattern = dup_pattern (path, &id);
  g_autoptr (GError) error = NULL;

  if (g_str_equal (pattern, INCIDENTS "/ID/end"))
    {
      if (hr_http_check_method (message, "POST"))
        end_incident (self, message, id);
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      Question *question = NULL;

      if (!g_str_equal (questions[i].path, pattern))
        continue;
      if (!hr_http_check_method (message, "GET"))
        return;

      question = g_new0 (Question, 1);
      question->id = g_steal_pointer (&id);
      question->query = query != NULL ? g_hash_table_ref (query) : g_hash_table_new (g_str_hash, g_str_equal);
      ask (self, message, question, questions[i].func, questions[i].on_answered);
      return;
    }

  g_set_error (&error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_NOT_FOUND, "There is no “%s”", path);
  hr_http_reply_error (message, error);
}

static void
hr_records_api_dispose (GObject *object)
{
  HrRecordsApi *self = HR_RECORDS_API (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (hr_records_api_parent_class)->dispose (object);
}

static void
hr_records_api_class_init (HrRecordsApiClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_records_api_dispose;
}

static void
hr_records_api_init (HrRecordsApi *self)
{
  self->cancellable = g_cancellable_new ();
}

static const char *const routes[] = { INCIDENTS, "/api/v1/handovers", "/api/v1/log/verify", "/api/v1/operators", "/api/v1/stats", "/api/v1/zones" };

HrRecordsApi *
hr_records_api_new (HrStation  *station,
                    SoupServer *server)
{
  HrRecordsApi *self = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);
  g_return_val_if_fail (SOUP_IS_SERVER (server), NULL);

  self = g_object_new (HR_TYPE_RECORDS_API, NULL);
  self->station = station;
  self->server = g_object_ref (server);
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    soup_server_add_handler (server, routes[i], on_request, self, NULL);
  return self;
}

void
hr_records_api_stop (HrRecordsApi *self)
{
  g_return_if_fail (HR_IS_RECORDS_API (self));

  g_cancellable_cancel (self->cancellable);
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    soup_server_remove_handler (self->server, routes[i]);
}
