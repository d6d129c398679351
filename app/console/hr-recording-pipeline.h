/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

/**
 * hr_recording_pipeline_new:
 * @recording: an Ogg Opus file
 * @sink: what takes its sound, as of gst-launch: an appsink by the name of “out”
 * @out: (out) (transfer full): that sink
 * @error: return location for an error, or `NULL`
 *
 * Returns: (transfer full) (nullable): a pipeline that reads @recording from memory and decodes it to %HR_AUDIO_CAPS. It can seek. `NULL`: GStreamer
 *   lacks an element for it
 */
GstElement *hr_recording_pipeline_new (GBytes      *recording,
                                       const char  *sink,
                                       GstElement **out,
                                       GError     **error);
