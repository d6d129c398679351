/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-replay-joint"

#include "hr-replay-joint.h"

#include "hr-audio-output.h"
#include "hr-recording-reader.h"
#include "hr-sound-match.h"

#include <math.h>

#define NEEDLE_SAMPLES (HR_AUDIO_RATE / 2)
/* The same sound gives 0.9 and more, even where a packet was lost to one of the two; another sentence 0.2. */
#define ALIKE 0.6
/* Of full scale, of both: nobody hears where such sound is joined. */
#define SILENCE_RMS 3e-3
/* Packets are written together every 100 ms, after they were put in order; what is live waits for its jitter buffer too. */
#define BEHIND_SAMPLES (HR_AUDIO_RATE / 4)

typedef struct
{
  GBytes       *recording;
  GArray       *live;
  guint64       live_number;
  HrReplayJoint found;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_bytes_unref (search->recording);
  g_array_unref (search->live);
  g_free (search);
}

/* (element-type float): the last of it. @end: how long it is. */
static GArray *
read_end (GBytes  *recording,
          gint64  *end,
          GError **error)
{
  g_autoptr (HrRecordingReader) reader = hr_recording_reader_new (recording, -NEEDLE_SAMPLES, error);
  GArray *samples = NULL;
  GArray *piece = NULL;

  if (reader == NULL)
    return NULL;

  samples = g_array_new (FALSE, FALSE, sizeof (float));
  while ((piece = hr_recording_reader_read (reader)) != NULL)
    {
      g_array_append_vals (samples, piece->data, piece->len);
      g_array_unref (piece);
    }
  *end = hr_recording_reader_get_position (reader);

  return samples;
}

static gboolean
is_silent (GArray *samples)
{
  double energy = 0;

  for (guint i = 0; i < samples->len; i++)
    energy += (double) g_array_index (samples, float, i) * g_array_index (samples, float, i);

  return sqrt (energy / samples->len) < SILENCE_RMS;
}

static gboolean
find (Search *search,
      GArray *needle,
      gint64  end)
{
  gsize  at = 0;
  double likeness = hr_sound_match ((const float *) needle->data, needle->len, (const float *) search->live->data, search->live->len, &at);

  g_debug ("The end of the recording is alike by %.2f, %d ms before the end of what came live", likeness,
           (int) (search->live->len - at - needle->len) * 1000 / HR_AUDIO_RATE);

  search->found = (HrReplayJoint){ end - needle->len, search->live_number + at };
  if (likeness >= ALIKE)
    return TRUE;

  search->found = (HrReplayJoint){ end, search->live_number + search->live->len - MIN (search->live->len, BEHIND_SAMPLES) };

  return is_silent (needle);
}

static void
find_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Search *search = data;
  g_autoptr (GError) error = NULL;
  gint64 end = 0;
  g_autoptr (GArray) needle = read_end (search->recording, &end, &error);

  if (needle == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (needle->len < NEEDLE_SAMPLES / 2 || search->live->len < needle->len || !find (search, needle, end))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The end of the recording is not among what came live");
  else
    g_task_return_boolean (task, TRUE);
}

void
hr_replay_joint_find_async (GBytes             *recording,
                            GArray             *live,
                            guint64             live_number,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Search *search = NULL;

  g_return_if_fail (recording != NULL && live != NULL);

  search = g_new0 (Search, 1);
  search->recording = g_bytes_ref (recording);
  search->live = g_array_ref (live);
  search->live_number = live_number;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, hr_replay_joint_find_async);
  g_task_set_task_data (task, search, search_free);
  g_task_run_in_thread (task, find_in_thread);
}

gboolean
hr_replay_joint_find_finish (GAsyncResult  *result,
                             HrReplayJoint *joint,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (joint != NULL, FALSE);

  *joint = ((Search *) g_task_get_task_data (G_TASK (result)))->found;

  return g_task_propagate_boolean (G_TASK (result), error);
}
