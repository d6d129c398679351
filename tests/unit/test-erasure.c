/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-erasure"

#include "hr-erasure.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-records.h"
#include "hr-retention.h"
#include "hr-test-room.h"

#include <sqlite3.h>
#include <string.h>

/* What an event says of people stands beside the hashed log, is whole for everybody who reads, and can be erased. */

#define CITIZEN "Zarathustra-4711"
#define WORDS "Under the old bridge"

/* The first three letters of the citizen, as the index of words has them and nothing else does. */
#define LETTERS "zar"

typedef struct
{
  HrTestRoom *room;
  char       *database;
  char       *incident_id;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  fixture->room = hr_test_room_new ();
  fixture->database = g_build_filename (fixture->room->dir, "records.sqlite3", NULL);
  hr_test_room_save_operator (fixture->room, "asha", "supervisor", 4, TRUE, "north:1");
  fixture->incident_id = hr_test_room_activate (fixture->room, CITIZEN, "28.123456,77.654321", FALSE);
  hr_dispatcher_note (fixture->room->dispatcher, "asha", fixture->incident_id, WORDS, &error);
  g_assert_no_error (error);
  hr_test_room_write (fixture->room);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_test_room_free (fixture->room);
  g_free (fixture->database);
  g_free (fixture->incident_id);
}

static void
end (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  hr_dispatcher_end (fixture->room->dispatcher, "asha", fixture->incident_id, "test", WORDS, NULL, &error);
  g_assert_no_error (error);
  hr_test_room_write (fixture->room);
}

static JsonObject *
erase (Fixture *fixture,
       GError **error)
{
  JsonObject *answer = hr_erasure_record (fixture->room->journal, "cli", fixture->incident_id, "They asked for it", error);

  hr_test_room_write (fixture->room);
  return answer;
}

static void
erase_well (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = erase (fixture, &error);

  g_assert_no_error (error);
}

static void
run_sql (Fixture    *fixture,
         const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (fixture->database, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

/* The first column of the first row; NULL when that is NULL. */
static char *
dup_answer (Fixture    *fixture,
            const char *sql)
{
  sqlite3      *database = NULL;
  sqlite3_stmt *row = NULL;
  char         *answer = NULL;

  g_assert_cmpint (sqlite3_open (fixture->database, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &row, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
  answer = g_strdup ((const char *) sqlite3_column_text (row, 0));
  sqlite3_finalize (row);
  sqlite3_close (database);

  return answer;
}

static void
assert_answer (Fixture    *fixture,
               const char *sql,
               const char *expected)
{
  g_autofree char *answer = dup_answer (fixture, sql);

  g_assert_cmpstr (answer, ==, expected);
}

static gboolean
is_in_files (Fixture    *fixture,
             const char *text)
{
  static const char *const suffixes[] = { "", "-wal" };
  gboolean                 is_found = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (fixture->database, suffixes[i], NULL);
      g_autofree char *bytes = NULL;
      gsize            size_bytes = 0;

      if (g_file_get_contents (path, &bytes, &size_bytes, NULL))
        is_found = is_found || memmem (bytes, size_bytes, text, strlen (text)) != NULL;
    }

  return is_found;
}

/* What is wrong with the records, or NULL. */
static char *
dup_problem (Fixture *fixture,
             gint64  *first_bad_seq)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrRecords) records = hr_records_open (fixture->room->dir, &error);
  g_autoptr (JsonObject) report = records != NULL ? hr_records_verify (records, NULL, &error) : NULL;

  g_assert_no_error (error);
  hr_json_get_int (report, "first_bad_seq", first_bad_seq);
  return g_strdup (hr_json_get_string (report, "problem"));
}

static void
assert_whole (Fixture *fixture)
{
  gint64           seq = 0;
  g_autofree char *problem = dup_problem (fixture, &seq);

  g_assert_cmpstr (problem, ==, NULL);
}

static void
test_beside_the_log (Fixture      *fixture,
                     gconstpointer user_data)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *hashed = dup_answer (fixture, "SELECT data FROM event WHERE kind = 'incident.activated'");
  g_autofree char *private_data = dup_answer (fixture, "SELECT data FROM event_private ORDER BY seq");
  g_autofree char *salt = dup_answer (fixture, "SELECT lower (hex (salt)) FROM event_private ORDER BY seq");
  g_autofree char *digest = dup_answer (fixture, "SELECT data ->> '$.digest' FROM event WHERE kind = 'incident.activated'");
  g_autoptr (HrRecords) records = hr_records_open (fixture->room->dir, NULL);
  g_autoptr (JsonObject) events = hr_records_get_events (records, fixture->incident_id, NULL);
  JsonObject      *first = json_array_get_object_element (hr_json_get_array (events, "items"), 0);
  g_autofree char *read = hr_json_dup_canonical (hr_json_get_object (first, "data"));
  g_autofree char *recorded = hr_json_dup_canonical (hr_event_get_data (hr_test_room_get_last (fixture->room, "incident.activated")));

  g_assert_null (strstr (hashed, CITIZEN));
  g_assert_null (strstr (hashed, "28.123456"));
  g_assert_nonnull (strstr (private_data, CITIZEN));

  /* Computed apart from our code, by the words of docs/data-model.md. */
  g_assert_cmpuint (strlen (salt), ==, 64);
  for (const char *c = salt; *c != '\0'; c += 2)
    {
      guint8 byte = (guint8) (g_ascii_xdigit_value (c[0]) * 16 + g_ascii_xdigit_value (c[1]));

      g_checksum_update (checksum, &byte, 1);
    }
  g_checksum_update (checksum, (const guchar *) private_data, -1);
  g_assert_cmpstr (digest, ==, g_checksum_get_string (checksum));

  g_assert_cmpstr (read, ==, recorded);
  assert_answer (fixture, "SELECT count (DISTINCT salt) = count (*) AND count (*) > 1 FROM event_private", "1");
  assert_whole (fixture);
}

