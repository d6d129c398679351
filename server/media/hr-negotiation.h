/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-dtls-certificate.h"
#include "hr-dtls-trust.h"
#include "hr-sdp-offer.h"

#include <gst/gst.h>

/*
 * What a connection of ours and its peer say to each other: an offer of ours that is answered, or the peer's own offer that we answer, and the
 * candidates of both. Nothing of the peer's reaches webrtcbin but what was rebuilt in our own words. Main thread only.
 *
 * Signals, on the main context and never after close:
 *   offer (const char *sdp)        once; the candidates known by then are inside
 *   answer (const char *sdp)       once, to the peer's offer; candidates follow
 *   candidate (const char *candidate, const char *mid, guint mline_index)   those that come after; "" ends them
 *   failed (GError *error)         %HR_PROTOCOL_ERROR_BAD_SDP, %HR_PROTOCOL_ERROR_MEDIA_FAILED
 */
#define HR_TYPE_NEGOTIATION (hr_negotiation_get_type ())
G_DECLARE_FINAL_TYPE (HrNegotiation, hr_negotiation, HR, NEGOTIATION, GObject)

/* Borrows @webrtcbin, which must have no thread left when the last reference goes, and @trust, which is told the peer's fingerprint. */
HrNegotiation *hr_negotiation_new (GstElement        *webrtcbin,
                                   HrDtlsCertificate *certificate,
                                   HrDtlsTrust       *trust);
/* One of these two, once, with the pipeline PLAYING. */
void hr_negotiation_make_offer (HrNegotiation *self);
/* @offer: (transfer full) */
void hr_negotiation_take_offer (HrNegotiation *self,
                                HrSdpOffer    *offer);

/* As of HrPeerConnection's. */
char       *hr_negotiation_dup_offer (HrNegotiation *self);
const char *hr_negotiation_get_mid (HrNegotiation *self);
gboolean    hr_negotiation_is_gathered (HrNegotiation *self);
gboolean    hr_negotiation_set_answer (HrNegotiation *self,
                                       const char    *answer,
                                       HrSdpDirection direction,
                                       guint         *payload_type,
                                       GError       **error);
gboolean    hr_negotiation_add_candidate (HrNegotiation *self,
                                          const char    *candidate,
                                          guint          mline_index,
                                          GError       **error);

/* The promise of what webrtcbin was asked to do last: (transfer full) (nullable). */
GstPromise *hr_negotiation_close (HrNegotiation *self);
