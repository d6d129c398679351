/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-test-audio.h"
#include "hr-test-recorder.h"

#include <glib/gstdio.h>
#include <gst/rtp/rtp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#define PACKET_US (20 * G_TIME_SPAN_MILLISECOND)
#define PACKET_SAMPLES 960
#define CODEC_DELAY 312 /* of libopus, in samples */
#define DEADLINE_S 20

static char      *speech_path;
static GArray    *speech;
static GPtrArray *speech_rtp; /* about 8 s; sequence and timestamp wrap within */

typedef HrTestRecorder Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  hr_test_recorder_set_up (fixture, &hr_recording_sound);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_test_recorder_tear_down (fixture);
}

/* By the reference decoder, which knows nothing of GStreamer. */
static GArray *
decode (const char *path)
{
  g_autofree char *raw = g_strconcat (path, ".wav", NULL);
  g_autofree char *description = g_strdup_printf ("filesrc location=%s ! wavparse", raw);
  const char      *argv[] = { "opusdec", "--quiet", "--force-wav", "--rate", "48000", path, raw, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;
  GArray          *samples = NULL;
  int              status = 0;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &complaint, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (complaint, ==, "");

  samples = hr_test_audio_run_pcm (description);
  g_assert_no_errno (g_remove (raw));
  return samples;
}

/* @at_us of its own timeline, as if it had arrived then. */
static void
push (Fixture *fixture,
      guint    index,
      gint64   at_us)
{
  hr_frame_bus_push (fixture->bus, speech_rtp->pdata[index], 1000 * G_USEC_PER_SEC + at_us);
}

static void
push_on_time (Fixture *fixture,
              guint    index)
{
  push (fixture, index, index * PACKET_US);
}

/* That the speech from packet @first to @end is in @samples where it belongs, @later_ms after its own time. */
static void
assert_speech (GArray *samples,
               guint   first,
               guint   end,
               guint   later_ms)
{
  const gsize  start = first * (gsize) PACKET_SAMPLES;
  const gsize  moved = start + later_ms * (gsize) 48;
  const gsize  n = (end - first) * (gsize) PACKET_SAMPLES;
  const float *spoken = &g_array_index (speech, float, start);
  int          shift = 0;

  g_assert_cmpuint (moved + n, <=, samples->len);
  g_assert_cmpfloat (hr_test_audio_correlate (spoken, &g_array_index (samples, float, moved), n, 400, &shift), >, 0.85);
  g_assert_cmpint (ABS (shift - CODEC_DELAY), <=, 5);
}

static void
test_whole (Fixture      *fixture,
            gconstpointer user_data)
{
  g_autoptr (GArray) samples = NULL;

  for (guint i = 0; i < speech_rtp->len; i++)
    push_on_time (fixture, i);
  hr_test_recorder_finish_well (fixture);
  samples = decode (fixture->path);

  g_assert_cmpint (fixture->info.duration_ms, ==, speech_rtp->len * 20);
  g_assert_cmpuint (samples->len, ==, speech_rtp->len * PACKET_SAMPLES);
  assert_speech (samples, 10, 300, 0);
}

static void
test_reordered (Fixture      *fixture,
                gconstpointer user_data)
{
  g_autoptr (GArray) samples = NULL;
  const guint n = speech_rtp->len / 8 * 8;

  /* Pairs 160 ms apart change places, and everything comes twice. */
  for (guint i = 0; i < n; i++)
    {
      push (fixture, i ^ 7, i * PACKET_US);
      push (fixture, i ^ 7, i * PACKET_US);
    }
  hr_test_recorder_finish_well (fixture);
  samples = decode (fixture->path);

  g_assert_cmpuint (samples->len, ==, n * PACKET_SAMPLES);
  assert_speech (samples, 10, 300, 0);
}

static void
test_lost (Fixture      *fixture,
           gconstpointer user_data)
{
  g_autoptr (GArray) samples = NULL;

  /* Single packets here and there, and two whole seconds. */
  for (guint i = 0; i < speech_rtp->len; i++)
    {
      if ((i >= 100 && i < 200) || i % 17 == 5)
        continue;
      push_on_time (fixture, i);
    }
  hr_test_recorder_finish_well (fixture);
  samples = decode (fixture->path);

  g_assert_cmpuint (samples->len, ==, speech_rtp->len * PACKET_SAMPLES);
  assert_speech (samples, 6, 22, 0);
  assert_speech (samples, 210, 300, 0);
  g_assert_cmpfloat (hr_test_audio_rms (&g_array_index (samples, float, 130 * PACKET_SAMPLES), 40 * PACKET_SAMPLES), <, 0.003);
}

static void
test_stall (Fixture      *fixture,
            gconstpointer user_data)
{
  g_autoptr (GArray) samples = NULL;

  /* The network held three seconds back and then delivered them at once: nothing was silent. */
  for (guint i = 0; i < speech_rtp->len; i++)
    push (fixture, i, MAX (i, i >= 100 ? 250 : 0) * PACKET_US);
  hr_test_recorder_finish_well (fixture);
  samples = decode (fixture->path);

  g_assert_cmpuint (samples->len, ==, speech_rtp->len * PACKET_SAMPLES);
  assert_speech (samples, 10, 300, 0);
}

static void
test_frozen_sender (Fixture      *fixture,
                    gconstpointer user_data)
{
  g_autoptr (GArray) samples = NULL;

  /* Ten seconds in which the sender's clock stood still too: found after a second, and then they are in the file. */
  for (guint i = 0; i < speech_rtp->len; i++)
    push (fixture, i, (i + (i >= 100 ? 500 : 0)) * PACKET_US);
  hr_test_recorder_finish_well (fixture);
  samples = decode (fixture->path);

  g_assert_cmpuint (samples->len, >=, (speech_rtp->len + 499) * PACKET_SAMPLES);
  g_assert_cmpuint (samples->len, <=, (speech_rtp->len + 501) * PACKET_SAMPLES);
  assert_speech (samples, 10, 90, 0);
  assert_speech (samples, 210, 300, 10000);
}

static GstBuffer *
copy_with (guint   index,
           guint32 ssrc,
           guint32 timestamp_offset)
{
  GstBuffer   *copy = gst_buffer_copy_deep (speech_rtp->pdata[index]);
  GstRTPBuffer mapped = GST_RTP_BUFFER_INIT;

  g_assert_true (gst_rtp_buffer_map (copy, GST_MAP_READWRITE, &mapped));
  gst_rtp_buffer_set_ssrc (&mapped, ssrc);
  gst_rtp_buffer_set_timestamp (&mapped, gst_rtp_buffer_get_timestamp (&mapped) + timestamp_offset);
  gst_rtp_buffer_unmap (&mapped);
  return copy;
}

static void
test_jumps (Fixture      *fixture,
            gconstpointer user_data)
{
  g_autoptr (GArray) samples = NULL;

  /* Another source half a second later, then a jump of six hours in the timestamps alone. */
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (GstBuffer) rtp = copy_with (i, i < 100 ? 1 : 2, i < 100 ? 0 : i < 200 ? 12345678
                                                                                       : 1234567890);

      hr_frame_bus_push (fixture->bus, rtp, (i + (i >= 100 ? 25 : 0)) * PACKET_US);
    }
  hr_test_recorder_finish_well (fixture);
  samples = decode (fixture->path);

  g_assert_cmpuint (samples->len, <=, (300 + 25 + 50) * PACKET_SAMPLES);
  assert_speech (samples, 10, 90, 0);
  assert_speech (samples, 110, 190, 500);
}

