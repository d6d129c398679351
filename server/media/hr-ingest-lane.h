/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-frame-bus.h"

/*
 * One kind of media on an ingest leg: the packets of one payload type and one source. They wait until there is a bus for them. Of the leg's
 * streaming thread, but where a function says otherwise.
 */
typedef struct _HrIngestLane HrIngestLane;

/* What a packet brings that was not so before. */
typedef enum
{
  HR_INGEST_NOTHING_NEW = 0,
  HR_INGEST_STARTED = 1 << 0, /* the first packet is there */
  HR_INGEST_LIVE = 1 << 1,    /* three consecutive packets of one source have arrived */
  HR_INGEST_HOLE = 1 << 2,    /* packets before it have not arrived, or not in order */
} HrIngestNews;

/* @max_kept: how many packets wait for the bus. */
HrIngestLane *hr_ingest_lane_new (guint payload_type,
                                  guint max_kept);
void          hr_ingest_lane_free (HrIngestLane *self);
/* @rtp: (transfer none): of any payload type. */
HrIngestNews hr_ingest_lane_take (HrIngestLane *self,
                                  GstBuffer    *rtp,
                                  gint64        arrived_us);
/* Where packets go from now on, those that were kept first. Any thread. */
void hr_ingest_lane_open (HrIngestLane *self,
                          HrFrameBus   *bus);
/* Packets so far, of those that are passed on. Any thread. */
guint hr_ingest_lane_count_packets (HrIngestLane *self);
/* The source, once a packet has come. Any thread. */
guint32 hr_ingest_lane_get_ssrc (HrIngestLane *self);
guint   hr_ingest_lane_get_payload_type (HrIngestLane *self);
