/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-duress-socket.h"
#include "hr-media-session.h"

/*
 * The socket of a phone that asked for help, and its way to the incident's media: the phone offers and is answered once; each offer replaces
 * the media. It is never offered anything, unless it asked for that and has made no offer within 5 s. Main thread only.
 *
 * Signal: closed ()   its socket is gone; the media may go on
 */
#define HR_TYPE_DURESS_VICTIM (hr_duress_victim_get_type ())
G_DECLARE_FINAL_TYPE (HrDuressVictim, hr_duress_victim, HR, DURESS_VICTIM, GObject)

/* @is_offered_to: it asked for the station's offer */
HrDuressVictim *hr_duress_victim_new (HrDuressSocket *socket, HrMediaSession *session, HrClock *clock, gboolean is_offered_to);
/* What somebody says over HTTP in the place of the station: passed on while the phone has no media with the station. */
void hr_duress_victim_push (HrDuressVictim *self, const HrDuressMessage *message);
void hr_duress_victim_close (HrDuressVictim *self, gushort code, const char *reason);
