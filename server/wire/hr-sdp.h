/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What is taken out of a stranger's answer, and all that is. */
typedef struct
{
  char      *ice_ufrag;
  char      *ice_pwd;
  guint8     fingerprint[32]; /* SHA-256 of the peer's certificate */
  char      *setup;           /* "active" or "passive" */
  guint      payload_type;    /* of Opus */
  char      *mid[4];          /* of each audio section, ours */
  guint      n_sections;      /* 1 from a phone, 4 from a console */
  GPtrArray *candidates;      /* of HrIceCandidate, found inside the answer (at most 20; .local and TCP ones left out) */
} HrSdpAnswer;

typedef enum
{
  HR_SDP_PEER_SENDS,    /* a phone: every section must be sendonly */
  HR_SDP_PEER_RECEIVES, /* a console: every section must be recvonly */
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
 * @offer: the SDP it answers: mids, number of sections and payload type must be the offer's
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
void            hr_ice_candidate_free (HrIceCandidate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrIceCandidate, hr_ice_candidate_free)
