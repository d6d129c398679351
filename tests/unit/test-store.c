/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-store"

#include "hr-chain.h"
#include "hr-json.h"
#include "hr-records.h"
#include "hr-store.h"
#include "hr-test-files.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_US G_GINT64_CONSTANT (1795165327000000)

typedef struct
{
  char    *dir;
  char    *database;
  HrStore *store;
  gint64   seq;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp (NULL, &error);
  g_assert_no_error (error);
  fixture->database = g_build_filename (fixture->dir, "records.sqlite3", NULL);
  fixture->store = hr_store_open (fixture->dir, &error);
  g_assert_no_error (error);
}

static void
close_store (Fixture *fixture)
{
  if (fixture->store == NULL)
    return;

  hr_store_close (fixture->store);
  g_assert_finalize_object (g_steal_pointer (&fixture->store));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  close_store (fixture);
  hr_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->database);
}

static void
take_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GAsyncResult **taken = user_data;

  *taken = g_object_ref (result);
}

static GPtrArray *
new_notes (gint64      first_seq,
           guint       n_events,
           const char *text)
{
  GPtrArray *events = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_events; i++)
    g_ptr_array_add (events, hr_event_new (first_seq + i, START_US + i * 1000, "drill.note", NULL, "station",
                                           hr_json_new_object ("text", text, NULL)));

  return events;
}

static gboolean
wait_for (Fixture       *fixture,
          GAsyncResult **result,
          GError       **error)
{
  g_autoptr (GAsyncResult) taken = NULL;

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  taken = g_steal_pointer (result);
  return hr_store_append_finish (fixture->store, taken, error);
}

static gboolean
append (Fixture    *fixture,
        guint       n_events,
        const char *text,
        GError    **error)
{
  g_autoptr (GPtrArray) events = new_notes (fixture->seq + 1, n_events, text);
  GAsyncResult *result = NULL;

  hr_store_append_async (fixture->store, events, take_result, &result);

  if (!wait_for (fixture, &result, error))
    return FALSE;

  fixture->seq += n_events;
  return TRUE;
}

static void
append_well (Fixture    *fixture,
             guint       n_events,
             const char *text)
{
  g_autoptr (GError) error = NULL;

  append (fixture, n_events, text, &error);
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

/* Computed apart from our code, by the words of hr-chain.h. */
static void
test_chain_vectors (void)
{
  static const struct
  {
    HrLogEntry  entry;
    const char *hash;
  } rows[] = {
    { { 1, G_GINT64_CONSTANT (1795165327123000), (char *) "station.started", NULL, (char *) "station",
        (char *) "{\"listen\":\"http://127.0.0.1:8080\",\"version\":\"1\"}" },
      "67b7b2f06c3b7abdf9308d83a73dcd77b47e6a8e374742c0ea28f29ccac69be2" },
    { { 2, G_GINT64_CONSTANT (1795165327456000), (char *) "incident.note", (char *) "4f3c", (char *) "asha",
        (char *) "{\"text\":\"आशा\"}" },
      "1310900dcc2587dd6f5f55590a60db552e70b10b3b073c74f749200c4fe274da" },
  };
  guint8 prev[HR_CHAIN_HASH_BYTES] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint8 hash[HR_CHAIN_HASH_BYTES];

      hr_chain_hash (prev, &rows[i].entry, hash);

      for (gsize j = 0; j < sizeof hash; j++)
        {
          char hex[3];

          g_snprintf (hex, sizeof hex, "%02x", hash[j]);
          g_assert_cmpmem (hex, 2, rows[i].hash + 2 * j, 2);
        }

      memcpy (prev, hash, sizeof hash);
    }
}

static void
test_reopen (Fixture      *fixture,
             gconstpointer user_data)
{
  g_autofree char *station_id = g_strdup (hr_store_get_station_id (fixture->store));
  g_autoptr (GBytes) key = g_bytes_ref (hr_store_get_token_key (fixture->store));
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_cmpuint (strlen (station_id), ==, 36);
  g_assert_cmpuint (g_bytes_get_size (key), ==, 32);
  g_assert_cmpint (hr_store_get_last_seq (fixture->store), ==, 0);

  append_well (fixture, 3, "one");
  close_store (fixture);

  g_assert_no_errno (g_stat (fixture->database, &status));
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);

  fixture->store = hr_store_open (fixture->dir, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hr_store_get_last_seq (fixture->store), ==, 3);
  g_assert_cmpstr (hr_store_get_station_id (fixture->store), ==, station_id);
  g_assert_true (g_bytes_equal (hr_store_get_token_key (fixture->store), key));

  append_well (fixture, 1, "two");
}

