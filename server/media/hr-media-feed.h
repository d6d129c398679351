/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-media-attempt.h"

/* The buses of a session, one for sound and one for the picture, which carry the packets of one attempt after the other; and the sound of its last
 * seconds. Main thread only. */
typedef struct _HrMediaFeed HrMediaFeed;

HrMediaFeed *hr_media_feed_new (guint keep_ms);
void         hr_media_feed_free (HrMediaFeed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrMediaFeed, hr_media_feed_free)
/* @source (nullable): whose packets pass from now on. */
void            hr_media_feed_set_source (HrMediaFeed    *self,
                                          HrMediaAttempt *source);
HrMediaAttempt *hr_media_feed_get_source (HrMediaFeed *self);
HrFrameBus     *hr_media_feed_get_bus (HrMediaFeed *self);
HrFrameBus     *hr_media_feed_get_picture_bus (HrMediaFeed *self);
/* The newest last: (transfer full) (element-type GstBuffer). */
GPtrArray *hr_media_feed_dup_recent (HrMediaFeed *self);
