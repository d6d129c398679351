/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-recording-pipeline"

#include "hr-recording-pipeline.h"

#include "hr-audio-output.h"

#include <gio/gio.h>

GstElement *
hr_recording_pipeline_new (GBytes      *recording,
                           const char  *sink,
                           GstElement **out,
                           GError     **error)
{
  g_autofree char *description = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GstElement) source = NULL;
  GstElement *pipeline = NULL;

  g_return_val_if_fail (recording != NULL, NULL);
  g_return_val_if_fail (sink != NULL && out != NULL, NULL);

  description = g_strconcat ("giostreamsrc name=in ! oggdemux ! opusdec ! audioconvert ! audioresample ! " HR_AUDIO_CAPS " ! ", sink, NULL);
  pipeline = gst_parse_launch_full (description, NULL, GST_PARSE_FLAG_FATAL_ERRORS, error);

  if (pipeline == NULL)
    return NULL;

  gst_object_ref_sink (pipeline);
  stream = g_memory_input_stream_new_from_bytes (recording);
  source = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  g_object_set (source, "stream", stream, NULL);
  *out = gst_bin_get_by_name (GST_BIN (pipeline), "out");

  return pipeline;
}
