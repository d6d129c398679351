/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-broken-recordings"

#include "hr-broken-recordings.h"

#include "hr-json.h"
#include "hr-recording-file.h"
#include "hr-recording-media.h"
#include "hr-records.h"

typedef struct
{
  char  *data_dir;
  gint64 before_us;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_free (search->data_dir);
  g_free (search);
}

/* Adds to the row what the event about it will say. */
static void
examine (JsonObject *row,
         const char *data_dir)
{
  g_autofree char *path = g_build_filename (data_dir, hr_json_get_string (row, "path"), NULL);
  g_autoptr (GError) error = NULL;
  HrRecordingInfo info = { 0 };

  if (!hr_recording_file_examine (path, &info, &error))
    {
      json_object_set_string_member (row, "reason", error->message);
      return;
    }

  json_object_set_int_member (row, "duration_ms", info.duration_ms);
  json_object_set_int_member (row, "bytes", info.size_bytes);
  json_object_set_string_member (row, "sha256", info.sha256);
}

static JsonObject *
find_in_worker (HrRecords *records,
                gpointer   data,
                GError   **error)
{
  Search *search = data;
  g_autoptr (JsonObject) found = hr_records_get_open_recordings (records, search->before_us, error);
  JsonArray *items = found != NULL ? hr_json_get_array (found, "items") : NULL;

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    examine (json_array_get_object_element (items, i), search->data_dir);

  return g_steal_pointer (&found);
}

static void
record_end (HrJournal  *journal,
            JsonObject *row)
{
  gboolean is_whole = hr_json_get_string (row, "sha256") != NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *data = hr_json_new_object ("recording_id", hr_json_get_string (row, "id"),
                                         "session_id", hr_json_get_string (row, "session_id"),
                                         "sha256", hr_json_get_string (row, "sha256"),
                                         "reason", hr_json_get_string (row, "reason"),
                                         NULL);

  json_object_set_int_member (data, "attempt", json_object_get_int_member (row, "attempt"));
  if (hr_recording_path_is_picture (hr_json_get_string (row, "path")))
    hr_json_set_string (data, "media", HR_RECORDING_PICTURE);
  if (is_whole)
    {
      json_object_set_int_member (data, "duration_ms", json_object_get_int_member (row, "duration_ms"));
      json_object_set_int_member (data, "bytes", json_object_get_int_member (row, "bytes"));
    }

  if (hr_journal_record (journal, is_whole ? "recording.finished" : "recording.failed",
                         hr_json_get_string (row, "incident_id"), "station", data, &error) == NULL)
    g_warning ("The end of a recording is not recorded: %s", error->message);
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (HrJournal) journal = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) found = hr_records_query_finish (result, &error);
  JsonArray *items = found != NULL ? hr_json_get_array (found, "items") : NULL;

  if (found == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("Recordings that were cut off cannot be looked for: %s", error->message);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    record_end (journal, json_array_get_object_element (items, i));
}

void
hr_broken_recordings_close (HrJournal    *journal,
                            GCancellable *cancellable)
{
  Search *search = NULL;

  g_return_if_fail (HR_IS_JOURNAL (journal));

  search = g_new0 (Search, 1);
  search->data_dir = g_strdup (hr_store_get_data_dir (hr_journal_get_store (journal)));
  search->before_us = hr_clock_get_utc_us (hr_journal_get_clock (journal));

  hr_records_query_async (search->data_dir, find_in_worker, search, search_free, cancellable, on_found, g_object_ref (journal));
}
