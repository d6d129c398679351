/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-audio-output"

#include "hr-audio-output.h"

#include "hr-alarm-pulses.h"

#include <glib/gi18n.h>
#include <gst/app/app.h>

#define RETRY_S 3
/* Of blocks of 10 ms. A device whose clock is slower than ours skips one now and then rather than be late by more. */
#define MAX_QUEUED_BLOCKS 4
/* The alarm that is heard once. */
#define TEST_PRIORITY 3
/* A device that took nothing for 2 s stands still. */
#define MAX_REFUSED_BLOCKS 200
/* A sound server that hangs does not keep the console from ending. */
#define MAX_CLOSE_US G_TIME_SPAN_SECOND
#define DEVICE_BUFFER_US (40 * G_TIME_SPAN_MILLISECOND)
#define DEVICE_PERIOD_US (10 * G_TIME_SPAN_MILLISECOND)

struct _HrAudioOutput
{
  GObject     parent_instance;
  char       *own_sink; /* of the beginning */
  char       *sink;
  GstElement *pipeline; /* NULL while waiting for the next try */
  guint       bus_watch;
  guint       retry_source;
  gboolean    was_told; /* that it is as @is_found says */
  gboolean    is_found;

  GMutex        lock;
  GstElement   *source; /* of the pipeline */
  guint         n_refused;
  HrAlarmPulses test;
};

enum
{
  SIGNAL_LOST,
  SIGNAL_FOUND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrAudioOutput, hr_audio_output, G_TYPE_OBJECT)

/* A lost device is opened again, and what is opened may be lost. */
static void open_pipeline (HrAudioOutput *self);

static gboolean
is_made_by (GstElement *element,
            const char *factory_name)
{
  GstElementFactory *factory = gst_element_get_factory (element);

  return factory != NULL && g_str_equal (GST_OBJECT_NAME (factory), factory_name);
}

/* autoaudiosink hides that there is no device: it takes a sink that drops everything. */
static gboolean
is_pretended (GstElement *pipeline)
{
  g_autoptr (GstIterator) sinks = gst_bin_iterate_recurse (GST_BIN (pipeline));
  g_auto (GValue) item = G_VALUE_INIT;
  gboolean is_found = FALSE;

  while (!is_found && gst_iterator_next (sinks, &item) == GST_ITERATOR_OK)
    {
      GstElement *element = g_value_get_object (&item);
      g_autoptr (GstObject) parent = gst_object_get_parent (GST_OBJECT (element));

      is_found = is_made_by (element, "fakesink") && GST_IS_ELEMENT (parent) &&
                 is_made_by (GST_ELEMENT (parent), "autoaudiosink");
      g_value_reset (&item);
    }
  return is_found;
}

