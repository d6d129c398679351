/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-device-watch.h"

#include "hr-audio-output.h"
#include "hr-test-files.h"

#include <gst/gst.h>

/* The list of devices, of a sound server of the test's own. */

#define DEADLINE_US (20 * G_USEC_PER_SEC)

static char *socket_path;

static gboolean
wake_up (gpointer unused)
{
  return G_SOURCE_CONTINUE;
}

#define wait_until(condition)                                     \
  G_STMT_START                                                    \
  {                                                               \
    gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;   \
    guint  wake_up_id = g_timeout_add (10, wake_up, NULL);        \
    while (!(condition) && g_get_monotonic_time () < deadline_us) \
      g_main_context_iteration (NULL, TRUE);                      \
    g_source_remove (wake_up_id);                                 \
    g_assert_true (condition);                                    \
  }                                                               \
  G_STMT_END

static GSubprocess *
start_server (void)
{
  g_autofree char *module = g_strdup_printf ("module-native-protocol-unix auth-anonymous=1 socket=%s", socket_path);
  g_autoptr (GError) error = NULL;
  GSubprocess *server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                          "pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1",
                                          "--load=module-null-sink sink_name=first", "-L", module, NULL);

  g_assert_no_error (error);
  wait_until (g_file_test (socket_path, G_FILE_TEST_EXISTS));

  return server;
}

static void
ask_server (const char *command,
            const char *module,
            const char *argument)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) pactl = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "pactl", command, module, argument, NULL);

  g_assert_no_error (error);
  g_subprocess_wait_check (pactl, NULL, &error);
  g_assert_no_error (error);
}

/* NULL: no device's id holds @part. */
static const char *
find_id (HrSound    *sound,
         const char *part)
{
  GListModel *devices = G_LIST_MODEL (hr_sound_get_devices (sound));

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr (HrSoundDevice) device = g_list_model_get_item (devices, i);

      if (strstr (hr_sound_device_get_id (device), part) != NULL)
        return hr_sound_device_get_id (device);
    }

  return NULL;
}

static void
on_found (guint *n_found)
{
  (*n_found)++;
}

/* What is listed can be opened by its id. */
static void
open_by_id (const char *id)
{
  g_autoptr (HrAudioOutput) output = hr_audio_output_new (id);
  guint n_found = 0;

  g_signal_connect_swapped (output, "found", G_CALLBACK (on_found), &n_found);
  hr_audio_output_open (output);
  for (int i = 0; i < 4; i++)
    {
      GstBuffer *block = gst_buffer_new_allocate (NULL, HR_AUDIO_RATE / 100 * sizeof (float), NULL);

      gst_buffer_memset (block, 0, 0, gst_buffer_get_size (block));
      hr_audio_output_push (output, block);
    }
  wait_until (n_found == 1);
  hr_audio_output_close (output);
}

static void
test_devices (void)
{
  g_autoptr (GSubprocess) server = NULL;
  g_autoptr (HrWorkplace) workplace = hr_workplace_new (NULL);
  g_autoptr (HrSound) sound = hr_sound_new (workplace);
  g_autoptr (HrDeviceWatch) watch = NULL;
  g_autofree char *program = g_find_program_in_path ("pulseaudio");
  g_autofree char *control = g_find_program_in_path ("pactl");

  if (program == NULL || control == NULL)
    {
      g_test_skip ("There is no sound server to be had");
      return;
    }

  server = start_server ();
  watch = hr_device_watch_new (sound);
  wait_until (hr_sound_is_complete (sound));
  g_assert_nonnull (find_id (sound, "first"));
  open_by_id (find_id (sound, "first"));
  g_assert_null (find_id (sound, "second"));

  ask_server ("load-module", "module-null-sink", "sink_name=second");
  wait_until (find_id (sound, "second") != NULL);
  ask_server ("unload-module", "module-null-sink", NULL);
  wait_until (find_id (sound, "second") == NULL);

  hr_device_watch_close (watch);
  g_subprocess_force_exit (server);
  g_assert_true (g_subprocess_wait (server, NULL, NULL));
}

/* It may take long to answer: whoever leaves meanwhile is not held up. */
static void
test_closed_at_once (void)
{
  g_autoptr (HrWorkplace) workplace = hr_workplace_new (NULL);
  g_autoptr (HrSound) sound = hr_sound_new (workplace);
  HrDeviceWatch *watch = hr_device_watch_new (sound);

  g_object_add_weak_pointer (G_OBJECT (watch), (gpointer *) &watch);
  hr_device_watch_close (watch);
  g_object_unref (watch);
  wait_until (watch == NULL);
  g_assert_false (hr_sound_is_complete (sound));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *dir = g_dir_make_tmp ("hr-devices-XXXXXX", NULL);
  g_autofree char *address = NULL;
  int              status = 0;

  socket_path = g_build_filename (dir, "pulse", NULL);
  address = g_strconcat ("unix:", socket_path, NULL);
  g_setenv ("PULSE_SERVER", address, TRUE);
  g_setenv ("PULSE_RUNTIME_PATH", dir, TRUE);
  g_setenv ("PULSE_STATE_PATH", dir, TRUE);
  g_setenv ("HOME", dir, TRUE);
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/device-watch/closed-at-once", test_closed_at_once);
  g_test_add_func ("/device-watch/devices", test_devices);

  status = g_test_run ();
  hr_test_remove_tree (dir);
  g_free (socket_path);

  return status;
}
