/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-journal"

#include "hr-journal.h"
#include "hr-json.h"
#include "hr-records.h"
#include "hr-test-files.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>

#define START_US G_GINT64_CONSTANT (1795165327000000)

typedef struct
{
  char      *dir;
  HrClock   *clock;
  HrBoard   *board;
  HrStore   *store;
  HrJournal *journal;
  sqlite3   *blocker;  /* somebody else who holds the file, or NULL */
  GPtrArray *recorded; /* of HrEvent, as told */
  guint      n_durable_calls;
} Fixture;

static void
on_recorded (HrJournal *journal,
             HrEvent   *event,
             gpointer   user_data)
{
  Fixture *fixture = user_data;

  g_ptr_array_add (fixture->recorded, g_object_ref (event));
}

static void
open_journal (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) snapshot = NULL;

  fixture->store = hr_store_open (fixture->dir, &error);
  g_assert_no_error (error);
  fixture->board = hr_board_new ();
  snapshot = hr_store_load_snapshot (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_true (hr_board_load_snapshot (fixture->board, snapshot, hr_store_get_last_seq (fixture->store), NULL));
  fixture->journal = hr_journal_new (fixture->board, fixture->store, fixture->clock);
  g_signal_connect (fixture->journal, "recorded", G_CALLBACK (on_recorded), fixture);
}

static void
close_journal (Fixture *fixture)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->journal));
  hr_store_close (fixture->store);
  g_assert_finalize_object (g_steal_pointer (&fixture->store));
  g_assert_finalize_object (g_steal_pointer (&fixture->board));
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  fixture->dir = g_dir_make_tmp (NULL, NULL);
  fixture->clock = hr_clock_new_fake (START_US);
  fixture->recorded = g_ptr_array_new_with_free_func (g_object_unref);
  open_journal (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  close_journal (fixture);
  g_ptr_array_unref (fixture->recorded);
  g_assert_finalize_object (fixture->clock);
  hr_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static void
block (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->dir, "records.sqlite3", NULL);

  g_assert_cmpint (sqlite3_open (path, &fixture->blocker), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (fixture->blocker, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
}

static void
unblock (Fixture *fixture)
{
  sqlite3_close (g_steal_pointer (&fixture->blocker));
}

/* A disk that is full, as a process sees it: what would make a file larger fails. */
static void
limit_file_size (rlim_t size_bytes)
{
  struct rlimit limit;

  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &limit));
  limit.rlim_cur = size_bytes;
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
}

static HrEvent *
record (Fixture    *fixture,
        const char *text)
{
  g_autoptr (GError) error = NULL;
  HrEvent *event = hr_journal_record (fixture->journal, "drill.note", NULL, "station",
                                      hr_json_new_object ("text", text, NULL), &error);

  g_assert_no_error (error);
  return event;
}

static void
expect_warning (void)
{
  g_test_expect_message ("hr-journal", G_LOG_LEVEL_WARNING, "Records wait in memory*");
}

static void
wait_until_degraded (Fixture *fixture)
{
  while (!hr_journal_is_degraded (fixture->journal))
    g_main_context_iteration (NULL, TRUE);

  /* The failure is told in the turn after it. */
  while (fixture->recorded->len < hr_journal_get_seq (fixture->journal))
    g_main_context_iteration (NULL, TRUE);

  g_test_assert_expected_messages ();
}

static void
on_durable (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_durable_calls++;
}

static void
assert_told_in_order (Fixture *fixture)
{
  for (guint i = 0; i < fixture->recorded->len; i++)
    g_assert_cmpint (hr_event_get_seq (fixture->recorded->pdata[i]), ==, i + 1);
}

/* The log holds what was told, in its order. */
static void
assert_written (Fixture *fixture)
{
  g_autoptr (HrRecords) records = hr_records_open (fixture->dir, NULL);
  g_autoptr (JsonObject) answer = hr_records_get_events_since (records, 0, 1000, NULL);
  g_autoptr (JsonObject) report = hr_records_verify (records, NULL, NULL);
  JsonArray *items = hr_json_get_array (answer, "items");

  g_assert_cmpuint (json_array_get_length (items), ==, fixture->recorded->len);

  for (guint i = 0; i < fixture->recorded->len; i++)
    {
      g_autoptr (JsonObject) told = hr_event_to_json (fixture->recorded->pdata[i]);
      g_autofree char *told_text = hr_json_dup_canonical (told);
      g_autofree char *written_text = hr_json_dup_canonical (json_array_get_object_element (items, i));

      g_assert_cmpstr (written_text, ==, told_text);
    }

  g_assert_true (json_object_get_boolean_member (report, "ok"));
}

static guint
count_kind (Fixture    *fixture,
            const char *kind)
{
  guint n_events = 0;

  for (guint i = 0; i < fixture->recorded->len; i++)
    n_events += hr_event_is_kind (fixture->recorded->pdata[i], kind);

  return n_events;
}

static void
test_order (Fixture      *fixture,
            gconstpointer user_data)
{
  for (int i = 0; i < 100; i++)
    {
      record (fixture, "one");
      hr_journal_when_durable (fixture->journal, hr_journal_get_seq (fixture->journal), on_durable, fixture, NULL);

      if (i % 7 == 0)
        g_main_context_iteration (NULL, FALSE);
    }

  g_assert_cmpint (hr_board_get_seq (fixture->board), ==, 100);
  g_assert_true (hr_journal_flush (fixture->journal, 10000));
  g_assert_cmpuint (fixture->recorded->len, ==, 100);
  g_assert_cmpuint (fixture->n_durable_calls, ==, 100);
  assert_told_in_order (fixture);
  assert_written (fixture);
}

