/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-device-watch"

#include "hr-device-watch.h"

#include <gst/gst.h>

struct _HrDeviceWatch
{
  GObject parent_instance;

  HrSound          *sound;
  GstDeviceMonitor *monitor;
  GCancellable     *cancellable;
  guint             bus_watch;
};

G_DEFINE_FINAL_TYPE (HrDeviceWatch, hr_device_watch, G_TYPE_OBJECT)

/* The property by which a sink knows its device: of PulseAudio and ALSA, of PipeWire. */
static const char *const naming_properties[] = { "device", "target-object", "path" };

static char *
dup_property (GstElement *element,
              const char *name)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (element), name);
  char       *value = NULL;

  if (pspec != NULL && G_PARAM_SPEC_VALUE_TYPE (pspec) == G_TYPE_STRING)
    g_object_get (element, name, &value, NULL);

  return value;
}

/* NULL: such a device cannot be opened by name. */
static char *
dup_sink (GstDevice *device)
{
  g_autoptr (GstElement) element = gst_device_create_element (device, NULL);
  GstElementFactory *factory = NULL;

  if (element == NULL)
    return NULL;

  gst_object_ref_sink (element);
  factory = gst_element_get_factory (element);

  for (gsize i = 0; factory != NULL && i < G_N_ELEMENTS (naming_properties); i++)
    {
      g_autofree char *value = dup_property (element, naming_properties[i]);
      g_autofree char *escaped = value != NULL ? g_strescape (value, NULL) : NULL;

      if (escaped != NULL)
        return g_strdup_printf ("%s %s=\"%s\"", GST_OBJECT_NAME (factory), naming_properties[i], escaped);
    }

  return NULL;
}

static void
add_device (HrDeviceWatch *self,
            GstDevice     *device)
{
  g_autofree char *sink = dup_sink (device);
  g_autofree char *name = gst_device_get_display_name (device);
  g_autoptr (HrSoundDevice) added = NULL;

  if (sink == NULL || hr_sound_find_device (self->sound, sink) != NULL)
    return;

  added = hr_sound_device_new (sink, name);
  g_list_store_append (hr_sound_get_devices (self->sound), added);
}

static void
remove_device (HrDeviceWatch *self,
               GstDevice     *device)
{
  g_autofree char *sink = dup_sink (device);
  HrSoundDevice   *present = sink != NULL ? hr_sound_find_device (self->sound, sink) : NULL;
  guint            position = 0;

  if (present != NULL && g_list_store_find (hr_sound_get_devices (self->sound), present, &position))
    g_list_store_remove (hr_sound_get_devices (self->sound), position);
}

static gboolean
on_message (GstBus     *bus,
            GstMessage *message,
            gpointer    user_data)
{
  HrDeviceWatch *self = HR_DEVICE_WATCH (user_data);
  g_autoptr (GstDevice) device = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_DEVICE_ADDED)
    {
      gst_message_parse_device_added (message, &device);
      add_device (self, device);
    }
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_DEVICE_REMOVED)
    {
      gst_message_parse_device_removed (message, &device);
      remove_device (self, device);
    }

  return G_SOURCE_CONTINUE;
}

static void
start_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      monitor,
                 GCancellable *cancellable)
{
  g_task_return_boolean (task, gst_device_monitor_start (monitor));
}

static void
stop_in_thread (GTask        *task,
                gpointer      source,
                gpointer      monitor,
                GCancellable *cancellable)
{
  gst_device_monitor_stop (monitor);
  g_task_return_boolean (task, TRUE);
}

static void
run_in_thread (GstDeviceMonitor   *monitor,
               GTaskThreadFunc     func,
               GAsyncReadyCallback callback,
               gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_task_data (task, g_object_ref (monitor), g_object_unref);
  g_task_run_in_thread (task, func);
}

static void
on_started (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (HrDeviceWatch) self = HR_DEVICE_WATCH (user_data);
  g_autoptr (GstBus) bus = gst_device_monitor_get_bus (self->monitor);
  GstMessage *message = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      run_in_thread (self->monitor, stop_in_thread, NULL, NULL);
      return;
    }

  /* What was there has been told by the start. To ask for the list would be to ask a server that is away, on this thread. */
  while ((message = gst_bus_pop (bus)) != NULL)
    {
      on_message (bus, message, self);
      gst_message_unref (message);
    }
  self->bus_watch = gst_bus_add_watch (bus, on_message, self);
  hr_sound_set_complete (self->sound);
}

void
hr_device_watch_close (HrDeviceWatch *self)
{
  g_return_if_fail (HR_IS_DEVICE_WATCH (self));

  g_cancellable_cancel (self->cancellable);
  if (self->bus_watch == 0)
    return;

  g_clear_handle_id (&self->bus_watch, g_source_remove);
  run_in_thread (self->monitor, stop_in_thread, NULL, NULL);
}

static void
hr_device_watch_finalize (GObject *object)
{
  HrDeviceWatch *self = HR_DEVICE_WATCH (object);

  /* Closed first. */
  g_assert (self->bus_watch == 0);
  gst_clear_object (&self->monitor);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->sound);

  G_OBJECT_CLASS (hr_device_watch_parent_class)->finalize (object);
}

static void
hr_device_watch_class_init (HrDeviceWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_device_watch_finalize;
}

static void
hr_device_watch_init (HrDeviceWatch *self)
{
  self->cancellable = g_cancellable_new ();
  self->monitor = gst_device_monitor_new ();
  gst_device_monitor_add_filter (self->monitor, "Audio/Sink", NULL);
}

HrDeviceWatch *
hr_device_watch_new (HrSound *sound)
{
  HrDeviceWatch *self = NULL;

  g_return_val_if_fail (HR_IS_SOUND (sound), NULL);

  self = g_object_new (HR_TYPE_DEVICE_WATCH, NULL);
  self->sound = g_object_ref (sound);
  run_in_thread (self->monitor, start_in_thread, on_started, g_object_ref (self));

  return self;
}
