/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-monitor"

#include "hr-monitor.h"

#include "hr-audio-output.h"
#include "hr-monitor-receiver.h"

#include <gst/app/app.h>

#define LEVEL_NS (50 * GST_MSECOND)
/* A decoded block is ready so long after its timestamp: its packet of 20 ms, or of 60, has to come and may have been waited for. */
#define SLOT_LATENCY_NS ((HR_MONITOR_JITTER_MS + 20) * GST_MSECOND)
#define BLOCK_NS (10 * GST_MSECOND)
/* 400 ms: more is not late sound but a mixer that stands still. */
#define MAX_QUEUED_BLOCKS 20

typedef struct
{
  GstElement *source;
  GstElement *level;
  GstElement *volume;
} Slot;

/*
 * Three pipelines joined by buffers, so that each can go without the others noticing: the receiver's and the mixer's, which always
 * runs, on one clock and base time, and the output's, which plays what comes.
 */
struct _HrMonitor
{
  GObject            parent_instance;
  GstElement        *mixer;
  guint              bus_watch;
  guint              open_source;
  GstClockTime       base_time;
  Slot               slots[HR_MONITOR_N_SLOTS];
  HrAudioOutput     *output;
  HrMonitorReceiver *receiver; /* NULL without a connection */
};

enum
{
  SIGNAL_ANSWER,
  SIGNAL_CANDIDATE,
  SIGNAL_STATE,
  SIGNAL_LEVEL,
  SIGNAL_OUTPUT_LOST,
  SIGNAL_OUTPUT_FOUND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrMonitor, hr_monitor, G_TYPE_OBJECT)

static void
on_answer (HrMonitorReceiver *receiver,
           const char        *sdp,
           gpointer           user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_ANSWER], 0, sdp);
}

static void
on_candidate (HrMonitorReceiver *receiver,
              const char        *candidate,
              const char        *mid,
              guint              mline_index,
              gpointer           user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_CANDIDATE], 0, candidate, mid, mline_index);
}

static void
on_state (HrMonitorReceiver *receiver,
          gboolean           is_connected,
          gpointer           user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_STATE], 0, is_connected);
}

static void
on_output_lost (HrAudioOutput *output,
                const char    *reason,
                gpointer       user_data)
{
  g_message ("Calls cannot be heard: %s", reason);
  g_signal_emit (user_data, signals[SIGNAL_OUTPUT_LOST], 0, reason);
}

static void
on_output_found (HrAudioOutput *output,
                 gpointer       user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_OUTPUT_FOUND], 0);
}

static double
get_first_db (const GstStructure *structure,
              const char         *name)
{
  GValueArray *values = g_value_get_boxed (gst_structure_get_value (structure, name));

  return g_value_get_double (values->values);
}

static gboolean
on_message (GstBus     *bus,
            GstMessage *message,
            gpointer    user_data)
{
  HrMonitor          *self = user_data;
  const GstStructure *structure = gst_message_get_structure (message);
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    {
      gst_message_parse_error (message, &error, NULL);
      g_critical ("The mixer stopped: %s", error->message);
    }
  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_ELEMENT || !gst_structure_has_name (structure, "level"))
    return G_SOURCE_CONTINUE;

  for (guint i = 0; i < HR_MONITOR_N_SLOTS; i++)
    {
      if (GST_MESSAGE_SRC (message) == GST_OBJECT (self->slots[i].level))
        g_signal_emit (self, signals[SIGNAL_LEVEL], 0, i,
                       get_first_db (structure, "rms"), get_first_db (structure, "peak"));
    }
  return G_SOURCE_CONTINUE;
}

/* On a streaming thread of the receiver, which is closed before the slots go. */
static void
on_decoded (guint      slot,
            GstBuffer *decoded,
            gpointer   user_data)
{
  HrMonitor *self = user_data;

  gst_app_src_push_buffer (GST_APP_SRC (self->slots[slot].source), decoded);
}

/* On the mixer's streaming thread. */
static GstFlowReturn
on_mixed (GstAppSink *sink,
          gpointer    user_data)
{
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);

  if (sample == NULL)
    return GST_FLOW_EOS;
  hr_audio_output_push (user_data, gst_buffer_ref (gst_sample_get_buffer (sample)));
  return GST_FLOW_OK;
}

