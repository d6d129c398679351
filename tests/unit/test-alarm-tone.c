/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-alarm-tone.h"

#include "hr-alarm-pulses.h"
#include "hr-test-audio.h"

#include <glib/gstdio.h>
#include <math.h>

#define DEADLINE_S 20
#define MS 48

typedef struct
{
  guint start_ms;
  guint end_ms;
  float peak;
} Pulse;

static GArray *
render (HrAlarmPulses *pulses,
        guint          duration_ms)
{
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (float));

  g_array_set_size (samples, duration_ms * MS);
  /* In uneven pieces, as no sound card asks for them. */
  for (guint done = 0, n = 1; done < samples->len; done += n, n = n * 7 % 1009)
    {
      n = MIN (n, samples->len - done);
      hr_alarm_pulses_render (pulses, &g_array_index (samples, float, done), n);
    }
  return samples;
}

/* Sounds with at least 20 ms of quiet between them. */
static GArray *
find_pulses (GArray *samples)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Pulse));
  guint   quiet = 20 * MS;

  for (guint i = 0; i < samples->len; i++)
    {
      const float value = fabsf (g_array_index (samples, float, i));
      Pulse      *last = NULL;

      quiet += 1;
      if (value < 0.002f)
        continue;
      if (quiet > 20 * MS)
        g_array_append_val (found, ((Pulse){ i / MS, 0, 0 }));
      quiet = 0;
      last = &g_array_index (found, Pulse, found->len - 1);
      last->end_ms = i / MS;
      last->peak = MAX (last->peak, value);
    }
  return found;
}

static void
assert_pulse (GArray *pulses,
              guint   index,
              guint   start_ms,
              guint   length_ms)
{
  const Pulse *pulse = &g_array_index (pulses, Pulse, index);

  g_assert_cmpuint (index, <, pulses->len);
  g_assert_cmpint (ABS ((int) pulse->start_ms - (int) start_ms), <=, 8);
  g_assert_cmpint (ABS ((int) (pulse->end_ms - pulse->start_ms) - (int) length_ms), <=, 15);
}

/* An edge that clicks is steeper than the highest harmonic at full strength. */
static void
assert_no_click (GArray *samples)
{
  for (guint i = 1; i < samples->len; i++)
    g_assert_cmpfloat (fabsf (g_array_index (samples, float, i) - g_array_index (samples, float, i - 1)), <, 0.2);
}

static void
test_p1 (void)
{
  static const guint onsets_ms[] = { 0, 250, 500, 900, 1150 };
  HrAlarmPulses      pulses = { 0 };
  g_autoptr (GArray) samples = NULL;
  g_autoptr (GArray) found = NULL;

  hr_alarm_pulses_set_priority (&pulses, 1);
  samples = render (&pulses, 15000);
  found = find_pulses (samples);

  g_assert_cmpuint (found->len, ==, 15);
  for (guint i = 0; i < found->len; i++)
    {
      assert_pulse (found, i, i / 5 * 5000 + onsets_ms[i % 5], 150);
      g_assert_cmpfloat (g_array_index (found, Pulse, i).peak, >, 0.3);
    }
  assert_no_click (samples);

  /* The fundamental and four harmonics, all where an ear hears well. */
  for (guint i = 1; i <= 5; i++)
    {
      const float *pulse = &g_array_index (samples, float, 30 * MS);

      g_assert_cmpfloat (hr_test_audio_goertzel (pulse, 80 * MS, 698.5 * i), >, 0.03);
      g_assert_cmpfloat (698.5 * i, <, 4000);
      g_assert_cmpfloat (hr_test_audio_goertzel (pulse, 80 * MS, 698.5 * (i + 0.5)), <, 0.02);
    }
}

static void
test_p2 (void)
{
  HrAlarmPulses pulses = { 0 };
  g_autoptr (GArray) samples = NULL;
  g_autoptr (GArray) found = NULL;

  hr_alarm_pulses_set_priority (&pulses, 2);
  samples = render (&pulses, 59000);
  found = find_pulses (samples);

  g_assert_cmpuint (found->len, ==, 4);
  for (guint i = 0; i < found->len; i++)
    assert_pulse (found, i, i / 2 * 30000 + i % 2 * 450, 220);
  assert_no_click (samples);
}

static void
test_p3_once (void)
{
  HrAlarmPulses pulses = { 0 };
  g_autoptr (GArray) samples = NULL;
  g_autoptr (GArray) found = NULL;
  g_autoptr (GArray) again = NULL;
  g_autoptr (GArray) found_again = NULL;

  hr_alarm_pulses_set_priority (&pulses, 3);
  samples = render (&pulses, 60000);
  found = find_pulses (samples);
  g_assert_cmpuint (found->len, ==, 1);
  assert_pulse (found, 0, 0, 250);

  /* Neither a silence nor the same priority brings it back; another alarm does. */
  hr_alarm_pulses_silence (&pulses, 100);
  hr_alarm_pulses_set_priority (&pulses, 3);
  again = render (&pulses, 5000);
  found_again = find_pulses (again);
  g_assert_cmpuint (found_again->len, ==, 0);

  hr_alarm_pulses_set_priority (&pulses, 0);
  hr_alarm_pulses_set_priority (&pulses, 3);
  g_array_unref (again);
  g_array_unref (found_again);
  again = render (&pulses, 5000);
  found_again = find_pulses (again);
  g_assert_cmpuint (found_again->len, ==, 1);
}

