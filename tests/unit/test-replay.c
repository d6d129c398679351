/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-live-tail.h"
#include "hr-recording-reader.h"
#include "hr-replay-joint.h"
#include "hr-replay-source.h"
#include "hr-replay-voice.h"
#include "hr-sound-match.h"
#include "hr-tempo.h"

#include "hr-audio-output.h"
#include "hr-test-audio.h"

#include <math.h>

/* The parts of a replay: what is told faster keeps its pitch, the past is read to the sample, and goes over into what came live at the right one. */

#define RATE HR_AUDIO_RATE
#define TONE_HZ 440
#define BLOCK (RATE / 50)

/* Of a tone: by how often it rises through zero. */
static double
measure_hz (GArray *samples,
            guint   from,
            guint   n_samples)
{
  guint n_rises = 0;

  for (guint i = from + 1; i < from + n_samples; i++)
    n_rises += g_array_index (samples, float, i - 1) < 0 && g_array_index (samples, float, i) >= 0;

  return (double) n_rises * RATE / n_samples;
}

static GArray *
stretch (GArray *said,
         double  rate)
{
  g_autoptr (HrTempo) tempo = hr_tempo_new ();
  GArray *heard = g_array_new (FALSE, FALSE, sizeof (float));
  float   block[HR_TEMPO_BLOCK];

  hr_tempo_push (tempo, (const float *) said->data, said->len);
  while (hr_tempo_get_queued (tempo) >= HR_TEMPO_NEEDED)
    {
      hr_tempo_pull (tempo, rate, block);
      g_array_append_vals (heard, block, HR_TEMPO_BLOCK);
    }

  return heard;
}

static GArray *
make_tone (guint n_samples)
{
  GArray *tone = g_array_new (FALSE, FALSE, sizeof (float));

  for (guint i = 0; i < n_samples; i++)
    {
      float sample = 0.5f * (float) sin (2 * G_PI * TONE_HZ * i / RATE);

      g_array_append_val (tone, sample);
    }

  return tone;
}

static void
test_faster (void)
{
  g_autoptr (GArray) said = make_tone (4 * RATE);
  g_autoptr (GArray) heard = stretch (said, 1.25);
  float most = 0;

  /* All but what is left for choosing. */
  g_assert_cmpint (heard->len, >, 4 * RATE * 4 / 5 - 2 * HR_TEMPO_NEEDED);
  g_assert_cmpint (heard->len, <=, 4 * RATE * 4 / 5 + HR_TEMPO_BLOCK);
  g_assert_cmpfloat_with_epsilon (measure_hz (heard, RATE, RATE), TONE_HZ, 3);

  /* Pieces join where they are alike: nothing cracks. */
  for (guint i = 1; i < heard->len; i++)
    most = MAX (most, fabsf (g_array_index (heard, float, i) - g_array_index (heard, float, i - 1)));
  g_assert_cmpfloat (most, <, 0.5 * 2 * G_PI * TONE_HZ / RATE * 1.3);
}

static void
test_own_pace (void)
{
  g_autoptr (GArray) said = make_tone (RATE);
  g_autoptr (GArray) heard = stretch (said, 1);

  g_assert_cmpint (heard->len, >, RATE / 2);
  g_assert_cmpmem (heard->data, heard->len * sizeof (float), said->data, heard->len * sizeof (float));
}

static GstBuffer *
new_block (float value)
{
  GstBuffer *block = gst_buffer_new_allocate (NULL, BLOCK * sizeof (float), NULL);
  GstMapInfo map;

  g_assert_true (gst_buffer_map (block, &map, GST_MAP_WRITE));
  for (guint i = 0; i < BLOCK; i++)
    ((float *) map.data)[i] = value;
  gst_buffer_unmap (block, &map);

  return block;
}

static void
add_live (HrLiveTail *tail,
          float       value,
          guint       at_ms)
{
  g_autoptr (GstBuffer) block = new_block (value);

  hr_live_tail_add (tail, block, (7000 + at_ms) * GST_MSECOND);
}

static float
get_live (HrLiveTail *tail,
          guint64     number)
{
  float sample = -1;

  g_assert_cmpint (hr_live_tail_copy (tail, number, &sample, 1), ==, 1);

  return sample;
}