static void
set_null (GstElement *pipeline,
          gpointer    user_data)
{
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static void
set_null_and_tell (GstElement *pipeline,
                   gpointer    queue)
{
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_async_queue_push (queue, pipeline);
}

static GstElement *
take_pipeline (HrAudioOutput *self)
{
  g_clear_handle_id (&self->bus_watch, g_source_remove);
  g_mutex_lock (&self->lock);
  gst_clear_object (&self->source);
  self->n_refused = 0;
  g_mutex_unlock (&self->lock);
  return g_steal_pointer (&self->pipeline);
}

static gboolean
on_retry (gpointer user_data)
{
  HrAudioOutput *self = user_data;

  self->retry_source = 0;
  open_pipeline (self);
  return G_SOURCE_REMOVE;
}

static void
lose (HrAudioOutput *self,
      const char    *reason)
{
  g_autoptr (GstElement) pipeline = take_pipeline (self);
  const gboolean is_news = !self->was_told || self->is_found;

  /* Off this thread: a sound server that hangs would hold up the screen. */
  if (pipeline != NULL)
    gst_element_call_async (pipeline, set_null, NULL, NULL);

  self->was_told = TRUE;
  self->is_found = FALSE;
  if (self->retry_source == 0)
    self->retry_source = g_timeout_add_seconds (RETRY_S, on_retry, self);
  if (is_news)
    g_signal_emit (self, signals[SIGNAL_LOST], 0, reason);
}

static void
on_playing (HrAudioOutput *self)
{
  if (is_pretended (self->pipeline))
    {
      lose (self, _ ("There is no audio device"));
      return;
    }
  if (self->was_told && self->is_found)
    return;

  self->was_told = TRUE;
  self->is_found = TRUE;
  g_signal_emit (self, signals[SIGNAL_FOUND], 0);
}

static gboolean
on_message (GstBus     *bus,
            GstMessage *message,
            gpointer    user_data)
{
  /* Whoever hears that there is no sound may close this. */
  g_autoptr (HrAudioOutput) self = g_object_ref (user_data);
  g_autoptr (GError) error = NULL;
  GstState state = GST_STATE_NULL;

  switch (GST_MESSAGE_TYPE (message))
    {
    case GST_MESSAGE_ERROR:
      gst_message_parse_error (message, &error, NULL);
      lose (self, error->message);
      return G_SOURCE_REMOVE;
    case GST_MESSAGE_STATE_CHANGED:
      gst_message_parse_state_changed (message, NULL, &state, NULL);
      if (state == GST_STATE_PLAYING && GST_MESSAGE_SRC (message) == GST_OBJECT (self->pipeline))
        on_playing (self);
      return self->pipeline != NULL;
    case GST_MESSAGE_APPLICATION:
      lose (self, _ ("The audio device takes no sound"));
      return G_SOURCE_REMOVE;
    default:
      return G_SOURCE_CONTINUE;
    }
}

static void
set_playing (GstElement *pipeline,
             gpointer    user_data)
{
  if (gst_element_set_state (pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
    GST_ELEMENT_ERROR (pipeline, CORE, STATE_CHANGE, (_ ("The audio device could not be opened")), (NULL));
}

static gboolean
has_property (GstElement *element,
              const char *name)
{
  return g_object_class_find_property (G_OBJECT_GET_CLASS (element), name) != NULL;
}

/*
 * What is mixed comes at the pace of the clock already: the device plays it as it comes, and what it has in store is the whole
 * delay. A sink that compares timestamps with a device's reported position plays holes where that position jumps. The usual
 * 200 ms of store would be a fifth of a second of a call.
 */
static void
tune_sink (GstElement *element)
{
  if (GST_OBJECT_FLAG_IS_SET (element, GST_ELEMENT_FLAG_SINK) && has_property (element, "sync"))
    g_object_set (element, "sync", FALSE, NULL);
  if (has_property (element, "buffer-time"))
    g_object_set (element,
                  "buffer-time", (gint64) DEVICE_BUFFER_US,
                  "latency-time", (gint64) DEVICE_PERIOD_US,
                  NULL);
}

static void
on_each_element (const GValue *item,
                 gpointer      user_data)
{
  tune_sink (g_value_get_object (item));
}

/* The sink that autoaudiosink chooses appears while it opens. */
static void
on_deep_element_added (GstBin     *bin,
                       GstBin     *sub_bin,
                       GstElement *element,
                       gpointer    user_data)
{
  tune_sink (element);
}

static GstElement *
build_pipeline (HrAudioOutput *self,
                GError       **error)
{
  g_autofree char *description =
    g_strdup_printf ("appsrc name=source caps=\"" HR_AUDIO_CAPS "\" format=time is-live=true "
                     "max-buffers=%d max-bytes=0 leaky-type=downstream ! audioconvert ! audioresample ! %s",
                     MAX_QUEUED_BLOCKS, self->sink);
  GstElement *pipeline = gst_parse_launch_full (description, NULL, GST_PARSE_FLAG_FATAL_ERRORS, error);
  g_autoptr (GstIterator) elements = NULL;

  if (pipeline == NULL)
    return NULL;

  gst_object_ref_sink (pipeline);
  elements = gst_bin_iterate_recurse (GST_BIN (pipeline));
  gst_iterator_foreach (elements, on_each_element, NULL);
  g_signal_connect (pipeline, "deep-element-added", G_CALLBACK (on_deep_element_added), NULL);
  return pipeline;
}

static void
open_pipeline (HrAudioOutput *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstBus) bus = NULL;

  self->pipeline = build_pipeline (self, &error);
  if (self->pipeline == NULL)
    {
      lose (self, error->message);
      return;
    }

  g_mutex_lock (&self->lock);
  self->source = gst_bin_get_by_name (GST_BIN (self->pipeline), "source");
  g_mutex_unlock (&self->lock);

  bus = gst_element_get_bus (self->pipeline);
  self->bus_watch = gst_bus_add_watch (bus, on_message, self);
  gst_element_call_async (self->pipeline, set_playing, NULL, NULL);
}

static void
hr_audio_output_finalize (GObject *object)
{
  HrAudioOutput *self = HR_AUDIO_OUTPUT (object);

  /* Closed first. */
  g_assert (self->pipeline == NULL && self->retry_source == 0);

  g_free (self->own_sink);
  g_free (self->sink);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (hr_audio_output_parent_class)->finalize (object);
}

static void
hr_audio_output_class_init (HrAudioOutputClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_audio_output_finalize;

  signals[SIGNAL_LOST] = g_signal_new ("lost", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FOUND] = g_signal_new ("found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

static void
hr_audio_output_init (HrAudioOutput *self)
{
  g_mutex_init (&self->lock);
}

HrAudioOutput *
hr_audio_output_new (const char *sink)
{
  HrAudioOutput *self = g_object_new (HR_TYPE_AUDIO_OUTPUT, NULL);

  self->own_sink = g_strdup (sink != NULL ? sink : "autoaudiosink");
  self->sink = g_strdup (self->own_sink);
  return self;
}

void
hr_audio_output_set_sink (HrAudioOutput *self,
                          const char    *sink)
{
  gboolean is_open = FALSE;
  g_autoptr (GstElement) pipeline = NULL;

  g_return_if_fail (HR_IS_AUDIO_OUTPUT (self));

  if (sink == NULL)
    sink = self->own_sink;
  if (g_str_equal (sink, self->sink))
    return;

  is_open = self->pipeline != NULL || self->retry_source != 0;
  g_free (self->sink);
  self->sink = g_strdup (sink);
  if (!is_open)
    return;

  g_clear_handle_id (&self->retry_source, g_source_remove);
  pipeline = take_pipeline (self);
  if (pipeline != NULL)
    gst_element_call_async (pipeline, set_null, NULL, NULL);
  self->was_told = FALSE;
  open_pipeline (self);
}

const char *
hr_audio_output_get_sink (HrAudioOutput *self)
{
  g_return_val_if_fail (HR_IS_AUDIO_OUTPUT (self), NULL);

  return self->sink;
}

void
hr_audio_output_test (HrAudioOutput *self)
{
  g_return_if_fail (HR_IS_AUDIO_OUTPUT (self));

  g_mutex_lock (&self->lock);
  self->test = (HrAlarmPulses){ 0 };
  hr_alarm_pulses_set_priority (&self->test, TEST_PRIORITY);
  g_mutex_unlock (&self->lock);
}

/* Under the lock. The note ends by itself. */
static void
mix_test (HrAudioOutput *self,
          GstBuffer     *buffer)
{
  GstMapInfo        map = GST_MAP_INFO_INIT;
  gsize             n_samples = gst_buffer_get_size (buffer) / sizeof (float);
  g_autofree float *note = g_new0 (float, n_samples);

  hr_alarm_pulses_render (&self->test, note, n_samples);
  gst_buffer_map (buffer, &map, GST_MAP_READWRITE);
  for (gsize i = 0; i < n_samples; i++)
    ((float *) map.data)[i] += note[i];
  gst_buffer_unmap (buffer, &map);
}

void
hr_audio_output_open (HrAudioOutput *self)
{
  g_return_if_fail (HR_IS_AUDIO_OUTPUT (self));
  g_return_if_fail (self->pipeline == NULL && self->retry_source == 0);

  open_pipeline (self);
}

void
hr_audio_output_push (HrAudioOutput *self,
                      GstBuffer     *buffer)
{
  g_autoptr (GstBuffer) owned = buffer;
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (HR_IS_AUDIO_OUTPUT (self));
  g_return_if_fail (GST_IS_BUFFER (buffer));

  locker = g_mutex_locker_new (&self->lock);
  if (self->source == NULL)
    return;

  if (gst_app_src_get_current_level_buffers (GST_APP_SRC (self->source)) < MAX_QUEUED_BLOCKS)
    self->n_refused = 0;
  else if (++self->n_refused == MAX_REFUSED_BLOCKS)
    gst_element_post_message (self->source, gst_message_new_application (GST_OBJECT (self->source), gst_structure_new_empty ("stands-still")));

  /* A sink plays nothing for a buffer that says it is a gap, and then neither keeps the device awake nor notices its loss. */
  owned = gst_buffer_make_writable (owned);
  GST_BUFFER_FLAG_UNSET (owned, GST_BUFFER_FLAG_GAP);
  if (self->test.priority != 0 && !self->test.is_over)
    mix_test (self, owned);
  gst_app_src_push_buffer (GST_APP_SRC (self->source), g_steal_pointer (&owned));
}

void
hr_audio_output_close (HrAudioOutput *self)
{
  g_autoptr (GAsyncQueue) queue = g_async_queue_new ();
  g_autoptr (GstElement) pipeline = NULL;

  g_return_if_fail (HR_IS_AUDIO_OUTPUT (self));

  g_clear_handle_id (&self->retry_source, g_source_remove);
  pipeline = take_pipeline (self);
  if (pipeline == NULL)
    return;

  gst_element_call_async (pipeline, set_null_and_tell, g_async_queue_ref (queue), (GDestroyNotify) g_async_queue_unref);
  g_async_queue_timeout_pop (queue, MAX_CLOSE_US);
}
