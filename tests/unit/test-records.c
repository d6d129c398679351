/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-records"

#include "hr-backup.h"
#include "hr-incident.h"
#include "hr-json.h"
#include "hr-records.h"
#include "hr-store.h"
#include "hr-test-files.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define START_US G_GINT64_CONSTANT (1795165327123000)
#define N_INCIDENTS 7

/* Seven incidents, a minute apart; the even ones in the north, the first two ended, one recorded. */
typedef struct
{
  char      *dir;
  char      *database;
  HrRecords *records;
} Fixture;

static void
add (GPtrArray  *events,
     gint64      at_us,
     const char *kind,
     const char *incident_id,
     JsonObject *data)
{
  g_ptr_array_add (events, hr_event_new (events->len + 1, at_us, kind, incident_id, "asha", data));
}

static void
add_incident (GPtrArray *events,
              int        i)
{
  g_autofree char *id = g_strdup_printf ("incident-%d", i);
  g_autofree char *citizen_id = g_strdup_printf ("citizen-%d", i);
  g_autofree char *number = g_strdup_printf ("HR-2026-%06d", i);
  gint64           at_us = START_US + i * 60 * G_USEC_PER_SEC;
  JsonObject      *data = hr_json_new_object ("number", number, "source", "sos", "activation_id", id, "session_id", id,
                                              "zone_id", i % 2 == 0 ? "north" : "south", "zone_reason", "inside", NULL);
  JsonObject      *location = json_object_new ();

  json_object_set_double_member (location, "lat", 28.6139);
  json_object_set_double_member (location, "lon", 77.209);
  json_object_set_int_member (location, "accuracy_m", 12);
  json_object_set_object_member (data, "location", location);
  json_object_set_object_member (data, "citizen", hr_json_new_object ("id", citizen_id, "name", i == 3 ? "Meera" : NULL, NULL));
  add (events, at_us, "incident.activated", id, data);

  data = hr_json_new_object ("operator_id", "asha", NULL);
  json_object_set_array_member (data, "ringing", json_array_new ());
  if (i == 4)
    add (events, at_us + 1000, "incident.assigned", id, json_object_ref (data));
  json_object_unref (data);

  if (i < 2)
    add (events, at_us + 2000000, "incident.ended", id, hr_json_new_object ("disposition", "test", "note", i == 1 ? "Nur eine Übung" : NULL, NULL));
  if (i == 5)
    add (events, at_us + 3000, "incident.note", id, hr_json_new_object ("text", "Patrol \"7\" sent. गश्ती दल भेजा", NULL));
}

static void
add_recording (GPtrArray  *events,
               const char *sha256)
{
  JsonObject *data = hr_json_new_object ("recording_id", "r1", "session_id", "incident-2", "path", "recordings/r1.ogg", NULL);

  json_object_set_int_member (data, "attempt", 1);
  add (events, START_US + 1000, "recording.started", "incident-2", data);
  data = hr_json_new_object ("recording_id", "r1", "sha256", sha256, NULL);
  json_object_set_int_member (data, "duration_ms", 60000);
  add (events, START_US + 2000, "recording.finished", "incident-2", data);
}

static void
write_recording (Fixture    *fixture,
                 const char *sound)
{
  g_autofree char *folder = g_build_filename (fixture->dir, "recordings", NULL);
  g_autofree char *path = g_build_filename (folder, "r1.ogg", NULL);

  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));
  g_assert_true (g_file_set_contents (path, sound, -1, NULL));
}

static void
take_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GAsyncResult **taken = user_data;

  *taken = g_object_ref (result);
}

static void
append (HrStore   *store,
        GPtrArray *events)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hr_store_append_async (store, events, take_result, &result);

  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  hr_store_append_finish (store, result, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "sound", -1);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  JsonObject *duty_operator = hr_json_new_object ("id", "asha", "name", "Asha", "role", "operator", NULL);
  HrStore    *store = NULL;

  fixture->dir = g_dir_make_tmp (NULL, NULL);
  fixture->database = g_build_filename (fixture->dir, "records.sqlite3", NULL);
  write_recording (fixture, "sound");

  json_object_set_int_member (duty_operator, "capacity", 4);
  json_object_set_boolean_member (duty_operator, "enabled", TRUE);
  json_object_set_array_member (duty_operator, "zones", json_array_new ());
  add (events, START_US, "operator.saved", NULL, duty_operator);

  for (int i = 0; i < N_INCIDENTS; i++)
    add_incident (events, i);
  add_recording (events, sha256);

  store = hr_store_open (fixture->dir, &error);
  g_assert_no_error (error);
  append (store, events);
  hr_store_close (store);
  g_assert_finalize_object (store);

  fixture->records = hr_records_open (fixture->dir, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_records_free (fixture->records);
  hr_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->database);
}

