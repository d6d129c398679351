/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

#define HR_TEST_RATE 48000

/**
 * hr_test_audio_run:
 * @description: a pipeline that ends in “appsink name=out sync=false”
 *
 * Runs it to its end; an error of the pipeline fails the test.
 *
 * Returns: (transfer full) (element-type GstBuffer): what came out
 */
GPtrArray *hr_test_audio_run (const char *description);
/* The same in one piece: a file, when the pipeline ends in a muxer. (transfer full) */
GBytes *hr_test_audio_run_file (const char *description);
/* The same for PCM: the samples of a pipeline to which the conversion to 48 kHz mono float is added. (element-type float) */
GArray *hr_test_audio_run_pcm (const char *description);
/* Opus in RTP packets of 20 ms, SSRC 1, from a pipeline that makes raw audio. (element-type GstBuffer) */
GPtrArray *hr_test_audio_run_rtp (const char *description,
                                  guint16     first_sequence,
                                  guint32     first_timestamp);

/* The share of @b's energy that is explained by @a shifted by the best of ±@max_shift samples; 1 is the same sound.
 * @shift: (out) (optional): by how much @b is later. */
double hr_test_audio_correlate (const float *a,
                                const float *b,
                                gsize        n_samples,
                                int          max_shift,
                                int         *shift);
/* Amplitude of one frequency. */
double hr_test_audio_goertzel (const float *samples,
                               gsize        n_samples,
                               double       frequency_hz);
double hr_test_audio_rms (const float *samples,
                          gsize        n_samples);
