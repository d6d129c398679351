/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-frame-ring"

#include "hr-frame-ring.h"

typedef struct
{
  GstBuffer *rtp;
  gint64     arrived_us;
} Frame;

struct _HrFrameRing
{
  HrFrameBus *bus;
  guint       subscription_id;
  gint64      keep_us;
  GMutex      lock;
  GQueue      frames; /* of Frame */
};

static void
frame_free (Frame *frame)
{
  gst_buffer_unref (frame->rtp);
  g_free (frame);
}

static void
on_frame (GstBuffer *rtp,
          gint64     arrived_us,
          gpointer   user_data)
{
  HrFrameRing *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Frame *frame = g_new0 (Frame, 1);
  Frame *oldest = NULL;

  frame->rtp = gst_buffer_ref (rtp);
  frame->arrived_us = arrived_us;
  g_queue_push_tail (&self->frames, frame);

  while ((oldest = g_queue_peek_head (&self->frames))->arrived_us < arrived_us - self->keep_us)
    frame_free (g_queue_pop_head (&self->frames));
}

HrFrameRing *
hr_frame_ring_new (HrFrameBus *bus,
                   guint       keep_ms)
{
  HrFrameRing *self = NULL;

  g_return_val_if_fail (HR_IS_FRAME_BUS (bus), NULL);

  self = g_new0 (HrFrameRing, 1);
  self->bus = g_object_ref (bus);
  self->keep_us = keep_ms * G_TIME_SPAN_MILLISECOND;
  g_mutex_init (&self->lock);
  g_queue_init (&self->frames);
  self->subscription_id = hr_frame_bus_subscribe (bus, on_frame, self, NULL);
  return self;
}

GPtrArray *
hr_frame_ring_dup (HrFrameRing *self)
{
  g_autoptr (GMutexLocker) locker = NULL;
  GPtrArray *packets = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);

  g_return_val_if_fail (self != NULL, packets);

  locker = g_mutex_locker_new (&self->lock);
  for (GList *l = self->frames.head; l != NULL; l = l->next)
    g_ptr_array_add (packets, gst_buffer_ref (((Frame *) l->data)->rtp));

  return packets;
}

void
hr_frame_ring_free (HrFrameRing *self)
{
  if (self == NULL)
    return;

  hr_frame_bus_unsubscribe (self->bus, self->subscription_id);
  g_queue_clear_full (&self->frames, (GDestroyNotify) frame_free);
  g_mutex_clear (&self->lock);
  g_object_unref (self->bus);
  g_free (self);
}
