/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-media-session"

#include "hr-media-session-attempts.h"

#include "hr-json.h"
#include "hr-message.h"
#include "hr-reason.h"

#define HEDGE_MS 550

static gint64
since_ms (HrMediaSession *self,
          gint64          then_us)
{
  return (hr_clock_get_monotonic_us (self->clock) - then_us) / G_TIME_SPAN_MILLISECOND;
}

JsonObject *
hr_media_session_new_data (HrMediaSession *self,
                           guint           attempt)
{
  JsonObject *data = hr_json_new_object ("session_id", self->id, NULL);

  json_object_set_int_member (data, "attempt", attempt);
  return data;
}

/* Takes @data. */
void
hr_media_session_tell (HrMediaSession *self,
                       const char     *kind,
                       JsonObject     *data)
{
  g_signal_emit_by_name (self, "happened", kind, data);
  json_object_unref (data);
}

void
hr_media_session_tell_reason (HrMediaSession *self,
                              const char     *kind,
                              guint           attempt,
                              const char     *code,
                              const char     *reason)
{
  JsonObject *data = hr_media_session_new_data (self, attempt);
  g_autoptr (JsonArray) because = hr_reason_new_from_text (reason);

  hr_json_set_string (data, "code", code);
  hr_reason_set (data, "reason", "because", because);
  hr_media_session_tell (self, kind, data);
}

void
hr_media_session_tell_number (HrMediaSession *self,
                              const char     *kind,
                              guint           attempt,
                              const char     *member,
                              gint64          number)
{
  JsonObject *data = hr_media_session_new_data (self, attempt);

  json_object_set_int_member (data, member, number);
  hr_media_session_tell (self, kind, data);
}

HrMediaAttempt *
hr_media_session_find_attempt (HrMediaSession *self,
                               guint           number)
{
  for (guint i = 0; i < self->attempts->len; i++)
    {
      HrMediaAttempt *attempt = g_ptr_array_index (self->attempts, i);

      if (hr_media_attempt_get_number (attempt) == number)
        return attempt;
    }

  return NULL;
}

/* Says nothing: the caller knows what it means. */
static void
drop_attempt (HrMediaSession *self,
              HrMediaAttempt *attempt)
{
  g_autoptr (HrMediaAttempt) kept = g_object_ref (attempt);

  if (hr_media_feed_get_source (self->feed) == attempt)
    hr_media_feed_set_source (self->feed, NULL);
  if (self->live == attempt)
    {
      self->live = NULL;
      hr_packet_watch_set_attempt (self->watch, NULL);
    }

  g_ptr_array_add (self->closing, g_object_ref (attempt));
  g_ptr_array_remove (self->attempts, attempt);
  hr_media_attempt_close (attempt);
}

static void
close_attempt (HrMediaSession *self,
               HrMediaAttempt *attempt,
               const char     *reason)
{
  guint number = hr_media_attempt_get_number (attempt);

  drop_attempt (self, attempt);
  hr_media_session_tell_reason (self, "media.closed", number, NULL, reason);
}

gboolean
hr_media_session_has_pending_attempt (HrMediaSession *self)
{
  for (guint i = 0; i < self->attempts->len; i++)
    {
      if (!hr_media_attempt_is_live (g_ptr_array_index (self->attempts, i)))
        return TRUE;
    }

  return FALSE;
}

void
hr_media_session_ask_again (HrMediaSession *self,
                            const char     *reason)
{
  self->asked_us = hr_clock_get_monotonic_us (self->clock);
  self->is_retry_left = TRUE;
  self->has_failed = FALSE;
  hr_media_session_tell_reason (self, "media.retry", self->last_attempt + 1, NULL, reason);
  hr_media_session_open_attempt (self, FALSE);
}

static gboolean
on_hedge_due (gpointer data)
{
  HrMediaSession *self = data;

  self->hedge_id = 0;
  if (self->attempts->len == 1 && !hr_media_attempt_is_connected (g_ptr_array_index (self->attempts, 0)))
    hr_media_session_open_attempt (self, TRUE);

  return G_SOURCE_REMOVE;
}

static void
tell_offered (HrMediaSession *self,
              guint           number,
              gboolean        is_hedge)
{
  JsonObject *data = hr_media_session_new_data (self, number);

  json_object_set_int_member (data, "offer_ms", since_ms (self, self->asked_us));
  if (is_hedge)
    json_object_set_boolean_member (data, "hedge", TRUE);
  hr_media_session_tell (self, "media.offered", data);
}

static void
on_offer (HrMediaAttempt *attempt,
          const char     *sdp,
          gpointer        user_data)
{
  HrMediaSession *self = user_data;
  gboolean        is_hedge = hr_media_attempt_is_hedge (attempt);
  guint           number = hr_media_attempt_get_number (attempt);

  if (!is_hedge && self->can_hedge)
    {
      hr_clock_clear (self->clock, &self->hedge_id);
      self->hedge_id = hr_clock_add_timeout (self->clock, HEDGE_MS, on_hedge_due, self);
    }

  g_signal_emit_by_name (self, "offer", number, sdp, is_hedge);
  tell_offered (self, number, is_hedge);
}

