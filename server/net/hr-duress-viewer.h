/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-duress-socket.h"
#include "hr-media-session.h"

/*
 * The socket of a phone that watches, and its leg of the media: the station offers once there is something to see, the phone answers. When
 * its leg fails while the socket is there, it is offered another, a few times. Main thread only.
 *
 * Signal: closed ()   its socket is gone, or the phone has seen enough
 */
#define HR_TYPE_DURESS_VIEWER (hr_duress_viewer_get_type ())
G_DECLARE_FINAL_TYPE (HrDuressViewer, hr_duress_viewer, HR, DURESS_VIEWER, GObject)

HrDuressViewer *hr_duress_viewer_new (HrDuressSocket *socket, HrMediaSession *session, HrClock *clock);
/* The citizen's media has begun. */
void hr_duress_viewer_alert (HrDuressViewer *self);
/* What somebody says over HTTP in the place of the station: passed on while the phone has no media with the station. */
void hr_duress_viewer_push (HrDuressViewer *self, const HrDuressMessage *message);
void hr_duress_viewer_close (HrDuressViewer *self, gushort code, const char *reason);
