/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "hr-clock.h"

/*
 * Sees every frame of one WebSocket before libsoup keeps it. libsoup bounds a frame but not a message: fragments without end would
 * take memory without end. It is a SoupWebsocketExtension, the one place where libsoup shows its frames; it is never negotiated and
 * changes none.
 *
 * Signals:
 *   frame ()                 a frame came, control frames too
 *   pong (GBytes *content)   valid during the call only; libsoup 3.2's own signal for it passes an object of another type
 */
#define HR_TYPE_FRAME_GUARD (hr_frame_guard_get_type ())
G_DECLARE_FINAL_TYPE (HrFrameGuard, hr_frame_guard, HR, FRAME_GUARD, SoupWebsocketExtension)

/* Frames a second that a peer may send, and how many it may save up. */
#define HR_FRAME_GUARD_RATE_PER_S 100
#define HR_FRAME_GUARD_BURST 400

HrFrameGuard *hr_frame_guard_new (HrClock *clock);
/* The guard of @connection. (transfer none) (nullable) */
HrFrameGuard *hr_frame_guard_of (SoupWebsocketConnection *connection);
/* Payload bytes handed to libsoup for sending so far, control frames too. */
guint64 hr_frame_guard_get_sent_bytes (HrFrameGuard *self);
/* The socket is closing: what still comes is dropped. A frame that is refused stops the guard too, and libsoup then closes at once. */
void     hr_frame_guard_stop (HrFrameGuard *self);
gboolean hr_frame_guard_is_stopped (HrFrameGuard *self);