static void
test_tail (void)
{
  g_autoptr (HrLiveTail) tail = hr_live_tail_new ();

  add_live (tail, 0.1f, 0);
  add_live (tail, 0.2f, 20);
  /* Two blocks did not come, and one comes twice. */
  add_live (tail, 0.5f, 80);
  add_live (tail, 0.9f, 80);
  g_assert_cmpint (hr_live_tail_get_begin (tail), ==, 0);
  g_assert_cmpint (hr_live_tail_get_end (tail), ==, 5 * BLOCK);
  g_assert_cmpfloat (get_live (tail, BLOCK), ==, 0.2f);
  g_assert_cmpfloat (get_live (tail, 3 * BLOCK), ==, 0);
  g_assert_cmpfloat (get_live (tail, 4 * BLOCK), ==, 0.5f);
  g_assert_cmpint (hr_live_tail_get_pts (tail, 4 * BLOCK), ==, 7080 * GST_MSECOND);

  /* Only the newest are kept, and stay where they were in time. */
  for (guint ms = 100; ms < 40000; ms += 20)
    add_live (tail, 0.3f, ms);
  g_assert_cmpint (hr_live_tail_get_end (tail) - hr_live_tail_get_begin (tail), ==, HR_LIVE_TAIL_SAMPLES);
  g_assert_cmpint (hr_live_tail_get_pts (tail, hr_live_tail_get_end (tail)), ==, 47000 * GST_MSECOND);

  /* Nothing came for longer than is kept. */
  add_live (tail, 0.7f, 200000);
  g_assert_cmpfloat (get_live (tail, hr_live_tail_get_end (tail) - 1), ==, 0.7f);
  g_assert_cmpint (hr_live_tail_get_pts (tail, hr_live_tail_get_end (tail)), ==, 207020 * GST_MSECOND);
}

static GArray *
make_noise (guint n_samples)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  GArray *noise = g_array_new (FALSE, FALSE, sizeof (float));
  float   last = 0;

  for (guint i = 0; i < n_samples; i++)
    {
      last = 0.9f * last + (float) g_rand_double_range (rand, -0.05, 0.05);
      g_array_append_val (noise, last);
    }

  return noise;
}

static void
test_match (void)
{
  g_autoptr (GArray) noise = make_noise (2 * RATE);
  g_autoptr (GArray) silence = g_array_new (FALSE, TRUE, sizeof (float));
  const float *samples = (const float *) noise->data;
  gsize        at = 0;

  g_assert_cmpfloat (hr_sound_match (samples + 54321, RATE / 5, samples, noise->len, &at), >, 0.99);
  g_assert_cmpint (at, ==, 54321);
  g_assert_cmpfloat (hr_sound_match (samples, RATE / 5, samples + RATE, RATE, &at), <, 0.4);

  g_array_set_size (silence, RATE);
  g_assert_cmpfloat (hr_sound_match (samples, RATE / 5, (const float *) silence->data, RATE, &at), ==, 0);
}

static GBytes *
record (const char *source,
        guint       n_blocks)
{
  g_autofree char *description = g_strdup_printf ("audiotestsrc %s num-buffers=%u samplesperbuffer=480 ! audio/x-raw,rate=48000,channels=1 ! "
                                                  "opusenc bitrate=256000 bitrate-type=cbr ! oggmux ! appsink name=out sync=false",
                                                  source, n_blocks);

  return hr_test_audio_run_file (description);
}

static GArray *
read_all (HrRecordingReader *reader)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (float));
  GArray *samples = NULL;

  while ((samples = hr_recording_reader_read (reader)) != NULL)
    {
      g_array_append_vals (all, samples->data, samples->len);
      g_array_unref (samples);
    }

  return all;
}

static GArray *
read_from (GBytes *recording,
           gint64  from)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrRecordingReader) reader = hr_recording_reader_new (recording, from, &error);

  g_assert_no_error (error);

  return read_all (reader);
}

