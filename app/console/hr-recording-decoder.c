/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-recording-decoder"

#include "hr-recording-decoder.h"

#include "hr-audio-output.h"

#include <gio/gio.h>
#include <gst/app/app.h>

struct _HrRecordingDecoder
{
  GObject parent_instance;

  GstElement            *pipeline; /* NULL: closed */
  guint                  bus_watch;
  gint64                 from_ms;
  double                 rate;
  HrRecordingDecoderFunc on_block;
  gpointer               user_data;
  gboolean               is_sought; /* where it begins */
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

  if (sample == NULL)
    return GST_FLOW_EOS;

  self->on_block (gst_buffer_ref (gst_sample_get_buffer (sample)), self->user_data);
  return GST_FLOW_OK;
}

/* A demuxer seeks once it has read the headers; until then nothing has been heard, for the pipeline is paused. */
static void
begin (HrRecordingDecoder *self)
{
  if (self->is_sought)
    return;

  self->is_sought = TRUE;
  gst_element_seek (self->pipeline, self->rate, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE, GST_SEEK_TYPE_SET,
                    self->from_ms * GST_MSECOND, GST_SEEK_TYPE_NONE, 0);
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

static GstElement *
build_pipeline (GBytes  *recording,
                GError **error)
{
  GstElement *pipeline = gst_parse_launch ("giostreamsrc name=in ! oggdemux ! opusdec ! audioconvert ! audioresample ! " HR_AUDIO_CAPS " ! "
                                           "scaletempo ! audioconvert ! " HR_AUDIO_CAPS " ! appsink name=out sync=true max-buffers=4",
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

static gboolean
open_pipeline (HrRecordingDecoder *self,
               GBytes             *recording,
               GError            **error)
{
  static GstAppSinkCallbacks callbacks = { .new_sample = on_sample };
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstBus) bus = NULL;

  self->pipeline = build_pipeline (recording, error);
  if (self->pipeline == NULL)
    return FALSE;

  sink = gst_bin_get_by_name (GST_BIN (self->pipeline), "out");
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
                          double                 rate,
                          HrRecordingDecoderFunc on_block,
                          gpointer               user_data)
{
  HrRecordingDecoder *self = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (recording != NULL, NULL);
  g_return_val_if_fail (on_block != NULL, NULL);

  self = g_object_new (HR_TYPE_RECORDING_DECODER, NULL);
  self->from_ms = from_ms;
  self->rate = rate;
  self->on_block = on_block;
  self->user_data = user_data;

  if (!open_pipeline (self, recording, &error))
    g_critical ("No decoder: %s", error->message);

  return self;
}

gint64
hr_recording_decoder_get_position_ms (HrRecordingDecoder *self)
{
  gint64 position_ns = 0;

  g_return_val_if_fail (HR_IS_RECORDING_DECODER (self), -1);

  if (self->pipeline == NULL || !self->is_sought || !gst_element_query_position (self->pipeline, GST_FORMAT_TIME, &position_ns))
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
