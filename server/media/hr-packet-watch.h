/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-media-attempt.h"

/*
 * Notices that the packets of a live attempt stop, which ICE does not for more than a minute, and that they come back. It
 * counts packets and takes the time from its clock, so that a clock which stands still can be put under it. Main thread only.
 *
 * Signals:
 *   lost ()   none for as long as the constructor was told, or the connection failed
 *   back ()   there are some again
 */
#define HR_TYPE_PACKET_WATCH (hr_packet_watch_get_type ())
G_DECLARE_FINAL_TYPE (HrPacketWatch, hr_packet_watch, HR, PACKET_WATCH, GObject)

HrPacketWatch *hr_packet_watch_new (HrClock *clock,
                                    guint    lost_ms);
/* Begins anew with @attempt (nullable: stops). Must be stopped before the last reference goes. */
void hr_packet_watch_set_attempt (HrPacketWatch  *self,
                                  HrMediaAttempt *attempt);
/* The connection is known to be gone: lost at once. */
void     hr_packet_watch_give_up (HrPacketWatch *self);
gboolean hr_packet_watch_is_lost (HrPacketWatch *self);
/* Since the last look that found new packets; 0 without an attempt. */
gint64 hr_packet_watch_get_silent_ms (HrPacketWatch *self);