static void
test_reader (void)
{
  g_autoptr (GBytes) recording = record ("wave=pink-noise", 200);
  g_autoptr (GArray) whole = read_from (recording, 0);
  g_autoptr (GArray) rest = read_from (recording, 70000);
  g_autoptr (GArray) last = read_from (recording, -RATE / 2);
  g_autoptr (GBytes) torn = g_bytes_new_from_bytes (recording, 0, g_bytes_get_size (recording) - 700);
  g_autoptr (GArray) begun = read_from (torn, 0);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("OggS", 4);
  g_autoptr (GError) error = NULL;
  gsize at = 0;

  g_assert_cmpint (ABS ((int) whole->len - 2 * RATE), <, RATE / 20);
  g_assert_cmpint (rest->len, ==, whole->len - 70000);
  g_assert_cmpint (last->len, ==, RATE / 2);
  g_assert_cmpfloat (hr_sound_match ((const float *) rest->data, RATE / 5, (const float *) whole->data, whole->len, &at), >, 0.99);
  g_assert_cmpint (at, ==, 70000);
  /* What is still being written ends anywhere. */
  g_assert_cmpint (begun->len, >, RATE);
  g_assert_cmpint (begun->len, <, whole->len);

  g_assert_null (hr_recording_reader_new (nothing, 0, &error));
  g_assert_nonnull (error);
}

typedef struct
{
  gboolean      is_done;
  gboolean      is_found;
  HrReplayJoint joint;
} Answer;

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Answer *answer = user_data;

  answer->is_found = hr_replay_joint_find_finish (result, &answer->joint, NULL);
  answer->is_done = TRUE;
}

static Answer
find_joint (GBytes *recording,
            GArray *live)
{
  Answer answer = { 0 };

  hr_replay_joint_find_async (recording, live, 1000, NULL, on_found, &answer);
  while (!answer.is_done)
    g_main_context_iteration (NULL, TRUE);

  return answer;
}

static void
test_joint (void)
{
  g_autoptr (GBytes) recording = record ("wave=pink-noise", 200);
  g_autoptr (GArray) whole = read_from (recording, 0);
  g_autoptr (GArray) live = g_array_new (FALSE, TRUE, sizeof (float));
  g_autoptr (GArray) other = make_noise (2 * RATE);
  g_autoptr (GBytes) silence = record ("wave=silence", 200);
  Answer answer = { 0 };

  /* The second half of it, after a while of silence. */
  g_array_set_size (live, RATE / 2);
  g_array_append_vals (live, (const float *) whole->data + RATE, whole->len - RATE);
  answer = find_joint (recording, live);
  g_assert_true (answer.is_found);
  g_assert_cmpint (answer.joint.sample - RATE, ==, (gint64) answer.joint.number - 1000 - RATE / 2);

  g_assert_false (find_joint (recording, other).is_found);
  answer = find_joint (silence, other);
  g_assert_true (answer.is_found);
  g_assert_cmpint (answer.joint.number, ==, 1000 + other->len - RATE / 4);
}

static GArray *
read_source (HrReplaySource *source)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (float));
  GArray *samples = NULL;

  while ((samples = hr_replay_source_read (source)) != NULL)
    {
      g_array_append_vals (all, samples->data, samples->len);
      g_array_unref (samples);
    }

  return all;
}

static void
assert_same_sound (GArray *heard,
                   GArray *said,
                   guint   from,
                   guint   n_samples)
{
  gsize at = 0;

  g_assert_cmpint (heard->len, >=, from + n_samples);
  g_assert_cmpfloat (hr_sound_match ((const float *) heard->data + from, n_samples, (const float *) said->data, said->len, &at), >, 0.98);
  g_assert_cmpint (ABS ((int) at - (int) from), <=, 1);
}

