/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/**
 * hr_ice_uris_new:
 * @servers: (nullable): the `ice_servers` of an offer, an RTCIceServer list
 *
 * Of each server the first address that can be used: libnice keeps whichever relay it has first, and a server names its best way first.
 *
 * Returns: (transfer full): stun://host:port and turn://user:password@host:port?transport=udp, as webrtcbin takes them
 */
char **hr_ice_uris_new (JsonArray *servers);
