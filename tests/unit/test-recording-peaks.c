/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-recording-peaks.h"

#include "hr-audio-output.h"
#include "hr-test-audio.h"

#define DEADLINE_S 30
#define SOUND_S 2
#define N_PEAKS (3 * SOUND_S * 1000 / HR_RECORDING_PEAK_MS)

typedef struct
{
  HrRecordingPeaks *peaks;
  GError           *error;
  gboolean          is_done;
} Answer;

static gboolean
on_deadline (gpointer data)
{
  g_error ("The recording is not read");

  return G_SOURCE_REMOVE;
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Answer *answer = user_data;

  answer->peaks = hr_recording_peaks_read_finish (result, &answer->error);
  answer->is_done = TRUE;
}

static void
read_peaks (GBytes       *recording,
            GCancellable *cancellable,
            Answer       *answer)
{
  guint deadline_id = g_timeout_add_seconds (DEADLINE_S, on_deadline, NULL);

  hr_recording_peaks_read_async (recording, cancellable, on_read, answer);

  while (!answer->is_done)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (deadline_id);
}

/* Silence, a tone of that loudness, silence; SOUND_S of each. */
static GBytes *
record_tone (double volume)
{
  const int        n_buffers = SOUND_S * 100;
  g_autofree char *description =
    g_strdup_printf ("concat name=all ! opusenc bitrate=48000 ! oggmux ! appsink name=out sync=false "
                     "audiotestsrc wave=silence num-buffers=%d samplesperbuffer=480 ! %s ! all. "
                     "audiotestsrc wave=sine freq=440 volume=%f num-buffers=%d samplesperbuffer=480 ! %s ! all. "
                     "audiotestsrc wave=silence num-buffers=%d samplesperbuffer=480 ! %s ! all.",
                     n_buffers, "audio/x-raw,format=S16LE,rate=48000,channels=1", volume, n_buffers,
                     "audio/x-raw,format=S16LE,rate=48000,channels=1", n_buffers, "audio/x-raw,format=S16LE,rate=48000,channels=1");

  return hr_test_audio_run_file (description);
}

static double
get_loudest (GArray *peaks,
             guint   from,
             guint   to)
{
  double loudest = 0;

  for (guint i = from; i < to; i++)
    loudest = MAX (loudest, g_array_index (peaks, float, i));

  return loudest;
}

static void
test_known (void)
{
  g_autoptr (GBytes) recording = record_tone (0.5);
  Answer answer = { 0 };
  g_autoptr (HrRecordingPeaks) peaks = NULL;

  read_peaks (recording, NULL, &answer);
  g_assert_no_error (answer.error);
  peaks = answer.peaks;

  /* A codec's frame more or less. */
  g_assert_cmpint (ABS (peaks->duration_ms - 3 * SOUND_S * 1000), <=, 20);
  g_assert_cmpint (ABS ((int) peaks->peaks->len - N_PEAKS), <=, 1);
  g_assert_cmpfloat (get_loudest (peaks->peaks, 0, N_PEAKS / 3 - 1), <, 0.02);
  g_assert_cmpfloat (get_loudest (peaks->peaks, N_PEAKS * 2 / 3 + 2, peaks->peaks->len), <, 0.02);

  for (guint i = N_PEAKS / 3 + 2; i < N_PEAKS * 2 / 3 - 2; i++)
    g_assert_cmpfloat_with_epsilon (g_array_index (peaks->peaks, float, i), 0.5, 0.08);
}

/* Louder than the scale goes is at its end. */
static void
test_loud (void)
{
  g_autoptr (GBytes) recording = record_tone (1.0);
  Answer answer = { 0 };
  g_autoptr (HrRecordingPeaks) peaks = NULL;

  read_peaks (recording, NULL, &answer);
  g_assert_no_error (answer.error);
  peaks = answer.peaks;
  g_assert_cmpfloat (get_loudest (peaks->peaks, 0, peaks->peaks->len), <=, 1);
  g_assert_cmpfloat (get_loudest (peaks->peaks, 0, peaks->peaks->len), >, 0.9);
}

/* Cut off in the middle: what there is can be seen and heard. */
static void
test_cut_off (void)
{
  g_autoptr (GBytes) whole = record_tone (0.5);
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) * 2 / 3);
  Answer answer = { 0 };
  g_autoptr (HrRecordingPeaks) peaks = NULL;

  read_peaks (half, NULL, &answer);
  g_assert_no_error (answer.error);
  peaks = answer.peaks;
  g_assert_cmpint (peaks->duration_ms, >, 0);
  g_assert_cmpint (peaks->duration_ms, <, 3 * SOUND_S * 1000 - 200);
}

static void
test_no_recording (void)
{
  static const char *const files[] = { "", "OggS", "This is a page that says that the disk is full, and no recording at all." };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) recording = g_bytes_new_static (files[i], strlen (files[i]));
      Answer answer = { 0 };
      g_autoptr (GError) error = NULL;

      read_peaks (recording, NULL, &answer);
      error = answer.error;
      g_assert_null (answer.peaks);
      g_assert_nonnull (error);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GBytes) recording = record_tone (0.5);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { 0 };
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  read_peaks (recording, cancellable, &answer);
  error = answer.error;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/recording-peaks/known", test_known);
  g_test_add_func ("/recording-peaks/loud", test_loud);
  g_test_add_func ("/recording-peaks/cut-off", test_cut_off);
  g_test_add_func ("/recording-peaks/no-recording", test_no_recording);
  g_test_add_func ("/recording-peaks/cancelled", test_cancelled);

  return g_test_run ();
}
