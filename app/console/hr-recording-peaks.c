/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-recording-peaks"

#include "hr-recording-peaks.h"

#include <glib/gi18n.h>
#include <gst/app/app.h>
#include <math.h>

#define RATE 48000
#define PEAK_MS 50
#define SAMPLES_PER_PEAK (RATE / 1000 * PEAK_MS)
#define PULL_TIMEOUT_NS (10 * GST_SECOND)

void
hr_recording_peaks_free (HrRecordingPeaks *self)
{
  g_array_unref (self->peaks);
  g_free (self);
}

typedef struct
{
  GArray *peaks;
  float   peak;
  guint64 n_samples;
} Reading;

static void
add_samples (Reading     *reading,
             const float *samples,
             gsize        n_samples)
{
  for (gsize i = 0; i < n_samples; i++)
    {
      float level = fabsf (samples[i]);

      reading->peak = MAX (reading->peak, MIN (level, 1.0f));

      if (++reading->n_samples % SAMPLES_PER_PEAK != 0)
        continue;

      g_array_append_val (reading->peaks, reading->peak);
      reading->peak = 0;
    }
}

static void
add_sample (Reading   *reading,
            GstSample *sample)
{
  GstMapInfo map;

  if (!gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ))
    return;

  add_samples (reading, (const float *) map.data, map.size / sizeof (float));
  gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
}

static GstElement *
build_pipeline (GBytes  *recording,
                GError **error)
{
  GstElement *pipeline = gst_parse_launch ("giostreamsrc name=in ! oggdemux ! opusdec ! audioconvert ! audioresample ! "
                                           "audio/x-raw,format=F32LE,rate=48000,channels=1,layout=interleaved ! "
                                           "appsink name=out sync=false max-buffers=64",
                                           error);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (recording);
  g_autoptr (GstElement) source = NULL;

  if (pipeline == NULL)
    return NULL;

  gst_object_ref_sink (pipeline);
  source = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  g_object_set (source, "stream", stream, NULL);
  return pipeline;
}

static void
read_all (GstElement   *pipeline,
          Reading      *reading,
          GCancellable *cancellable)
{
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "out");

  gst_element_set_state (pipeline, GST_STATE_PLAYING);

  while (!g_cancellable_is_cancelled (cancellable))
    {
      g_autoptr (GstSample) sample = gst_app_sink_try_pull_sample (GST_APP_SINK (sink), PULL_TIMEOUT_NS);

      if (sample == NULL)
        break;

      add_sample (reading, sample);
    }
}

static GError *
take_error (GstElement *pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  GError *error = NULL;

  if (message != NULL)
    gst_message_parse_error (message, &error, NULL);

  return error != NULL ? error : g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("There is no sound in the recording"));
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      recording,
                GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = build_pipeline (recording, &error);
  g_autoptr (HrRecordingPeaks) peaks = g_new0 (HrRecordingPeaks, 1);
  Reading reading = { .peaks = g_array_new (FALSE, FALSE, sizeof (float)) };

  peaks->peaks = reading.peaks;

  if (pipeline == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  read_all (pipeline, &reading, cancellable);
  peaks->duration_ms = (gint64) (reading.n_samples / (RATE / 1000));

  if (g_task_return_error_if_cancelled (task))
    ;
  else if (reading.peaks->len == 0)
    g_task_return_error (task, take_error (pipeline));
  else
    g_task_return_pointer (task, g_steal_pointer (&peaks), (GDestroyNotify) hr_recording_peaks_free);

  gst_element_set_state (pipeline, GST_STATE_NULL);
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
