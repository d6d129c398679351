/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-mixer.h"

#include "hr-audio-output.h"
#include "hr-test-audio.h"

#include <math.h>

#define DEADLINE_S 20
#define BLOCK_NS (20 * GST_MSECOND)
#define BLOCK_SAMPLES (HR_AUDIO_RATE / 50)
/* A block comes so long after its timestamp, as one does out of the jitter buffer of a busy machine. */
#define DUE_NS (70 * GST_MSECOND)
#define LATENCY_NS (80 * GST_MSECOND)
#define TONE_HZ 500

typedef struct
{
  HrMixer     *mixer;
  GstClock    *clock;
  GstClockTime base_time;
  GstClockTime due;  /* how long after its timestamp a block comes */
  GstClockTime slip; /* by how much later than the end of the block before it the next one is */
  GstClockTime next;
  guint        pusher;
  GMutex       lock;
  GArray      *heard;     /* (element-type float), under the lock */
  gboolean     is_broken; /* every block says that it does not join the one before it */
  guint        n_levels;
  double       rms_db;
  double       peak_db;
} Fixture;

/* On the mixer's streaming thread. */
static void
on_mixed (GstBuffer *mixed,
          gpointer   user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GstBuffer) owned = mixed;
  GstMapInfo map;

  g_assert_true (gst_buffer_map (owned, &map, GST_MAP_READ));
  g_mutex_lock (&fixture->lock);
  g_array_append_vals (fixture->heard, map.data, map.size / sizeof (float));
  g_mutex_unlock (&fixture->lock);
  gst_buffer_unmap (owned, &map);
}

static void
on_level (HrMixer *mixer,
          guint    slot,
          double   rms_db,
          double   peak_db,
          gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpuint (slot, ==, 0);
  fixture->n_levels += 1;
  fixture->rms_db = rms_db;
  fixture->peak_db = peak_db;
}

static GstBuffer *
make_block (GstClockTime timestamp)
{
  float     *samples = g_new (float, BLOCK_SAMPLES);
  GstBuffer *block = NULL;

  /* Whole periods, so that blocks join. */
  for (guint i = 0; i < BLOCK_SAMPLES; i++)
    samples[i] = 0.5f * sinf (2 * G_PI * TONE_HZ * i / HR_AUDIO_RATE);
  block = gst_buffer_new_wrapped (samples, BLOCK_SAMPLES * sizeof (float));
  GST_BUFFER_PTS (block) = timestamp;
  GST_BUFFER_DURATION (block) = BLOCK_NS;
  return block;
}

/* Everything that is due by now: a busy machine delays blocks, as it does packets. */
static gboolean
push_due (gpointer user_data)
{
  Fixture           *fixture = user_data;
  const GstClockTime now = gst_clock_get_time (fixture->clock) - fixture->base_time;
  GstBuffer         *block = NULL;

  for (; now >= fixture->next + fixture->due; fixture->next += BLOCK_NS)
    {
      fixture->next += fixture->slip;
      fixture->slip = 0;
      block = make_block (fixture->next);
      if (fixture->is_broken)
        GST_BUFFER_FLAG_SET (block, GST_BUFFER_FLAG_DISCONT);
      hr_mixer_push (fixture->mixer, 0, block);
    }
  return G_SOURCE_CONTINUE;
}

static void
begin_pushing (Fixture *fixture)
{
  fixture->next = gst_clock_get_time (fixture->clock) - fixture->base_time;
  fixture->pusher = g_timeout_add (5, push_due, fixture);
}

/* Of the next 100 ms that are mixed. */
static double
hear_tone (Fixture *fixture)
{
  static const guint n = HR_AUDIO_RATE / 10;
  const gint64       end_us = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC;
  guint              start = 0;
  guint              length = 0;
  double             amplitude = 0;

  g_mutex_lock (&fixture->lock);
  start = length = fixture->heard->len;
  g_mutex_unlock (&fixture->lock);
  while (length < start + n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
      g_main_context_iteration (NULL, FALSE);
      g_mutex_lock (&fixture->lock);
      length = fixture->heard->len;
      if (length >= start + n)
        amplitude = hr_test_audio_goertzel (&g_array_index (fixture->heard, float, start), n, TONE_HZ);
      g_mutex_unlock (&fixture->lock);
    }
  return amplitude;
}

