/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-mixer"

#include "hr-mixer.h"

#include "hr-audio-output.h"

#include <gst/app/app.h>

#define LEVEL_NS (50 * GST_MSECOND)
#define BLOCK_NS (10 * GST_MSECOND)
/* 400 ms: more is not late sound but a mixer that stands still. */
#define MAX_QUEUED_BLOCKS 20
/*
 * By how much a block's timestamp may differ from the end of the block before it and still be joined to it. The mixer's own 40 ms, for
 * a second and more, could be longer than the time that a block has to come: a sound that had slipped by 30 ms was joined where the
 * mixer had already been, block after block, and never heard.
 */
#define MAX_SLIP_NS (5 * GST_MSECOND)
/*
 * A sound all of whose blocks come too late, or far too early, for half a second has a wrong timestamp, not bad luck: a jitter buffer that
 * begins in a burst on a busy machine may stay a second behind for good. It is moved in time, so that it is heard.
 */
#define LOOK_BLOCKS 25
#define SPARE_NS ((gint64) (20 * GST_MSECOND))
#define MAX_EARLY_NS ((gint64) (100 * GST_MSECOND))

typedef struct
{
  GstElement *source;
  GstElement *level;
  GstElement *volume;

  /* Of the thread that pushes. */
  gint64 shift_ns;
  gint64 least_late_ns; /* of the blocks that are looked at */
  gint64 most_late_ns;
  guint  n_looked_at;
} Slot;

struct _HrMixer
{
  GObject        parent_instance;
  GstElement    *pipeline; /* NULL once closed, or when it could not be built */
  Slot          *slots;
  guint          n_slots;
  GstClock      *clock;
  GstClockTime   base_time;
  gint64         latency_ns;
  guint          bus_watch;
  HrMixedFunc    func;
  gpointer       user_data;
  GDestroyNotify destroy;
};

enum
{
  SIGNAL_LEVEL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrMixer, hr_mixer, G_TYPE_OBJECT)

static double
get_first_db (const GstStructure *structure,
              const char         *name)
{
  GValueArray *values = g_value_get_boxed (gst_structure_get_value (structure, name));

  return g_value_get_double (values->values);
}

static void
tell_level (HrMixer            *self,
            GstObject          *level,
            const GstStructure *structure)
{
  for (guint i = 0; i < self->n_slots; i++)
    {
      if (level == GST_OBJECT (self->slots[i].level))
        g_signal_emit (self, signals[SIGNAL_LEVEL], 0, i,
                       get_first_db (structure, "rms"), get_first_db (structure, "peak"));
    }
}

static gboolean
on_message (GstBus     *bus,
            GstMessage *message,
            gpointer    user_data)
{
  const GstStructure *structure = gst_message_get_structure (message);
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    {
      gst_message_parse_error (message, &error, NULL);
      g_critical ("The mixer stopped: %s", error->message);
    }
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ELEMENT && gst_structure_has_name (structure, "level"))
    tell_level (user_data, GST_MESSAGE_SRC (message), structure);
  return G_SOURCE_CONTINUE;
}

/* On the mixer's streaming thread. */
static GstFlowReturn
on_mixed (GstAppSink *sink,
          gpointer    user_data)
{
  HrMixer *self = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);

  if (sample == NULL)
    return GST_FLOW_EOS;
  self->func (gst_buffer_ref (gst_sample_get_buffer (sample)), self->user_data);
  return GST_FLOW_OK;
}

static char *
describe (guint        n_slots,
          GstClockTime latency)
{
  GString *text = g_string_new (NULL);

  /* Silence that never ends keeps the device awake: one that sleeps cuts off the first half second. */
  g_string_append_printf (text,
                          "audiotestsrc is-live=true wave=silence samplesperbuffer=480 ! " HR_AUDIO_CAPS " ! "
                          "audiomixer name=mixer output-buffer-duration=%" G_GUINT64_FORMAT " "
                          "alignment-threshold=%" G_GUINT64_FORMAT " discont-wait=0 ! "
                          "rglimiter ! appsink name=mixed sync=false async=false caps=\"" HR_AUDIO_CAPS "\" ",
                          BLOCK_NS, MAX_SLIP_NS);
  for (guint i = 0; i < n_slots; i++)
    g_string_append_printf (text,
                            "appsrc name=source%u caps=\"" HR_AUDIO_CAPS "\" format=time is-live=true "
                            "min-latency=%" G_GUINT64_FORMAT " max-buffers=%d max-bytes=0 leaky-type=downstream ! "
                            "level name=level%u interval=%" G_GUINT64_FORMAT " ! volume name=volume%u ! mixer. ",
                            i, latency, MAX_QUEUED_BLOCKS, i, LEVEL_NS, i);
  return g_string_free (text, FALSE);
}

static GstElement *
get_numbered (HrMixer    *self,
              const char *name,
              guint       number)
{
  g_autofree char *whole = g_strdup_printf ("%s%u", name, number);

  return gst_bin_get_by_name (GST_BIN (self->pipeline), whole);
}

