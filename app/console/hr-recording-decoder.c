/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-recording-decoder"

#include "hr-recording-decoder.h"

#include "hr-recording-pipeline.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <gst/app/app.h>

/* At the pace of the clock, and so much ahead of it that a busy machine breaks nothing: the mixer waits for the time of each block. */
#define SINK "appsink name=out sync=true max-buffers=8 ts-offset=-100000000"

struct _HrRecordingDecoder
{
  GObject parent_instance;

  GstElement            *pipeline; /* NULL: closed */
  guint                  bus_watch;
  gint64                 from_ms;
  gboolean               is_begun;
  HrRecordingDecoderFunc on_block;
  gpointer               user_data;
};

enum
{
  ENDED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrRecordingDecoder, hr_recording_decoder, G_TYPE_OBJECT)

/* On the streaming thread. The pipeline is down before the object goes. */
static GstFlowReturn
on_sample (GstAppSink *sink,
           gpointer    user_data)
{
  HrRecordingDecoder *self = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  GstBuffer   *block = NULL;
  GstClockTime running = GST_CLOCK_TIME_NONE;

  if (sample == NULL)
    return GST_FLOW_EOS;

  block = gst_buffer_copy (gst_sample_get_buffer (sample));
  running = gst_segment_to_running_time (gst_sample_get_segment (sample), GST_FORMAT_TIME, GST_BUFFER_PTS (block));
  GST_BUFFER_PTS (block) = gst_element_get_base_time (GST_ELEMENT (sink)) + (GST_CLOCK_TIME_IS_VALID (running) ? running : 0);
  self->on_block (block, self->user_data);

  return GST_FLOW_OK;
}

/* Once the headers are read it can be sought; nothing was heard until then, for the pipeline is paused. */
static void
begin (HrRecordingDecoder *self)
{
  g_autoptr (GError) error = NULL;

  if (self->is_begun)
    return;

  self->is_begun = TRUE;

  if (self->from_ms > 0 && !gst_element_seek_simple (self->pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                                                     self->from_ms * GST_MSECOND))
    {
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("that moment is not found in it"));
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }

  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
}

static gboolean
on_message (GstBus     *bus,
            GstMessage *message,
            gpointer    user_data)
{
  /* Whoever hears of the end closes this. */
  g_autoptr (HrRecordingDecoder) self = g_object_ref (user_data);
  g_autoptr (GError) error = NULL;

  switch (GST_MESSAGE_TYPE (message))
    {
    case GST_MESSAGE_ASYNC_DONE:
      begin (self);
      break;
    case GST_MESSAGE_EOS:
      g_signal_emit (self, signals[ENDED], 0);
      break;
    case GST_MESSAGE_ERROR:
      gst_message_parse_error (message, &error, NULL);
      g_signal_emit (self, signals[FAILED], 0, error);
      break;
    default:
      break;
    }

  return self->pipeline != NULL;
}

static gboolean
open_pipeline (HrRecordingDecoder *self,
               GBytes             *recording,
               GError            **error)
{
  static GstAppSinkCallbacks callbacks = { .new_sample = on_sample };
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstClock) clock = gst_system_clock_obtain ();
  g_autoptr (GstBus) bus = NULL;

  self->pipeline = hr_recording_pipeline_new (recording, SINK, &sink, error);
  if (self->pipeline == NULL)
    return FALSE;

  gst_pipeline_use_clock (GST_PIPELINE (self->pipeline), clock);
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, self, NULL);
  bus = gst_element_get_bus (self->pipeline);
  self->bus_watch = gst_bus_add_watch (bus, on_message, self);
  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);

  return TRUE;
}

static void
hr_recording_decoder_finalize (GObject *object)
{
  /* Closed first. */
  g_assert (HR_RECORDING_DECODER (object)->pipeline == NULL);

  G_OBJECT_CLASS (hr_recording_decoder_parent_class)->finalize (object);
}

static void
hr_recording_decoder_class_init (HrRecordingDecoderClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_recording_decoder_finalize;

  signals[ENDED] = g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
hr_recording_decoder_init (HrRecordingDecoder *self)
{
}

HrRecordingDecoder *
hr_recording_decoder_new (GBytes                *recording,
                          gint64                 from_ms,
                          HrRecordingDecoderFunc on_block,
                          gpointer               user_data,
                          GError               **error)
{
  g_autoptr (HrRecordingDecoder) self = NULL;

  g_return_val_if_fail (recording != NULL, NULL);
  g_return_val_if_fail (on_block != NULL, NULL);

  self = g_object_new (HR_TYPE_RECORDING_DECODER, NULL);
  self->from_ms = from_ms;
  self->on_block = on_block;
  self->user_data = user_data;

  return open_pipeline (self, recording, error) ? g_steal_pointer (&self) : NULL;
}

gint64
hr_recording_decoder_get_position_ms (HrRecordingDecoder *self)
{
  gint64 position_ns = 0;

  g_return_val_if_fail (HR_IS_RECORDING_DECODER (self), -1);

  if (self->pipeline == NULL || !self->is_begun || !gst_element_query_position (self->pipeline, GST_FORMAT_TIME, &position_ns))
    return -1;

  return position_ns / GST_MSECOND;
}

void
hr_recording_decoder_close (HrRecordingDecoder *self)
{
  g_return_if_fail (HR_IS_RECORDING_DECODER (self));

  g_clear_handle_id (&self->bus_watch, g_source_remove);

  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);

  gst_clear_object (&self->pipeline);
}
