/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the two halves of a session know of each other, and nobody else: its attempts, and what becomes of them. */

#include "hr-media-session-private.h"
#include "hr-pace.h"
#include "hr-packet-watch.h"
#include "hr-relay.h"

struct _HrMediaSession
{
  GObject parent_instance;

  char      *id;
  char      *incident_id;
  char      *data_dir;
  HrLegPool *pool;
  HrClock   *clock;
  gint64     asked_us; /* when the device or an operator asked for the audio: durations count from there */
  guint      audio_ms;
  gboolean   can_hedge;

  GPtrArray      *attempts; /* of HrMediaAttempt, those that are open, the oldest first */
  GPtrArray      *closing;  /* those whose recording is still being closed */
  HrMediaAttempt *live;     /* borrowed from attempts: the one that has, or last had, sound */
  HrMediaFeed    *feed;
  HrRelay        *relay;
  char           *open_offer;
  guint           last_attempt;
  guint           hedge_id;
  guint           look_id; /* when it is seen to whether the device needs another series */
  const char     *look_reason;
  HrPace          pace;           /* of the series that the device asks for */
  gboolean        has_own_offers; /* the device's: it is offered nothing by itself */
  gboolean        is_retry_left;
  gboolean        has_failed;
  gboolean        is_reachable;
  gboolean        is_closed;
  gboolean        is_draining; /* closed, and media.closed is told */

  HrPacketWatch *watch;   /* over the live attempt */
  gint64         live_ms; /* of the live attempt */
};

/* Takes @data. */
void        hr_media_session_tell (HrMediaSession *self,
                                   const char     *kind,
                                   JsonObject     *data);
void        hr_media_session_tell_reason (HrMediaSession *self,
                                          const char     *kind,
                                          guint           attempt,
                                          const char     *code,
                                          const char     *reason);
void        hr_media_session_tell_number (HrMediaSession *self,
                                          const char     *kind,
                                          guint           attempt,
                                          const char     *member,
                                          gint64          number);
JsonObject *hr_media_session_new_data (HrMediaSession *self,
                                       guint           attempt);

HrMediaAttempt *hr_media_session_find_attempt (HrMediaSession *self,
                                               guint           number);
/* One that may still get sound. */
gboolean hr_media_session_has_pending_attempt (HrMediaSession *self);
void     hr_media_session_open_attempt (HrMediaSession *self,
                                        gboolean        is_hedge);
/* @offer: (transfer full): the device's own. */
void hr_media_session_open_answering (HrMediaSession *self,
                                      HrSdpOffer     *offer);
/* A fresh series: an attempt, its hedge and one automatic retry. */
void hr_media_session_ask_again (HrMediaSession *self,
                                 const char     *reason);
/* What the connection of @attempt, or its answer, failed of. */
void hr_media_session_fail_attempt (HrMediaSession *self,
                                    HrMediaAttempt *attempt,
                                    const GError   *error);
/* What is live is live again, or still is. */
void hr_media_session_tell_live (HrMediaSession *self);
void hr_media_session_close_attempts (HrMediaSession *self,
                                      const char     *reason);
/* Closed: says so once the last recording is closed. */
void hr_media_session_drain (HrMediaSession *self);
