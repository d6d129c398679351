/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-frame-bus.h"
#include "hr-peer-connection.h"

/*
 * One stream that a connection of ours sends: what passes over a frame bus, as one source whatever it comes from. Of the station's legs only those
 * towards a console and towards a viewer have any: tests/style/check-layering.sh names them. A peer that takes nothing holds nobody up; what it does
 * not take in time is dropped, the oldest first. Main thread only.
 */
typedef struct _HrSendLane HrSendLane;

/* Somebody at the other end needs a key frame. On one of webrtcbin's threads. */
typedef void (*HrSendLaneFunc) (gpointer user_data);

/* Adds a section to @connection, which must not have begun and is closed after the lane was freed. @ssrc tells the sections of one transport
 * apart. */
HrSendLane *hr_send_lane_new (HrPeerConnection *connection,
                              HrSdpKind         kind,
                              guint32           ssrc);
void        hr_send_lane_free (HrSendLane *self);
/* @user_data: a GObject, held by the lane's pad. */
void hr_send_lane_follow_key_frames (HrSendLane    *self,
                                     HrSendLaneFunc func,
                                     gpointer       user_data);
/* @bus NULL: nothing. A picture begins with its next key frame. */
void hr_send_lane_set_bus (HrSendLane *self,
                           HrFrameBus *bus);
/* Whether a picture goes out: from its source's last key frame on. */
gboolean hr_send_lane_has_key_frame (HrSendLane *self);
