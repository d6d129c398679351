/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the factory and its connections know of each other, and nobody else. */

#include "hr-dtls-certificate.h"
#include "hr-peer-factory.h"

HrPeerConnection *hr_peer_connection_new (HrPeerFactory *factory,
                                          GError       **error);

/* ICE servers, policy and the agent's settings, on a webrtcbin just made. */
void               hr_peer_factory_configure (HrPeerFactory *self,
                                              GstElement    *webrtcbin);
HrDtlsCertificate *hr_peer_factory_get_certificate (HrPeerFactory *self);
/* A connection came; or its pipeline is gone. */
void hr_peer_factory_add (HrPeerFactory *self);
void hr_peer_factory_remove (HrPeerFactory *self);