static void
test_hostile (Fixture      *fixture,
              gconstpointer user_data)
{
  static const char *payloads[] = { "", "\xff", "\xff\x3f", "\xfb\x00", "\xfb\x41\xff\xff\xff", "\xf9zzz", "\xfa\xff\xff" };
  g_autoptr (GstBuffer) junk = gst_buffer_new_memdup ("junk", 4);

  hr_frame_bus_push (fixture->bus, junk, 0);
  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autoptr (GstBuffer) rtp = copy_with (i, 1, 0);

      gst_buffer_set_size (rtp, 12);
      gst_buffer_append_memory (rtp, gst_memory_new_wrapped (GST_MEMORY_FLAG_READONLY, (gpointer) payloads[i], strlen (payloads[i]),
                                                             0, strlen (payloads[i]), NULL, NULL));
      hr_frame_bus_push (fixture->bus, rtp, i * PACKET_US);
    }
  for (guint i = 50; i < 100; i++)
    push_on_time (fixture, i);
  hr_test_recorder_finish_well (fixture);

  g_assert_cmpint (fixture->info.duration_ms, ==, 1000);
}

static void
test_nothing (Fixture      *fixture,
              gconstpointer user_data)
{
  hr_test_recorder_finish_well (fixture);
  g_assert_cmpint (fixture->info.duration_ms, ==, 0);
  g_assert_cmpint (fixture->info.size_bytes, >, 0);
}

static void
test_grows (Fixture      *fixture,
            gconstpointer user_data)
{
  const gint64 deadline_us = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC;
  gsize        n_samples = 0;

  for (guint i = 0; i < 200; i++)
    push_on_time (fixture, i);

  /* All but what waits for the next batch, and the packet that may be the last. */
  while (n_samples < (200 - 5 - 1) * PACKET_SAMPLES)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
      if (hr_test_recorder_get_size (fixture->path) > 0)
        {
          g_autoptr (GArray) samples = decode (fixture->path);

          n_samples = samples->len;
        }
    }
  hr_test_recorder_finish_well (fixture);
}

