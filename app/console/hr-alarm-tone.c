/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-alarm-tone"

#include "hr-alarm-tone.h"

#include "hr-alarm-pulses.h"
#include "hr-audio-output.h"

#include <gst/app/app.h>

/* A live source of silence keeps the time, on a thread that no screen can hold up; its blocks are filled with the alarm. */
struct _HrAlarmTone
{
  GObject        parent_instance;
  GstElement    *clockwork;
  HrAudioOutput *output;
  guint          open_source;

  GMutex        lock;
  HrAlarmPulses pulses;
};

enum
{
  SIGNAL_OUTPUT_LOST,
  SIGNAL_OUTPUT_FOUND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrAlarmTone, hr_alarm_tone, G_TYPE_OBJECT)

static void
on_output_lost (HrAudioOutput *output,
                const char    *reason,
                gpointer       user_data)
{
  g_message ("Alarms cannot be heard: %s", reason);
  g_signal_emit (user_data, signals[SIGNAL_OUTPUT_LOST], 0, reason);
}

static void
on_output_found (HrAudioOutput *output,
                 gpointer       user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_OUTPUT_FOUND], 0);
}

/* On the streaming thread, which is gone before the tone is. */
static GstFlowReturn
on_block (GstAppSink *sink,
          gpointer    user_data)
{
  HrAlarmTone *self = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  GstBuffer *silence = NULL;
  GstBuffer *block = NULL;
  GstMapInfo map = GST_MAP_INFO_INIT;

  if (sample == NULL)
    return GST_FLOW_EOS;

  silence = gst_sample_get_buffer (sample);
  block = gst_buffer_new_allocate (NULL, gst_buffer_get_size (silence), NULL);
  gst_buffer_map (block, &map, GST_MAP_WRITE);
  g_mutex_lock (&self->lock);
  hr_alarm_pulses_render (&self->pulses, (float *) map.data, map.size / sizeof (float));
  g_mutex_unlock (&self->lock);
  gst_buffer_unmap (block, &map);

  hr_audio_output_push (self->output, block);
  return GST_FLOW_OK;
}

static void
build_clockwork (HrAlarmTone *self)
{
  static GstAppSinkCallbacks callbacks = { .new_sample = on_block };
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) sink = NULL;

  self->clockwork = gst_parse_launch ("audiotestsrc is-live=true wave=silence samplesperbuffer=480 ! " HR_AUDIO_CAPS " ! "
                                      "appsink name=sink sync=false async=false",
                                      &error);
  if (self->clockwork == NULL)
    {
      g_critical ("No alarm sounds: %s", error->message);
      return;
    }

  gst_object_ref_sink (self->clockwork);
  sink = gst_bin_get_by_name (GST_BIN (self->clockwork), "sink");
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, self, NULL);
  gst_element_set_state (self->clockwork, GST_STATE_PLAYING);
}

/* Only now has the owner had the time to listen to the signals. */
static gboolean
on_may_open (gpointer user_data)
{
  HrAlarmTone *self = user_data;

  self->open_source = 0;
  hr_audio_output_open (self->output);
  return G_SOURCE_REMOVE;
}

static void
hr_alarm_tone_dispose (GObject *object)
{
  hr_alarm_tone_close (HR_ALARM_TONE (object));

  G_OBJECT_CLASS (hr_alarm_tone_parent_class)->dispose (object);
}

static void
hr_alarm_tone_finalize (GObject *object)
{
  HrAlarmTone *self = HR_ALARM_TONE (object);

  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (hr_alarm_tone_parent_class)->finalize (object);
}

static void
hr_alarm_tone_class_init (HrAlarmToneClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_alarm_tone_dispose;
  G_OBJECT_CLASS (klass)->finalize = hr_alarm_tone_finalize;

  signals[SIGNAL_OUTPUT_LOST] = g_signal_new ("output-lost", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                              G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_OUTPUT_FOUND] = g_signal_new ("output-found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 0);
}

static void
hr_alarm_tone_init (HrAlarmTone *self)
{
  g_mutex_init (&self->lock);
}

HrAlarmTone *
hr_alarm_tone_new (const char *sink)
{
  HrAlarmTone *self = g_object_new (HR_TYPE_ALARM_TONE, NULL);

  self->output = hr_audio_output_new (sink != NULL ? sink : g_getenv ("HAMRAHI_ALARM_SINK"));
  g_signal_connect_object (self->output, "lost", G_CALLBACK (on_output_lost), self, 0);
  g_signal_connect_object (self->output, "found", G_CALLBACK (on_output_found), self, 0);
  build_clockwork (self);
  self->open_source = g_idle_add (on_may_open, self);
  return self;
}

void
hr_alarm_tone_set_priority (HrAlarmTone *self,
                            guint        priority)
{
  g_return_if_fail (HR_IS_ALARM_TONE (self));
  g_return_if_fail (priority <= 3);

  g_mutex_lock (&self->lock);
  hr_alarm_pulses_set_priority (&self->pulses, priority);
  g_mutex_unlock (&self->lock);
}

void
hr_alarm_tone_set_ducked (HrAlarmTone *self,
                          gboolean     is_ducked)
{
  g_return_if_fail (HR_IS_ALARM_TONE (self));

  g_mutex_lock (&self->lock);
  hr_alarm_pulses_set_ducked (&self->pulses, is_ducked);
  g_mutex_unlock (&self->lock);
}

void
hr_alarm_tone_silence (HrAlarmTone *self,
                       guint        duration_ms)
{
  g_return_if_fail (HR_IS_ALARM_TONE (self));

  g_mutex_lock (&self->lock);
  hr_alarm_pulses_silence (&self->pulses, duration_ms);
  g_mutex_unlock (&self->lock);
}

HrAudioOutput *
hr_alarm_tone_get_output (HrAlarmTone *self)
{
  g_return_val_if_fail (HR_IS_ALARM_TONE (self), NULL);

  return self->output;
}

void
hr_alarm_tone_close (HrAlarmTone *self)
{
  g_return_if_fail (HR_IS_ALARM_TONE (self));

  g_clear_handle_id (&self->open_source, g_source_remove);
  if (self->clockwork != NULL)
    gst_element_set_state (self->clockwork, GST_STATE_NULL);
  gst_clear_object (&self->clockwork);
  if (self->output != NULL)
    hr_audio_output_close (self->output);
  g_clear_object (&self->output);
}
