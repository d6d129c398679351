/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-recording-peaks"

#include "hr-recording-peaks.h"

#include "hr-audio-output.h"
#include "hr-recording-pipeline.h"

#include <glib/gi18n.h>
#include <gst/app/app.h>
#include <math.h>

#define SINK "appsink name=out sync=false max-buffers=64"
#define SAMPLES_PER_MS (HR_AUDIO_RATE / 1000)
#define SAMPLES_PER_PEAK (SAMPLES_PER_MS * HR_RECORDING_PEAK_MS)
/* How often it is looked whether nothing comes any more. */
#define LOOK_NS (100 * GST_MSECOND)
/* A decoder that stands still for 10 s does not go on. */
#define MAX_LOOKS 100

typedef struct
{
  GArray *peaks;
  float   peak; /* of the samples since the last one that is kept */
  guint64 n_samples;
} Reading;

void
hr_recording_peaks_free (HrRecordingPeaks *self)
{
  g_array_unref (self->peaks);
  g_free (self);
}

static void
keep_peak (Reading *reading)
{
  g_array_append_val (reading->peaks, reading->peak);
  reading->peak = 0;
}

static void
read_sample (Reading   *reading,
             GstSample *sample)
{
  GstMapInfo   map;
  const float *samples = NULL;

  if (!gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ))
    return;

  samples = (const float *) map.data;

  for (gsize i = 0; i < map.size / sizeof *samples; i++)
    {
      reading->peak = MAX (reading->peak, MIN (fabsf (samples[i]), 1.0f));

      if (++reading->n_samples % SAMPLES_PER_PEAK == 0)
        keep_peak (reading);
    }

  gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
}

/* After an error nothing comes, not even an end. */
static GError *
take_error (GstElement *pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  GError *error = NULL;

  if (message != NULL)
    gst_message_parse_error (message, &error, NULL);

  return error;
}

static void
read_all (GstElement   *pipeline,
          GstAppSink   *sink,
          Reading      *reading,
          GCancellable *cancellable,
          GError      **error)
{
  guint n_looks = 0;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);

  while (!g_cancellable_is_cancelled (cancellable) && !gst_app_sink_is_eos (sink) && n_looks < MAX_LOOKS)
    {
      g_autoptr (GstSample) sample = gst_app_sink_try_pull_sample (sink, LOOK_NS);

      n_looks = sample != NULL ? 0 : n_looks + 1;

      if (sample != NULL)
        read_sample (reading, sample);
      else if ((*error = take_error (pipeline)) != NULL)
        break;
    }

  if (reading->n_samples % SAMPLES_PER_PEAK != 0)
    keep_peak (reading);

  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      recording,
                GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstElement) pipeline = hr_recording_pipeline_new (recording, SINK, &sink, &error);
  g_autoptr (HrRecordingPeaks) peaks = g_new0 (HrRecordingPeaks, 1);
  Reading reading = { .peaks = g_array_new (FALSE, FALSE, sizeof (float)) };

  peaks->peaks = reading.peaks;

  if (pipeline != NULL)
    read_all (pipeline, GST_APP_SINK (sink), &reading, cancellable, &error);

  peaks->duration_ms = (gint64) (reading.n_samples / SAMPLES_PER_MS);

  if (reading.n_samples > 0)
    g_task_return_pointer (task, g_steal_pointer (&peaks), (GDestroyNotify) hr_recording_peaks_free);
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("there is no sound in it"));
}

void
hr_recording_peaks_read_async (GBytes             *recording,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (recording != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, hr_recording_peaks_read_async);
  g_task_set_task_data (task, g_bytes_ref (recording), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, read_in_thread);
}

HrRecordingPeaks *
hr_recording_peaks_read_finish (GAsyncResult *result,
                                GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
