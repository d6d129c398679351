/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-media-session"

#include "hr-media-session-attempts.h"

#include "hr-message.h"
#include "hr-reason.h"

#define RING_MS 30000
/* Silence after which a device that joins again is offered a fresh attempt at once. */
#define SILENT_MS 1000
/* What silence is measured by may be this much late. */
#define LOOK_MARGIN_MS 500
/*
 * How often a device may have a fresh series. One whose answers fit has no use for more: its series ends by the deadlines of two attempts,
 * or with sound.
 */
#define SERIES_BURST 6
#define SERIES_INTERVAL_US (5 * G_USEC_PER_SEC)

enum
{
  SIGNAL_OFFER,
  SIGNAL_ANSWER,
  SIGNAL_CANDIDATE,
  SIGNAL_HAPPENED,
  SIGNAL_DRAINED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrMediaSession, hr_media_session, G_TYPE_OBJECT)

static gboolean on_look_due (gpointer data);

/* @reason: a literal */
static void
look_later (HrMediaSession *self,
            guint           delay_ms,
            const char     *reason)
{
  if (self->look_id != 0 || self->is_closed)
    return;

  self->look_reason = reason;
  self->look_id = hr_clock_add_timeout (self->clock, delay_ms, on_look_due, self);
}

/* For the device, which is not refused for asking often: what comes too soon comes later. */
static void
ask_again_in_pace (HrMediaSession *self,
                   const char     *reason)
{
  gint64 wait_us = hr_pace_take (&self->pace, hr_clock_get_monotonic_us (self->clock));

  if (wait_us > 0)
    look_later (self, wait_us / G_TIME_SPAN_MILLISECOND + 1, reason);
  else
    hr_media_session_ask_again (self, reason);
}

static void
on_lost (HrPacketWatch *watch,
         gpointer       user_data)
{
  HrMediaSession *self = user_data;

  hr_media_session_tell_number (self, "media.lost", hr_media_attempt_get_number (self->live),
                                "silent_ms", hr_packet_watch_get_silent_ms (watch));

  if (self->is_reachable && !self->has_own_offers && !hr_media_session_has_pending_attempt (self))
    ask_again_in_pace (self, hr_reason_code_get_words (HR_REASON_AUDIO_WAS_LOST));
}

static void
on_back (HrPacketWatch *watch,
         gpointer       user_data)
{
  hr_media_session_tell_live (user_data);
}

static void
hr_media_session_finalize (GObject *object)
{
  HrMediaSession *self = HR_MEDIA_SESSION (object);

  g_assert (self->is_closed);
  g_clear_pointer (&self->relay, hr_relay_free);
  g_clear_pointer (&self->feed, hr_media_feed_free);
  g_clear_object (&self->watch);
  g_clear_object (&self->pool);
  g_clear_object (&self->clock);
  g_ptr_array_unref (self->attempts);
  g_ptr_array_unref (self->closing);
  g_free (self->id);
  g_free (self->incident_id);
  g_free (self->data_dir);
  g_free (self->open_offer);

  G_OBJECT_CLASS (hr_media_session_parent_class)->finalize (object);
}

