/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-recording-reader"

#include "hr-recording-reader.h"

#include "hr-audio-output.h"
#include "hr-recording-pipeline.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <gst/app/app.h>

#define SINK "appsink name=out sync=false max-buffers=8"
/* A decoder that stands still for so long does not go on. */
#define MAX_WAIT_NS (2 * GST_SECOND)
/* An Opus decoder that begins within a stream needs 80 ms to find its voice. */
#define CONVERGENCE (HR_AUDIO_RATE / 12)

struct _HrRecordingReader
{
  GstElement *pipeline;
  GstElement *sink;
  gint64      duration;
  gint64      from; /* what comes before it is not given out */
  gint64      position;
};

void
hr_recording_reader_free (HrRecordingReader *self)
{
  g_return_if_fail (self != NULL);

  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_clear_object (&self->sink);
  gst_clear_object (&self->pipeline);
  g_free (self);
}

static gint64
to_samples (gint64 time_ns)
{
  return (gint64) gst_util_uint64_scale_round ((guint64) MAX (time_ns, 0), HR_AUDIO_RATE, GST_SECOND);
}

/* The headers are read once it is paused. */
static gboolean
wait_for_state (HrRecordingReader *self,
                GstState           state)
{
  gst_element_set_state (self->pipeline, state);

  return gst_element_get_state (self->pipeline, NULL, NULL, MAX_WAIT_NS) == GST_STATE_CHANGE_SUCCESS;
}

static gboolean
begin (HrRecordingReader *self,
       gint64             from)
{
  gint64 duration_ns = 0;
  gint64 seek_ns = 0;

  if (!wait_for_state (self, GST_STATE_PAUSED) || !gst_element_query_duration (self->pipeline, GST_FORMAT_TIME, &duration_ns))
    return FALSE;

  self->duration = to_samples (duration_ns);
  self->from = CLAMP (from < 0 ? self->duration + from : from, 0, self->duration);
  seek_ns = (gint64) gst_util_uint64_scale ((guint64) MAX (self->from - CONVERGENCE, 0), GST_SECOND, HR_AUDIO_RATE);

  return (seek_ns == 0 || gst_element_seek_simple (self->pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE, seek_ns)) &&
         wait_for_state (self, GST_STATE_PLAYING);
}

HrRecordingReader *
hr_recording_reader_new (GBytes  *recording,
                         gint64   from,
                         GError **error)
{
  g_autoptr (HrRecordingReader) self = NULL;

  g_return_val_if_fail (recording != NULL, NULL);

  self = g_new0 (HrRecordingReader, 1);
  self->pipeline = hr_recording_pipeline_new (recording, SINK, &self->sink, error);
  if (self->pipeline == NULL)
    return NULL;

  if (!begin (self, from))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("there is no sound in it"));
      return NULL;
    }
  self->position = self->from;

  return g_steal_pointer (&self);
}

gint64
hr_recording_reader_get_duration (HrRecordingReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->duration;
}

gint64
hr_recording_reader_get_position (HrRecordingReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->position;
}

/* What of the sample was asked for. */
static GArray *
take (HrRecordingReader *self,
      GstSample         *sample)
{
  GArray    *samples = g_array_new (FALSE, FALSE, sizeof (float));
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  GstMapInfo map;
  gint64     first = 0;
  gint64     n_samples = 0;
  gint64     n_early = 0;

  if (!gst_buffer_map (buffer, &map, GST_MAP_READ))
    return samples;

  n_samples = map.size / sizeof (float);
  first = GST_BUFFER_PTS_IS_VALID (buffer) ? to_samples ((gint64) GST_BUFFER_PTS (buffer)) : self->position;
  n_early = CLAMP (self->from - first, 0, n_samples);
  g_array_append_vals (samples, (const float *) map.data + n_early, (guint) (n_samples - n_early));
  self->position = MAX (self->from, first + n_samples);
  gst_buffer_unmap (buffer, &map);

  return samples;
}

GArray *
hr_recording_reader_read (HrRecordingReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (;;)
    {
      g_autoptr (GstSample) sample = gst_app_sink_try_pull_sample (GST_APP_SINK (self->sink), MAX_WAIT_NS);
      g_autoptr (GArray) samples = NULL;

      if (sample == NULL)
        return NULL;

      samples = take (self, sample);
      if (samples->len > 0)
        return g_steal_pointer (&samples);
    }
}
