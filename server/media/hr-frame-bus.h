/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

/*
 * Carries the decrypted RTP packets of one citizen's audio to whoever records, keeps or listens. Packets are pushed on the
 * ingest leg's streaming thread, in the order in which they arrived (which may not be that of their sequence numbers);
 * a subscriber takes its own reference, never blocks and never changes the buffer. Subscribing and
 * unsubscribing are safe on any thread: after unsubscribe returns the function is not running and will not run again.
 */
#define HR_TYPE_FRAME_BUS (hr_frame_bus_get_type ())
G_DECLARE_FINAL_TYPE (HrFrameBus, hr_frame_bus, HR, FRAME_BUS, GObject)

/* @rtp: (transfer none): one whole RTP packet with Opus in it. @arrived_us: monotonic. */
typedef void (*HrFrameFunc) (GstBuffer *rtp, gint64 arrived_us, gpointer user_data);

HrFrameBus *hr_frame_bus_new (void);
guint       hr_frame_bus_subscribe (HrFrameBus *self, HrFrameFunc func, gpointer user_data, GDestroyNotify destroy);
void        hr_frame_bus_unsubscribe (HrFrameBus *self, guint id);
void        hr_frame_bus_push (HrFrameBus *self, GstBuffer *rtp, gint64 arrived_us);