static void
test_source (void)
{
  g_autoptr (GBytes) first = record ("wave=silence", 50);
  g_autoptr (GBytes) whole = record ("wave=pink-noise", 300);
  g_autoptr (GBytes) begun = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);
  g_autoptr (GArray) said = read_from (whole, 0);
  g_autoptr (GArray) before = read_from (first, 0);
  g_autoptr (HrReplaySource) source = hr_replay_source_new ();
  g_autoptr (GArray) one = NULL;
  g_autoptr (GArray) two = NULL;
  g_autoptr (GArray) live = NULL;
  g_autoptr (GArray) copy = NULL;
  guint64 number = 0;

  g_assert_null (hr_replay_source_read (source));
  g_assert_false (hr_replay_source_is_hungry (source));

  /* An attempt that is over, then one that goes on. */
  hr_replay_source_add (source, &(HrReplayPiece){ first, FALSE, 0, 5 * G_USEC_PER_SEC });
  hr_replay_source_add (source, &(HrReplayPiece){ begun, FALSE, 0, 9 * G_USEC_PER_SEC });
  one = read_source (source);
  g_array_remove_range (one, 0, before->len);
  assert_same_sound (one, said, 0, RATE);
  g_assert_cmpint (hr_replay_source_get_time_us (source), ==, 9 * G_USEC_PER_SEC + (gint64) one->len * G_USEC_PER_SEC / RATE);
  g_assert_true (hr_replay_source_is_hungry (source));
  g_assert_false (hr_replay_source_is_spent (source));

  /* It goes on where it had ended. */
  hr_replay_source_add (source, &(HrReplayPiece){ whole, TRUE, 0, 9 * G_USEC_PER_SEC });
  two = hr_replay_source_read (source);
  g_assert_nonnull (two);
  g_array_append_vals (one, two->data, two->len);

  /* What is said from 2 s on comes live too: from there it is read. */
  for (guint i = 2 * RATE; i + BLOCK <= said->len; i += BLOCK)
    {
      g_autoptr (GstBuffer) block = gst_buffer_new_memdup ((const float *) said->data + i, BLOCK * sizeof (float));

      hr_replay_source_add_live (source, block, (GstClockTime) i * GST_SECOND / RATE);
    }
  copy = hr_replay_source_copy_live (source, RATE / 2, &number);
  g_assert_cmpint (copy->len, ==, RATE / 2);
  hr_replay_source_join (source, 2 * RATE, 0);
  live = read_source (source);
  g_array_append_vals (one, live->data, live->len);
  g_assert_true (hr_replay_source_is_live (source));
  g_assert_false (hr_replay_source_is_hungry (source));
  g_assert_cmpint (ABS ((int) one->len - (int) said->len), <, BLOCK);
  assert_same_sound (one, said, 2 * RATE - RATE / 4, RATE / 2);
}

static void
test_spent (void)
{
  g_autoptr (GBytes) recording = record ("wave=sine", 50);
  g_autoptr (GBytes) damaged = g_bytes_new_static ("not a recording", 15);
  g_autoptr (HrReplaySource) source = hr_replay_source_new ();
  g_autoptr (GArray) samples = NULL;

  hr_replay_source_add (source, &(HrReplayPiece){ damaged, FALSE, 0, 0 });
  hr_replay_source_add (source, &(HrReplayPiece){ recording, FALSE, -RATE, 0 });
  hr_replay_source_set_complete (source);
  g_assert_false (hr_replay_source_is_spent (source));
  samples = read_source (source);
  g_assert_cmpint (samples->len, >, RATE / 3);
  g_assert_true (hr_replay_source_is_spent (source));
  g_assert_false (hr_replay_source_is_hungry (source));
}

#define CALL_S 6
#define TICKS_PER_S 2
#define TICK_HZ 600
/* What was said before the past is asked for. */
#define PAST_MS 700
/* A decoded block is there so long after its timestamp. */
#define LIVE_DELAY_MS 70
#define DEADLINE_S 40
#define MAX_TRIES 3

/* A call of ticks, told again while it goes on, and what is heard of both on one time line. */
typedef struct
{
  HrReplayVoice *voice;
  GArray        *said;
  gint64         begun_us; /* monotonic: the timestamp 0 */
  guint          n_live;   /* blocks that have come */
  GMutex         lock;
  GArray        *heard;          /* float, by timestamp */
  gint64         voice_ends_at;  /* 0: it has not begun */
  guint          n_gaps;         /* in what the voice says: it was given no time */
  gint64         live_begins_at; /* -1: not yet */
  gboolean       has_ended;
  gboolean       is_live;
} Call;

static void
put (Call        *call,
     const float *samples,
     gsize        n_samples,
     gint64       at)
{
  g_mutex_lock (&call->lock);
  if (call->heard->len < at + n_samples)
    g_array_set_size (call->heard, (guint) (at + n_samples));
  for (gsize i = 0; i < n_samples; i++)
    g_array_index (call->heard, float, at + i) += samples[i];
  g_mutex_unlock (&call->lock);
}