static void
on_answer (HrMediaAttempt *attempt,
           const char     *sdp,
           gpointer        user_data)
{
  HrMediaSession *self = user_data;
  guint           number = hr_media_attempt_get_number (attempt);

  g_signal_emit_by_name (self, "answer", number, sdp);
  hr_media_session_tell (self, "media.answered", hr_media_session_new_data (self, number));
}

static void
on_candidate (HrMediaAttempt *attempt,
              const char     *candidate,
              const char     *mid,
              guint           mline_index,
              gpointer        user_data)
{
  g_signal_emit_by_name (user_data, "candidate", hr_media_attempt_get_number (attempt), candidate, mid, mline_index);
}

static void
on_connected (HrMediaAttempt *attempt,
              gpointer        user_data)
{
  HrMediaSession *self = user_data;

  /* It was given up, and may yet be heard: that will be news enough. */
  if (self->has_failed)
    return;

  hr_media_session_tell_number (self, "media.connected", hr_media_attempt_get_number (attempt),
                                "connected_ms", since_ms (self, self->asked_us));
}

static void
on_started (HrMediaAttempt *attempt,
            gpointer        user_data)
{
  HrMediaSession *self = user_data;

  if (hr_media_feed_get_source (self->feed) == NULL)
    hr_media_feed_set_source (self->feed, attempt);
}

void
hr_media_session_tell_live (HrMediaSession *self)
{
  hr_media_session_tell_number (self, "media.live", hr_media_attempt_get_number (self->live), "live_ms", self->live_ms);
}

static gpointer
ref_attempt (gconstpointer attempt,
             gpointer      user_data)
{
  return g_object_ref ((gpointer) attempt);
}

/* Whoever is told of one may close the session. */
static void
close_all_but (HrMediaSession *self,
               HrMediaAttempt *spared,
               const char     *reason)
{
  g_autoptr (GPtrArray) attempts = g_ptr_array_copy (self->attempts, ref_attempt, NULL);

  g_ptr_array_set_free_func (attempts, g_object_unref);
  for (guint i = 0; i < attempts->len; i++)
    {
      HrMediaAttempt *attempt = g_ptr_array_index (attempts, i);

      if (attempt != spared && g_ptr_array_find (self->attempts, attempt, NULL))
        close_attempt (self, attempt, reason);
    }
}

/* The first one to be live is the session; whatever else is open has lost the race, or was kept until now. What has the audio
 * is told first: until then the log shows the attempt that was offered last, which may be one that is closed here. */
static void
on_live (HrMediaAttempt *attempt,
         gpointer        user_data)
{
  g_autoptr (HrMediaSession) self = g_object_ref (user_data);

  hr_clock_clear (self->clock, &self->hedge_id);
  hr_media_feed_set_source (self->feed, attempt);
  self->live = attempt;
  if (self->has_failed)
    tell_offered (self, hr_media_attempt_get_number (attempt), FALSE);
  self->has_failed = FALSE;
  hr_packet_watch_set_attempt (self->watch, attempt);
  self->live_ms = since_ms (self, self->asked_us);
  hr_media_session_tell_live (self);
  close_all_but (self, attempt, hr_reason_code_get_words (HR_REASON_OTHER_HAS_AUDIO));
  if (!self->is_closed)
    {
      hr_relay_begin (self->relay);
      hr_relay_request_key_frame (self->relay);
    }
}

static void
on_series_failed (HrMediaSession *self,
                  guint           number,
                  const GError   *error)
{
  const char *code = hr_protocol_error_to_code (error);

  hr_clock_clear (self->clock, &self->hedge_id);
  if (self->has_failed)
    {
      hr_media_session_tell_reason (self, "media.closed", number, NULL, error->message);
      return;
    }
  if (!self->is_retry_left)
    {
      self->has_failed = TRUE;
      hr_media_session_tell_reason (self, "media.failed", number, code, error->message);
      return;
    }

  self->is_retry_left = FALSE;
  hr_media_session_tell_reason (self, "media.degraded", number, code, error->message);
  hr_media_session_tell_reason (self, "media.retry", self->last_attempt + 1, NULL, error->message);
  hr_media_session_open_attempt (self, FALSE);
}

void
hr_media_session_fail_attempt (HrMediaSession *session,
                               HrMediaAttempt *attempt,
                               const GError   *error)
{
  g_autoptr (HrMediaSession) self = g_object_ref (session);
  g_autoptr (HrMediaAttempt) kept = g_object_ref (attempt);
  guint number = hr_media_attempt_get_number (attempt);

  if (attempt == self->live)
    {
      hr_packet_watch_give_up (self->watch);
      return;
    }

  drop_attempt (self, attempt);
  if (hr_media_session_has_pending_attempt (self))
    hr_media_session_tell_reason (self, "media.closed", number, NULL, error->message);
  else if (hr_media_session_is_live (self))
    {
      hr_media_session_tell_live (self);
      hr_media_session_tell_reason (self, "media.closed", number, NULL, error->message);
    }
  else
    on_series_failed (self, number, error);
}