static void
test_number_goes_on (Fixture      *fixture,
                     gconstpointer user_data)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  for (int i = 0; i < 2; i++)
    {
      JsonObject *data = hr_json_new_object ("number", i == 0 ? "HR-2026-000123" : "HR-2027-000007", "source", "sos",
                                             "activation_id", i == 0 ? "a" : "b", "session_id", "s", NULL);

      json_object_set_object_member (data, "citizen", hr_json_new_object ("id", "c", NULL));
      g_ptr_array_add (events, hr_event_new (i + 1, START_US, "incident.activated", i == 0 ? "x" : "y", "citizen", data));
    }

  hr_store_append_async (fixture->store, events, take_result, &result);
  wait_for (fixture, &result, &error);
  g_assert_no_error (error);
  close_store (fixture);

  fixture->store = hr_store_open (fixture->dir, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hr_store_get_last_number (fixture->store), ==, 123);
}

static void
test_second_station_refused (Fixture      *fixture,
                             gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hr_store_open (fixture->dir, &error));
  g_assert_error (error, HR_STORE_ERROR, HR_STORE_ERROR_LOCKED);
}

static void
test_newer_schema_untouched (Fixture      *fixture,
                             gconstpointer user_data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize            before_bytes = 0;
  gsize            after_bytes = 0;
  g_autoptr (GError) error = NULL;

  close_store (fixture);
  run_sql (fixture, "PRAGMA user_version = 1000");
  g_file_get_contents (fixture->database, &before, &before_bytes, NULL);

  g_assert_null (hr_store_open (fixture->dir, &error));
  g_assert_error (error, HR_STORE_ERROR, HR_STORE_ERROR_TOO_NEW);

  g_file_get_contents (fixture->database, &after, &after_bytes, NULL);
  g_assert_cmpmem (before, before_bytes, after, after_bytes);
}

static void
test_no_database_refused (Fixture      *fixture,
                          gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (5000, 'x');

  close_store (fixture);
  g_assert_true (g_file_set_contents (fixture->database, text, -1, NULL));

  g_assert_null (hr_store_open (fixture->dir, &error));
  g_assert_error (error, HR_STORE_ERROR, HR_STORE_ERROR_OPEN);
}

static void
test_large_event (Fixture      *fixture,
                  gconstpointer user_data)
{
  g_autofree char *text = g_strnfill (100 * 1024, 'z');
  g_autoptr (HrRecords) records = NULL;
  g_autoptr (JsonObject) answer = NULL;
  JsonObject *event = NULL;

  append_well (fixture, 3, text);

  records = hr_records_open (fixture->dir, NULL);
  answer = hr_records_get_events_since (records, 2, 10, NULL);
  event = json_array_get_object_element (hr_json_get_array (answer, "items"), 0);
  g_assert_cmpstr (hr_json_get_string (hr_json_get_object (event, "data"), "text"), ==, text);
}

static void
test_gap_refused (Fixture      *fixture,
                  gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  append_well (fixture, 2, "one");
  fixture->seq = 4;
  g_assert_false (append (fixture, 1, "gap", &error));
  g_assert_error (error, HR_STORE_ERROR, HR_STORE_ERROR_IO);

  /* The head of the chain is still the last row that was written. */
  fixture->seq = 2;
  append_well (fixture, 1, "two");
}

