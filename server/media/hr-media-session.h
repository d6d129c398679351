/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-frame-bus.h"
#include "hr-relay-viewer.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/*
 * The media of one incident: attempts at a connection with the citizen's device, one at a time (two while hedged), each an
 * ingest leg from the warm pool; deadlines, the one automatic retry, the watchdog of arriving packets and the recording.
 * It decides nothing about the incident and records nothing: it says what happened. Main thread only.
 * offer_ms, connected_ms and live_ms count from the activation; of attempts asked for later (retry, join, loss) from the asking.
 *
 * Signals, on the main context:
 *   offer (guint attempt, const char *sdp, gboolean is_hedge)     to be sent to the device
 *   answer (guint attempt, const char *sdp)                       to the device's own offer; to be sent to it, once an offer
 *   candidate (guint attempt, const char *candidate, const char *mid, guint mline_index)   "" ends them
 *   happened (const char *kind, JsonObject *data)    a media.* or recording.* event in the form of hr-event.h, to be recorded
 */
#define HR_MEDIA_SESSION_MAX_VIEWERS 8

#define HR_TYPE_MEDIA_SESSION (hr_media_session_get_type ())
G_DECLARE_FINAL_TYPE (HrMediaSession, hr_media_session, HR, MEDIA_SESSION, GObject)

const char *hr_media_session_get_id (HrMediaSession *self);
const char *hr_media_session_get_incident_id (HrMediaSession *self);
guint       hr_media_session_get_attempt (HrMediaSession *self); /* the latest; 0 before the first */
gboolean    hr_media_session_is_live (HrMediaSession *self);
/* The offer of the latest attempt while it has no answer, else NULL. */
const char *hr_media_session_get_open_offer (HrMediaSession *self);
/* One bus for all attempts of the session: listeners stay across a retry. */
HrFrameBus *hr_media_session_get_bus (HrMediaSession *self);
/* Packets of the last 30 s, newest last, for replay by a late listener: (transfer full) (element-type GstBuffer). */
GPtrArray *hr_media_session_dup_recent (HrMediaSession *self);

/* Emits the first offer before it returns when the pool has a warm leg (it is signalled, so connect first). */
void hr_media_session_start (HrMediaSession *self);
/*
 * The device's own offer, instead of hr_media_session_start(): sound, and a picture where it has one. It begins an attempt that is answered
 * once, everything recvonly; a new offer replaces the media, and what is heard is kept until the new attempt has sound. Such a device is offered
 * nothing by itself: what fails or is lost waits for its next offer, and hr_media_session_retry() and _restart() do nothing.
 * Candidates that come with the offer's session go to the attempt that hr_media_session_get_attempt() names afterwards.
 * Errors: bad_sdp, which harms nothing; wrong_state when the session is closed.
 */
gboolean hr_media_session_set_offer (HrMediaSession *self, const char *sdp, GError **error);
/* One who watches: Opus and VP8 passed on without transcoding. May be added before there is media, and then waits. NULL when there are
 * HR_MEDIA_SESSION_MAX_VIEWERS already, or the session is closed. (transfer full) (nullable) */
HrRelayViewer *hr_media_session_add_viewer (HrMediaSession *self);
/* The same for a console, which hears the call by its monitor leg: the picture alone, from as many places of their own. (transfer full) (nullable) */
HrRelayViewer *hr_media_session_add_picture_viewer (HrMediaSession *self);
/* Errors: stale_attempt, bad_sdp, one_way_violation. A refused answer fails the attempt, as the protocol says. */
gboolean hr_media_session_set_answer (HrMediaSession *self, guint attempt, const char *sdp, GError **error);
/* May come before the answer. Errors: stale_attempt, bad_candidate (which harm nothing). */
gboolean hr_media_session_add_candidate (HrMediaSession *self, guint attempt, const char *candidate, const char *mid, guint mline_index, GError **error);
/* The device's socket came (a join) or went. With the socket there, audio that is lost or failed is offered again:
 * on join or by audio_lost, both at the device's pace, or by hr_media_session_retry(). */
void hr_media_session_set_reachable (HrMediaSession *self, gboolean is_reachable);
/* A fresh attempt asked for by an operator; the old one is kept until the new one has audio. */
void hr_media_session_retry (HrMediaSession *self, const char *reason);
/* Whether the device offers by itself, so that nobody else can begin an attempt. */
gboolean hr_media_session_has_own_offers (HrMediaSession *self);
/* The same asked for by the device, which has lost its connection; one that asks too often gets it a few seconds later, if it is silent then. */
void hr_media_session_restart (HrMediaSession *self);
/* What the device has had of @replaced counts in @self, which follows it. */
void hr_media_session_keep_pace (HrMediaSession *self, HrMediaSession *replaced);
/* Ends every attempt and the recording. `happened` still tells media.closed and, when the file is closed, recording.finished. */
void hr_media_session_close (HrMediaSession *self, const char *reason);