static void
wait_for_tone (Fixture *fixture)
{
  const gint64 end_us = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC;

  while (hear_tone (fixture) < 0.45)
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  fixture->due = DUE_NS;
  fixture->clock = gst_system_clock_obtain ();
  fixture->base_time = gst_clock_get_time (fixture->clock);
  fixture->heard = g_array_new (FALSE, FALSE, sizeof (float));
  g_mutex_init (&fixture->lock);
  fixture->mixer = hr_mixer_new (fixture->base_time, 2, LATENCY_NS, on_mixed, fixture, NULL);
  g_signal_connect (fixture->mixer, "level", G_CALLBACK (on_level), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  g_clear_handle_id (&fixture->pusher, g_source_remove);
  hr_mixer_close (fixture->mixer);
  g_assert_finalize_object (fixture->mixer);
  g_array_unref (fixture->heard);
  g_mutex_clear (&fixture->lock);
  gst_object_unref (fixture->clock);
}

static void
test_silence_then_sound (Fixture      *fixture,
                         gconstpointer user_data)
{
  g_assert_cmpfloat (hear_tone (fixture), <, 0.001);
  begin_pushing (fixture);
  wait_for_tone (fixture);
  hr_mixer_set_muted (fixture->mixer, 0, TRUE);
  while (hear_tone (fixture) > 0.001)
    ;
  hr_mixer_set_muted (fixture->mixer, 0, FALSE);
  wait_for_tone (fixture);
}

/* A sound whose timestamps jump, by less and by more than a block has time to come, goes on being heard. */
static void
test_slip (Fixture      *fixture,
           gconstpointer slip_ms)
{
  begin_pushing (fixture);
  wait_for_tone (fixture);
  fixture->slip = GPOINTER_TO_UINT (slip_ms) * GST_MSECOND;
  while (fixture->slip > 0)
    g_main_context_iteration (NULL, TRUE);
  hear_tone (fixture);
  wait_for_tone (fixture);
}

/* A sound that is always late is heard late, and in time again when it is. */
static void
test_late (Fixture      *fixture,
           gconstpointer user_data)
{
  fixture->due = 1100 * GST_MSECOND;
  begin_pushing (fixture);
  wait_for_tone (fixture);
  fixture->due = DUE_NS;
  wait_for_tone (fixture);
}

/* The level is that of the sound, however often its timestamps jump. */
static void
test_level (Fixture      *fixture,
            gconstpointer is_broken)
{
  const gint64 end_us = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC;

  fixture->is_broken = GPOINTER_TO_INT (is_broken);
  begin_pushing (fixture);
  while (fixture->n_levels < 5)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpfloat_with_epsilon (fixture->peak_db, 20 * log10 (0.5), 0.1);
  g_assert_cmpfloat_with_epsilon (fixture->rms_db, 20 * log10 (0.5 / G_SQRT2), 0.1);
}

int
main (int   argc,
      char *argv[])
{
  static const guint slips_ms[] = { 3, 12, 25, 30, 35, 38, 45, 500 };

  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  g_test_add ("/mixer/silence-then-sound", Fixture, NULL, set_up, test_silence_then_sound, tear_down);
  g_test_add ("/mixer/late", Fixture, NULL, set_up, test_late, tear_down);
  g_test_add ("/mixer/level/whole", Fixture, GINT_TO_POINTER (FALSE), set_up, test_level, tear_down);
  g_test_add ("/mixer/level/broken", Fixture, GINT_TO_POINTER (TRUE), set_up, test_level, tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (slips_ms); i++)
    {
      g_autofree char *path = g_strdup_printf ("/mixer/slip/%u-ms", slips_ms[i]);

      g_test_add (path, Fixture, GUINT_TO_POINTER (slips_ms[i]), set_up, test_slip, tear_down);
    }
  return g_test_run ();
}
