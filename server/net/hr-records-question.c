/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-records-question"

#include "hr-records-question.h"

#include "hr-json.h"
#include "hr-message.h"
#include "hr-recording-media.h"
#include "hr-time.h"

#define MAX_UTC_OFFSET_MIN (14 * 60)

struct _HrRecordsQuestion
{
  char            *id;      /* of the incident */
  gint64           attempt; /* of the recording; 0: the latest */
  GHashTable      *query;   /* of the URL; holds the filter's strings */
  HrIncidentFilter filter;
  gint64           utc_offset_min; /* of the hours of the day */
};

static JsonObject *
ask_list (HrRecords *records,
          gpointer   data,
          GError   **error)
{
  return hr_records_list_incidents (records, &((HrRecordsQuestion *) data)->filter, error);
}

static JsonObject *
ask_incident (HrRecords *records,
              gpointer   data,
              GError   **error)
{
  return hr_records_get_incident (records, ((HrRecordsQuestion *) data)->id, error);
}

static JsonObject *
ask_events (HrRecords *records,
            gpointer   data,
            GError   **error)
{
  return hr_records_get_events (records, ((HrRecordsQuestion *) data)->id, error);
}

static JsonObject *
ask_log (HrRecords *records,
         gpointer   data,
         GError   **error)
{
  return hr_records_get_log (records, ((HrRecordsQuestion *) data)->id, error);
}

static JsonObject *
ask_locations (HrRecords *records,
               gpointer   data,
               GError   **error)
{
  return hr_records_get_locations (records, ((HrRecordsQuestion *) data)->id, error);
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
  const HrRecordsQuestion *question = data;

  return hr_records_get_statistics (records, question->filter.from_us, question->filter.to_us, (int) question->utc_offset_min, error);
}

static JsonObject *
ask_verify (HrRecords *records,
            gpointer   data,
            GError   **error)
{
  return hr_records_verify (records, g_hash_table_lookup (((HrRecordsQuestion *) data)->query, "head"), error);
}

static gboolean
is_asked_for (HrRecordsQuestion *question,
              JsonObject        *recording,
              gint64             attempt)
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
  HrRecordsQuestion *question = data;
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
fill (HrRecordsQuestion *question,
      GError           **error)
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

/* What may be asked: the path, with ID for an incident's id. */
static const struct
{
  const char   *path;
  HrRecordsFunc func;
} answers[] = {
  { HR_RECORDS_INCIDENTS, ask_list },
  { HR_RECORDS_INCIDENTS "/ID", ask_incident },
  { HR_RECORDS_INCIDENTS "/ID/events", ask_events },
  { HR_RECORDS_INCIDENTS "/ID/locations", ask_locations },
  { HR_RECORDS_INCIDENTS "/ID/log", ask_log },
  { HR_RECORDS_INCIDENTS "/ID/recording", ask_recording },
  { "/api/v1/handovers", ask_handovers },
  { "/api/v1/log/verify", ask_verify },
  { "/api/v1/operators", ask_operators },
  { "/api/v1/stats", ask_statistics },
  { "/api/v1/zones", ask_zones },
};

HrRecordsQuestion *
hr_records_question_new (const char *id,
                         GHashTable *query,
                         GError    **error)
{
  HrRecordsQuestion *question = g_new0 (HrRecordsQuestion, 1);

  question->id = g_strdup (id);
  question->query = query != NULL ? g_hash_table_ref (query) : g_hash_table_new (g_str_hash, g_str_equal);
  if (fill (question, error))
    return question;

  hr_records_question_free (question);
  return NULL;
}

void
hr_records_question_free (gpointer data)
{
  HrRecordsQuestion *question = data;

  g_free (question->id);
  g_clear_pointer (&question->query, g_hash_table_unref);
  g_free (question);
}

HrRecordsFunc
hr_records_question_find (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      if (g_str_equal (answers[i].path, path))
        return answers[i].func;
    }

  return NULL;
}