static guint
count_commits (guint    n_requests,
               Fixture *fixture)
{
  g_autofree char          *wal = g_strconcat (fixture->database, "-wal", NULL);
  g_autofree GAsyncResult **results = g_new0 (GAsyncResult *, n_requests);
  g_autofree guint8        *bytes = NULL;
  gsize                     size_bytes = 0;
  guint                     n_commits = 0;
  sqlite3                  *blocker = NULL;

  /* Somebody else writes, so that the requests wait for each other. */
  g_assert_cmpint (sqlite3_open (fixture->database, &blocker), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (blocker, "PRAGMA wal_checkpoint (TRUNCATE); BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);

  for (guint i = 0; i < n_requests; i++)
    {
      g_autoptr (GPtrArray) events = new_notes (fixture->seq + 1 + i, 1, "grouped");

      hr_store_append_async (fixture->store, events, take_result, &results[i]);
    }

  g_assert_cmpint (sqlite3_exec (blocker, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);

  for (guint i = 0; i < n_requests; i++)
    g_assert_true (wait_for (fixture, &results[i], NULL));

  fixture->seq += n_requests;
  sqlite3_close (blocker);

  /* A frame whose second word is not zero ends a commit: https://www.sqlite.org/walformat.html */
  g_assert_true (g_file_get_contents (wal, (char **) &bytes, &size_bytes, NULL));
  for (gsize offset = 32; offset + 24 <= size_bytes; offset += 24 + 4096)
    {
      guint32 size_after_commit = 0;

      memcpy (&size_after_commit, bytes + offset + 4, sizeof size_after_commit);
      n_commits += size_after_commit != 0;
    }

  return n_commits;
}

static void
test_group_commit (Fixture      *fixture,
                   gconstpointer user_data)
{
  guint n_commits = count_commits (200, fixture);

  /* The first may go alone; all that came while it waited are one transaction. */
  g_assert_cmpuint (n_commits, >=, 1);
  g_assert_cmpuint (n_commits, <=, 2);
}

static void
test_locked_then_recovers (Fixture      *fixture,
                           gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  sqlite3 *blocker = NULL;

  append_well (fixture, 2, "before");
  g_assert_cmpint (sqlite3_open (fixture->database, &blocker), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (blocker, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);

  g_assert_false (append (fixture, 2, "blocked", &error));
  g_assert_error (error, HR_STORE_ERROR, HR_STORE_ERROR_IO);

  sqlite3_close (blocker);
  append_well (fixture, 2, "after");
}

static void
test_log_refuses_change (Fixture      *fixture,
                         gconstpointer user_data)
{
  static const char *const changes[] = {
    "UPDATE event SET actor = 'x'",
    "DELETE FROM event",
    "INSERT OR REPLACE INTO event SELECT seq, at_us, kind, incident_id, 'x', data, prev_hash, hash FROM event WHERE seq = 1",
    "INSERT INTO event SELECT 9, at_us, kind, incident_id, actor, data, prev_hash, hash FROM event WHERE seq = 1",
  };
  sqlite3 *database = NULL;

  append_well (fixture, 2, "one");
  g_assert_cmpint (sqlite3_open (fixture->database, &database), ==, SQLITE_OK);

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    g_assert_cmpint (sqlite3_exec (database, changes[i], NULL, NULL, NULL), ==, SQLITE_CONSTRAINT);

  sqlite3_close (database);
}

/* A child of its own appends and says aloud what it was told is on disk, until it is killed. */
static void
append_until_killed (const char *dir)
{
  Fixture fixture = { .store = hr_store_open (dir, NULL) };

  g_assert_nonnull (fixture.store);
  fixture.seq = hr_store_get_last_seq (fixture.store);

  while (append (&fixture, 1 + (guint) (fixture.seq % 5), "durable?", NULL))
    {
      if (write (STDOUT_FILENO, &fixture.seq, sizeof fixture.seq) != sizeof fixture.seq)
        break;
    }
}

static gint64
kill_after (const char *program,
            const char *dir,
            guint       n_told)
{
  const char *const words[] = { program, "--append-to", dir, NULL };
  g_autoptr (GError) error = NULL;
  GPid   pid = 0;
  int    output = -1;
  gint64 seq = 0;
  gint64 told = 0;

  g_spawn_async_with_pipes (NULL, (char **) words, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &output, NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < n_told; i++)
    g_assert_cmpint (read (output, &told, sizeof told), ==, sizeof told);

  g_assert_no_errno (kill (pid, SIGKILL));

  /* What it still said before it died counts too. */
  for (seq = told; read (output, &seq, sizeof seq) == sizeof seq;)
    told = seq;

  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  close (output);
  return told;
}

static void
test_killed (Fixture      *fixture,
             gconstpointer user_data)
{
  close_store (fixture);

  for (guint round = 1; round <= 10; round++)
    {
      g_autoptr (GError) error = NULL;
      gint64 told = kill_after (user_data, fixture->dir, 3 * round);
      g_autoptr (HrRecords) records = NULL;
      g_autoptr (JsonObject) report = NULL;

      fixture->store = hr_store_open (fixture->dir, &error);
      g_assert_no_error (error);
      g_assert_cmpint (hr_store_get_last_seq (fixture->store), >=, told);
      close_store (fixture);

      records = hr_records_open (fixture->dir, NULL);
      report = hr_records_verify (records, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (json_object_get_boolean_member (report, "ok"));
    }
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--append-to"))
    {
      append_until_killed (argv[2]);
      return 1;
    }

  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/store/" name, Fixture, argv[0], set_up, func, tear_down)
  g_test_add_func ("/store/chain-vectors", test_chain_vectors);
  ADD ("reopen", test_reopen);
  ADD ("number-goes-on", test_number_goes_on);
  ADD ("second-station-refused", test_second_station_refused);
  ADD ("newer-schema-untouched", test_newer_schema_untouched);
  ADD ("no-database-refused", test_no_database_refused);
  ADD ("large-event", test_large_event);
  ADD ("gap-refused", test_gap_refused);
  ADD ("group-commit", test_group_commit);
  ADD ("locked-then-recovers", test_locked_then_recovers);
  ADD ("log-refuses-change", test_log_refuses_change);
  ADD ("killed", test_killed);

  return g_test_run ();
}
