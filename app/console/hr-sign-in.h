/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-clock.h"
#include "hr-station-link.h"

/*
 * Somebody proves who they are while somebody else is still on duty at this console: over a socket of its own, so that a wrong PIN takes
 * nothing away from who is there. Used once. Main thread only.
 *
 * Signals:
 *   accepted (const char *operator_id, const char *token)   they are on duty until close(): join with the token before that
 *   refused (const char *reason)                            a sentence
 */
#define HR_TYPE_SIGN_IN (hr_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (HrSignIn, hr_sign_in, HR, SIGN_IN, GObject)

HrSignIn *hr_sign_in_new (HrStationLink *link,
                          HrClock       *clock);
/* The PIN is forgotten once it is sent. */
void hr_sign_in_begin (HrSignIn   *self,
                       const char *operator_id,
                       const char *pin);
/* No signal comes after this. */
void hr_sign_in_close (HrSignIn *self);
