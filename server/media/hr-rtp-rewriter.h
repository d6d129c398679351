/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

/*
 * Makes one uninterrupted RTP stream out of the packets of changing sources: its own SSRC and payload type, sequence numbers
 * without a hole where the source changes, timestamps that go on with the time that passed. What the source lost stays lost, and reordered
 * packets stay reordered: the receiver is the one to deal with them. Header extensions and contributing sources stay behind.
 * Plain data, one thread at a time; zero-initialise it but for the first five members.
 */
typedef struct
{
  guint32  ssrc;
  guint8   payload_type;
  guint    clock_hz;
  guint    usual_advance; /* of timestamps, from one packet or frame to the next */
  gboolean keeps_marker;  /* of the last packet of a picture; else it tells where a source begins */

  gboolean is_started; /* anything was ever sent */
  gboolean has_source; /* the offsets hold for @source_ssrc */
  guint32  source_ssrc;
  gint64   first_index; /* of the source; indices are sequence numbers sent, without their wraps */
  gint64   newest_index;
  guint16  sequence_offset; /* sent - received */
  guint32  timestamp_offset;
  guint32  newest_timestamp; /* sent */
  gint64   newest_arrived_us;
} HrRtpRewriter;

/* The next packet is another source's. */
void hr_rtp_rewriter_switch (HrRtpRewriter *self);

/**
 * hr_rtp_rewriter_rewrite:
 * @rtp: (transfer none): left as it is
 * @arrived_us: monotonic
 *
 * Returns: (transfer full) (nullable): the packet to send; %NULL for what is not RTP, or older than the source's first
 */
GstBuffer *hr_rtp_rewriter_rewrite (HrRtpRewriter *self,
                                    GstBuffer     *rtp,
                                    gint64         arrived_us);
