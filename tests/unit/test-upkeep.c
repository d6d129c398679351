/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-upkeep"

#include "hr-json.h"
#include "hr-records.h"
#include "hr-test-room.h"
#include "hr-upkeep.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/statvfs.h>

#define MINUTE_MS (60 * 1000)
#define HOUR_MS (60 * MINUTE_MS)

#define SOUND "what was heard"

typedef struct
{
  HrTestRoom *room;
  HrSettings *settings;
  HrUpkeep   *upkeep;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  fixture->room = hr_test_room_new ();
  fixture->settings = hr_settings_new ();
  fixture->upkeep = hr_upkeep_new (fixture->room->dispatcher, fixture->room->journal, fixture->settings);
}

/* What is under way comes to its end: each query holds a reference. */
static void
finish (Fixture *fixture)
{
  while (G_OBJECT (fixture->upkeep)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
}

/* Begins its work, which is not at once. */
static void
begin (Fixture *fixture)
{
  hr_upkeep_start (fixture->upkeep);
  hr_test_room_advance_ms (fixture->room, MINUTE_MS);
  finish (fixture);
}

static void
pass_hours (Fixture *fixture,
            guint    n_hours)
{
  for (guint i = 0; i < n_hours; i++)
    {
      hr_test_room_advance_ms (fixture->room, HOUR_MS);
      finish (fixture);
    }
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_upkeep_stop (fixture->upkeep);
  g_assert_finalize_object (fixture->upkeep);
  g_assert_finalize_object (fixture->settings);
  hr_test_room_free (fixture->room);
}

static void
set (Fixture    *fixture,
     const char *assignment)
{
  g_autoptr (GError) error = NULL;

  hr_settings_set (fixture->settings, assignment, NULL, &error);
  g_assert_no_error (error);
}

static guint
count_files (Fixture    *fixture,
             const char *folder)
{
  g_autofree char *path = g_build_filename (fixture->room->dir, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n_files = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n_files++;

  return n_files;
}

static void
assert_whole (Fixture *fixture,
              gint64   n_recordings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrRecords) records = hr_records_open (fixture->room->dir, &error);
  g_autoptr (JsonObject) report = NULL;
  gboolean is_ok = FALSE;
  gint64   n_found = 0;

  g_assert_no_error (error);
  hr_test_room_write (fixture->room);
  report = hr_records_verify (records, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hr_json_get_string (report, "problem"), ==, NULL);
  g_assert_true (hr_json_get_bool (report, "ok", &is_ok) && is_ok);
  g_assert_true (hr_json_get_int (report, "recordings", &n_found));
  g_assert_cmpint (n_found, ==, n_recordings);
}

/* One alarm however the space wavers about the limit. */
static void
test_disk (Fixture      *fixture,
           gconstpointer user_data)
{
  static const struct
  {
    double   free_pct;
    gboolean is_alarmed;
  } steps[] = { { 10, FALSE }, { 9.9, TRUE }, { 11, TRUE }, { 4, TRUE }, { 12, FALSE }, { 11, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      hr_upkeep_judge_disk (fixture->upkeep, steps[i].free_pct);
      g_assert_cmpint (hr_test_room_get_alert (fixture->room, "disk_low", NULL) != NULL, ==, steps[i].is_alarmed);
    }

  g_assert_cmpuint (hr_test_room_count (fixture->room, "alert.raised"), ==, 1);
  g_assert_cmpuint (hr_test_room_count (fixture->room, "alert.cleared"), ==, 1);
}

/* It is measured when the other work is done: an alarm of a full disk ends by itself once there is space, as there is here. */
static void
test_disk_is_measured (Fixture      *fixture,
                       gconstpointer user_data)
{
  struct statvfs disk = { 0 };

  g_assert_cmpint (statvfs (fixture->room->dir, &disk), ==, 0);
  if (100.0 * disk.f_bavail / disk.f_blocks < 12)
    {
      g_test_skip ("This disk is nearly full");
      return;
    }

  hr_upkeep_judge_disk (fixture->upkeep, 1);
  g_assert_nonnull (hr_test_room_get_alert (fixture->room, "disk_low", NULL));
  begin (fixture);
  g_assert_null (hr_test_room_get_alert (fixture->room, "disk_low", NULL));
}

static void
test_one_backup_a_day (Fixture      *fixture,
                       gconstpointer user_data)
{
  g_autofree char *path = NULL;

  set (fixture, "retention.backups=3");
  begin (fixture);

  path = g_build_filename (fixture->room->dir, "backups", "records-2026-11-20.sqlite3", NULL);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpstr (hr_json_get_string (hr_event_get_data (hr_test_room_get_last (fixture->room, "station.backed_up")), "file"), ==,
                   "backups/records-2026-11-20.sqlite3");

  for (guint day = 2; day <= 5; day++)
    {
      /* An hour is not a day. */
      pass_hours (fixture, 1);
      g_assert_cmpuint (hr_test_room_count (fixture->room, "station.backed_up"), ==, day - 1);
      pass_hours (fixture, 23);
      g_assert_cmpuint (hr_test_room_count (fixture->room, "station.backed_up"), ==, day);
    }

  g_assert_cmpuint (count_files (fixture, "backups"), ==, 3);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  assert_whole (fixture, 0);
}

static void
test_backup_that_fails (Fixture      *fixture,
                        gconstpointer user_data)
{
  g_autofree char *in_the_way = g_build_filename (fixture->room->dir, "backups", NULL);
  HrAlert         *alert = NULL;

  g_assert_true (g_file_set_contents (in_the_way, "not a folder", -1, NULL));
  g_test_expect_message ("hr-upkeep", G_LOG_LEVEL_WARNING, "There is no backup of today*");
  begin (fixture);
  g_test_assert_expected_messages ();
  alert = hr_test_room_get_alert (fixture->room, "backup_failed", NULL);
  g_assert_nonnull (alert);

  g_assert_no_errno (g_unlink (in_the_way));
  pass_hours (fixture, 1);
  g_assert_null (hr_test_room_get_alert (fixture->room, "backup_failed", NULL));
  g_assert_cmpuint (count_files (fixture, "backups"), ==, 1);
}

/* A backup that does not come to its end is as good as none; when it does after all, there is one. */
static void
test_backup_that_hangs (Fixture      *fixture,
                        gconstpointer user_data)
{
  HrAlert *alert = NULL;

  hr_upkeep_start (fixture->upkeep);
  hr_test_room_advance_ms (fixture->room, MINUTE_MS);
  hr_test_room_advance_ms (fixture->room, HOUR_MS - 1);
  g_assert_null (hr_test_room_get_alert (fixture->room, "backup_failed", NULL));

  g_test_expect_message ("hr-upkeep", G_LOG_LEVEL_WARNING, "There is no backup of today*");
  hr_test_room_advance_ms (fixture->room, 1);
  g_test_assert_expected_messages ();
  alert = hr_test_room_get_alert (fixture->room, "backup_failed", NULL);
  g_assert_cmpstr (hr_alert_get_text (alert), ==, "There is no backup of today: what was begun an hour ago has not come to its end.");

  finish (fixture);
  g_assert_null (hr_test_room_get_alert (fixture->room, "backup_failed", NULL));
  g_assert_cmpuint (count_files (fixture, "backups"), ==, 1);
}

static void
test_no_backups_wanted (Fixture      *fixture,
                        gconstpointer user_data)
{
  g_autofree char *in_the_way = g_build_filename (fixture->room->dir, "backups", NULL);

  g_assert_true (g_file_set_contents (in_the_way, "not a folder", -1, NULL));
  g_test_expect_message ("hr-upkeep", G_LOG_LEVEL_WARNING, "There is no backup of today*");
  begin (fixture);
  g_test_assert_expected_messages ();
  g_assert_nonnull (hr_test_room_get_alert (fixture->room, "backup_failed", NULL));

  set (fixture, "retention.backups=0");
  pass_hours (fixture, 24);
  g_assert_null (hr_test_room_get_alert (fixture->room, "backup_failed", NULL));
  g_assert_cmpuint (hr_test_room_count (fixture->room, "alert.raised"), ==, 1);
}

/* The fixture's end finds nothing that goes on. */
static void
test_stopped_at_work (Fixture      *fixture,
                      gconstpointer user_data)
{
  hr_upkeep_start (fixture->upkeep);
  hr_test_room_advance_ms (fixture->room, MINUTE_MS);
  g_assert_cmpuint (G_OBJECT (fixture->upkeep)->ref_count, >, 1);
}

/* Its path. */
static char *
record_sound (Fixture    *fixture,
              const char *incident_id,
              const char *recording_id)
{
  g_autofree char *relative = g_strconcat ("recordings/", recording_id, ".ogg", NULL);
  g_autofree char *folder = g_build_filename (fixture->room->dir, "recordings", NULL);
  char            *path = g_build_filename (fixture->room->dir, relative, NULL);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, SOUND, -1);
  g_autoptr (GError) error = NULL;

  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));
  g_assert_true (g_file_set_contents (path, SOUND, -1, NULL));
  hr_journal_record (fixture->room->journal, "recording.started", incident_id, "station",
                     hr_json_new_object ("recording_id", recording_id, "session_id", "s", "path", relative, NULL), &error);
  g_assert_no_error (error);
  hr_journal_record (fixture->room->journal, "recording.finished", incident_id, "station",
                     hr_json_new_object ("recording_id", recording_id, "session_id", "s", "sha256", sha256, NULL), &error);
  g_assert_no_error (error);

  return path;
}

