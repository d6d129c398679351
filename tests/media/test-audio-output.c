/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-audio-output.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>

#define DEADLINE_S 20
#define BLOCK_MS 10
#define BLOCK_BYTES (HR_AUDIO_RATE / 100 * sizeof (float))

static char *socket_path;

/* A sound server of the test's own, with a sink that drops what it is given. */
typedef struct
{
  GSubprocess   *server;
  HrAudioOutput *output;
  guint          pusher;
  guint          n_lost;
  guint          n_found;
  guint          n_pushed;
} Fixture;

static void
start_server (Fixture *fixture)
{
  g_autofree char *module = g_strdup_printf ("module-native-protocol-unix auth-anonymous=1 socket=%s", socket_path);
  g_autoptr (GError) error = NULL;

  fixture->server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                      "pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1",
                                      "--load=module-null-sink", "-L", module, NULL);
  g_assert_no_error (error);
}

static void
kill_server (Fixture *fixture)
{
  g_subprocess_force_exit (fixture->server);
  g_assert_true (g_subprocess_wait (fixture->server, NULL, NULL));
  g_clear_object (&fixture->server);
  /* It had no time to remove its socket. */
  g_unlink (socket_path);
}

static void
on_lost (HrAudioOutput *output,
         const char    *reason,
         gpointer       user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpstr (reason, !=, "");
  fixture->n_lost += 1;
}

static void
on_found (HrAudioOutput *output,
          gpointer       user_data)
{
  Fixture *fixture = user_data;

  fixture->n_found += 1;
}

static gboolean
push_silence (gpointer user_data)
{
  Fixture   *fixture = user_data;
  GstBuffer *block = gst_buffer_new_allocate (NULL, BLOCK_BYTES, NULL);

  gst_buffer_memset (block, 0, 0, BLOCK_BYTES);
  /* As a mixer with nothing to mix marks it. */
  GST_BUFFER_FLAG_SET (block, GST_BUFFER_FLAG_GAP);
  hr_audio_output_push (fixture->output, block);
  fixture->n_pushed += 1;
  return G_SOURCE_CONTINUE;
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  fixture->output = hr_audio_output_new (user_data);
  g_signal_connect (fixture->output, "lost", G_CALLBACK (on_lost), fixture);
  g_signal_connect (fixture->output, "found", G_CALLBACK (on_found), fixture);
  fixture->pusher = g_timeout_add (BLOCK_MS, push_silence, fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  g_source_remove (fixture->pusher);
  hr_audio_output_close (fixture->output);
  g_assert_finalize_object (fixture->output);
  if (fixture->server != NULL)
    kill_server (fixture);
}

static void
wait_for (guint *count,
          guint  n)
{
  const gint64 deadline_us = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC;

  while (*count < n)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    }
  g_assert_cmpuint (*count, ==, n);
}

static void
test_server_comes_and_goes (Fixture      *fixture,
                            gconstpointer user_data)
{
  hr_audio_output_open (fixture->output);
  wait_for (&fixture->n_lost, 1);
  g_assert_cmpuint (fixture->n_found, ==, 0);

  /* Killed in the middle of its work: pulsesink itself deadlocks when the server dies in the moment in which it starts. */
  start_server (fixture);
  wait_for (&fixture->n_found, 1);
  wait_for (&fixture->n_pushed, fixture->n_pushed + 100);
  kill_server (fixture);
  wait_for (&fixture->n_lost, 2);
  start_server (fixture);
  wait_for (&fixture->n_found, 2);
  g_assert_cmpuint (fixture->n_lost, ==, 2);
}

static void
test_server_stands_still (Fixture      *fixture,
                          gconstpointer user_data)
{
  start_server (fixture);
  hr_audio_output_open (fixture->output);
  wait_for (&fixture->n_found, 1);

  g_subprocess_send_signal (fixture->server, SIGSTOP);
  wait_for (&fixture->n_lost, fixture->n_lost + 1);
  g_subprocess_send_signal (fixture->server, SIGCONT);
  wait_for (&fixture->n_found, 2);
}

static void
test_closes_while_server_stands_still (Fixture      *fixture,
                                       gconstpointer user_data)
{
  gint64 begun_us = 0;

  start_server (fixture);
  hr_audio_output_open (fixture->output);
  wait_for (&fixture->n_found, 1);

  g_subprocess_send_signal (fixture->server, SIGSTOP);
  begun_us = g_get_monotonic_time ();
  hr_audio_output_close (fixture->output);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 5 * G_USEC_PER_SEC);
}

static void
test_bad_description (Fixture      *fixture,
                      gconstpointer user_data)
{
  hr_audio_output_open (fixture->output);
  wait_for (&fixture->n_lost, 1);
  g_assert_cmpuint (fixture->n_found, ==, 0);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      if (g_file_test (inner, G_FILE_TEST_IS_DIR) && !g_file_test (inner, G_FILE_TEST_IS_SYMLINK))
        remove_folder (inner);
      else
        g_unlink (inner);
    }
  g_assert_no_errno (g_rmdir (path));
}

/* Before any thread is there that could read the environment. */
static void
point_at_own_server (const char *dir)
{
  g_autofree char *server = NULL;

  socket_path = g_build_filename (dir, "native", NULL);
  server = g_strconcat ("unix:", socket_path, NULL);
  g_setenv ("PULSE_SERVER", server, TRUE);
  g_setenv ("PULSE_RUNTIME_PATH", dir, TRUE);
  g_setenv ("PULSE_STATE_PATH", dir, TRUE);
  g_setenv ("HOME", dir, TRUE);
  /* No way around the server. */
  g_setenv ("ALSA_CONFIG_PATH", "/dev/null", TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *server = g_find_program_in_path ("pulseaudio");
  g_autofree char *dir = g_dir_make_tmp ("hr-output-XXXXXX", NULL);
  int              status = 0;

  g_assert_nonnull (dir);
  point_at_own_server (dir);
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add ("/audio-output/bad-description", Fixture, "no-such-sink-anywhere", set_up, test_bad_description, tear_down);
  if (server != NULL)
    {
      g_test_add ("/audio-output/server-comes-and-goes", Fixture, NULL, set_up, test_server_comes_and_goes, tear_down);
      g_test_add ("/audio-output/closes-while-server-stands-still", Fixture, "pulsesink", set_up,
                  test_closes_while_server_stands_still, tear_down);
      g_test_add ("/audio-output/server-stands-still", Fixture, "pulsesink", set_up, test_server_stands_still, tear_down);
    }

  status = g_test_run ();
  remove_folder (dir);
  g_free (socket_path);
  return status;
}