static char *
describe_mixer (void)
{
  GString *text = g_string_new (NULL);

  /* Silence that never ends keeps the device awake: one that sleeps cuts off the first half second. */
  g_string_append_printf (text,
                          "audiotestsrc is-live=true wave=silence samplesperbuffer=480 ! " HR_AUDIO_CAPS " ! "
                          "audiomixer name=mixer output-buffer-duration=%" G_GUINT64_FORMAT " ! "
                          "rglimiter ! appsink name=mixed sync=false async=false caps=\"" HR_AUDIO_CAPS "\" ",
                          BLOCK_NS);
  for (guint i = 0; i < HR_MONITOR_N_SLOTS; i++)
    g_string_append_printf (text,
                            "appsrc name=source%u caps=\"" HR_AUDIO_CAPS "\" format=time is-live=true "
                            "min-latency=%" G_GUINT64_FORMAT " max-buffers=%d max-bytes=0 leaky-type=downstream ! "
                            "level name=level%u interval=%" G_GUINT64_FORMAT " ! volume name=volume%u ! mixer. ",
                            i, SLOT_LATENCY_NS, MAX_QUEUED_BLOCKS, i, LEVEL_NS, i);
  return g_string_free (text, FALSE);
}

static GstElement *
get_numbered (HrMonitor  *self,
              const char *name,
              guint       number)
{
  g_autofree char *whole = g_strdup_printf ("%s%u", name, number);

  return gst_bin_get_by_name (GST_BIN (self->mixer), whole);
}

static gboolean
build_mixer (HrMonitor *self,
             GError   **error)
{
  static GstAppSinkCallbacks callbacks = { .new_sample = on_mixed };
  g_autofree char           *description = describe_mixer ();
  g_autoptr (GstClock) clock = gst_system_clock_obtain ();
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstBus) bus = NULL;

  self->mixer = gst_parse_launch (description, error);
  if (self->mixer == NULL)
    return FALSE;
  gst_object_ref_sink (self->mixer);

  for (guint i = 0; i < HR_MONITOR_N_SLOTS; i++)
    self->slots[i] = (Slot){
      get_numbered (self, "source", i),
      get_numbered (self, "level", i),
      get_numbered (self, "volume", i),
    };
  sink = gst_bin_get_by_name (GST_BIN (self->mixer), "mixed");
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, g_object_ref (self->output), g_object_unref);
  bus = gst_element_get_bus (self->mixer);
  self->bus_watch = gst_bus_add_watch (bus, on_message, self);

  gst_pipeline_use_clock (GST_PIPELINE (self->mixer), clock);
  gst_element_set_start_time (self->mixer, GST_CLOCK_TIME_NONE);
  gst_element_set_base_time (self->mixer, self->base_time);
  gst_element_set_state (self->mixer, GST_STATE_PLAYING);
  return TRUE;
}

/* Only now has the owner had the time to listen to the signals. */
static gboolean
on_may_open (gpointer user_data)
{
  HrMonitor *self = user_data;

  self->open_source = 0;
  hr_audio_output_open (self->output);
  return G_SOURCE_REMOVE;
}

static void
hr_monitor_dispose (GObject *object)
{
  hr_monitor_close (HR_MONITOR (object));

  G_OBJECT_CLASS (hr_monitor_parent_class)->dispose (object);
}

