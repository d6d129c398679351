/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-frame-bus"

#include "hr-frame-bus.h"

typedef struct
{
  guint          id;
  gboolean       is_active;
  HrFrameFunc    func;
  gpointer       user_data;
  GDestroyNotify destroy;
} Subscriber;

/*
 * The lock is held while the functions run, which is what makes unsubscribing wait; it is recursive, so that a function may
 * unsubscribe itself. The array is replaced, never changed: a push walks the one that it found.
 */
struct _HrFrameBus
{
  GObject    parent_instance;
  GRecMutex  lock;
  GPtrArray *subscribers;
  guint      last_id;
};

G_DEFINE_FINAL_TYPE (HrFrameBus, hr_frame_bus, G_TYPE_OBJECT)

static void
clear_subscriber (gpointer data)
{
  Subscriber *subscriber = data;

  if (subscriber->destroy != NULL)
    subscriber->destroy (subscriber->user_data);
}

static void
unref_subscriber (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_subscriber);
}

static gpointer
ref_subscriber (gconstpointer data,
                gpointer      user_data)
{
  return g_atomic_rc_box_acquire ((gpointer) data);
}

/* A push that is under way keeps the array it walks. */
static void
detach_subscribers (HrFrameBus *self)
{
  GPtrArray *copy = g_ptr_array_copy (self->subscribers, ref_subscriber, NULL);

  g_ptr_array_set_free_func (copy, unref_subscriber);
  g_ptr_array_unref (self->subscribers);
  self->subscribers = copy;
}

static void
hr_frame_bus_finalize (GObject *object)
{
  HrFrameBus *self = HR_FRAME_BUS (object);

  g_ptr_array_unref (self->subscribers);
  g_rec_mutex_clear (&self->lock);

  G_OBJECT_CLASS (hr_frame_bus_parent_class)->finalize (object);
}

static void
hr_frame_bus_class_init (HrFrameBusClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_frame_bus_finalize;
}

static void
hr_frame_bus_init (HrFrameBus *self)
{
  g_rec_mutex_init (&self->lock);
  self->subscribers = g_ptr_array_new_with_free_func (unref_subscriber);
}

HrFrameBus *
hr_frame_bus_new (void)
{
  return g_object_new (HR_TYPE_FRAME_BUS, NULL);
}

guint
hr_frame_bus_subscribe (HrFrameBus    *self,
                        HrFrameFunc    func,
                        gpointer       user_data,
                        GDestroyNotify destroy)
{
  Subscriber *subscriber = NULL;
  guint       id = 0;

  g_return_val_if_fail (HR_IS_FRAME_BUS (self), 0);
  g_return_val_if_fail (func != NULL, 0);

  subscriber = g_atomic_rc_box_new0 (Subscriber);
  subscriber->is_active = TRUE;
  subscriber->func = func;
  subscriber->user_data = user_data;
  subscriber->destroy = destroy;

  g_rec_mutex_lock (&self->lock);
  id = subscriber->id = ++self->last_id;
  detach_subscribers (self);
  g_ptr_array_add (self->subscribers, subscriber);
  g_rec_mutex_unlock (&self->lock);

  return id;
}

void
hr_frame_bus_unsubscribe (HrFrameBus *self,
                          guint       id)
{
  Subscriber *removed = NULL;

  g_return_if_fail (HR_IS_FRAME_BUS (self));

  g_rec_mutex_lock (&self->lock);
  detach_subscribers (self);
  for (guint i = 0; i < self->subscribers->len && removed == NULL; i++)
    {
      Subscriber *subscriber = g_ptr_array_index (self->subscribers, i);

      if (subscriber->id != id)
        continue;
      removed = g_ptr_array_steal_index (self->subscribers, i);
      removed->is_active = FALSE;
    }
  g_rec_mutex_unlock (&self->lock);

  g_return_if_fail (removed != NULL);
  /* Outside the lock, for the destroy function may take others. */
  unref_subscriber (removed);
}

void
hr_frame_bus_push (HrFrameBus *self,
                   GstBuffer  *rtp,
                   gint64      arrived_us)
{
  GPtrArray *subscribers = NULL;

  g_return_if_fail (HR_IS_FRAME_BUS (self));
  g_return_if_fail (GST_IS_BUFFER (rtp));

  g_rec_mutex_lock (&self->lock);
  subscribers = g_ptr_array_ref (self->subscribers);
  for (guint i = 0; i < subscribers->len; i++)
    {
      Subscriber *subscriber = g_ptr_array_index (subscribers, i);

      if (subscriber->is_active)
        subscriber->func (rtp, arrived_us, subscriber->user_data);
    }
  /* Dropped under the lock: whoever waits in unsubscribe then holds the last reference, and runs the destroy function. */
  g_ptr_array_unref (subscribers);
  g_rec_mutex_unlock (&self->lock);
}
