/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-clock.h"
#include "hr-peer-connection.h"

/*
 * What all connections of the station have in common: ICE servers, the DTLS certificate, and the count of those that are
 * not yet wholly gone. Main thread only.
 *
 * Signal: drained ()   the last connection is down to NULL and freed
 */
typedef struct
{
  const char *stun;        /* nullable: stun://host:port */
  const char *turn;        /* nullable: turn://host:port */
  const char *turn_secret; /* nullable: time-limited credentials */
  gboolean    is_relay_only;
  gboolean    use_loopback;
} HrPeerConfig;

#define HR_TYPE_PEER_FACTORY (hr_peer_factory_get_type ())
G_DECLARE_FINAL_TYPE (HrPeerFactory, hr_peer_factory, HR, PEER_FACTORY, GObject)

/* Copies @config; makes the certificate and installs the DTLS tuning. */
HrPeerFactory *hr_peer_factory_new (const HrPeerConfig *config,
                                    HrClock            *clock,
                                    GError            **error);
/* In no state yet, without transceivers: add them or sources, then hr_peer_connection_start(). (transfer full) */
HrPeerConnection *hr_peer_factory_new_connection (HrPeerFactory *self,
                                                  GError       **error);
/* Whether there is a TURN server that should give each connection a relay. */
gboolean hr_peer_factory_expects_relay (HrPeerFactory *self);
/* Connections that are open or being taken down. */
guint hr_peer_factory_count (HrPeerFactory *self);
