/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-sound-desk.h"
#include "hr-test-files.h"

#include <gst/gst.h>
#include <unistd.h>

/* Which way out calls and alarms take when devices come, go and fail. */

#define OWN "fakesink sync=true name=own"
#define HEADSET "fakesink sync=true name=headset"
#define BROKEN "filesink location=/nonexistent/sound"
#define DEADLINE_US (20 * G_USEC_PER_SEC)
#define BLOCK_SAMPLES (HR_AUDIO_RATE / 100)

typedef struct
{
  HrSound       *sound;
  HrAudioOutput *calls;
  HrAudioOutput *alarms;
  HrSoundDesk   *desk;
  guint          pusher;
  guint          n_found;
} Fixture;

static gboolean
push_silence (gpointer output)
{
  GstBuffer *block = gst_buffer_new_allocate (NULL, BLOCK_SAMPLES * sizeof (float), NULL);

  gst_buffer_memset (block, 0, 0, BLOCK_SAMPLES * sizeof (float));
  hr_audio_output_push (output, block);
  return G_SOURCE_CONTINUE;
}

static void
on_found (Fixture *fixture)
{
  fixture->n_found++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  g_autoptr (HrWorkplace) workplace = hr_workplace_new (NULL);

  fixture->sound = hr_sound_new (workplace);
  fixture->calls = hr_audio_output_new (OWN);
  fixture->alarms = hr_audio_output_new (OWN);
  g_signal_connect_swapped (fixture->calls, "found", G_CALLBACK (on_found), fixture);
  fixture->desk = hr_sound_desk_new (fixture->sound, fixture->calls, fixture->alarms);
  hr_audio_output_open (fixture->calls);
  hr_audio_output_open (fixture->alarms);
  fixture->pusher = g_timeout_add (10, push_silence, fixture->calls);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  g_source_remove (fixture->pusher);
  hr_audio_output_close (fixture->calls);
  hr_audio_output_close (fixture->alarms);
  g_assert_finalize_object (fixture->desk);
  g_object_unref (fixture->calls);
  g_object_unref (fixture->alarms);
  g_assert_finalize_object (fixture->sound);
}

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

static HrSoundDevice *
plug_in (Fixture    *fixture,
         const char *id,
         const char *name)
{
  g_autoptr (HrSoundDevice) device = hr_sound_device_new (id, name);

  g_list_store_append (hr_sound_get_devices (fixture->sound), device);
  return device;
}

static void
assert_calls_on (Fixture    *fixture,
                 const char *sink,
                 const char *fault)
{
  g_assert_cmpstr (hr_audio_output_get_sink (fixture->calls), ==, sink);
  g_assert_cmpstr (hr_sound_get_fault (fixture->sound, HR_SOUND_CALLS), ==, fault);
  /* Each its own way. */
  g_assert_cmpstr (hr_audio_output_get_sink (fixture->alarms), ==, OWN);
  g_assert_null (hr_sound_get_fault (fixture->sound, HR_SOUND_ALARMS));
}

static void
test_chosen (Fixture      *fixture,
             gconstpointer user_data)
{
  HrSoundDevice *headset = plug_in (fixture, HEADSET, "Headset");

  hr_sound_set_complete (fixture->sound);
  wait_until (fixture->n_found == 1);
  assert_calls_on (fixture, OWN, NULL);

  hr_sound_choose (fixture->sound, HR_SOUND_CALLS, headset);
  assert_calls_on (fixture, HEADSET, NULL);
  wait_until (fixture->n_found == 2);

  hr_sound_choose (fixture->sound, HR_SOUND_CALLS, NULL);
  assert_calls_on (fixture, OWN, NULL);
  wait_until (fixture->n_found == 3);
}

static void
test_gone (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_sound_set_complete (fixture->sound);
  hr_sound_choose (fixture->sound, HR_SOUND_CALLS, plug_in (fixture, HEADSET, "Headset"));

  g_list_store_remove_all (hr_sound_get_devices (fixture->sound));
  assert_calls_on (fixture, OWN, "“Headset” is gone. The computer’s own choice is used until it is back.");
  wait_until (fixture->n_found > 0);

  /* It was chosen all the while. */
  plug_in (fixture, HEADSET, "Headset");
  assert_calls_on (fixture, HEADSET, NULL);
}