static void
test_not_told_before_written (Fixture      *fixture,
                              gconstpointer user_data)
{
  record (fixture, "one");
  hr_journal_when_durable (fixture->journal, 1, on_durable, fixture, NULL);

  g_assert_cmpuint (fixture->recorded->len, ==, 0);
  g_assert_cmpuint (fixture->n_durable_calls, ==, 0);
  g_assert_true (hr_journal_flush (fixture->journal, 10000));
  g_assert_cmpuint (fixture->n_durable_calls, ==, 1);

  /* What is there already is told too, but never from within the call. */
  hr_journal_when_durable (fixture->journal, 1, on_durable, fixture, NULL);
  g_assert_cmpuint (fixture->n_durable_calls, ==, 1);
  while (fixture->n_durable_calls < 2)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_illegal_event (Fixture      *fixture,
                    gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hr_journal_record (fixture->journal, "incident.note", "nowhere", "station",
                                    hr_json_new_object ("text", "x", NULL), &error));
  g_assert_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_NOT_FOUND);
  g_assert_cmpint (hr_journal_get_seq (fixture->journal), ==, 0);

  record (fixture, "one");
  g_assert_true (hr_journal_flush (fixture->journal, 10000));
  assert_written (fixture);
}

static void
record_one_more (HrBoard *board,
                 HrEvent *event,
                 gpointer user_data)
{
  if (hr_event_get_seq (event) <= 5)
    record (user_data, "because of it");
}

static void
test_recorded_while_applied (Fixture      *fixture,
                             gconstpointer user_data)
{
  g_signal_connect (fixture->board, "applied", G_CALLBACK (record_one_more), fixture);
  record (fixture, "first");
  g_signal_handlers_disconnect_by_func (fixture->board, record_one_more, fixture);

  g_assert_true (hr_journal_flush (fixture->journal, 10000));
  g_assert_cmpuint (fixture->recorded->len, ==, 6);
  assert_told_in_order (fixture);
  assert_written (fixture);
}

static void
test_degraded (Fixture      *fixture,
               gconstpointer user_data)
{
  block (fixture);
  expect_warning ();
  record (fixture, "before");
  hr_journal_when_durable (fixture->journal, 1, on_durable, fixture, NULL);
  wait_until_degraded (fixture);

  /* The room goes on hearing; nothing is called durable. */
  g_assert_cmpuint (count_kind (fixture, "station.storage_degraded"), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (hr_board_get_alerts (fixture->board)), ==, 1);

  for (int i = 0; i < 600; i++)
    record (fixture, "meanwhile");
  while (fixture->recorded->len < 603)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->n_durable_calls, ==, 0);
  g_assert_false (hr_journal_flush (fixture->journal, 1));

  unblock (fixture);
  hr_clock_advance (fixture->clock, 250 * 1000);
  g_assert_true (hr_journal_flush (fixture->journal, 10000));

  g_assert_false (hr_journal_is_degraded (fixture->journal));
  g_assert_cmpuint (fixture->n_durable_calls, ==, 1);
  g_assert_cmpuint (count_kind (fixture, "station.storage_recovered"), ==, 1);
  g_assert_cmpuint (count_kind (fixture, "alert.cleared"), ==, 1);
  assert_told_in_order (fixture);
  assert_written (fixture);
}

/* A main loop that was away for longer than a write may take, while the write was not. */
static void
test_long_turn (Fixture      *fixture,
                gconstpointer user_data)
{
  record (fixture, "one");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_usleep (2100 * 1000);

  g_assert_true (hr_journal_flush (fixture->journal, 10000));
  g_assert_false (hr_journal_is_degraded (fixture->journal));
  assert_written (fixture);
}

static void
test_full_disk_backs_off (Fixture      *fixture,
                          gconstpointer user_data)
{
  limit_file_size (1);
  expect_warning ();
  record (fixture, "one");
  wait_until_degraded (fixture);

  /* Tried again after 250 ms, and then after twice that. */
  hr_clock_advance (fixture->clock, 250 * 1000);
  g_assert_false (hr_journal_flush (fixture->journal, 200));
  limit_file_size (RLIM_INFINITY);
  hr_clock_advance (fixture->clock, 499 * 1000);
  g_assert_false (hr_journal_flush (fixture->journal, 50));
  hr_clock_advance (fixture->clock, 1000);
  g_assert_true (hr_journal_flush (fixture->journal, 10000));
  assert_told_in_order (fixture);
  assert_written (fixture);
}

static void
test_alert_of_a_dead_station (Fixture      *fixture,
                              gconstpointer user_data)
{
  JsonObject *data = hr_json_new_object ("id", "old", "alert", "storage_degraded", "text", "Records cannot be written", NULL);

  json_object_set_int_member (data, "priority", 1);
  g_assert_nonnull (hr_journal_record (fixture->journal, "alert.raised", NULL, "station", data, NULL));
  g_assert_true (hr_journal_flush (fixture->journal, 10000));
  close_journal (fixture);
  open_journal (fixture);

  record (fixture, "first of the new run");
  g_assert_true (hr_journal_flush (fixture->journal, 10000));
  g_assert_false (hr_alert_is_active (hr_board_get_alert (fixture->board, "old")));
  g_assert_cmpuint (count_kind (fixture, "alert.cleared"), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGXFSZ, SIG_IGN);

#define ADD(name, func) g_test_add ("/journal/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("order", test_order);
  ADD ("not-told-before-written", test_not_told_before_written);
  ADD ("illegal-event", test_illegal_event);
  ADD ("recorded-while-applied", test_recorded_while_applied);
  ADD ("degraded", test_degraded);
  ADD ("long-turn", test_long_turn);
  ADD ("full-disk-backs-off", test_full_disk_backs_off);
  ADD ("alert-of-a-dead-station", test_alert_of_a_dead_station);

  return g_test_run ();
}
