/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-sdp-offer.h"

#include <gst/gst.h>

/*
 * One webrtcbin in a pipeline of its own, set up the way the station sets up every one: max-bundle, tuned agent, P-256
 * certificate with its fingerprint in the offer, foreign SDP and candidates rebuilt before webrtcbin sees them, the peer's certificate
 * checked by us. Either it offers, or it answers the peer's own offer. Main thread only, but where a function says otherwise.
 *
 * Made by hr_peer_factory_new_connection(); must be closed with hr_peer_connection_close() before the last reference goes.
 *
 * Signals, on the main context and never after close:
 *   offer (const char *sdp)       once; the candidates known by then are inside
 *   answer (const char *sdp)      once, to the peer's own offer; everything recvonly
 *   candidate (const char *candidate, const char *mid, guint mline_index)   those that come after either; "" ends them
 *   connected ()                  ICE and DTLS are up, and the peer's certificate is the one its answer or offer names
 *   failed (GError *error)        at most once; %HR_PROTOCOL_ERROR_BAD_SDP when the fingerprint differs, else
 *                                 %HR_PROTOCOL_ERROR_MEDIA_FAILED
 */
#define HR_TYPE_PEER_CONNECTION (hr_peer_connection_get_type ())
G_DECLARE_FINAL_TYPE (HrPeerConnection, hr_peer_connection, HR, PEER_CONNECTION, GObject)

/* Borrowed. Connect to webrtcbin with the connection as data only when what runs touches nothing of the main thread. */
GstElement *hr_peer_connection_get_pipeline (HrPeerConnection *self);
GstElement *hr_peer_connection_get_webrtcbin (HrPeerConnection *self);

/* Sets the pipeline PLAYING and has the offer made. */
void hr_peer_connection_start (HrPeerConnection *self);
/* Instead of it: has @offer (transfer full) answered. */
void hr_peer_connection_start_answering (HrPeerConnection *self,
                                         HrSdpOffer       *offer);
/* The offer with every candidate gathered so far; NULL before the signal, and when the peer offered. (transfer full) */
char *hr_peer_connection_dup_offer (HrPeerConnection *self);
/* The mid of the section that candidates are for. Only after the offer or answer. */
const char *hr_peer_connection_get_mid (HrPeerConnection *self);
/* Whether all candidates were gathered. */
gboolean hr_peer_connection_is_gathered (HrPeerConnection *self);

/**
 * hr_peer_connection_set_answer:
 * @answer: the peer's SDP
 * @direction: what the peer may do
 * @payload_type: (out) (optional): of Opus, as answered
 * @error: as of hr_sdp_answer_parse(); %HR_PROTOCOL_ERROR_WRONG_STATE when there is no offer, or an answer already
 *
 * Gives webrtcbin a rebuilt answer, then the candidates inside it and those that came early.
 */
gboolean hr_peer_connection_set_answer (HrPeerConnection *self,
                                        const char       *answer,
                                        HrSdpDirection    direction,
                                        guint            *payload_type,
                                        GError          **error);
/* May come before the answer; those for sections that share another's transport are ignored. At most 20 are taken in all; more, and what cannot be used, are %HR_PROTOCOL_ERROR_BAD_CANDIDATE.
 * "" (their end) is accepted and ignored. */
gboolean hr_peer_connection_add_candidate (HrPeerConnection *self,
                                           const char       *candidate,
                                           guint             mline_index,
                                           GError          **error);

/* Whether DTLS is up and the peer's certificate is the one its answer names. Any thread; meant for pad probes, which see
 * packets before the main context hears of anything. */
gboolean hr_peer_connection_is_trusted (HrPeerConnection *self);

/* Takes the pipeline to NULL on a worker thread, which holds a reference until then. May be called again. */
void hr_peer_connection_close (HrPeerConnection *self);
