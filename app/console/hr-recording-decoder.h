/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

/*
 * One recording, decoded at the pace at which it is to be heard, from one moment in it to its end. Main thread only.
 *
 * Signals, on the main context and never after close:
 *   ended ()
 *   failed (GError *error)
 */
#define HR_TYPE_RECORDING_DECODER (hr_recording_decoder_get_type ())
G_DECLARE_FINAL_TYPE (HrRecordingDecoder, hr_recording_decoder, HR, RECORDING_DECODER, GObject)

/* @block: (transfer full): %HR_AUDIO_CAPS; its timestamp is the system clock's time at which it is to be heard. On a streaming thread. */
typedef void (*HrRecordingDecoderFunc) (GstBuffer *block,
                                        gpointer   user_data);

/**
 * hr_recording_decoder_new:
 * @recording: an Ogg Opus file
 * @from_ms: where in it to begin
 * @on_block: takes the sound until it is closed
 * @user_data: for @on_block
 * @error: return location for an error, or `NULL`
 *
 * What is wrong with @recording is told by `failed`. Close it with hr_recording_decoder_close().
 */
HrRecordingDecoder *hr_recording_decoder_new (GBytes                *recording,
                                              gint64                 from_ms,
                                              HrRecordingDecoderFunc on_block,
                                              gpointer               user_data,
                                              GError               **error);
/* Where in the recording it is heard now; -1: not known yet. */
gint64 hr_recording_decoder_get_position_ms (HrRecordingDecoder *self);
/* After it @on_block is not called any more. */
void hr_recording_decoder_close (HrRecordingDecoder *self);
