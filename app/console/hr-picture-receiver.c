/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-picture-receiver"

#include "hr-picture-receiver.h"

#include "hr-picture-gate.h"
#include "hr-receiver.h"

#include <gst/video/video.h>

/* Wider and higher than this is not shown here: a picture is made smaller before it is copied. */
#define MAX_SHOWN_PX "1280"

static void
prepare_decoder (GstBin *decoder)
{
  g_autoptr (GstElement) element = gst_bin_get_by_name (decoder, "decoder");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, "sink");

  hr_picture_gate_install (pad);
}

/* A decoder that does not keep up loses what has waited for a second, and goes on from a key frame. */
static const HrReceiverFormat picture_format = {
  .media = "video",
  .max_sections = 1,
  .jitter_ms = 100,
  .decoder = "rtpvp8depay wait-for-keyframe=true request-keyframe=true ! "
             "queue leaky=downstream max-size-buffers=0 max-size-bytes=8388608 max-size-time=1000000000 ! "
             "vp8dec name=decoder ! videoconvert ! videoscale ! "
             "video/x-raw,format=BGRA,pixel-aspect-ratio=1/1,width=[1," MAX_SHOWN_PX "],height=[1," MAX_SHOWN_PX "] ! "
             "appsink name=sink sync=false async=false max-buffers=1 drop=true",
  .prepare = prepare_decoder,
};

struct _HrPictureReceiver
{
  GObject       parent_instance;
  GMainContext *context;
  HrReceiver   *receiver; /* NULL: closed */

  GMutex     lock;
  GstSample *newest;  /* guarded by the lock; NULL: it is shown */
  GSource   *showing; /* guarded by the lock; NULL: nothing is on its way to the main context */
};

enum
{
  SIGNAL_ANSWER,
  SIGNAL_CANDIDATE,
  SIGNAL_STATE,
  SIGNAL_FRAME,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrPictureReceiver, hr_picture_receiver, G_TYPE_OBJECT)

typedef struct
{
  GstBuffer *buffer;
  GstMapInfo map;
} Mapped;

static void
mapped_free (gpointer data)
{
  Mapped *mapped = data;

  gst_buffer_unmap (mapped->buffer, &mapped->map);
  gst_buffer_unref (mapped->buffer);
  g_free (mapped);
}

/* The texture keeps the buffer: nothing is copied. NULL when it is not what the caps say. */
static GdkTexture *
new_texture (GstSample *sample)
{
  GstBuffer   *buffer = gst_sample_get_buffer (sample);
  Mapped      *mapped = NULL;
  GstVideoInfo info;
  g_autoptr (GBytes) bytes = NULL;

  if (!gst_video_info_from_caps (&info, gst_sample_get_caps (sample)))
    return NULL;

  mapped = g_new0 (Mapped, 1);
  if (!gst_buffer_map (buffer, &mapped->map, GST_MAP_READ))
    {
      g_free (mapped);
      return NULL;
    }

  mapped->buffer = gst_buffer_ref (buffer);
  bytes = g_bytes_new_with_free_func (mapped->map.data, mapped->map.size, mapped_free, mapped);
  if (g_bytes_get_size (bytes) < GST_VIDEO_INFO_SIZE (&info))
    return NULL;

  return gdk_memory_texture_new (GST_VIDEO_INFO_WIDTH (&info), GST_VIDEO_INFO_HEIGHT (&info), GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
                                 bytes, (gsize) GST_VIDEO_INFO_PLANE_STRIDE (&info, 0));
}

static gboolean
show_newest (gpointer user_data)
{
  HrPictureReceiver *self = user_data;
  g_autoptr (GstSample) sample = NULL;
  g_autoptr (GdkTexture) frame = NULL;

  g_mutex_lock (&self->lock);
  sample = g_steal_pointer (&self->newest);
  g_clear_pointer (&self->showing, g_source_unref);
  g_mutex_unlock (&self->lock);

  frame = sample != NULL ? new_texture (sample) : NULL;
  if (frame != NULL)
    g_signal_emit (self, signals[SIGNAL_FRAME], 0, frame);
  return G_SOURCE_REMOVE;
}