static void
hr_media_session_class_init (HrMediaSessionClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_media_session_finalize;

  signals[SIGNAL_OFFER] = g_signal_new ("offer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[SIGNAL_ANSWER] = g_signal_new ("answer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
  signals[SIGNAL_CANDIDATE] = g_signal_new ("candidate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 4, G_TYPE_UINT, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_UINT);
  signals[SIGNAL_HAPPENED] = g_signal_new ("happened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_STRING, JSON_TYPE_OBJECT);
  signals[SIGNAL_DRAINED] = g_signal_new ("drained", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
hr_media_session_init (HrMediaSession *self)
{
  self->attempts = g_ptr_array_new_with_free_func (g_object_unref);
  self->closing = g_ptr_array_new_with_free_func (g_object_unref);
  self->feed = hr_media_feed_new (RING_MS);
  self->pace = (HrPace){ .burst = SERIES_BURST, .interval_us = SERIES_INTERVAL_US };
}

HrMediaSession *
hr_media_session_new (const HrMediaSessionConfig *config)
{
  HrMediaSession *self = NULL;

  g_return_val_if_fail (config != NULL, NULL);
  g_return_val_if_fail (config->first_attempt >= 1, NULL);

  self = g_object_new (HR_TYPE_MEDIA_SESSION, NULL);
  self->id = g_strdup (config->session_id);
  self->incident_id = g_strdup (config->incident_id);
  self->data_dir = g_strdup (config->data_dir);
  self->pool = g_object_ref (config->pool);
  self->clock = g_object_ref (config->clock);
  self->last_attempt = config->first_attempt - 1;
  self->asked_us = config->received_us;
  self->can_hedge = config->can_hedge;
  self->audio_ms = config->audio_ms;
  self->relay = hr_relay_new (hr_leg_pool_get_factory (config->pool), config->clock, self->feed);
  self->watch = hr_packet_watch_new (config->clock, config->lost_ms);
  g_signal_connect_object (self->watch, "lost", G_CALLBACK (on_lost), self, 0);
  g_signal_connect_object (self->watch, "back", G_CALLBACK (on_back), self, 0);
  return self;
}

const char *
hr_media_session_get_id (HrMediaSession *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_SESSION (self), NULL);

  return self->id;
}

const char *
hr_media_session_get_incident_id (HrMediaSession *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_SESSION (self), NULL);

  return self->incident_id;
}

guint
hr_media_session_get_attempt (HrMediaSession *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_SESSION (self), 0);

  return self->last_attempt;
}

gboolean
hr_media_session_is_live (HrMediaSession *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_SESSION (self), FALSE);

  return self->live != NULL && !hr_packet_watch_is_lost (self->watch);
}

const char *
hr_media_session_get_open_offer (HrMediaSession *self)
{
  HrMediaAttempt *attempt = NULL;

  g_return_val_if_fail (HR_IS_MEDIA_SESSION (self), NULL);

  attempt = hr_media_session_find_attempt (self, self->last_attempt);
  g_free (self->open_offer);
  self->open_offer = attempt != NULL ? hr_media_attempt_dup_offer (attempt) : NULL;
  return self->open_offer;
}

HrFrameBus *
hr_media_session_get_bus (HrMediaSession *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_SESSION (self), NULL);

  return hr_media_feed_get_bus (self->feed);
}

GPtrArray *
hr_media_session_dup_recent (HrMediaSession *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_SESSION (self), NULL);

  return hr_media_feed_dup_recent (self->feed);
}

void
hr_media_session_start (HrMediaSession *self)
{
  g_return_if_fail (HR_IS_MEDIA_SESSION (self));
  g_return_if_fail (!self->is_closed && self->attempts->len == 0);

  self->is_retry_left = TRUE;
  hr_media_session_open_attempt (self, FALSE);
}

/* Offers another series where nothing is heard and nothing is tried. */
static void
offer_if_silent (HrMediaSession *self,
                 const char     *reason)
{
  if (self->is_closed || !self->is_reachable || self->has_own_offers || hr_media_session_has_pending_attempt (self))
    return;

  if (self->has_failed || hr_packet_watch_is_lost (self->watch) ||
      hr_packet_watch_get_silent_ms (self->watch) >= SILENT_MS)
    ask_again_in_pace (self, reason);
}

static gboolean
on_look_due (gpointer data)
{
  g_autoptr (HrMediaSession) self = g_object_ref (data);

  self->look_id = 0;
  offer_if_silent (self, self->look_reason);

  return G_SOURCE_REMOVE;
}

static HrMediaAttempt *
find_current_attempt (HrMediaSession *self,
                      guint           number,
                      GError        **error)
{
  HrMediaAttempt *attempt = hr_media_session_find_attempt (self, number);

  if (attempt == NULL)
    g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_STALE_ATTEMPT, "Attempt %u is not open", number);

  return attempt;
}

gboolean
hr_media_session_set_offer (HrMediaSession *self,
                            const char     *sdp,
                            GError        **error)
{
  g_autoptr (HrMediaSession) kept = NULL;
  HrSdpOffer *offer = NULL;

  g_return_val_if_fail (HR_IS_MEDIA_SESSION (self), FALSE);
  g_return_val_if_fail (sdp != NULL, FALSE);

  if (self->is_closed)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE, "The session is over");
      return FALSE;
    }

  offer = hr_sdp_offer_parse (sdp, error);
  if (offer == NULL)
    return FALSE;

  kept = g_object_ref (self);
  self->has_own_offers = TRUE;
  hr_media_session_open_answering (self, offer);
  return TRUE;
}

HrRelayViewer *
hr_media_session_add_viewer (HrMediaSession *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_SESSION (self), NULL);

  return self->is_closed ? NULL : hr_relay_add_viewer (self->relay, TRUE, HR_MEDIA_SESSION_MAX_VIEWERS);
}