/* Changes the file behind the triggers' back. */
static void
tamper (Fixture    *fixture,
        const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (fixture->database, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database,
                                 "DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_never_deleted;"
                                 "DROP TRIGGER event_private_is_never_changed; DROP TRIGGER event_private_is_erased_by_an_event",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

/* The numbers of the incidents that @filter finds, a letter each. */
static char *
dup_found (Fixture                *fixture,
           const HrIncidentFilter *filter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) page = hr_records_list_incidents (fixture->records, filter, &error);
  JsonArray *items = NULL;
  GString   *found = g_string_new (NULL);

  g_assert_no_error (error);
  items = hr_json_get_array (page, "items");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      const char *number = hr_json_get_string (json_array_get_object_element (items, i), "number");

      g_string_append_c (found, number[strlen (number) - 1]);
    }

  return g_string_free (found, FALSE);
}

static void
test_filters (Fixture      *fixture,
              gconstpointer user_data)
{
  static const struct
  {
    HrIncidentFilter filter;
    const char      *found;
  } cases[] = {
    { { 0 }, "6543210" },
    { { .status = "open" }, "65432" },
    { { .status = "ended" }, "10" },
    { { .status = "ringing" }, "4" },
    { { .zone_id = "south" }, "531" },
    { { .operator_id = "asha" }, "4" },
    { { .text = "meer" }, "3" },
    { { .text = "000005" }, "5" },
    { { .text = "CITIZEN-6" }, "6" },
    { { .text = "%" }, "" },
    { { .text = "ee" }, "3" },
    { { .text = "citizen- 3" }, "3" },
    { { .text = "citizen-3 meera" }, "3" },
    { { .text = "citizen-4 meera" }, "" },
    { { .text = "\"7\" sent" }, "5" },
    { { .text = "\" OR who" }, "" },
    { { .text = "गश्ती" }, "5" },
    { { .text = "übung" }, "1" },
    { { .text = "citizen", .limit = 2 }, "65" },
    { { .text = "citizen", .limit = 2, .cursor = "incident-5" }, "43" },
    { { .text = "z", .limit = 2, .cursor = "incident-5" }, "43" },
    { { .text = "citizen", .status = "ended" }, "10" },
    { { .text = " \t" }, "6543210" },
    { { .disposition = "test" }, "10" },
    { { .drill = HR_FILTER_CHOICE_YES }, "" },
    { { .drill = HR_FILTER_CHOICE_NO, .status = "ended" }, "10" },
    { { .recorded = HR_FILTER_CHOICE_YES }, "2" },
    { { .recorded = HR_FILTER_CHOICE_NO }, "654310" },
    { { .from_us = START_US + 5 * 60 * G_USEC_PER_SEC }, "65" },
    { { .to_us = START_US + 60 * G_USEC_PER_SEC }, "0" },
    { { .limit = 2 }, "65" },
    { { .limit = 2, .cursor = "incident-5" }, "43" },
    { { .status = "open", .zone_id = "north", .from_us = START_US + 1 }, "642" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = dup_found (fixture, &cases[i].filter);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (found, ==, cases[i].found);
    }
}

/* What is changed beside the log, as when a person's data are erased, is not found any more. */
static void
test_words_follow (Fixture      *fixture,
                   gconstpointer user_data)
{
  sqlite3         *database = NULL;
  g_autofree char *before = dup_found (fixture, &(HrIncidentFilter){ .text = "meera" });
  g_autofree char *after = NULL;
  g_autofree char *renamed = NULL;

  g_assert_cmpint (sqlite3_open (fixture->database, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "UPDATE incident SET citizen_name = 'Anila' WHERE id = 'incident-3'", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);

  after = dup_found (fixture, &(HrIncidentFilter){ .text = "meera" });
  renamed = dup_found (fixture, &(HrIncidentFilter){ .text = "anila" });
  g_assert_cmpstr (before, ==, "3");
  g_assert_cmpstr (after, ==, "");
  g_assert_cmpstr (renamed, ==, "3");
}

static void
test_paging (Fixture      *fixture,
             gconstpointer user_data)
{
  g_autofree char *cursor = NULL;
  guint            n_pages = 0;
  guint            n_incidents = 0;

  do
    {
      HrIncidentFilter filter = { .limit = 3, .cursor = cursor };
      g_autoptr (JsonObject) page = hr_records_list_incidents (fixture->records, &filter, NULL);

      n_pages++;
      n_incidents += json_array_get_length (hr_json_get_array (page, "items"));
      g_free (cursor);
      cursor = g_strdup (hr_json_get_string (page, "next"));
      g_assert_true (cursor != NULL || hr_json_is_null (page, "next"));
    }
  while (cursor != NULL);

  g_assert_cmpuint (n_pages, ==, 3);
  g_assert_cmpuint (n_incidents, ==, N_INCIDENTS);
}

static void
test_one_incident (Fixture      *fixture,
                   gconstpointer user_data)
{
  g_autoptr (JsonObject) by_id = hr_records_get_incident (fixture->records, "incident-3", NULL);
  g_autoptr (JsonObject) by_number = hr_records_get_incident (fixture->records, "HR-2026-000003", NULL);
  g_autoptr (JsonObject) events = hr_records_get_events (fixture->records, "incident-0", NULL);
  g_autoptr (JsonObject) locations = hr_records_get_locations (fixture->records, "incident-0", NULL);
  g_autoptr (JsonObject) recordings = hr_records_get_recordings (fixture->records, "incident-2", NULL);
  g_autoptr (GError) error = NULL;
  JsonObject      *feature = json_array_get_object_element (hr_json_get_array (locations, "features"), 0);
  JsonArray       *position = hr_json_get_array (hr_json_get_object (feature, "geometry"), "coordinates");
  g_autofree char *first = hr_json_dup_canonical (by_id);
  g_autofree char *second = hr_json_dup_canonical (by_number);

  g_assert_cmpstr (first, ==, second);
  g_assert_true (hr_json_is_null (by_id, "ended_at"));
  g_assert_cmpuint (json_array_get_length (hr_json_get_array (events, "items")), ==, 2);
  g_assert_cmpfloat (json_array_get_double_element (position, 0), ==, 77.209);
  g_assert_cmpfloat (json_array_get_double_element (position, 1), ==, 28.6139);
  g_assert_cmpuint (json_array_get_length (hr_json_get_array (recordings, "items")), ==, 1);

  g_assert_null (hr_records_get_incident (fixture->records, "nobody", &error));
  g_assert_error (error, HR_STORE_ERROR, HR_STORE_ERROR_NOT_FOUND);
}

/* One line of the view says who, when, where, who heard it and how it ended. */
static void
test_view (Fixture      *fixture,
           gconstpointer user_data)
{
  static const char *const expected[] = {
    "citizen-0", "2026-11-20T09:02:07.123Z", NULL, "incident-0", "28.6139", "77.209", "12.0",
    "2026-11-20T09:02:09.123Z", "HR-2026-000000", "test"
  };
  sqlite3      *database = NULL;
  sqlite3_stmt *row = NULL;

  g_assert_cmpint (sqlite3_open (fixture->database, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, "SELECT * FROM sos_session", -1, &row, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_count (row), ==, G_N_ELEMENTS (expected));

  for (int i = 0; i < (int) G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr ((const char *) sqlite3_column_text (row, i), ==, expected[i]);

  sqlite3_finalize (row);
  sqlite3_close (database);
}

static JsonObject *
verify (Fixture    *fixture,
        const char *head)
{
  g_autoptr (GError) error = NULL;
  JsonObject *report = hr_records_verify (fixture->records, head, &error);

  g_assert_no_error (error);
  return report;
}

static void
test_verify (Fixture      *fixture,
             gconstpointer user_data)
{
  g_autoptr (JsonObject) report = verify (fixture, NULL);
  g_autoptr (JsonObject) with_head = verify (fixture, hr_json_get_string (report, "head"));
  g_autoptr (JsonObject) with_another = verify (fixture, "00ff");

  g_assert_true (json_object_get_boolean_member (report, "ok"));
  g_assert_cmpint (json_object_get_int_member (report, "events"), ==, 14);
  g_assert_cmpint (json_object_get_int_member (report, "recordings"), ==, 1);
  g_assert_true (json_object_get_boolean_member (with_head, "head_found"));
  g_assert_false (json_object_get_boolean_member (with_another, "head_found"));
  g_assert_false (json_object_get_boolean_member (with_another, "ok"));
}

typedef struct
{
  const char *name;
  const char *sql;
  gint64      seq; /* 0: the problem names something else */
  const char *names;
} Damage;

static const Damage damages[] = {
  { "byte", "UPDATE event SET data = replace (data, '000003', '000008') WHERE seq = 7", 7, "7" },
  { "digest", "UPDATE event SET data = json_remove (data, '$.digest') WHERE seq = 7", 7, "7" },
  { "person", "UPDATE event_private SET data = replace (data, 'Meera', 'Mira') WHERE seq = 7", 7, "7 says of people is not what was written" },
  { "salt", "UPDATE event_private SET salt = zeroblob (32) WHERE seq = 7", 7, "7" },
  { "no-json", "UPDATE event_private SET data = '{' WHERE seq = 7", 7, "7" },
  { "person-taken", "DELETE FROM event_private WHERE seq = 7", 7, "7 says of people is missing" },
  { "person-added", "INSERT INTO event_private VALUES (1, zeroblob (32), '{}')", 1, "1" },
  { "time", "UPDATE event SET at_us = at_us + 1 WHERE seq = 3", 3, "3" },
  { "hash", "UPDATE event SET hash = zeroblob (32) WHERE seq = 14", 14, "14" },
  { "link", "UPDATE event SET prev_hash = zeroblob (32) WHERE seq = 5", 5, "5" },
  { "hole", "DELETE FROM event WHERE seq = 4", 4, "4" },
  { "first", "DELETE FROM event WHERE seq = 1", 1, "1" },
  { "tail", "DELETE FROM event WHERE seq = 14", 0, "r1" },
  { "incident", "UPDATE incident SET disposition = 'prank' WHERE id = 'incident-1'", 0, "HR-2026-000001" },
  { "lost", "DELETE FROM location WHERE incident_id = 'incident-6'", 0, "location" },
  { "role", "UPDATE operator SET role = 'supervisor'", 0, "asha" },
  { "key", "INSERT INTO api_key VALUES ('k', 'mine', 'admin', '00', 0, NULL)", 0, "api_key" },
};

static void
test_damage_is_named (Fixture      *fixture,
                      gconstpointer user_data)
{
  const Damage *damage = user_data;
  g_autoptr (JsonObject) report = NULL;
  gint64 seq = 0;

  tamper (fixture, damage->sql);
  report = verify (fixture, NULL);

  g_assert_false (json_object_get_boolean_member (report, "ok"));
  hr_json_get_int (report, "first_bad_seq", &seq);
  g_assert_cmpint (seq, ==, damage->seq);
  g_assert_nonnull (strstr (hr_json_get_string (report, "problem"), damage->names));
}

static void
test_changed_recording_is_named (Fixture      *fixture,
                                 gconstpointer user_data)
{
  g_autoptr (JsonObject) report = NULL;

  write_recording (fixture, "silence");
  report = verify (fixture, NULL);
  g_assert_false (json_object_get_boolean_member (report, "ok"));
  g_assert_nonnull (strstr (hr_json_get_string (report, "problem"), "r1"));
}

static void
test_backup (Fixture      *fixture,
             gconstpointer user_data)
{
  g_autofree char *folder = g_build_filename (fixture->dir, "copy", NULL);
  g_autofree char *path = g_build_filename (folder, "records.sqlite3", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) report = NULL;
  g_autoptr (HrRecords) copy = NULL;
  g_autoptr (JsonObject) incident = NULL;

  g_assert_no_errno (g_mkdir (folder, 0700));
  report = hr_backup_write (fixture->dir, path, &error);
  g_assert_no_error (error);
  g_assert_true (json_object_get_boolean_member (report, "ok"));

  copy = hr_records_open (folder, &error);
  g_assert_no_error (error);
  incident = hr_records_get_incident (copy, "incident-3", &error);
  g_assert_no_error (error);
}

static void
test_bad_backup_is_not_kept (Fixture      *fixture,
                             gconstpointer user_data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "copy.sqlite3", NULL);
  g_autoptr (JsonObject) report = NULL;

  tamper (fixture, damages[0].sql);
  report = hr_backup_write (fixture->dir, path, NULL);
  g_assert_false (json_object_get_boolean_member (report, "ok"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static JsonObject *
query_keys (HrRecords *records,
            gpointer   data,
            GError   **error)
{
  return hr_records_get_keys (records, error);
}

static void
test_query (Fixture      *fixture,
            gconstpointer user_data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = NULL;

  hr_records_query_async (fixture->dir, query_keys, NULL, NULL, NULL, take_result, &result);

  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  answer = hr_records_query_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (hr_json_get_array (answer, "items")), ==, 0);
}

static void
test_export (Fixture      *fixture,
             gconstpointer user_data)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (JsonNode) last = NULL;

  g_assert_true (hr_records_export_log (fixture->records, out, NULL));
  g_output_stream_close (out, NULL, NULL);
  text = g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (out)),
                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (out)));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 15);

  last = json_from_string (lines[12], NULL);
  g_assert_cmpuint (strlen (hr_json_get_string (json_node_get_object (last), "hash")), ==, 64);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/records/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("filters", test_filters);
  ADD ("words-follow", test_words_follow);
  ADD ("paging", test_paging);
  ADD ("one-incident", test_one_incident);
  ADD ("view", test_view);
  ADD ("verify", test_verify);
  ADD ("changed-recording-is-named", test_changed_recording_is_named);
  ADD ("backup", test_backup);
  ADD ("bad-backup-is-not-kept", test_bad_backup_is_not_kept);
  ADD ("query", test_query);
  ADD ("export", test_export);

  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strconcat ("/records/damage-is-named/", damages[i].name, NULL);

      g_test_add (path, Fixture, &damages[i], set_up, test_damage_is_named, tear_down);
    }

  return g_test_run ();
}
