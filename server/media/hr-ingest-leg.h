/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-frame-bus.h"
#include "hr-peer-factory.h"

/*
 * One connection that receives a citizen's audio. Decrypted RTP is taken where it leaves DTLS-SRTP and goes no further:
 * nothing behind it (jitter buffer, reports) is needed to pass Opus on. Packets that come before hr_ingest_leg_open() are kept for it;
 * none is given out before the peer's certificate was found to be the one in its answer. Main thread only.
 *
 * Signals, on the main context and never after close, beside those of the connection:
 *   started ()   the first packet is there
 *   live ()      three consecutive packets of one source have arrived
 */
#define HR_TYPE_INGEST_LEG (hr_ingest_leg_get_type ())
G_DECLARE_FINAL_TYPE (HrIngestLeg, hr_ingest_leg, HR, INGEST_LEG, GObject)

/* The offer is not asked for before hr_ingest_leg_start(). (transfer full) */
HrIngestLeg      *hr_ingest_leg_new (HrPeerFactory *factory,
                                     GError       **error);
void              hr_ingest_leg_start (HrIngestLeg *self);
HrPeerConnection *hr_ingest_leg_get_connection (HrIngestLeg *self);
/* Where packets go from now on, those that were kept first. */
void hr_ingest_leg_open (HrIngestLeg *self,
                         HrFrameBus  *bus);
/* Packets so far, of those that are passed on. */
guint hr_ingest_leg_count_packets (HrIngestLeg *self);
void  hr_ingest_leg_close (HrIngestLeg *self);
