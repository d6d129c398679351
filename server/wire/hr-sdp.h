/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define HR_SDP_FINGERPRINT_BYTES 32
#define HR_SDP_MAX_ANSWER_SECTIONS 4

typedef enum
{
  HR_SDP_AUDIO,
  HR_SDP_VIDEO,
  HR_SDP_CHANNEL, /* of data: never taken */
} HrSdpKind;

/* Where a peer is found and what it shows. */
typedef struct
{
  char  *ice_ufrag;
  char  *ice_pwd;
  guint8 fingerprint[HR_SDP_FINGERPRINT_BYTES]; /* SHA-256 of the peer's certificate */
  char  *setup;                                 /* of DTLS: "active", "passive"; in an offer "actpass" too */
} HrSdpTransport;

/* What is taken out of a stranger's answer, and all that is. */
typedef struct
{
  HrSdpTransport transport;
  HrSdpKind      kind[HR_SDP_MAX_ANSWER_SECTIONS];         /* of each section */
  char          *mid[HR_SDP_MAX_ANSWER_SECTIONS];          /* of each section, ours */
  guint          payload_type[HR_SDP_MAX_ANSWER_SECTIONS]; /* of Opus or VP8 */
  guint          n_sections;                               /* 1 from a phone, 4 from a console, 2 from a viewer */
  GPtrArray     *candidates;                               /* of HrIceCandidate, found inside the answer (at most 20; .local and TCP ones left out) */
} HrSdpAnswer;

typedef enum
{
  HR_SDP_PEER_SENDS,    /* a phone: every section must be sendonly */
  HR_SDP_PEER_RECEIVES, /* a console or a viewer: every section must be recvonly */
} HrSdpDirection;

typedef struct
{
  char *foundation;
  guint component;
  guint priority;
  char *address; /* a literal IPv4 or IPv6 address */
  guint port;
  char *type; /* host, srflx, prflx, relay */
} HrIceCandidate;

/**
 * hr_sdp_answer_parse:
 * @answer: the peer's SDP, at most 8 KB
 * @offer: the SDP it answers: mids, number and kind of sections, and payload types must be the offer's
 * @direction: what the peer may do
 * @error: %HR_PROTOCOL_ERROR_ONE_WAY_VIOLATION when a direction is another, %HR_PROTOCOL_ERROR_BAD_SDP for anything else
 */
HrSdpAnswer *hr_sdp_answer_parse (const char    *answer,
                                  const char    *offer,
                                  HrSdpDirection direction,
                                  GError       **error);
/* A canonical SDP answer in our own words, without candidates. (transfer full) */
char *hr_sdp_answer_print (const HrSdpAnswer *self,
                           HrSdpDirection     direction);
void  hr_sdp_answer_free (HrSdpAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrSdpAnswer, hr_sdp_answer_free)

/**
 * hr_ice_candidate_parse:
 * @text: "candidate:…" or "a=candidate:…", UDP only, a literal address only (mDNS names are %HR_PROTOCOL_ERROR_BAD_CANDIDATE too)
 */
HrIceCandidate *hr_ice_candidate_parse (const char *text,
                                        GError    **error);
char           *hr_ice_candidate_print (const HrIceCandidate *self); /* "candidate:…" */
HrIceCandidate *hr_ice_candidate_copy (const HrIceCandidate *self);
void            hr_ice_candidate_free (HrIceCandidate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrIceCandidate, hr_ice_candidate_free)
