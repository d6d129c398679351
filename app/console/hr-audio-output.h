/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

#define HR_AUDIO_RATE 48000
/* What travels between the console's pipelines. */
#define HR_AUDIO_CAPS "audio/x-raw,format=F32LE,rate=48000,channels=1,layout=interleaved"

/*
 * A sound device that may come and go. What is pushed is played while there is one and forgotten while there is none; a device that
 * is missing, fails or stands still is tried again every 3 s. Main thread only, but for the push.
 *
 * Signals, on the main context and never after close:
 *   lost (const char *reason)    there is no sound; once until it is found
 *   found ()                     there is sound: at first, and after it was lost
 */
#define HR_TYPE_AUDIO_OUTPUT (hr_audio_output_get_type ())
G_DECLARE_FINAL_TYPE (HrAudioOutput, hr_audio_output, HR, AUDIO_OUTPUT, GObject)

/**
 * hr_audio_output_new:
 * @sink: (nullable): a description as of gst-launch that ends in a sink; %NULL: the system's choice
 */
HrAudioOutput *hr_audio_output_new (const char *sink);
/* @sink: (nullable): another way out, at once; %NULL: that of the beginning. Whether there is sound is told anew. */
void        hr_audio_output_set_sink (HrAudioOutput *self,
                                      const char    *sink);
const char *hr_audio_output_get_sink (HrAudioOutput *self); /* borrowed */
/* One note, over whatever is being played. */
void hr_audio_output_test (HrAudioOutput *self);
/* Connect to the signals before. */
void hr_audio_output_open (HrAudioOutput *self);
/* @buffer: (transfer full): %HR_AUDIO_CAPS as it is to be heard now. Any thread, never blocks. */
void hr_audio_output_push (HrAudioOutput *self,
                           GstBuffer     *buffer);
/* Waits for the device to close, but no longer than a second. */
void hr_audio_output_close (HrAudioOutput *self);
