/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-control-client.h"
#include "hr-fake-station.h"
#include "hr-station-child.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

typedef struct
{
  char           *dir;
  char           *program;
  HrClock        *clock;
  HrStationChild *child;
  guint           n_ready;
  guint           n_lost;
  gboolean        is_stopped;
} Fixture;

static void
on_ready (HrStationChild *child,
          const char     *url,
          Fixture        *fixture)
{
  g_assert_cmpstr (url, ==, "http://127.0.0.1:4711");
  g_assert_cmpstr (hr_station_child_get_url (child), ==, url);
  fixture->n_ready++;
}

static void
on_lost (HrStationChild *child,
         const char     *reason,
         Fixture        *fixture)
{
  g_assert_cmpstr (reason, !=, "");
  g_assert_null (hr_station_child_get_url (child));
  fixture->n_lost++;
}

static void
make_child (Fixture *fixture)
{
  fixture->child = hr_station_child_new (fixture->dir, fixture->program, fixture->clock);
  g_signal_connect (fixture->child, "ready", G_CALLBACK (on_ready), fixture);
  g_signal_connect (fixture->child, "lost", G_CALLBACK (on_lost), fixture);
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("hamrahi-child-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->program = g_test_build_filename (G_TEST_DIST, "support", "fake-station.py", NULL);
  fixture->clock = hr_clock_new_fake (1000000);
  make_child (fixture);
}

static gboolean
is_running (gint64 pid)
{
  return kill ((pid_t) pid, 0) == 0;
}

static void
on_stopped (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (hr_station_child_stop_finish (HR_STATION_CHILD (source), result, NULL));
  fixture->is_stopped = TRUE;
}

static void
stop (Fixture *fixture)
{
  fixture->is_stopped = FALSE;
  hr_station_child_stop_async (fixture->child, on_stopped, fixture);
  hr_wait_until (fixture->is_stopped);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  static const char *const files[] = { "starts", "broken", "control.sock", "station.conf" };

  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (fixture->child);
  g_assert_finalize_object (fixture->clock);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (fixture->dir, files[i], NULL);

      g_assert_true (g_remove (path) == 0 || errno == ENOENT);
    }

  g_assert_no_errno (g_rmdir (fixture->dir));
  g_free (fixture->dir);
  g_free (fixture->program);
}