/* Before the devices are known the chosen one is trusted: a start does not begin with another. */
static void
test_not_known_yet (Fixture      *fixture,
                    gconstpointer user_data)
{
  g_autoptr (HrSoundDevice) headset = hr_sound_device_new (HEADSET, "Headset");

  hr_sound_choose (fixture->sound, HR_SOUND_CALLS, headset);
  assert_calls_on (fixture, HEADSET, NULL);
  hr_sound_set_complete (fixture->sound);
  assert_calls_on (fixture, OWN, "“Headset” is gone. The computer’s own choice is used until it is back.");
}

/* It is there and takes no sound: a call is heard all the same. */
static void
test_failed (Fixture      *fixture,
             gconstpointer user_data)
{
  HrSoundDevice *broken = plug_in (fixture, BROKEN, "Broken");

  hr_sound_set_complete (fixture->sound);
  wait_until (fixture->n_found == 1);
  hr_sound_choose (fixture->sound, HR_SOUND_CALLS, broken);
  wait_until (hr_sound_get_fault (fixture->sound, HR_SOUND_CALLS) != NULL);
  assert_calls_on (fixture, OWN, "“Broken” takes no sound. The computer’s own choice is used.");
  wait_until (fixture->n_found == 2);

  /* Chosen again it is tried again. */
  hr_sound_choose (fixture->sound, HR_SOUND_CALLS, NULL);
  assert_calls_on (fixture, OWN, NULL);
  hr_sound_choose (fixture->sound, HR_SOUND_CALLS, broken);
  g_assert_cmpstr (hr_audio_output_get_sink (fixture->calls), ==, BROKEN);
}

/* The loudest sample of all that was played, or -1 while there is none. */
static float
get_peak (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize            size = 0;
  float            peak = -1;

  if (!g_file_get_contents (path, &bytes, &size, NULL))
    return -1;

  for (gsize i = 0; i < size / sizeof (float); i++)
    peak = MAX (peak, ((float *) (gpointer) bytes)[i]);
  return peak;
}

static void
test_note (void)
{
  g_autofree char *dir = g_dir_make_tmp ("hr-sound-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "heard", NULL);
  g_autofree char *sink = g_strdup_printf ("audio/x-raw,format=F32LE,rate=48000,channels=1 ! filesink buffer-mode=2 location=%s", path);
  g_autoptr (HrWorkplace) workplace = hr_workplace_new (NULL);
  g_autoptr (HrSound) sound = hr_sound_new (workplace);
  g_autoptr (HrAudioOutput) calls = hr_audio_output_new (sink);
  g_autoptr (HrAudioOutput) alarms = hr_audio_output_new (OWN);
  g_autoptr (HrSoundDesk) desk = hr_sound_desk_new (sound, calls, alarms);
  guint pusher = g_timeout_add (10, push_silence, calls);

  hr_audio_output_open (calls);
  wait_until (get_peak (path) == 0);

  /* Twice: the second is heard as the first was. */
  for (int i = 0; i < 2; i++)
    {
      g_assert_no_errno (truncate (path, 0));
      hr_sound_test (sound, HR_SOUND_CALLS);
      wait_until (get_peak (path) > 0.1f);
    }

  g_source_remove (pusher);
  hr_audio_output_close (calls);
  hr_test_remove_tree (dir);
}

int
main (int    argc,
      char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/sound-desk/chosen", Fixture, NULL, set_up, test_chosen, tear_down);
  g_test_add ("/sound-desk/gone", Fixture, NULL, set_up, test_gone, tear_down);
  g_test_add ("/sound-desk/not-known-yet", Fixture, NULL, set_up, test_not_known_yet, tear_down);
  g_test_add ("/sound-desk/failed", Fixture, NULL, set_up, test_failed, tear_down);
  g_test_add_func ("/sound-desk/note", test_note);

  return g_test_run ();
}