static void
hr_monitor_class_init (HrMonitorClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_monitor_dispose;

  signals[SIGNAL_ANSWER] = g_signal_new ("answer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CANDIDATE] = g_signal_new ("candidate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_UINT);
  signals[SIGNAL_STATE] = g_signal_new ("state", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_LEVEL] = g_signal_new ("level", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[SIGNAL_OUTPUT_LOST] = g_signal_new ("output-lost", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                              G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_OUTPUT_FOUND] = g_signal_new ("output-found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 0);
}

static void
hr_monitor_init (HrMonitor *self)
{
}

HrMonitor *
hr_monitor_new (const char *sink)
{
  HrMonitor *self = g_object_new (HR_TYPE_MONITOR, NULL);
  g_autoptr (GstClock) clock = gst_system_clock_obtain ();
  g_autoptr (GError) error = NULL;

  self->base_time = gst_clock_get_time (clock);
  self->output = hr_audio_output_new (sink != NULL ? sink : g_getenv ("HAMRAHI_AUDIO_SINK"));
  g_signal_connect_object (self->output, "lost", G_CALLBACK (on_output_lost), self, 0);
  g_signal_connect_object (self->output, "found", G_CALLBACK (on_output_found), self, 0);

  if (!build_mixer (self, &error))
    g_critical ("No mixer: %s", error->message);
  self->open_source = g_idle_add (on_may_open, self);
  return self;
}

void
hr_monitor_set_offer (HrMonitor         *self,
                      const char        *sdp,
                      const char *const *servers)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (HR_IS_MONITOR (self));
  g_return_if_fail (sdp != NULL);
  g_return_if_fail (self->mixer != NULL);

  hr_monitor_reset (self);
  self->receiver = hr_monitor_receiver_new (self->base_time, HR_MONITOR_N_SLOTS, on_decoded, self);
  g_signal_connect_object (self->receiver, "answer", G_CALLBACK (on_answer), self, 0);
  g_signal_connect_object (self->receiver, "candidate", G_CALLBACK (on_candidate), self, 0);
  g_signal_connect_object (self->receiver, "state", G_CALLBACK (on_state), self, 0);
  hr_monitor_receiver_use_servers (self->receiver, servers);
  if (hr_monitor_receiver_set_offer (self->receiver, sdp, &error))
    return;

  g_warning ("%s", error->message);
  hr_monitor_reset (self);
  g_signal_emit (self, signals[SIGNAL_STATE], 0, FALSE);
}

void
hr_monitor_add_candidate (HrMonitor  *self,
                          const char *candidate,
                          guint       mline_index)
{
  g_return_if_fail (HR_IS_MONITOR (self));
  g_return_if_fail (candidate != NULL);

  if (self->receiver != NULL)
    hr_monitor_receiver_add_candidate (self->receiver, candidate, mline_index);
}

void
hr_monitor_reset (HrMonitor *self)
{
  g_return_if_fail (HR_IS_MONITOR (self));

  if (self->receiver == NULL)
    return;

  /* Its last reference may fall on another thread, at the moment when this object goes. */
  g_signal_handlers_disconnect_by_data (self->receiver, self);
  hr_monitor_receiver_close (self->receiver);
  g_clear_object (&self->receiver);
}

void
hr_monitor_set_volume (HrMonitor *self,
                       guint      slot,
                       double     volume)
{
  g_return_if_fail (HR_IS_MONITOR (self));
  g_return_if_fail (slot < HR_MONITOR_N_SLOTS && self->slots[slot].volume != NULL);

  g_object_set (self->slots[slot].volume, "volume", CLAMP (volume, 0.0, 10.0), NULL);
}

void
hr_monitor_set_muted (HrMonitor *self,
                      guint      slot,
                      gboolean   is_muted)
{
  g_return_if_fail (HR_IS_MONITOR (self));
  g_return_if_fail (slot < HR_MONITOR_N_SLOTS && self->slots[slot].volume != NULL);

  g_object_set (self->slots[slot].volume, "mute", is_muted, NULL);
}

void
hr_monitor_close (HrMonitor *self)
{
  g_return_if_fail (HR_IS_MONITOR (self));

  hr_monitor_reset (self);
  g_clear_handle_id (&self->open_source, g_source_remove);
  g_clear_handle_id (&self->bus_watch, g_source_remove);
  if (self->mixer != NULL)
    gst_element_set_state (self->mixer, GST_STATE_NULL);
  for (guint i = 0; i < HR_MONITOR_N_SLOTS; i++)
    {
      gst_clear_object (&self->slots[i].source);
      gst_clear_object (&self->slots[i].level);
      gst_clear_object (&self->slots[i].volume);
    }
  gst_clear_object (&self->mixer);
  if (self->output == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->output, self);
  hr_audio_output_close (self->output);
  g_clear_object (&self->output);
}
