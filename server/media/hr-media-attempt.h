/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-leg-pool.h"

#include <json-glib/json-glib.h>

/*
 * One attempt at a session's audio: a leg, its deadline and its recordings, of sound and of the picture where there is one. It says what comes of it; what that means for the
 * session (retry, hedge, loss) is the session's business. Main thread only.
 *
 * Signals, all but the last two never after close:
 *   offer (const char *sdp)
 *   answer (const char *sdp)  to the device's own offer
 *   candidate (const char *candidate, const char *mid, guint mline_index)
 *   connected ()
 *   started ()                the first packet: the recording has begun and packets pass over the bus
 *   live ()
 *   failed (GError *error)    at most once; also when it is not live in time, but for one that answers
 *   late (GError *error, gboolean is_last)   one that answers is not live in time, nor twice that time: it is waited for on
 *   picture-damaged ()        it needs a key frame
 *   happened (const char *kind, JsonObject *data)    of the recording
 *   finished ()               after close: the recordings' files are closed
 */
#define HR_TYPE_MEDIA_ATTEMPT (hr_media_attempt_get_type ())
G_DECLARE_FINAL_TYPE (HrMediaAttempt, hr_media_attempt, HR, MEDIA_ATTEMPT, GObject)

typedef struct
{
  HrLegPool  *pool;
  HrClock    *clock;
  const char *data_dir;
  const char *session_id;
  guint       audio_ms;
  gboolean    is_retry; /* the one before it has failed */
} HrMediaAttemptConfig;

/* Copies @config. */
HrMediaAttempt *hr_media_attempt_new (const HrMediaAttemptConfig *config,
                                      guint                       number,
                                      gboolean                    is_hedge);
/* Signals the offer before it returns when the pool has a warm leg. */
void hr_media_attempt_start (HrMediaAttempt *self);
/* Instead of it: answers @offer (transfer full). */
void     hr_media_attempt_start_answering (HrMediaAttempt *self,
                                           HrSdpOffer     *offer);
gboolean hr_media_attempt_is_answering (HrMediaAttempt *self);
guint    hr_media_attempt_get_number (HrMediaAttempt *self);
gboolean hr_media_attempt_is_hedge (HrMediaAttempt *self);
gboolean hr_media_attempt_is_connected (HrMediaAttempt *self);
gboolean hr_media_attempt_is_live (HrMediaAttempt *self);
/* The attempt's own buses: what comes over its leg. */
HrFrameBus *hr_media_attempt_get_bus (HrMediaAttempt *self);
HrFrameBus *hr_media_attempt_get_picture_bus (HrMediaAttempt *self);
/* Asks the device for one, where it sends a picture. */
void  hr_media_attempt_request_key_frame (HrMediaAttempt *self);
guint hr_media_attempt_count_packets (HrMediaAttempt *self);
/* The offer with the candidates known by now, while it has no answer; else NULL. (transfer full) */
char *hr_media_attempt_dup_offer (HrMediaAttempt *self);
/* Errors as of hr_peer_connection_set_answer(); the attempt itself does not end by them. */
gboolean hr_media_attempt_set_answer (HrMediaAttempt *self,
                                      const char     *sdp,
                                      GError        **error);
gboolean hr_media_attempt_add_candidate (HrMediaAttempt *self,
                                         const char     *candidate,
                                         guint           mline_index,
                                         GError        **error);
void     hr_media_attempt_close (HrMediaAttempt *self);