/* On the voice's thread. */
static void
on_said (GstBuffer *block,
         gpointer   user_data)
{
  Call      *call = user_data;
  gint64     at = (gint64) gst_util_uint64_scale_round (GST_BUFFER_PTS (block), RATE, GST_SECOND);
  GstMapInfo map;

  g_assert_true (gst_buffer_map (block, &map, GST_MAP_READ));
  put (call, (const float *) map.data, map.size / sizeof (float), at);
  call->n_gaps += call->voice_ends_at != 0 && ABS (at - call->voice_ends_at) > 1;
  call->voice_ends_at = at + (gint64) (map.size / sizeof (float));
  gst_buffer_unmap (block, &map);
  gst_buffer_unref (block);
}

static void
on_ended (HrReplayVoice *voice,
          gboolean       is_live,
          Call          *call)
{
  call->has_ended = TRUE;
  call->is_live = is_live;
}

/* What has come of the call by now. */
static void
speak_live (Call *call)
{
  while (g_get_monotonic_time () - call->begun_us >= (call->n_live * 20 + LIVE_DELAY_MS) * G_TIME_SPAN_MILLISECOND &&
         (call->n_live + 1) * BLOCK <= call->said->len)
    {
      const float *samples = (const float *) call->said->data + call->n_live * BLOCK;
      g_autoptr (GstBuffer) block = gst_buffer_new_memdup (samples, BLOCK * sizeof (float));

      if (hr_replay_voice_take_live (call->voice, block, call->n_live * 20 * GST_MSECOND))
        {
          put (call, samples, BLOCK, call->n_live * BLOCK);
          call->live_begins_at = call->live_begins_at < 0 ? (gint64) call->n_live * BLOCK : call->live_begins_at;
        }
      call->n_live++;
    }
}

static gboolean
on_deadline (gpointer data)
{
  g_error ("It is not heard in time");

  return G_SOURCE_REMOVE;
}

static gboolean
on_wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
begin_call (Call *call)
{
  g_autoptr (GBytes) recording = NULL;
  g_autoptr (GstClock) clock = gst_system_clock_obtain ();
  g_autofree char *ticks = g_strdup_printf ("wave=ticks freq=%d tick-interval=%d sine-periods-per-tick=60 volume=0.5", TICK_HZ, 1000000000 / TICKS_PER_S);
  GstClockTime     now = 0;

  *call = (Call){ .heard = g_array_new (FALSE, TRUE, sizeof (float)), .live_begins_at = -1 };
  g_mutex_init (&call->lock);
  recording = record (ticks, CALL_S * 100);
  call->said = read_from (recording, 0);
  now = gst_clock_get_time (clock);
  call->begun_us = g_get_monotonic_time () - (PAST_MS + LIVE_DELAY_MS) * G_TIME_SPAN_MILLISECOND;
  call->n_live = PAST_MS / 20;
  call->voice = hr_replay_voice_new (now - (PAST_MS + LIVE_DELAY_MS) * GST_MSECOND, PAST_MS * G_TIME_SPAN_MILLISECOND, on_said, call);
  g_signal_connect (call->voice, "ended", G_CALLBACK (on_ended), call);
  hr_replay_source_add (hr_replay_voice_get_source (call->voice), &(HrReplayPiece){ recording, FALSE, 0, 0 });
  hr_replay_source_join (hr_replay_voice_get_source (call->voice), PAST_MS * RATE / 1000, 0);
}

static void
go_on_until (Call           *call,
             const gboolean *is_so)
{
  guint deadline_id = g_timeout_add_seconds (DEADLINE_S, on_deadline, NULL);
  guint wake_id = g_timeout_add (5, on_wake, NULL);

  while (is_so != NULL ? !*is_so : (call->n_live + 1) * BLOCK <= call->said->len)
    {
      g_main_context_iteration (NULL, TRUE);
      speak_live (call);
    }

  g_source_remove (wake_id);
  g_source_remove (deadline_id);
}

static void
end_call (Call *call)
{
  hr_replay_voice_close (call->voice);
  g_assert_finalize_object (call->voice);
  g_array_unref (call->said);
  g_array_unref (call->heard);
  g_mutex_clear (&call->lock);
}

/* (element-type guint): where it becomes loud after a silence. */
static GArray *
find_ticks (GArray *samples)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (guint));
  guint   last_loud = 0;

  for (guint i = 0; i < samples->len; i++)
    {
      if (fabsf (g_array_index (samples, float, i)) < 0.2f)
        continue;

      if (i - last_loud > RATE / 10 || ticks->len == 0)
        g_array_append_val (ticks, i);
      last_loud = i;
    }

  return ticks;
}