static void
on_failed (HrMediaAttempt *attempt,
           const GError   *error,
           gpointer        user_data)
{
  hr_media_session_fail_attempt (user_data, attempt, error);
}

/* A device that offers by itself tries no second time: what it began is waited for, even when people have to be told that there is no sound. */
static void
on_late (HrMediaAttempt *attempt,
         const GError   *error,
         gboolean        is_last,
         gpointer        user_data)
{
  HrMediaSession *self = user_data;

  if (hr_media_session_is_live (self))
    return;

  self->has_failed = is_last;
  hr_media_session_tell_reason (self, is_last ? "media.failed" : "media.degraded", hr_media_attempt_get_number (attempt),
                                hr_protocol_error_to_code (error), error->message);
}

static void
on_picture_damaged (HrMediaAttempt *attempt,
                    gpointer        user_data)
{
  HrMediaSession *self = user_data;

  if (hr_media_feed_get_source (self->feed) == attempt)
    hr_relay_request_key_frame (self->relay);
}

static void
on_attempt_happened (HrMediaAttempt *attempt,
                     const char     *kind,
                     JsonObject     *data,
                     gpointer        user_data)
{
  g_signal_emit_by_name (user_data, "happened", kind, data);
}

static void
check_drained (HrMediaSession *self)
{
  if (!self->is_draining || self->closing->len > 0)
    return;

  self->is_draining = FALSE;
  g_signal_emit_by_name (self, "drained");
}

static void
on_attempt_finished (HrMediaAttempt *attempt,
                     gpointer        user_data)
{
  g_autoptr (HrMediaSession) self = g_object_ref (user_data);

  g_ptr_array_remove (self->closing, attempt);
  check_drained (self);
}

static void
follow_attempt (HrMediaSession *self,
                HrMediaAttempt *attempt)
{
  g_signal_connect_object (attempt, "offer", G_CALLBACK (on_offer), self, 0);
  g_signal_connect_object (attempt, "answer", G_CALLBACK (on_answer), self, 0);
  g_signal_connect_object (attempt, "candidate", G_CALLBACK (on_candidate), self, 0);
  g_signal_connect_object (attempt, "connected", G_CALLBACK (on_connected), self, 0);
  g_signal_connect_object (attempt, "started", G_CALLBACK (on_started), self, 0);
  g_signal_connect_object (attempt, "live", G_CALLBACK (on_live), self, 0);
  g_signal_connect_object (attempt, "failed", G_CALLBACK (on_failed), self, 0);
  g_signal_connect_object (attempt, "late", G_CALLBACK (on_late), self, 0);
  g_signal_connect_object (attempt, "picture-damaged", G_CALLBACK (on_picture_damaged), self, 0);
  g_signal_connect_object (attempt, "happened", G_CALLBACK (on_attempt_happened), self, 0);
  g_signal_connect_object (attempt, "finished", G_CALLBACK (on_attempt_finished), self, 0);
}

static HrMediaAttempt *
add_attempt (HrMediaSession *self,
             gboolean        is_hedge)
{
  HrMediaAttemptConfig config = {
    .pool = self->pool,
    .clock = self->clock,
    .data_dir = self->data_dir,
    .session_id = self->id,
    .audio_ms = self->audio_ms,
    .is_retry = !self->is_retry_left,
  };
  HrMediaAttempt *attempt = hr_media_attempt_new (&config, ++self->last_attempt, is_hedge);

  g_ptr_array_add (self->attempts, attempt);
  follow_attempt (self, attempt);
  return attempt;
}

void
hr_media_session_open_attempt (HrMediaSession *self,
                               gboolean        is_hedge)
{
  if (!self->is_closed)
    hr_media_attempt_start (add_attempt (self, is_hedge));
}

/* The live one is kept until the new one has sound; what was still tried, the device has left. */
void
hr_media_session_open_answering (HrMediaSession *self,
                                 HrSdpOffer     *offer)
{
  HrMediaAttempt *attempt = NULL;

  close_all_but (self, self->live, hr_reason_code_get_words (HR_REASON_DEVICE_OFFERED));
  self->asked_us = hr_clock_get_monotonic_us (self->clock);
  self->is_retry_left = FALSE;
  self->has_failed = FALSE;
  attempt = add_attempt (self, FALSE);
  tell_offered (self, hr_media_attempt_get_number (attempt), FALSE);
  hr_media_attempt_start_answering (attempt, offer);
}

void
hr_media_session_close_attempts (HrMediaSession *self,
                                 const char     *reason)
{
  close_all_but (self, NULL, reason);
}

void
hr_media_session_drain (HrMediaSession *self)
{
  self->is_draining = TRUE;
  check_drained (self);
}
