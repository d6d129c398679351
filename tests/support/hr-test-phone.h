/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-media-session.h"

/*
 * A citizen's phone on aiortc, a WebRTC stack that shares no code with GStreamer, as a process beside the test: it answers a
 * session's offers and sends 440 Hz.
 */
typedef struct _HrTestPhone HrTestPhone;

/* What becomes of an answer before the session gets it; NULL for none: the offer stays unanswered. (transfer full) */
typedef char *(*HrTestAnswerFunc) (guint attempt, const char *sdp, gpointer user_data);

HrTestPhone *hr_test_phone_new (void);
/* Answers the offers of @session from now on; one session at a time. */
void hr_test_phone_follow (HrTestPhone     *self,
                           HrMediaSession  *session,
                           HrTestAnswerFunc func,
                           gpointer         user_data);
/* The error of the last answer that the session refused, or NULL. */
const GError *hr_test_phone_get_refusal (HrTestPhone *self);
/* Ends its connections; they close as a browser's page does. */
void hr_test_phone_hang_up (HrTestPhone *self);
/* Out of reach, as if the battery were pulled; and back again. */
void hr_test_phone_freeze (HrTestPhone *self,
                           gboolean     is_frozen);
void hr_test_phone_free (HrTestPhone *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrTestPhone, hr_test_phone_free)