HrRelayViewer *
hr_media_session_add_picture_viewer (HrMediaSession *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_SESSION (self), NULL);

  return self->is_closed ? NULL : hr_relay_add_viewer (self->relay, FALSE, HR_MEDIA_SESSION_MAX_VIEWERS);
}

gboolean
hr_media_session_set_answer (HrMediaSession *self,
                             guint           attempt,
                             const char     *sdp,
                             GError        **error)
{
  g_autoptr (GError) refusal = NULL;
  HrMediaAttempt *current = NULL;

  g_return_val_if_fail (HR_IS_MEDIA_SESSION (self), FALSE);
  g_return_val_if_fail (sdp != NULL, FALSE);

  current = find_current_attempt (self, attempt, error);
  if (current == NULL)
    {
      /* After an outage a device may get offers when their time is over. For the sake of them it has left what it had, and it is there. */
      look_later (self, SILENT_MS + LOOK_MARGIN_MS, hr_reason_code_get_words (HR_REASON_DEVICE_ANSWERED_LATE));
      return FALSE;
    }

  if (hr_media_attempt_set_answer (current, sdp, &refusal))
    {
      hr_media_session_tell (self, "media.answered", hr_media_session_new_data (self, attempt));
      return TRUE;
    }

  /* A second answer changes nothing, so it harms nothing. */
  if (!g_error_matches (refusal, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE))
    hr_media_session_fail_attempt (self, current, refusal);
  else
    refusal->code = HR_PROTOCOL_ERROR_STALE_ATTEMPT;

  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
hr_media_session_add_candidate (HrMediaSession *self,
                                guint           attempt,
                                const char     *candidate,
                                const char     *mid,
                                guint           mline_index,
                                GError        **error)
{
  HrMediaAttempt *current = NULL;

  g_return_val_if_fail (HR_IS_MEDIA_SESSION (self), FALSE);
  g_return_val_if_fail (candidate != NULL, FALSE);

  current = find_current_attempt (self, attempt, error);
  return current != NULL && hr_media_attempt_add_candidate (current, candidate, mline_index, error);
}

void
hr_media_session_set_reachable (HrMediaSession *self,
                                gboolean        is_reachable)
{
  g_return_if_fail (HR_IS_MEDIA_SESSION (self));

  self->is_reachable = is_reachable;
  offer_if_silent (self, hr_reason_code_get_words (HR_REASON_DEVICE_CAME_BACK));
}

void
hr_media_session_retry (HrMediaSession *self,
                        const char     *reason)
{
  g_return_if_fail (HR_IS_MEDIA_SESSION (self));
  g_return_if_fail (reason != NULL);

  if (!self->is_closed && !self->has_own_offers && !hr_media_session_has_pending_attempt (self))
    hr_media_session_ask_again (self, reason);
}

gboolean
hr_media_session_has_own_offers (HrMediaSession *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_SESSION (self), FALSE);

  return self->has_own_offers;
}

void
hr_media_session_keep_pace (HrMediaSession *self,
                            HrMediaSession *replaced)
{
  g_return_if_fail (HR_IS_MEDIA_SESSION (self));
  g_return_if_fail (HR_IS_MEDIA_SESSION (replaced));

  self->pace = replaced->pace;
}

void
hr_media_session_restart (HrMediaSession *self)
{
  g_return_if_fail (HR_IS_MEDIA_SESSION (self));

  if (!self->is_closed && !self->has_own_offers && !hr_media_session_has_pending_attempt (self))
    ask_again_in_pace (self, hr_reason_code_get_words (HR_REASON_DEVICE_BEGAN_ANEW));
}

void
hr_media_session_close (HrMediaSession *self,
                        const char     *reason)
{
  g_autoptr (HrMediaSession) kept = NULL;

  g_return_if_fail (HR_IS_MEDIA_SESSION (self));
  g_return_if_fail (reason != NULL);

  if (self->is_closed)
    return;

  kept = g_object_ref (self);
  self->is_closed = TRUE;
  hr_clock_clear (self->clock, &self->hedge_id);
  hr_clock_clear (self->clock, &self->look_id);
  if (self->attempts->len == 0 && self->last_attempt > 0)
    hr_media_session_tell_reason (self, "media.closed", self->last_attempt, NULL, reason);
  hr_media_session_close_attempts (self, reason);
  hr_relay_close (self->relay);
  hr_media_session_drain (self);
}
