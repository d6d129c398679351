/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-recording-decoder.h"

#include "hr-monitor.h"
#include "hr-test-audio.h"

#include <glib/gstdio.h>

/* What a recording holds comes out of the console's audio output, from its beginning and from a moment within it. */

#define DEADLINE_S 60
/* Of the mixer and of the output, at most. */
#define MAX_DELAY_SAMPLES (HR_TEST_RATE / 2)
/* An Opus decoder that begins within a stream needs 80 ms to find its voice. */
#define CONVERGENCE_SAMPLES (HR_TEST_RATE / 10)
#define PIECE_SAMPLES (HR_TEST_RATE / 10)
/* An output that gets no time forgets a block of 10 ms, and what follows is heard the sooner. */
#define MAX_SHIFT_SAMPLES (HR_TEST_RATE / 50)
/* Looked for anew after pieces that are not there. */
#define MAX_LOST_SAMPLES (PIECE_SAMPLES / 2)
#define SILENCE_RMS 1e-4

typedef struct
{
  char      *dir;
  char      *path; /* of what is heard: floats, mono, 48 kHz */
  HrMonitor *monitor;
  gboolean   is_found;
  gboolean   has_ended;
  GError    *error;
} Fixture;

static gboolean
on_deadline (gpointer data)
{
  g_error ("It is not heard in time");

  return G_SOURCE_REMOVE;
}

static void
wait_until (const gboolean *is_so)
{
  guint deadline_id = g_timeout_add_seconds (DEADLINE_S, on_deadline, NULL);

  while (!*is_so)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (deadline_id);
}

static void
set_true (gboolean *is_so)
{
  *is_so = TRUE;
}

static void
on_failed (HrRecordingDecoder *decoder,
           GError             *error,
           Fixture            *fixture)
{
  fixture->error = g_error_copy (error);
  fixture->has_ended = TRUE;
}

static void
on_block (GstBuffer *block,
          gpointer   monitor)
{
  hr_monitor_play (monitor, block);
}

