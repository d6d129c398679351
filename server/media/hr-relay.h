/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-media-feed.h"
#include "hr-relay-viewer.h"

/* Those who watch a session, and the key frames that its device is asked for. Main thread only. */
typedef struct _HrRelay HrRelay;

/* Borrows @feed. */
HrRelay *hr_relay_new (HrPeerFactory *factory,
                       HrClock       *clock,
                       HrMediaFeed   *feed);
/* Must be closed first. */
void hr_relay_free (HrRelay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrRelay, hr_relay_free)
/* @has_sound: FALSE: for one who sees and is sent no sound. NULL when there are @max_viewers of its kind: those of one kind take no places of the other's.
 * (transfer full) */
HrRelayViewer *hr_relay_add_viewer (HrRelay *self,
                                    gboolean has_sound,
                                    guint    max_viewers);
/* There is media: viewers that wait are offered it, and those that come. */
void hr_relay_begin (HrRelay *self);
/* The picture must be made whole. */
void hr_relay_request_key_frame (HrRelay *self);
/* Closes every viewer. */
void hr_relay_close (HrRelay *self);
