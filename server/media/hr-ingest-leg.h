/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-frame-bus.h"
#include "hr-peer-factory.h"

/*
 * One connection that receives a citizen's sound, and a picture where the device sends one. Decrypted RTP is taken where it leaves DTLS-SRTP;
 * nothing behind it (jitter buffer, reports) is needed to pass Opus on, so that Opus goes no further. A picture goes on as far as the RTP
 * session, which reports to the sender and asks it for key frames. Packets that come before hr_ingest_leg_open() are kept for it;
 * none is given out before the peer's certificate was found to be the one in its answer or offer. Main thread only.
 *
 * Signals, on the main context and never after close, beside those of the connection:
 *   started ()           the first packet of sound is there
 *   live ()              three consecutive packets of sound, of one source, have arrived
 *   picture-started ()   the first packet of a picture is there
 *   picture-damaged ()   packets of it have not arrived: until the next key frame it is not what it should be
 */
#define HR_TYPE_INGEST_LEG (hr_ingest_leg_get_type ())
G_DECLARE_FINAL_TYPE (HrIngestLeg, hr_ingest_leg, HR, INGEST_LEG, GObject)

/* It offers, sound alone. The offer is not asked for before hr_ingest_leg_start(). (transfer full) */
HrIngestLeg *hr_ingest_leg_new (HrPeerFactory *factory,
                                GError       **error);
void         hr_ingest_leg_start (HrIngestLeg *self);
/* It answers @offer (transfer full), once it is told to start. (transfer full) */
HrIngestLeg      *hr_ingest_leg_new_answering (HrPeerFactory *factory,
                                               HrSdpOffer    *offer,
                                               GError       **error);
HrPeerConnection *hr_ingest_leg_get_connection (HrIngestLeg *self);
/* Where packets of sound go from now on, those that were kept first. */
void hr_ingest_leg_open (HrIngestLeg *self,
                         HrFrameBus  *bus);
/* Those of the picture. Only where there is one. */
void     hr_ingest_leg_open_picture (HrIngestLeg *self,
                                     HrFrameBus  *bus);
gboolean hr_ingest_leg_has_picture (HrIngestLeg *self);
/* Asks the sender for one, now. Without a picture it does nothing. */
void hr_ingest_leg_request_key_frame (HrIngestLeg *self);
/* Packets of sound so far, of those that are passed on. */
guint hr_ingest_leg_count_packets (HrIngestLeg *self);
void  hr_ingest_leg_close (HrIngestLeg *self);
