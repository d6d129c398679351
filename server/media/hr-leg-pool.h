/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-clock.h"
#include "hr-ingest-leg.h"

/*
 * Ingest legs that wait with their offer made and their candidates gathered, so that an SOS has its offer at once. Refilled one
 * at a time when the main loop has nothing better to do, and made anew when the machine's addresses change. Main thread only.
 *
 * Where there is a TURN server, it is watched by what it gives the legs, and none of them waits long.
 *
 * Signals:
 *   filled ()                  as many as wanted are warm
 *   failed (GError *)          a leg could not be made; another try follows
 *   relay (gboolean is_there)  the TURN server gives no relay; it gives one again
 */
#define HR_TYPE_LEG_POOL (hr_leg_pool_get_type ())
G_DECLARE_FINAL_TYPE (HrLegPool, hr_leg_pool, HR, LEG_POOL, GObject)

HrLegPool *hr_leg_pool_new (HrPeerFactory *factory,
                            HrClock       *clock,
                            guint          size);
/* Begins to fill it, now and after every leg taken. */
void     hr_leg_pool_start (HrLegPool *self);
gboolean hr_leg_pool_is_full (HrLegPool *self);
/* A warm leg, or when there is none a cold one that was just started; so too on a retry over a relay, which may be what failed. (transfer full) */
HrIngestLeg *hr_leg_pool_take (HrLegPool *self,
                               gboolean   is_retry,
                               GError   **error);
/* One that answers @offer (transfer full); it was just started, for nothing of it can be done before. (transfer full) */
HrIngestLeg *hr_leg_pool_take_answering (HrLegPool  *self,
                                         HrSdpOffer *offer,
                                         GError    **error);
/* What its legs are made by. */
HrPeerFactory *hr_leg_pool_get_factory (HrLegPool *self);
/* A TURN server is set, and the last legs had no relay from it. */
gboolean hr_leg_pool_is_relay_missing (HrLegPool *self);
/* Throws the warm legs away, for their candidates are no longer true. */
void hr_leg_pool_recycle (HrLegPool *self);
void hr_leg_pool_close (HrLegPool *self);