/* It is nobody's call. */
static void
on_level (HrMonitor *monitor,
          guint      slot,
          double     rms_db,
          double     peak_db,
          gpointer   unused)
{
  g_assert_not_reached ();
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *sink = NULL;

  fixture->dir = g_dir_make_tmp ("hr-decoder-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "heard.f32", NULL);
  sink = g_strdup_printf ("filesink location=%s buffer-mode=unbuffered", fixture->path);
  fixture->monitor = hr_monitor_new (sink);
  g_signal_connect_swapped (fixture->monitor, "output-found", G_CALLBACK (set_true), &fixture->is_found);
  g_signal_connect (fixture->monitor, "level", G_CALLBACK (on_level), NULL);
  wait_until (&fixture->is_found);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  hr_monitor_close (fixture->monitor);
  g_assert_finalize_object (fixture->monitor);
  g_unlink (fixture->path);
  g_rmdir (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
  g_clear_error (&fixture->error);
}

static void
play (Fixture *fixture,
      GBytes  *recording,
      gint64   from_ms)
{
  g_autoptr (GError) error = NULL;
  HrRecordingDecoder *decoder = hr_recording_decoder_new (recording, from_ms, on_block, fixture->monitor, &error);

  g_assert_no_error (error);
  g_signal_connect_swapped (decoder, "ended", G_CALLBACK (set_true), &fixture->has_ended);
  g_signal_connect (decoder, "failed", G_CALLBACK (on_failed), fixture);
  wait_until (&fixture->has_ended);
  hr_recording_decoder_close (decoder);
  g_assert_finalize_object (decoder);
}

static GBytes *
read_file (const char *path)
{
  char   *contents = NULL;
  gsize   size = 0;
  GError *error = NULL;

  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (contents, size);
}

/* The samples that came out, once there are more of them than have to be. */
static GArray *
wait_for_samples (Fixture *fixture,
                  gsize    n_samples)
{
  gint64  deadline_us = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC;
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (float));

  for (;;)
    {
      g_autoptr (GBytes) heard = read_file (fixture->path);
      gsize        size = 0;
      const float *floats = g_bytes_get_data (heard, &size);
      gsize        first = 0;

      while (first < size / sizeof (float) && ABS (floats[first]) < 1e-6f)
        first++;

      if (size / sizeof (float) >= first + n_samples)
        {
          g_array_append_vals (samples, floats + first, (guint) n_samples);
          return samples;
        }

      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (10000);
    }
}

/* By other means than the console's. */
static GArray *
write_and_decode (GBytes     *recording,
                  const char *path,
                  const char *decode)
{
  g_autoptr (GError) error = NULL;
  GArray *samples = NULL;

  g_file_set_contents (path, g_bytes_get_data (recording, NULL), (gssize) g_bytes_get_size (recording), &error);
  g_assert_no_error (error);
  samples = hr_test_audio_run_pcm (decode);
  g_unlink (path);

  return samples;
}

/* Piece by piece: on a machine that has time they are all alike, on one that stands still some are lost, and another sound is alike nowhere. */
static void
check_alike (const float *expected,
             const float *heard,
             gsize        n_samples)
{
  guint n_pieces = 0;
  guint n_alike = 0;
  int   shift = 0;
  int   max_shift = MAX_SHIFT_SAMPLES;

  for (gsize at = CONVERGENCE_SAMPLES; at + PIECE_SAMPLES + MAX_DELAY_SAMPLES < n_samples; at += PIECE_SAMPLES)
    {
      int    moved = 0;
      double likeness = 0;

      if (hr_test_audio_rms (expected + at, PIECE_SAMPLES) < SILENCE_RMS)
        continue;

      likeness = hr_test_audio_correlate (expected + at, heard + (gssize) at + shift, PIECE_SAMPLES, max_shift, &moved);
      max_shift = likeness < 0.9 ? MAX_LOST_SAMPLES : MAX_SHIFT_SAMPLES;
      n_pieces++;

      if (likeness < 0.9)
        continue;

      n_alike++;
      shift = CLAMP (shift + moved, -CONVERGENCE_SAMPLES, MAX_DELAY_SAMPLES);
    }

  g_test_message ("%u of %u pieces are alike, %d samples later", n_alike, n_pieces, shift);
  g_assert_cmpuint (n_pieces, >=, 20);
  g_assert_cmpuint (n_alike * 2, >=, n_pieces);
}

static void
check (Fixture *fixture,
       gint64   from_ms)
{
  g_autofree char *path = g_build_filename (fixture->dir, "recording.ogg", NULL);
  g_autofree char *encode = g_strdup_printf ("filesrc location=%s ! decodebin ! audioconvert ! audioresample ! audio/x-raw,rate=48000,channels=1 ! "
                                             "opusenc bitrate=48000 ! oggmux ! appsink name=out sync=false",
                                             HR_VOICE);
  g_autofree char *decode = g_strdup_printf ("filesrc location=%s ! oggdemux ! opusdec", path);
  g_autoptr (GBytes) recording = hr_test_audio_run_file (encode);
  g_autoptr (GArray) expected = write_and_decode (recording, path, decode);
  g_autoptr (GArray) heard = NULL;
  gsize  skipped = (gsize) (from_ms * HR_TEST_RATE / 1000);
  gsize  n_samples = MIN (expected->len - skipped, 6 * HR_TEST_RATE) - MAX_DELAY_SAMPLES;
  float *samples = (float *) expected->data + skipped;
  gsize  first = 0;

  play (fixture, recording, from_ms);
  g_assert_no_error (fixture->error);

  while (ABS (samples[first]) < 1e-6f)
    first++;

  heard = wait_for_samples (fixture, n_samples - first);
  check_alike (samples + first, (float *) heard->data, n_samples - first);
}

static void
test_whole (Fixture      *fixture,
            gconstpointer data)
{
  check (fixture, 0);
}

static void
test_from_within (Fixture      *fixture,
                  gconstpointer data)
{
  check (fixture, 3300);
}

static void
test_broken (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GBytes) recording = g_bytes_new_static ("no recording", 12);

  play (fixture, recording, 0);
  g_assert_nonnull (fixture->error);
}

#define add(name, func) g_test_add ("/recording-decoder/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  add ("whole", test_whole);
  add ("from-within", test_from_within);
  add ("broken", test_broken);

  return g_test_run ();
}