static void
build (HrMixer *self)
{
  static GstAppSinkCallbacks callbacks = { .new_sample = on_mixed };
  g_autofree char           *description = describe (self->n_slots, self->latency_ns);
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GError) error = NULL;

  self->pipeline = gst_parse_launch_full (description, NULL, GST_PARSE_FLAG_FATAL_ERRORS, &error);
  if (self->pipeline == NULL)
    {
      g_critical ("No mixer: %s", error->message);
      return;
    }
  gst_object_ref_sink (self->pipeline);

  for (guint i = 0; i < self->n_slots; i++)
    self->slots[i] = (Slot){
      get_numbered (self, "source", i),
      get_numbered (self, "level", i),
      get_numbered (self, "volume", i),
    };
  sink = gst_bin_get_by_name (GST_BIN (self->pipeline), "mixed");
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, self, NULL);
  bus = gst_element_get_bus (self->pipeline);
  self->bus_watch = gst_bus_add_watch (bus, on_message, self);

  gst_pipeline_use_clock (GST_PIPELINE (self->pipeline), self->clock);
  gst_element_set_start_time (self->pipeline, GST_CLOCK_TIME_NONE);
  gst_element_set_base_time (self->pipeline, self->base_time);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
}

static void
hr_mixer_dispose (GObject *object)
{
  hr_mixer_close (HR_MIXER (object));

  G_OBJECT_CLASS (hr_mixer_parent_class)->dispose (object);
}

static void
hr_mixer_finalize (GObject *object)
{
  HrMixer *self = HR_MIXER (object);

  g_free (self->slots);
  gst_clear_object (&self->clock);
  if (self->destroy != NULL)
    self->destroy (self->user_data);

  G_OBJECT_CLASS (hr_mixer_parent_class)->finalize (object);
}

static void
hr_mixer_class_init (HrMixerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hr_mixer_dispose;
  object_class->finalize = hr_mixer_finalize;

  signals[SIGNAL_LEVEL] = g_signal_new ("level", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void
hr_mixer_init (HrMixer *self)
{
}

HrMixer *
hr_mixer_new (GstClockTime   base_time,
              guint          n_slots,
              GstClockTime   latency,
              HrMixedFunc    func,
              gpointer       user_data,
              GDestroyNotify destroy)
{
  HrMixer *self = g_object_new (HR_TYPE_MIXER, NULL);

  g_return_val_if_fail (func != NULL, self);

  self->n_slots = n_slots;
  self->slots = g_new0 (Slot, n_slots);
  self->clock = gst_system_clock_obtain ();
  self->base_time = base_time;
  self->latency_ns = latency;
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  build (self);
  return self;
}

/* How far the slot's sound is to be moved, once enough of it was looked at. */
static void
look_at_lateness (HrMixer *self,
                  Slot    *slot,
                  gint64   late_ns)
{
  const gint64 due_ns = self->latency_ns - SPARE_NS;

  slot->least_late_ns = slot->n_looked_at == 0 ? late_ns : MIN (slot->least_late_ns, late_ns);
  slot->most_late_ns = slot->n_looked_at == 0 ? late_ns : MAX (slot->most_late_ns, late_ns);
  if (++slot->n_looked_at < LOOK_BLOCKS)
    return;

  slot->n_looked_at = 0;
  if (slot->least_late_ns > self->latency_ns)
    slot->shift_ns += slot->least_late_ns - due_ns;
  else if (slot->shift_ns > 0 && slot->most_late_ns < due_ns - MAX_EARLY_NS)
    slot->shift_ns = MAX (0, slot->shift_ns - (due_ns - slot->most_late_ns));
}

void
hr_mixer_push (HrMixer   *self,
               guint      slot,
               GstBuffer *block)
{
  gint64 running_ns = 0;

  g_return_if_fail (HR_IS_MIXER (self));
  g_return_if_fail (slot < self->n_slots && self->slots[slot].source != NULL);

  running_ns = gst_clock_get_time (self->clock) - self->base_time;
  look_at_lateness (self, &self->slots[slot], running_ns - (gint64) GST_BUFFER_PTS (block) - self->slots[slot].shift_ns);
  block = gst_buffer_make_writable (block);
  GST_BUFFER_PTS (block) += self->slots[slot].shift_ns;
  /* The mixer sees a jump by the timestamp; level begins to count anew at this word, but keeps its sum: too loud, or never told at all. */
  GST_BUFFER_FLAG_UNSET (block, GST_BUFFER_FLAG_DISCONT);
  gst_app_src_push_buffer (GST_APP_SRC (self->slots[slot].source), block);
}

gint64
hr_mixer_get_shift_ns (HrMixer *self,
                       guint    slot)
{
  g_return_val_if_fail (HR_IS_MIXER (self), 0);
  g_return_val_if_fail (slot < self->n_slots, 0);

  return self->slots[slot].shift_ns;
}

void
hr_mixer_set_volume (HrMixer *self,
                     guint    slot,
                     double   volume)
{
  g_return_if_fail (HR_IS_MIXER (self));
  g_return_if_fail (slot < self->n_slots && self->slots[slot].volume != NULL);

  g_object_set (self->slots[slot].volume, "volume", CLAMP (volume, 0.0, 10.0), NULL);
}

void
hr_mixer_set_muted (HrMixer *self,
                    guint    slot,
                    gboolean is_muted)
{
  g_return_if_fail (HR_IS_MIXER (self));
  g_return_if_fail (slot < self->n_slots && self->slots[slot].volume != NULL);

  g_object_set (self->slots[slot].volume, "mute", is_muted, NULL);
}

void
hr_mixer_close (HrMixer *self)
{
  g_return_if_fail (HR_IS_MIXER (self));

  g_clear_handle_id (&self->bus_watch, g_source_remove);
  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
  for (guint i = 0; i < self->n_slots; i++)
    {
      gst_clear_object (&self->slots[i].source);
      gst_clear_object (&self->slots[i].level);
      gst_clear_object (&self->slots[i].volume);
    }
  gst_clear_object (&self->pipeline);
}
