/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/webrtc/webrtc.h>

/**
 * hr_receiver_transport_tune:
 * @pipeline: a new one, with
 * @webrtcbin: in it, in no state yet
 *
 * No UPnP, no ICE-TCP, a check every 5 ms, candidates on the loopback addresses too, and the first sound as early as it can be.
 */
void hr_receiver_transport_tune (GstElement *pipeline,
                                 GstElement *webrtcbin);

/* “AB:CD:…”: the SHA-256 of the certificate that the peer showed; %NULL before it did. webrtcbin itself compares it with nothing. Any
 * thread. */
char *hr_receiver_transport_dup_fingerprint (GstWebRTCRTPTransceiver *transceiver);
