/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-sdp.h"

/* A section of a device's own offer. */
typedef struct
{
  HrSdpKind kind;
  char     *mid;
  gboolean  is_taken;
  guint     payload_type; /* of Opus or VP8; where it is not taken, one to refuse the section by */
} HrSdpOfferSection;

/* What is taken out of a device's own offer, and all that is: its Opus, and its VP8 where both share one transport. */
typedef struct
{
  HrSdpTransport transport;
  GPtrArray     *sections;   /* of HrSdpOfferSection, as offered */
  guint          tagged;     /* the section whose transport is that of all that is taken */
  gboolean       is_bundled; /* a bundle was offered: the answer names one too */
  GPtrArray     *candidates; /* of HrIceCandidate: of the tagged section */
} HrSdpOffer;

/**
 * hr_sdp_offer_parse:
 * @text: the device's SDP, at most 32 KB
 * @error: %HR_PROTOCOL_ERROR_BAD_SDP, when it sends no Opus among other things
 */
HrSdpOffer *hr_sdp_offer_parse (const char *text,
                                GError    **error);
void        hr_sdp_offer_free (HrSdpOffer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrSdpOffer, hr_sdp_offer_free)

/* The payload type that is taken for Opus or VP8, -1 when there is none. */
int hr_sdp_offer_get_payload_type (const HrSdpOffer *self,
                                   HrSdpKind         kind);
/* The mid of the section that candidates are for. */
const char *hr_sdp_offer_get_mid (const HrSdpOffer *self);
/* A canonical offer in our own words of what is taken, everything sendonly, without candidates. (transfer full) */
char *hr_sdp_offer_print (const HrSdpOffer *self);
/* The answer for the device: its own sections, with the transport of @local, which is our SDP: what is taken recvonly, the rest refused.
 * (transfer full) */
char *hr_sdp_offer_print_answer (const HrSdpOffer *self,
                                 const char       *local,
                                 GError          **error);