static void
test_held_is_written (Fixture      *fixture,
                      gconstpointer user_data)
{
  goffset size = 0;

  /* The last packets come behind a gap, and then none: they are on the disk without another packet. */
  for (guint i = 0; i < 12; i++)
    push_on_time (fixture, i == 11 ? 12 : i);

  while (size < 12 * 60)
    {
      g_main_context_iteration (NULL, TRUE);
      size = hr_test_recorder_get_size (fixture->path);
    }
  hr_test_recorder_finish_well (fixture);
  g_assert_cmpint (fixture->info.duration_ms, ==, 13 * 20);
}

static void
test_disk_full (Fixture      *fixture,
                gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) samples = NULL;
  struct rlimit limit;
  struct rlimit low;

  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &limit));
  low = limit;
  low.rlim_cur = 5000;
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &low));
  for (guint i = 0; i < speech_rtp->len; i++)
    push_on_time (fixture, i);
  while (fixture->n_failed == 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < speech_rtp->len; i++)
    push_on_time (fixture, i);
  g_assert_false (hr_test_recorder_finish (fixture, &error));
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));

  g_assert_nonnull (error);
  g_assert_cmpint (error->domain, ==, G_IO_ERROR);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_failed, ==, 1);
}

static void
test_exists (Fixture      *fixture,
             gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrRecorder) second = hr_recorder_new (&hr_recording_sound, fixture->bus, fixture->path, &error);

  g_assert_null (second);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  hr_test_recorder_finish_well (fixture);
}

static gboolean
push_next (gpointer user_data)
{
  static guint index = 0;

  push_on_time (user_data, index);
  printf ("%u\n", ++index);
  fflush (stdout);
  return index < speech_rtp->len;
}

/* The child of the next test: a recorder at work until somebody kills it. */
static void
record_until_killed (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Fixture fixture = { .bus = hr_frame_bus_new () };

  fixture.recorder = hr_recorder_new (&hr_recording_sound, fixture.bus, path, &error);
  g_assert_no_error (error);
  g_timeout_add (PACKET_US / 1000, push_next, &fixture);
  g_main_loop_run (loop);
}

static void
test_killed (Fixture      *fixture,
             gconstpointer user_data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "killed.ogg", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GArray) samples = NULL;
  guint n_pushed = 0;

  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, user_data, "--child", path, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  while (n_pushed < 111)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (line);
      n_pushed = MAX (n_pushed, g_ascii_strtoull (line, NULL, 10));
    }
  g_subprocess_force_exit (child);
  g_assert_true (g_subprocess_wait (child, NULL, &error));
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);

  /* 200 ms, and as much again for a busy machine. */
  samples = decode (path);
  g_assert_cmpuint (samples->len, >=, (n_pushed - 20) * PACKET_SAMPLES);
  assert_speech (samples, 10, 90, 0);
  g_assert_no_errno (g_remove (path));
  hr_test_recorder_finish_well (fixture);
}

static void
make_speech (const char *dir)
{
  g_autofree char *description = NULL;
  const char      *argv[] = { "espeak-ng", "-w", NULL,
                              "Please send somebody to the market street. There are two men at my door, and they will not leave. "
                                   "I am on the second floor, behind the green gate, next to the school.",
                              NULL };
  g_autoptr (GError) error = NULL;

  speech_path = g_build_filename (dir, "speech.wav", NULL);
  argv[2] = speech_path;
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  description = g_strdup_printf ("filesrc location=%s ! wavparse", speech_path);
  speech = hr_test_audio_run_pcm (description);
  speech_rtp = hr_test_audio_run_rtp (description, 65535 - 50, G_MAXUINT32 - 70 * PACKET_SAMPLES);
  g_assert_cmpuint (speech_rtp->len, >, 320);
  g_assert_no_errno (g_remove (speech_path));
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/recorder/whole", test_whole },
    { "/recorder/reordered", test_reordered },
    { "/recorder/lost", test_lost },
    { "/recorder/stall", test_stall },
    { "/recorder/frozen-sender", test_frozen_sender },
    { "/recorder/jumps", test_jumps },
    { "/recorder/hostile", test_hostile },
    { "/recorder/nothing", test_nothing },
    { "/recorder/grows", test_grows },
    { "/recorder/held-is-written", test_held_is_written },
    { "/recorder/disk-full", test_disk_full },
    { "/recorder/exists", test_exists },
    { "/recorder/killed", test_killed },
  };
  const gboolean   is_child = argc == 3 && g_str_equal (argv[1], "--child");
  g_autofree char *dir = NULL;
  int              status = 0;

  if (!is_child)
    g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  /* Beyond its limit a file shall refuse, not end the process. */
  signal (SIGXFSZ, SIG_IGN);

  dir = g_dir_make_tmp ("hr-recorder-XXXXXX", NULL);
  g_assert_nonnull (dir);
  make_speech (dir);
  g_assert_no_errno (g_rmdir (dir));

  if (is_child)
    record_until_killed (argv[2]);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, argv[0], set_up, tests[i].func, tear_down);
  status = g_test_run ();

  g_array_unref (speech);
  g_ptr_array_unref (speech_rtp);
  g_free (speech_path);
  return status;
}
