/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

/* What helps a webrtcbin to reach the station, before it has the station's offer.
 * @uris: (nullable): stun://host:port and turn://user:password@host:port?transport=udp; the first of each kind is used, for libnice keeps
 * whichever relay it has first. By “turn-server”, hr_webrtc_take_down() knows that there are relays. */
void hr_ice_helpers_set (GstElement *webrtcbin, const char *const *uris);
