/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-relay"

#include "hr-relay.h"

#include "hr-key-frames.h"
#include "hr-relay-viewer-private.h"

struct _HrRelay
{
  HrPeerFactory *factory;
  HrClock       *clock;
  HrMediaFeed   *feed;
  HrKeyFrames   *key_frames;
  GPtrArray     *viewers; /* of HrRelayViewer, those that are not closed */
  gboolean       has_begun;
};

static void
ask_for_key_frame (gpointer user_data)
{
  HrRelay        *self = user_data;
  HrMediaAttempt *source = hr_media_feed_get_source (self->feed);

  if (source != NULL)
    hr_media_attempt_request_key_frame (source);
}

static void
on_key_frame (HrRelayViewer *viewer,
              gpointer       user_data)
{
  hr_relay_request_key_frame (user_data);
}

static void
on_closed (HrRelayViewer *viewer,
           gpointer       user_data)
{
  HrRelay *self = user_data;

  g_signal_handlers_disconnect_by_data (viewer, self);
  g_ptr_array_remove (self->viewers, viewer);
  hr_key_frames_set_watched (self->key_frames, self->viewers->len > 0);
}

HrRelay *
hr_relay_new (HrPeerFactory *factory,
              HrClock       *clock,
              HrMediaFeed   *feed)
{
  HrRelay *self = g_new0 (HrRelay, 1);

  self->factory = g_object_ref (factory);
  self->clock = g_object_ref (clock);
  self->feed = feed;
  self->key_frames = hr_key_frames_new (clock, ask_for_key_frame, self);
  self->viewers = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
hr_relay_free (HrRelay *self)
{
  if (self == NULL)
    return;

  g_assert (self->viewers->len == 0);
  g_ptr_array_unref (self->viewers);
  hr_key_frames_free (self->key_frames);
  g_object_unref (self->factory);
  g_object_unref (self->clock);
  g_free (self);
}

static guint
count_viewers (HrRelay *self,
               gboolean has_sound)
{
  guint n_viewers = 0;

  for (guint i = 0; i < self->viewers->len; i++)
    n_viewers += hr_relay_viewer_has_sound (g_ptr_array_index (self->viewers, i)) == has_sound;

  return n_viewers;
}

HrRelayViewer *
hr_relay_add_viewer (HrRelay *self,
                     gboolean has_sound,
                     guint    max_viewers)
{
  HrRelayViewer *viewer = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (count_viewers (self, has_sound) >= max_viewers)
    return NULL;

  viewer = hr_relay_viewer_new (self->factory, self->clock, has_sound ? hr_media_feed_get_bus (self->feed) : NULL,
                                hr_media_feed_get_picture_bus (self->feed));
  g_ptr_array_add (self->viewers, g_object_ref (viewer));
  g_signal_connect (viewer, "key-frame", G_CALLBACK (on_key_frame), self);
  g_signal_connect (viewer, "closed", G_CALLBACK (on_closed), self);
  hr_key_frames_set_watched (self->key_frames, TRUE);
  if (self->has_begun)
    hr_relay_viewer_start (viewer);
  return viewer;
}

/* Whoever is told of one may close others. */
static GPtrArray *
dup_viewers (HrRelay *self)
{
  GPtrArray *viewers = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->viewers->len; i++)
    g_ptr_array_add (viewers, g_object_ref (g_ptr_array_index (self->viewers, i)));

  return viewers;
}

void
hr_relay_begin (HrRelay *self)
{
  g_autoptr (GPtrArray) viewers = NULL;

  g_return_if_fail (self != NULL);

  if (self->has_begun)
    return;

  self->has_begun = TRUE;
  viewers = dup_viewers (self);
  for (guint i = 0; i < viewers->len; i++)
    hr_relay_viewer_start (g_ptr_array_index (viewers, i));
}

void
hr_relay_request_key_frame (HrRelay *self)
{
  g_return_if_fail (self != NULL);

  hr_key_frames_request (self->key_frames);
}

void
hr_relay_close (HrRelay *self)
{
  g_autoptr (GPtrArray) viewers = NULL;

  g_return_if_fail (self != NULL);

  viewers = dup_viewers (self);
  for (guint i = 0; i < viewers->len; i++)
    hr_relay_viewer_close (g_ptr_array_index (viewers, i));
}