static void
write_file (Fixture    *fixture,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (fixture->dir, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* What --listen said at each start so far. */
static GStrv
dup_starts (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->dir, "starts", NULL);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return g_new0 (char *, 1);

  return g_strsplit (g_strstrip (text), "\n", -1);
}

static guint
count_starts (Fixture *fixture)
{
  g_auto (GStrv) starts = dup_starts (fixture);

  return g_strv_length (starts);
}

static void
test_start_and_stop (Fixture      *fixture,
                     gconstpointer user_data)
{
  gint64 pid = 0;

  hr_station_child_start (fixture->child);
  hr_wait_until (fixture->n_ready == 1);
  pid = hr_station_child_get_pid (fixture->child);
  g_assert_true (is_running (pid));
  g_assert_cmpint (getsid ((pid_t) pid), ==, pid);
  g_assert_false (hr_station_child_is_adopted (fixture->child));

  stop (fixture);
  g_assert_false (is_running (pid));
  g_assert_cmpuint (fixture->n_lost, ==, 0);
}

static void
test_stop_before_start (Fixture      *fixture,
                        gconstpointer user_data)
{
  hr_station_child_start (fixture->child);
  stop (fixture);
  g_assert_cmpuint (count_starts (fixture), ==, 0);
}

static void
test_restart (Fixture      *fixture,
              gconstpointer user_data)
{
  g_auto (GStrv) starts = NULL;

  hr_station_child_start (fixture->child);
  hr_wait_until (fixture->n_ready == 1);

  g_test_expect_message ("hr-station-child", G_LOG_LEVEL_WARNING, "*signal 9*");
  g_assert_no_errno (kill ((pid_t) hr_station_child_get_pid (fixture->child), SIGKILL));
  hr_wait_until (fixture->n_lost == 1);
  g_test_assert_expected_messages ();
  g_assert_cmpint (hr_station_child_get_pid (fixture->child), ==, 0);

  hr_clock_advance (fixture->clock, 100 * 1000);
  hr_wait_until (fixture->n_ready == 2);

  /* Phones come back to the port they know. */
  starts = dup_starts (fixture);
  g_assert_cmpstr (starts[0], ==, "127.0.0.1:8080");
  g_assert_cmpstr (starts[1], ==, "127.0.0.1:4711");
  stop (fixture);
}

static void
test_back_off (Fixture      *fixture,
               gconstpointer user_data)
{
  static const guint waits_ms[] = { 100, 200, 400, 800, 1600, 3200, 5000, 5000 };
  g_auto (GStrv) starts = NULL;

  write_file (fixture, "broken", "");

  g_test_expect_message ("hr-station-child", G_LOG_LEVEL_MESSAGE, "*code 1*another port*");
  for (guint i = 0; i < G_N_ELEMENTS (waits_ms); i++)
    g_test_expect_message ("hr-station-child", G_LOG_LEVEL_WARNING, "*code 1*");

  hr_station_child_start (fixture->child);
  hr_wait_until (fixture->n_lost == 1);

  for (guint i = 0; i < G_N_ELEMENTS (waits_ms); i++)
    {
      hr_clock_advance (fixture->clock, (waits_ms[i] - 1) * 1000);
      while (g_main_context_iteration (NULL, FALSE))
        continue;
      g_assert_cmpuint (count_starts (fixture), ==, i + 1);

      hr_clock_advance (fixture->clock, 1000);
      hr_wait_until (fixture->n_lost == i + 2);
    }

  g_test_assert_expected_messages ();
  starts = dup_starts (fixture);
  g_assert_cmpstr (starts[0], ==, "127.0.0.1:8080");
  g_assert_cmpstr (starts[1], ==, "127.0.0.1:0");
  g_assert_cmpstr (starts[2], ==, "127.0.0.1:8080");
  stop (fixture);
}

static void
test_own_address (Fixture      *fixture,
                  gconstpointer user_data)
{
  g_auto (GStrv) starts = NULL;

  write_file (fixture, "station.conf", "[listen]\naddress=0.0.0.0\n");
  hr_station_child_start (fixture->child);
  hr_wait_until (fixture->n_ready == 1);
  starts = dup_starts (fixture);
  g_assert_cmpstr (starts[0], ==, "settings");
  stop (fixture);
}

/* The console is gone without a word; the next one finds its station, and stops it as its own. */
static void
test_adopt (Fixture      *fixture,
            gconstpointer user_data)
{
  gint64 pid = 0;

  hr_station_child_start (fixture->child);
  hr_wait_until (fixture->n_ready == 1);
  pid = hr_station_child_get_pid (fixture->child);
  g_assert_finalize_object (fixture->child);
  g_assert_true (is_running (pid));

  make_child (fixture);
  hr_station_child_start (fixture->child);
  hr_wait_until (fixture->n_ready == 2);
  g_assert_true (hr_station_child_is_adopted (fixture->child));
  g_assert_cmpint (hr_station_child_get_pid (fixture->child), ==, pid);
  g_assert_cmpuint (count_starts (fixture), ==, 1);

  stop (fixture);
  g_assert_cmpint (hr_station_child_get_pid (fixture->child), ==, 0);
}

/* It is there and says nothing: only another one helps. */
static void
test_hangs (Fixture      *fixture,
            gconstpointer user_data)
{
  hr_station_child_start (fixture->child);
  hr_wait_until (fixture->n_ready == 1);

  g_assert_no_errno (kill ((pid_t) hr_station_child_get_pid (fixture->child), SIGSTOP));
  hr_station_child_check (fixture->child);

  g_test_expect_message ("hr-station-process", G_LOG_LEVEL_WARNING, "*hangs*");
  g_test_expect_message ("hr-station-child", G_LOG_LEVEL_WARNING, "*signal 9*");
  hr_wait_until (fixture->n_lost == 1);
  g_test_assert_expected_messages ();
  hr_clock_advance (fixture->clock, 100 * 1000);
  hr_wait_until (fixture->n_ready == 2);
  stop (fixture);
}

/* A service manager's station is used, and watched, and left alone. */
static void
test_adopt_foreign (Fixture      *fixture,
                    gconstpointer user_data)
{
  g_autoptr (GSubprocess) service = NULL;
  g_autofree char *control = g_build_filename (fixture->dir, "control.sock", NULL);

  service = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL,
                              fixture->program, "run", "--data-dir", fixture->dir, NULL);
  hr_wait_until (g_file_test (control, G_FILE_TEST_EXISTS));

  hr_station_child_start (fixture->child);
  hr_wait_until (fixture->n_ready == 1);
  g_assert_true (hr_station_child_is_adopted (fixture->child));
  stop (fixture);
  g_assert_nonnull (g_subprocess_get_identifier (service));

  g_subprocess_send_signal (service, SIGTERM);
  g_assert_true (g_subprocess_wait_check (service, NULL, NULL));
}

static void
test_adopted_ends (Fixture      *fixture,
                   gconstpointer user_data)
{
  gint64 pid = 0;

  hr_station_child_start (fixture->child);
  hr_wait_until (fixture->n_ready == 1);
  pid = hr_station_child_get_pid (fixture->child);
  g_assert_finalize_object (fixture->child);

  make_child (fixture);
  hr_station_child_start (fixture->child);
  hr_wait_until (fixture->n_ready == 2);

  g_test_expect_message ("hr-station-child", G_LOG_LEVEL_WARNING, "*has ended*");
  g_assert_no_errno (kill ((pid_t) pid, SIGKILL));
  hr_wait_until (fixture->n_lost == 1);
  g_test_assert_expected_messages ();

  hr_clock_advance (fixture->clock, 100 * 1000);
  hr_wait_until (fixture->n_ready == 3);
  g_assert_false (hr_station_child_is_adopted (fixture->child));
  stop (fixture);
}

#define add(name, func) g_test_add ("/station-child/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("start-and-stop", test_start_and_stop);
  add ("stop-before-start", test_stop_before_start);
  add ("restart", test_restart);
  add ("back-off", test_back_off);
  add ("own-address", test_own_address);
  add ("hangs", test_hangs);
  add ("adopt", test_adopt);
  add ("adopt-foreign", test_adopt_foreign);
  add ("adopted-ends", test_adopted_ends);

  return g_test_run ();
}