static void
test_recordings_have_their_time (Fixture      *fixture,
                                 gconstpointer user_data)
{
  g_autofree char *ended = hr_test_room_activate (fixture->room, "c1", NULL, FALSE);
  g_autofree char *open = hr_test_room_activate (fixture->room, "c2", NULL, FALSE);
  g_autofree char *ended_path = record_sound (fixture, ended, "r1");
  g_autofree char *open_path = record_sound (fixture, open, "r2");
  g_autoptr (GError) error = NULL;

  hr_test_room_save_operator (fixture->room, "asha", "supervisor", 4, TRUE, "north:1");
  hr_dispatcher_end (fixture->room->dispatcher, "asha", ended, "test", NULL, NULL, &error);
  g_assert_no_error (error);
  hr_test_room_write (fixture->room);
  assert_whole (fixture, 2);

  set (fixture, "retention.recordings_days=2");
  begin (fixture);
  pass_hours (fixture, 24);
  g_assert_cmpuint (hr_test_room_count (fixture->room, "recording.removed"), ==, 0);

  finish (fixture);
  pass_hours (fixture, 25);
  g_assert_cmpuint (hr_test_room_count (fixture->room, "recording.removed"), ==, 1);
  g_assert_cmpstr (hr_event_get_incident_id (hr_test_room_get_last (fixture->room, "recording.removed")), ==, ended);

  /* On record first, then off the disk. */
  hr_test_room_write (fixture->room);
  finish (fixture);
  g_assert_false (g_file_test (ended_path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (open_path, G_FILE_TEST_EXISTS));
  assert_whole (fixture, 1);
}

static gint64
count_rows (Fixture    *fixture,
            const char *table)
{
  g_autofree char *path = g_build_filename (fixture->room->dir, "records.sqlite3", NULL);
  g_autofree char *text = g_strdup_printf ("SELECT count (*) FROM %s", table);
  sqlite3         *database = NULL;
  sqlite3_stmt    *row = NULL;
  gint64           n_rows = 0;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, text, -1, &row, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
  n_rows = sqlite3_column_int64 (row, 0);
  sqlite3_finalize (row);
  sqlite3_close (database);

  return n_rows;
}

/* More than are erased in one go, each with a recording; the one that is open stays as it is. */
static void
test_people_have_their_time (Fixture      *fixture,
                             gconstpointer user_data)
{
  enum
  {
    N_ENDED = 60
  };
  g_autofree char *open = hr_test_room_activate (fixture->room, "who-waits", "28.1,77.1", FALSE);
  g_autofree char *open_path = record_sound (fixture, open, "r-open");
  g_autoptr (GError) error = NULL;

  hr_test_room_save_operator (fixture->room, "asha", "supervisor", 4, TRUE, "north:1");
  for (guint i = 0; i < N_ENDED; i++)
    {
      g_autofree char *citizen_id = g_strdup_printf ("citizen-%u", i);
      g_autofree char *recording_id = g_strdup_printf ("r%u", i);
      g_autofree char *ended = hr_test_room_activate (fixture->room, citizen_id, "28.1,77.1", FALSE);
      g_autofree char *path = record_sound (fixture, ended, recording_id);

      hr_dispatcher_end (fixture->room->dispatcher, "asha", ended, "test", NULL, NULL, &error);
      g_assert_no_error (error);
    }
  hr_test_room_write (fixture->room);
  g_assert_cmpint (count_rows (fixture, "event_private"), ==, N_ENDED + 1);

  set (fixture, "retention.personal_days=2");
  set (fixture, "retention.recordings_days=2");
  begin (fixture);
  pass_hours (fixture, 47);
  g_assert_cmpuint (hr_test_room_count (fixture->room, "incident.erased"), ==, 0);

  pass_hours (fixture, 2);
  while (count_rows (fixture, "event_private") > 1 || count_files (fixture, "recordings") > 1)
    g_main_context_iteration (NULL, FALSE);
  finish (fixture);

  g_assert_cmpuint (hr_test_room_count (fixture->room, "incident.erased"), ==, N_ENDED);
  g_assert_cmpuint (hr_test_room_count (fixture->room, "recording.removed"), ==, N_ENDED);
  g_assert_true (g_file_test (open_path, G_FILE_TEST_EXISTS));
  assert_whole (fixture, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/upkeep/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("disk", test_disk);
  ADD ("disk-is-measured", test_disk_is_measured);
  ADD ("one-backup-a-day", test_one_backup_a_day);
  ADD ("backup-that-fails", test_backup_that_fails);
  ADD ("backup-that-hangs", test_backup_that_hangs);
  ADD ("no-backups-wanted", test_no_backups_wanted);
  ADD ("stopped-at-work", test_stopped_at_work);
  ADD ("recordings-have-their-time", test_recordings_have_their_time);
  ADD ("people-have-their-time", test_people_have_their_time);

  return g_test_run ();
}