static void
test_ducked (void)
{
  HrAlarmPulses pulses = { 0 };
  g_autoptr (GArray) samples = NULL;
  g_autoptr (GArray) found = NULL;

  hr_alarm_pulses_set_priority (&pulses, 1);
  hr_alarm_pulses_set_ducked (&pulses, TRUE);
  samples = render (&pulses, 5000);
  found = find_pulses (samples);

  g_assert_cmpuint (found->len, ==, 5);
  for (guint i = 0; i < found->len; i++)
    {
      const Pulse *pulse = &g_array_index (found, Pulse, i);

      g_assert_cmpuint (pulse->end_ms - pulse->start_ms, <=, 30);
      g_assert_cmpfloat (pulse->peak, <, 0.07);
      g_assert_cmpfloat (pulse->peak, >, 0.02);
    }
}

static void
test_silence (void)
{
  HrAlarmPulses pulses = { 0 };
  g_autoptr (GArray) begun = NULL;
  g_autoptr (GArray) quiet = NULL;
  g_autoptr (GArray) found = NULL;
  g_autoptr (GArray) after = NULL;
  g_autoptr (GArray) found_after = NULL;

  /* In the middle of a pulse. */
  hr_alarm_pulses_set_priority (&pulses, 1);
  begun = render (&pulses, 75);
  hr_alarm_pulses_silence (&pulses, 30000);
  quiet = render (&pulses, 30000);
  g_array_prepend_vals (quiet, begun->data, begun->len);
  found = find_pulses (quiet);
  g_assert_cmpuint (found->len, ==, 1);
  assert_pulse (found, 0, 0, 80);
  assert_no_click (quiet);

  after = render (&pulses, 5000);
  found_after = find_pulses (after);
  g_assert_cmpuint (found_after->len, ==, 5);
}

static void
test_more_urgent_breaks_silence (void)
{
  HrAlarmPulses pulses = { 0 };
  g_autoptr (GArray) less = NULL;
  g_autoptr (GArray) found_less = NULL;
  g_autoptr (GArray) more = NULL;
  g_autoptr (GArray) found_more = NULL;

  hr_alarm_pulses_set_priority (&pulses, 2);
  hr_alarm_pulses_silence (&pulses, 30000);
  hr_alarm_pulses_set_priority (&pulses, 3);
  less = render (&pulses, 2000);
  found_less = find_pulses (less);
  g_assert_cmpuint (found_less->len, ==, 0);

  hr_alarm_pulses_set_priority (&pulses, 1);
  more = render (&pulses, 2000);
  found_more = find_pulses (more);
  g_assert_cmpuint (found_more->len, ==, 5);
}

static void
test_change_does_not_click (void)
{
  static const guint priorities[] = { 1, 2, 1, 0, 3, 1, 0, 2 };
  HrAlarmPulses      pulses = { 0 };
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (float));

  for (guint i = 0; i < 8 * G_N_ELEMENTS (priorities); i++)
    {
      g_autoptr (GArray) part = NULL;

      hr_alarm_pulses_set_priority (&pulses, priorities[i % G_N_ELEMENTS (priorities)]);
      hr_alarm_pulses_set_ducked (&pulses, i % 3 == 0);
      part = render (&pulses, 37 + i);
      g_array_append_vals (samples, part->data, part->len);
    }
  assert_no_click (samples);
  g_assert_cmpfloat (hr_test_audio_rms ((float *) samples->data, samples->len), >, 0.02);
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
count (gpointer user_data)
{
  *(guint *) user_data += 1;
}

static void
count_lost (HrAlarmTone *tone,
            const char  *reason,
            gpointer     user_data)
{
  count (user_data);
}

static void
count_found (HrAlarmTone *tone,
             gpointer     user_data)
{
  count (user_data);
}

/* How many pulses the file has so far. */
static guint
count_heard (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize            size = 0;
  GArray           samples = { 0 };
  g_autoptr (GArray) found = NULL;

  if (!g_file_get_contents (path, &bytes, &size, NULL))
    return 0;
  samples.data = bytes;
  samples.len = size / sizeof (float);
  found = find_pulses (&samples);
  return found->len;
}

static void
test_output (void)
{
  const gint64     deadline_us = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC;
  g_autofree char *dir = g_dir_make_tmp ("hr-alarm-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "alarm.raw", NULL);
  g_autofree char *sink = g_strdup_printf ("audio/x-raw,format=F32LE,rate=48000,channels=1 ! "
                                           "filesink buffer-mode=unbuffered location=%s",
                                           path);
  const guint      tick = g_timeout_add (10, on_tick, NULL);
  guint            n_lost = 0;
  guint            n_found = 0;
  HrAlarmTone     *tone = NULL;

  g_setenv ("HAMRAHI_ALARM_SINK", sink, TRUE);
  tone = hr_alarm_tone_new (NULL);
  g_signal_connect (tone, "output-lost", G_CALLBACK (count_lost), &n_lost);
  g_signal_connect (tone, "output-found", G_CALLBACK (count_found), &n_found);
  hr_alarm_tone_set_priority (tone, 1);
  while (n_found == 0 || count_heard (path) < 5)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    }
  g_assert_cmpuint (n_lost, ==, 0);

  hr_alarm_tone_close (tone);
  g_assert_finalize_object (tone);
  g_source_remove (tick);
  g_assert_no_errno (g_remove (path));
  g_assert_no_errno (g_rmdir (dir));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/alarm-tone/p1", test_p1);
  g_test_add_func ("/alarm-tone/p2", test_p2);
  g_test_add_func ("/alarm-tone/p3-once", test_p3_once);
  g_test_add_func ("/alarm-tone/ducked", test_ducked);
  g_test_add_func ("/alarm-tone/silence", test_silence);
  g_test_add_func ("/alarm-tone/more-urgent-breaks-silence", test_more_urgent_breaks_silence);
  g_test_add_func ("/alarm-tone/change-does-not-click", test_change_does_not_click);
  g_test_add_func ("/alarm-tone/output", test_output);

  return g_test_run ();
}
