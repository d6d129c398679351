/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Pure functions from the `ice` settings to what RTCPeerConnection and webrtcbin take. With a secret, credentials are those of
 * the TURN REST scheme: the user is "EXPIRY:NAME", the password base64 (HMAC-SHA1 (secret, user)). */

#define HR_ICE_CREDENTIALS_SECONDS (24 * 60 * 60)

/**
 * hr_ice_servers_to_json:
 * @stun: (nullable): stun://host:port
 * @turn: (nullable): turn://[user:password@]host:port
 * @secret: (nullable): shared with the TURN server
 * @name: who the credentials are for
 * @utc_us: now
 *
 * Returns: (transfer full): an RTCIceServer list
 */
JsonArray *hr_ice_servers_to_json (const char *stun,
                                   const char *turn,
                                   const char *secret,
                                   const char *name,
                                   gint64      utc_us);
/* turn://user:password@host:port with both escaped, as webrtcbin wants it; NULL when @turn is no such address. */
char *hr_ice_servers_dup_turn (const char *turn,
                               const char *secret,
                               const char *name,
                               gint64      utc_us);
