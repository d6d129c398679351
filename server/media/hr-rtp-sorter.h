/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

/* Packets later than this behind a gap close it: what is missing by then is lost. */
#define HR_RTP_SORTER_HOLD_MS 200

/*
 * Puts the RTP packets of one sender into the order of their sequence numbers. A packet behind a gap is held until the gap is filled,
 * or was open for %HR_RTP_SORTER_HOLD_MS of arrivals. Duplicates and what comes too late are dropped. One thread at a time.
 */
typedef struct _HrRtpSorter HrRtpSorter;

typedef struct
{
  GstBuffer *rtp;
  gint64     arrived_us;
  guint32    timestamp;
  gboolean   is_restart; /* sequence and timestamp say nothing about the packet before: the first, or another source */
} HrRtpPacket;

HrRtpSorter *hr_rtp_sorter_new (void);
void         hr_rtp_sorter_free (HrRtpSorter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrRtpSorter, hr_rtp_sorter_free)

/* @rtp: (transfer none): what is not RTP is ignored. */
void hr_rtp_sorter_push (HrRtpSorter *self,
                         GstBuffer   *rtp,
                         gint64       arrived_us);

/**
 * hr_rtp_sorter_pop:
 * @must_drain: whether to wait for missing packets no longer
 *
 * Returns: (transfer full) (nullable): the next packet in order
 */
HrRtpPacket *hr_rtp_sorter_pop (HrRtpSorter *self,
                                gboolean     must_drain);
void         hr_rtp_packet_free (HrRtpPacket *packet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrRtpPacket, hr_rtp_packet_free)
