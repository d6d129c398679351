/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-sdp.h"

#define HR_SDP_MAX_CANDIDATES 20

/* SDP taken apart line by line, by nobody's parser but ours. Only what is looked for is kept; texts are as written
 * and unchecked. */

/* What a section of foreign SDP says, or the part before the first one. */
typedef struct
{
  HrSdpKind  kind;
  char      *ice_ufrag;
  char      *ice_pwd;
  char      *setup;
  char      *mid;
  char      *direction;
  char      *fingerprint; /* the sha-256 one, as written */
  char      *bundle;      /* of the first part: the mids of its first bundle */
  gboolean   has_rtcp_mux;
  gboolean   is_bundle_only;
  gboolean   is_contradictory; /* an attribute is there twice with different values */
  gboolean   has_no_port;      /* refused in an answer; in an offer, of no transport of its own */
  int        format;           /* of the m-line, -1 when there are several */
  int        first_format;     /* of the m-line, -1 without one */
  guint64    formats[2];       /* a bit for each of the m-line */
  int        codec_format;     /* of the first rtpmap that makes one of them Opus or VP8, -1 without one */
  GPtrArray *candidates;       /* of HrIceCandidate: those that can be used */
} HrSdpSection;

typedef struct
{
  HrSdpSection session;
  GPtrArray   *sections; /* of HrSdpSection */
} HrSdpDocument;

/**
 * hr_sdp_document_parse:
 * @text: SDP, of any origin
 * @error: %HR_PROTOCOL_ERROR_BAD_SDP when it does not begin as SDP, or has a section that is none of
 * audio, video and data
 */
HrSdpDocument *hr_sdp_document_parse (const char *text,
                                      GError    **error);
void           hr_sdp_document_free (HrSdpDocument *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrSdpDocument, hr_sdp_document_free)

/* What is said before the first section holds for each that does not say otherwise; and in a bundle one section's transport is that of all. */
void hr_sdp_section_inherit (HrSdpSection       *self,
                             const HrSdpSection *from);
