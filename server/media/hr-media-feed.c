/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-media-feed"

#include "hr-media-feed.h"

#include "hr-frame-ring.h"

struct _HrMediaFeed
{
  HrFrameBus     *bus;
  HrFrameBus     *picture_bus;
  HrFrameRing    *ring;
  HrMediaAttempt *source;
  guint           subscription_id;
  guint           picture_subscription_id;
};

/* On the streaming thread of the source's leg. */
static void
pass_on (GstBuffer *rtp,
         gint64     arrived_us,
         gpointer   user_data)
{
  hr_frame_bus_push (user_data, rtp, arrived_us);
}

static guint
subscribe (HrFrameBus *from,
           HrFrameBus *to)
{
  return hr_frame_bus_subscribe (from, pass_on, g_object_ref (to), g_object_unref);
}

HrMediaFeed *
hr_media_feed_new (guint keep_ms)
{
  HrMediaFeed *self = g_new0 (HrMediaFeed, 1);

  self->bus = hr_frame_bus_new ();
  self->picture_bus = hr_frame_bus_new ();
  self->ring = hr_frame_ring_new (self->bus, keep_ms);
  return self;
}

void
hr_media_feed_free (HrMediaFeed *self)
{
  if (self == NULL)
    return;

  hr_media_feed_set_source (self, NULL);
  hr_frame_ring_free (self->ring);
  g_object_unref (self->bus);
  g_object_unref (self->picture_bus);
  g_free (self);
}

void
hr_media_feed_set_source (HrMediaFeed    *self,
                          HrMediaAttempt *source)
{
  g_return_if_fail (self != NULL);

  if (self->source == source)
    return;

  if (self->source != NULL)
    {
      hr_frame_bus_unsubscribe (hr_media_attempt_get_bus (self->source), self->subscription_id);
      hr_frame_bus_unsubscribe (hr_media_attempt_get_picture_bus (self->source), self->picture_subscription_id);
    }

  g_set_object (&self->source, source);
  if (source != NULL)
    {
      self->subscription_id = subscribe (hr_media_attempt_get_bus (source), self->bus);
      self->picture_subscription_id = subscribe (hr_media_attempt_get_picture_bus (source), self->picture_bus);
    }
}

HrMediaAttempt *
hr_media_feed_get_source (HrMediaFeed *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->source;
}

HrFrameBus *
hr_media_feed_get_bus (HrMediaFeed *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bus;
}

HrFrameBus *
hr_media_feed_get_picture_bus (HrMediaFeed *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->picture_bus;
}

GPtrArray *
hr_media_feed_dup_recent (HrMediaFeed *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hr_frame_ring_dup (self->ring);
}