/* On a streaming thread. */
static void
on_decoded (guint      section,
            GstSample *decoded,
            gpointer   user_data)
{
  HrPictureReceiver *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_clear_pointer (&self->newest, gst_sample_unref);
  self->newest = decoded;
  if (self->showing != NULL)
    return;

  self->showing = g_idle_source_new ();
  g_source_set_callback (self->showing, show_newest, self, NULL);
  g_source_attach (self->showing, self->context);
}

static void
on_answer (HrReceiver *receiver,
           const char *sdp,
           gpointer    user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_ANSWER], 0, sdp);
}

static void
on_candidate (HrReceiver *receiver,
              const char *candidate,
              const char *mid,
              guint       mline_index,
              gpointer    user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_CANDIDATE], 0, candidate, mid, mline_index);
}

static void
on_state (HrReceiver *receiver,
          gboolean    is_connected,
          gpointer    user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_STATE], 0, is_connected);
}

static void
hr_picture_receiver_finalize (GObject *object)
{
  HrPictureReceiver *self = HR_PICTURE_RECEIVER (object);

  g_assert (self->receiver == NULL && self->showing == NULL && self->newest == NULL);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (hr_picture_receiver_parent_class)->finalize (object);
}

static void
hr_picture_receiver_class_init (HrPictureReceiverClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_picture_receiver_finalize;

  signals[SIGNAL_ANSWER] = g_signal_new ("answer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CANDIDATE] = g_signal_new ("candidate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_UINT);
  signals[SIGNAL_STATE] = g_signal_new ("state", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_FRAME] = g_signal_new ("frame", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, GDK_TYPE_TEXTURE);
}

static void
hr_picture_receiver_init (HrPictureReceiver *self)
{
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->lock);
}

HrPictureReceiver *
hr_picture_receiver_new (void)
{
  HrPictureReceiver *self = g_object_new (HR_TYPE_PICTURE_RECEIVER, NULL);
  g_autoptr (GstClock) clock = gst_system_clock_obtain ();

  self->receiver = hr_receiver_new (&picture_format, gst_clock_get_time (clock), on_decoded, self);
  g_signal_connect_object (self->receiver, "answer", G_CALLBACK (on_answer), self, 0);
  g_signal_connect_object (self->receiver, "candidate", G_CALLBACK (on_candidate), self, 0);
  g_signal_connect_object (self->receiver, "state", G_CALLBACK (on_state), self, 0);
  return self;
}

gboolean
hr_picture_receiver_set_offer (HrPictureReceiver *self,
                               const char        *sdp,
                               const char *const *servers,
                               GError           **error)
{
  g_return_val_if_fail (HR_IS_PICTURE_RECEIVER (self), FALSE);
  g_return_val_if_fail (self->receiver != NULL, FALSE);

  hr_receiver_use_servers (self->receiver, servers);
  return hr_receiver_set_offer (self->receiver, sdp, error);
}

void
hr_picture_receiver_add_candidate (HrPictureReceiver *self,
                                   const char        *candidate,
                                   guint              mline_index)
{
  g_return_if_fail (HR_IS_PICTURE_RECEIVER (self));
  g_return_if_fail (self->receiver != NULL);

  hr_receiver_add_candidate (self->receiver, candidate, mline_index);
}

void
hr_picture_receiver_close (HrPictureReceiver *self)
{
  g_return_if_fail (HR_IS_PICTURE_RECEIVER (self));

  if (self->receiver == NULL)
    return;

  /* Its last reference may fall on another thread, at the moment when this object goes. */
  g_signal_handlers_disconnect_by_data (self->receiver, self);
  hr_receiver_close (self->receiver);
  g_clear_object (&self->receiver);

  if (self->showing != NULL)
    g_source_destroy (self->showing);
  g_clear_pointer (&self->showing, g_source_unref);
  g_clear_pointer (&self->newest, gst_sample_unref);
}