static double
get_step_ms (GArray *ticks,
             guint   i)
{
  return (g_array_index (ticks, guint, i + 1) - g_array_index (ticks, guint, i)) * 1000.0 / RATE;
}

/* On a machine that stands still what is said is torn, and nothing can be measured by it. */
static gboolean
hear_all (Call *call)
{
  for (guint i = 0; i < MAX_TRIES; i++)
    {
      begin_call (call);
      go_on_until (call, &call->has_ended);
      if (call->n_gaps == 0)
        return TRUE;

      end_call (call);
    }

  return FALSE;
}

static void
test_voice (void)
{
  g_autoptr (GArray) ticks = NULL;
  g_autoptr (GArray) said = NULL;
  Call  call;
  guint live_tick = 0;

  if (!hear_all (&call))
    {
      g_test_skip ("the machine is too busy to speak without a gap");
      return;
    }

  g_assert_true (call.is_live);
  g_assert_cmpint (hr_replay_voice_get_behind_us (call.voice, 0), <, 200 * G_TIME_SPAN_MILLISECOND);
  g_assert_true (hr_replay_voice_is_catching_up (call.voice));
  go_on_until (&call, NULL);

  /* Where one ends the other begins. */
  g_test_message ("Between the voice and the live sound: %d ms", (int) (call.live_begins_at - call.voice_ends_at) * 1000 / RATE);
  g_assert_cmpint (ABS (call.live_begins_at - call.voice_ends_at), <=, BLOCK);

  /* Each tick once, none twice. */
  ticks = find_ticks (call.heard);
  said = find_ticks (call.said);
  g_assert_cmpint (ticks->len, ==, said->len);
  g_assert_cmpfloat_with_epsilon (get_step_ms (ticks, 0), 500, 25);
  for (guint i = 2; i < 7; i++)
    {
      g_assert_cmpfloat_with_epsilon (get_step_ms (ticks, i), 500 / HR_REPLAY_RATE, 25);
      g_assert_cmpfloat_with_epsilon (measure_hz (call.heard, g_array_index (ticks, guint, i), RATE / 15), TICK_HZ, 16);
    }

  /* At last each is heard when it is said. */
  while (g_array_index (ticks, guint, live_tick) < call.live_begins_at)
    live_tick++;
  g_assert_cmpint (live_tick, <, ticks->len);
  g_test_message ("The last one of the past is %.0f ms before the first live one", get_step_ms (ticks, live_tick - 1));
  for (; live_tick < ticks->len; live_tick++)
    {
      gint64 said_at = g_array_index (said, guint, live_tick);

      /* What is left out for the present's sake may be the beginning of one. */
      g_assert_cmpint (call.live_begins_at - said_at, <, RATE / 10);
      g_assert_cmpint (ABS ((gint64) g_array_index (ticks, guint, live_tick) - MAX (said_at, call.live_begins_at)), <=, BLOCK / 4);
    }

  end_call (&call);
}

static void
test_back_to_live (void)
{
  Call call;

  begin_call (&call);
  while (hr_replay_voice_get_behind_us (call.voice, PAST_MS * G_TIME_SPAN_MILLISECOND) < 0)
    go_on_until (&call, &(gboolean){ TRUE });
  hr_replay_voice_stop (call.voice);
  go_on_until (&call, &call.has_ended);
  g_assert_true (call.is_live);
  call.said->len = 3 * RATE;
  go_on_until (&call, NULL);
  g_assert_cmpint (ABS (call.live_begins_at - call.voice_ends_at), <=, BLOCK);

  end_call (&call);
}

int
main (int    argc,
      char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/replay/faster", test_faster);
  g_test_add_func ("/replay/own-pace", test_own_pace);
  g_test_add_func ("/replay/tail", test_tail);
  g_test_add_func ("/replay/match", test_match);
  g_test_add_func ("/replay/reader", test_reader);
  g_test_add_func ("/replay/joint", test_joint);
  g_test_add_func ("/replay/source", test_source);
  g_test_add_func ("/replay/spent", test_spent);

  g_test_add_func ("/replay/voice", test_voice);
  g_test_add_func ("/replay/back-to-live", test_back_to_live);

  return g_test_run ();
}
