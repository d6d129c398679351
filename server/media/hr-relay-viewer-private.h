/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-frame-bus.h"
#include "hr-peer-factory.h"
#include "hr-relay-viewer.h"

/*
 * For the relay. Two more signals, for it alone:
 *   key-frame ()   the viewer has come, or complains about its picture
 *   closed ()      nothing is left of it
 *
 * @sound: (nullable): NULL: one that is sent the picture alone
 */
HrRelayViewer *hr_relay_viewer_new (HrPeerFactory *factory,
                                    HrClock       *clock,
                                    HrFrameBus    *sound,
                                    HrFrameBus    *picture);
gboolean       hr_relay_viewer_has_sound (HrRelayViewer *self);
/* There is media: it offers. Does nothing when it has. */
void hr_relay_viewer_start (HrRelayViewer *self);