static void
test_nobody_is_left (Fixture      *fixture,
                     gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (JsonObject) overdue = NULL;
  gint64 n_events = 0;

  end (fixture);
  g_assert_true (is_in_files (fixture, CITIZEN));
  answer = erase (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (hr_json_get_int (answer, "events", &n_events));
  g_assert_cmpint (n_events, ==, 3); /* the press, the note, the end */

  overdue = hr_retention_run (fixture->room->dir, hr_clock_get_utc_us (fixture->room->clock), 0, 0, &error);
  g_assert_no_error (error);
  g_assert_false (is_in_files (fixture, CITIZEN));
  g_assert_false (is_in_files (fixture, WORDS));
  g_assert_false (is_in_files (fixture, "28.123456"));
  assert_answer (fixture, "SELECT count (*) FROM event_private", "0");
  assert_answer (fixture, "SELECT citizen_id FROM sos_session", NULL);
  assert_answer (fixture, "SELECT latitude FROM sos_session", NULL);
  assert_answer (fixture, "SELECT disposition FROM sos_session", "test");
  assert_whole (fixture);

  hr_test_room_restart (fixture->room);
  assert_whole (fixture);
}

static void
test_what_is_still_told (Fixture      *fixture,
                         gconstpointer user_data)
{
  HrIncidentFilter filter = { .text = "HR-2026" };
  g_autoptr (HrRecords) records = NULL;
  g_autoptr (JsonObject) before = NULL;
  g_autoptr (JsonObject) after = NULL;
  g_autoptr (JsonObject) incident = NULL;
  g_autoptr (JsonObject) page = NULL;
  g_autoptr (JsonObject) locations = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;

  end (fixture);
  records = hr_records_open (fixture->room->dir, NULL);
  before = hr_records_get_statistics (records, 0, 0, 0, NULL);
  erase_well (fixture);

  after = hr_records_get_statistics (records, 0, 0, 0, NULL);
  expected = hr_json_dup_canonical (before);
  found = hr_json_dup_canonical (after);
  g_assert_cmpstr (found, ==, expected);

  incident = hr_records_get_incident (records, fixture->incident_id, NULL);
  g_assert_nonnull (incident);
  g_assert_nonnull (hr_json_get_string (incident, "erased_at"));
  g_assert_true (hr_json_is_null (hr_json_get_object (incident, "citizen"), "id"));
  g_assert_true (hr_json_is_null (incident, "location"));
  g_assert_true (hr_json_is_null (incident, "activation_location"));
  g_assert_cmpstr (hr_json_get_string (incident, "disposition"), ==, "test");

  page = hr_records_list_incidents (records, &filter, NULL);
  g_assert_cmpuint (json_array_get_length (hr_json_get_array (page, "items")), ==, 1);
  locations = hr_records_get_locations (records, fixture->incident_id, NULL);
  g_assert_cmpuint (json_array_get_length (hr_json_get_array (locations, "features")), ==, 0);
}

/* Each refusal records nothing. */
static void
test_refused (Fixture      *fixture,
              gconstpointer user_data)
{
  HrJournal        *journal = fixture->room->journal;
  g_autofree char  *long_reason = g_strnfill (501, 'x');
  const char *const reasons[] = { NULL, "", "\xff", long_reason };
  g_autoptr (GError) error = NULL;
  gint64 seq = hr_journal_get_seq (journal);

  g_assert_null (erase (fixture, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE);
  g_clear_error (&error);
  g_assert_null (hr_journal_record (journal, "incident.erased", fixture->incident_id, "cli", hr_json_new_object ("reason", "x", NULL), NULL));
  g_assert_null (hr_erasure_record (journal, "cli", "HR-2026-999999", "x", &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_NOT_FOUND);
  g_assert_cmpint (hr_journal_get_seq (journal), ==, seq);

  end (fixture);
  seq = hr_journal_get_seq (journal);
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_clear_error (&error);
      g_assert_null (hr_erasure_record (journal, "cli", fixture->incident_id, reasons[i], &error));
      g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD);
    }
  g_assert_cmpint (hr_journal_get_seq (journal), ==, seq);

  erase_well (fixture);
  g_clear_error (&error);
  g_assert_null (erase (fixture, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE);
}

/* Only an event erases, and what it erased stays away. */
static void
test_only_by_an_event (Fixture      *fixture,
                       gconstpointer user_data)
{
  static const char *const changes[] = {
    "DELETE FROM event_private",
    "UPDATE event_private SET data = '{}'",
    "INSERT OR REPLACE INTO event_private SELECT seq, salt, '{}' FROM event_private",
  };
  sqlite3         *database = NULL;
  gint64           seq = 0;
  g_autofree char *problem = NULL;

  g_assert_cmpint (sqlite3_open (fixture->database, &database), ==, SQLITE_OK);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    g_assert_cmpint (sqlite3_exec (database, changes[i], NULL, NULL, NULL), ==, SQLITE_CONSTRAINT);
  sqlite3_close (database);

  run_sql (fixture, "CREATE TABLE kept AS SELECT * FROM event_private ORDER BY seq LIMIT 1");
  end (fixture);
  erase_well (fixture);
  run_sql (fixture, "INSERT INTO event_private SELECT * FROM kept");
  problem = dup_problem (fixture, &seq);
  g_assert_nonnull (strstr (problem, "was erased, and is there"));
  g_assert_cmpint (seq, >, 0);
}

static void
assert_found (Fixture    *fixture,
              const char *text,
              guint       n_found)
{
  HrIncidentFilter filter = { .text = text };
  g_autoptr (GError) error = NULL;
  g_autoptr (HrRecords) records = hr_records_open (fixture->room->dir, &error);
  g_autoptr (JsonObject) page = records != NULL ? hr_records_list_incidents (records, &filter, &error) : NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (hr_json_get_array (page, "items")), ==, n_found);
}

/* Neither by long words, which are in the index, nor by short ones, which are not; nor from the index's own bytes. */
static void
test_not_found_by_words (Fixture      *fixture,
                         gconstpointer user_data)
{
  static const char *const words[] = { CITIZEN, "zarathustra", "11", "bridge", WORDS, "Un" };

  end (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    assert_found (fixture, words[i], 1);
  g_assert_true (is_in_files (fixture, LETTERS));

  erase_well (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    assert_found (fixture, words[i], 0);
  assert_found (fixture, "HR-2026", 1);
  assert_answer (fixture, "SELECT notes FROM incident_words", "");
  assert_whole (fixture);

  hr_test_room_restart (fixture->room);
  g_assert_false (is_in_files (fixture, LETTERS));
  assert_found (fixture, CITIZEN, 0);
  assert_found (fixture, "HR-2026", 1);
  assert_whole (fixture);
}

/* With every note the index takes in all of them again. */
static void
test_words_have_an_end (Fixture      *fixture,
                        gconstpointer user_data)
{
  g_autofree char *flood = g_strnfill (3000, 'x');

  for (guint i = 0; i < 5; i++)
    g_assert_true (hr_dispatcher_note (fixture->room->dispatcher, "asha", fixture->incident_id, flood, NULL));
  hr_test_room_write (fixture->room);

  assert_answer (fixture, "SELECT length (notes) FROM incident_words", "8000");
  assert_found (fixture, WORDS, 1);
  assert_whole (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/erasure/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("beside-the-log", test_beside_the_log);
  ADD ("nobody-is-left", test_nobody_is_left);
  ADD ("what-is-still-told", test_what_is_still_told);
  ADD ("not-found-by-words", test_not_found_by_words);
  ADD ("words-have-an-end", test_words_have_an_end);
  ADD ("refused", test_refused);
  ADD ("only-by-an-event", test_only_by_an_event);

  return g_test_run ();
}
