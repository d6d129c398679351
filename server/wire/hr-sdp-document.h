/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-sdp.h"

#define HR_SDP_PROTOCOL "UDP/TLS/RTP/SAVPF"
#define HR_SDP_MAX_CANDIDATES 20

/* SDP taken apart line by line, by nobody's parser but ours. Only what an answer is checked for is kept; texts are as written
 * and unchecked. */

/* What a section of foreign SDP says, or the part before the first one. */
typedef struct
{
  char    *ice_ufrag;
  char    *ice_pwd;
  char    *setup;
  char    *mid;
  char    *direction;
  char    *fingerprint; /* the sha-256 one, as written */
  gboolean has_rtcp_mux;
  gboolean is_contradictory; /* an attribute is there twice with different values */
  gboolean has_no_port;      /* refused in an answer; in an offer, of no transport of its own */
  int      format;           /* of the m-line, -1 when there are several */
  int      opus_format;      /* of the rtpmap, -1 without one */
} HrSdpSection;

typedef struct
{
  HrSdpSection session;
  GPtrArray   *sections;   /* of HrSdpSection */
  GPtrArray   *candidates; /* of HrIceCandidate: those that can be used */
} HrSdpDocument;

/**
 * hr_sdp_document_parse:
 * @text: SDP, of any origin
 * @error: %HR_PROTOCOL_ERROR_BAD_SDP when it does not begin as SDP or has a section that is not audio
 */
HrSdpDocument *hr_sdp_document_parse (const char *text,
                                      GError    **error);
void           hr_sdp_document_free (HrSdpDocument *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrSdpDocument, hr_sdp_document_free)
