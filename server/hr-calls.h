/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-dispatcher.h"
#include "hr-media.h"

/*
 * Joins incidents and media: which session belongs to which open incident, what happens to a session as events of the
 * log, what a supervisor must hear of it as alerts. A part of HrStation; main thread only.
 */
#define HR_TYPE_CALLS (hr_calls_get_type ())
G_DECLARE_FINAL_TYPE (HrCalls, hr_calls, HR, CALLS, GObject)

HrCalls *hr_calls_new (HrDispatcher *dispatcher,
                       HrJournal    *journal,
                       HrMedia      *media);
/* The session of an open incident, or NULL. (transfer none) */
HrMediaSession *hr_calls_get (HrCalls *self, const char *incident_id);
/* The open incident whose present session is @session_id, or NULL. */
HrIncident *hr_calls_find_incident (HrCalls *self, const char *session_id);
/* A session for @incident's session id, in place of an older one; its attempts go on from what the log knows. Not started. */
HrMediaSession *hr_calls_open (HrCalls *self, HrIncident *incident, gint64 received_us, gboolean can_hedge);
/* Ends the media of an incident that stays open: it has nothing to hear any more, and nothing of it is an alarm. */
void hr_calls_close (HrCalls *self, const char *incident_id, const char *reason);
/* After a start of the station: records that the audio of every open incident is gone, with an alert where it was heard. */
void hr_calls_resume (HrCalls *self);
/* Ends every session; `happened` goes on being recorded until the media has stopped. */
void hr_calls_close_all (HrCalls *self, const char *reason);
