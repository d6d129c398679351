/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-drill-plan.h"
#include "hr-voice.h"

#include <libsoup/soup.h>

/*
 * One citizen with a phone: presses, answers the station's offers, walks, and comes back when the socket is
 * lost. Main thread.
 *
 * Signals:  said (char *text)          what happened to it, for a person
 *           unreachable (char *reason) a connection failed; it tries again until it is told to hang up
 *           finished (gboolean ended)  the station ended the incident, or refused it
 */
#define HR_TYPE_CITIZEN (hr_citizen_get_type ())
G_DECLARE_FINAL_TYPE (HrCitizen, hr_citizen, HR, CITIZEN, GObject)

/**
 * hr_citizen_new:
 * @plan: outlives the citizen
 * @session: whose connections it uses
 * @voice: what it says
 * @number: from 1
 * @run: a word that no other run of the drill has
 */
HrCitizen *hr_citizen_new (const HrDrillPlan *plan,
                           SoupSession       *session,
                           HrVoice           *voice,
                           guint              number,
                           const char        *run);
void       hr_citizen_press (HrCitizen *self);
/* Closes socket and audio; emits nothing more. Before the last reference goes. */
void hr_citizen_hang_up (HrCitizen *self);

guint    hr_citizen_get_number (HrCitizen *self);
gboolean hr_citizen_is_accepted (HrCitizen *self);
/* From the press until the station first had audio; -1: not yet. */
gint64 hr_citizen_get_live_ms (HrCitizen *self);
