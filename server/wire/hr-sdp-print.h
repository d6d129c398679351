/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-sdp.h"

/* SDP in our own words, and nothing of anybody else's but what was checked. */

#define HR_SDP_PROTOCOL "UDP/TLS/RTP/SAVPF"
#define HR_SDP_CHANNEL_PROTOCOL "UDP/DTLS/SCTP"

/* A section. */
typedef struct
{
  HrSdpKind   kind;
  const char *mid;
  guint       payload_type;
  const char *direction; /* NULL: the section is refused */
} HrSdpLine;

/* @bundle: the first mid is the one whose transport is that of all. (nullable) (transfer full) */
char *hr_sdp_print (const HrSdpTransport *transport,
                    const HrSdpLine      *lines,
                    guint                 n_lines,
                    const char           *bundle);
