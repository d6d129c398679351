/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Pure functions from the `ice` settings to what RTCPeerConnection and webrtcbin take. Credentials are those of the TURN REST scheme: the user is
 * "EXPIRY:NAME", the password base64 (HMAC-SHA1 (secret, user)). The secret itself is given to nobody. */

#define HR_ICE_CREDENTIALS_SECONDS (24 * 60 * 60)

/* Whether the settings fit together; HR_PROTOCOL_ERROR_BAD_FIELD. */
gboolean hr_ice_servers_check (const char *turn,
                               const char *secret,
                               gboolean    is_relay_only,
                               GError    **error);

/**
 * hr_ice_servers_to_json:
 * @stun: (nullable): stun://host:port
 * @turn: (nullable): turn://host:port
 * @secret: (nullable): shared with the TURN server; without it there is no relay
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
/* turn://user:password@host:port?transport=udp, both escaped, as webrtcbin wants it; NULL when @turn is no such address or there is no @secret. */
char *hr_ice_servers_dup_turn (const char *turn,
                               const char *secret,
                               const char *name,
                               gint64      utc_us);
