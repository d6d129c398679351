/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-test-audio"

#include "hr-test-audio.h"

#include <gst/app/app.h>
#include <math.h>

GPtrArray *
hr_test_audio_run (const char *description)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (description, &error);
  g_autoptr (GPtrArray) buffers = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) failure = NULL;

  g_assert_no_error (error);
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  g_assert_nonnull (sink);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);

  for (;;)
    {
      g_autoptr (GstSample) sample = gst_app_sink_try_pull_sample (GST_APP_SINK (sink), 20 * GST_SECOND);

      if (sample == NULL)
        break;
      g_ptr_array_add (buffers, gst_buffer_copy_deep (gst_sample_get_buffer (sample)));
    }

  bus = gst_element_get_bus (pipeline);
  failure = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_assert_null (failure);
  g_assert_true (gst_app_sink_is_eos (GST_APP_SINK (sink)));
  gst_element_set_state (pipeline, GST_STATE_NULL);

  return g_steal_pointer (&buffers);
}

GBytes *
hr_test_audio_run_file (const char *description)
{
  g_autoptr (GPtrArray) buffers = hr_test_audio_run (description);
  GByteArray *file = g_byte_array_new ();

  for (guint i = 0; i < buffers->len; i++)
    {
      GstMapInfo map = GST_MAP_INFO_INIT;

      g_assert_true (gst_buffer_map (buffers->pdata[i], &map, GST_MAP_READ));
      g_byte_array_append (file, map.data, (guint) map.size);
      gst_buffer_unmap (buffers->pdata[i], &map);
    }

  return g_byte_array_free_to_bytes (file);
}

GArray *
hr_test_audio_run_pcm (const char *description)
{
  g_autofree char *whole = g_strdup_printf ("%s ! audioconvert ! audioresample ! "
                                            "audio/x-raw,format=F32LE,rate=%d,channels=1,layout=interleaved ! "
                                            "appsink name=out sync=false",
                                            description, HR_TEST_RATE);
  g_autoptr (GPtrArray) buffers = hr_test_audio_run (whole);
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (float));

  for (guint i = 0; i < buffers->len; i++)
    {
      GstMapInfo map = GST_MAP_INFO_INIT;

      g_assert_true (gst_buffer_map (buffers->pdata[i], &map, GST_MAP_READ));
      g_array_append_vals (samples, map.data, map.size / sizeof (float));
      gst_buffer_unmap (buffers->pdata[i], &map);
    }
  return samples;
}

GPtrArray *
hr_test_audio_run_rtp (const char *description,
                       guint16     first_sequence,
                       guint32     first_timestamp)
{
  g_autofree char *whole = g_strdup_printf ("%s ! audioconvert ! audioresample ! audio/x-raw,rate=%d,channels=1 ! "
                                            "opusenc bitrate=32000 frame-size=20 ! "
                                            "rtpopuspay pt=111 ssrc=1 seqnum-offset=%u timestamp-offset=%u ! "
                                            "appsink name=out sync=false",
                                            description, HR_TEST_RATE, first_sequence, first_timestamp);

  return hr_test_audio_run (whole);
}

static double
correlate_at (const float *a,
              const float *b,
              gsize        n_samples,
              int          shift)
{
  const gsize start = MAX (shift, 0);
  const gsize end = n_samples + MIN (shift, 0);
  double      cross = 0;
  double      energy_a = 1e-12;
  double      energy_b = 1e-12;

  for (gsize i = start; i < end; i++)
    {
      cross += a[i - shift] * b[i];
      energy_a += a[i - shift] * a[i - shift];
      energy_b += b[i] * b[i];
    }
  return cross / sqrt (energy_a * energy_b);
}

double
hr_test_audio_correlate (const float *a,
                         const float *b,
                         gsize        n_samples,
                         int          max_shift,
                         int         *shift)
{
  double best = -1;

  for (int candidate = -max_shift; candidate <= max_shift; candidate++)
    {
      const double found = correlate_at (a, b, n_samples, candidate);

      if (found <= best)
        continue;
      best = found;
      if (shift != NULL)
        *shift = candidate;
    }
  return best;
}

double
hr_test_audio_goertzel (const float *samples,
                        gsize        n_samples,
                        double       frequency_hz)
{
  const double step = 2 * G_PI * frequency_hz / HR_TEST_RATE;
  double       real = 0;
  double       imaginary = 0;

  for (gsize i = 0; i < n_samples; i++)
    {
      real += samples[i] * cos (step * i);
      imaginary += samples[i] * sin (step * i);
    }
  return 2 * hypot (real, imaginary) / MAX (n_samples, 1);
}

double
hr_test_audio_rms (const float *samples,
                   gsize        n_samples)
{
  double energy = 0;

  for (gsize i = 0; i < n_samples; i++)
    energy += samples[i] * samples[i];
  return sqrt (energy / MAX (n_samples, 1));
}
