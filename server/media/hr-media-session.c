/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-media-session"

#include "hr-media-session-private.h"

#include "hr-audio-watch.h"
#include "hr-json.h"
#include "hr-media-feed.h"
#include "hr-message.h"
#include "hr-pace.h"

#define RING_MS 30000
#define HEDGE_MS 700
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
  char           *open_offer;
  guint           last_attempt;
  guint           hedge_id;
  guint           look_id; /* when it is seen to whether the device needs another series */
  const char     *look_reason;
  HrPace          pace; /* of the series that the device asks for */
  gboolean        is_retry_left;
  gboolean        has_failed;
  gboolean        is_reachable;
  gboolean        is_closed;
  gboolean        is_draining; /* closed, and media.closed is told */

  HrAudioWatch *watch;   /* over the live attempt */
  gint64        live_ms; /* of the live attempt */
};

enum
{
  SIGNAL_OFFER,
  SIGNAL_CANDIDATE,
  SIGNAL_HAPPENED,
  SIGNAL_DRAINED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrMediaSession, hr_media_session, G_TYPE_OBJECT)

static gint64
since_ms (HrMediaSession *self,
          gint64          then_us)
{
  return (hr_clock_get_monotonic_us (self->clock) - then_us) / G_TIME_SPAN_MILLISECOND;
}

static JsonObject *
new_data (HrMediaSession *self,
          guint           attempt)
{
  JsonObject *data = hr_json_new_object ("session_id", self->id, NULL);

  json_object_set_int_member (data, "attempt", attempt);
  return data;
}

/* Takes @data. */
static void
tell (HrMediaSession *self,
      const char     *kind,
      JsonObject     *data)
{
  g_signal_emit (self, signals[SIGNAL_HAPPENED], 0, kind, data);
  json_object_unref (data);
}

static void
tell_reason (HrMediaSession *self,
             const char     *kind,
             guint           attempt,
             const char     *code,
             const char     *reason)
{
  JsonObject *data = new_data (self, attempt);

  hr_json_set_string (data, "code", code);
  hr_json_set_string (data, "reason", reason);
  tell (self, kind, data);
}

static void
tell_number (HrMediaSession *self,
             const char     *kind,
             guint           attempt,
             const char     *member,
             gint64          number)
{
  JsonObject *data = new_data (self, attempt);

  json_object_set_int_member (data, member, number);
  tell (self, kind, data);
}

static HrMediaAttempt *
find_attempt (HrMediaSession *self,
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
      hr_audio_watch_set_attempt (self->watch, NULL);
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
  tell_reason (self, "media.closed", number, NULL, reason);
}

static gboolean
has_pending_attempt (HrMediaSession *self)
{
  for (guint i = 0; i < self->attempts->len; i++)
    {
      if (!hr_media_attempt_is_live (g_ptr_array_index (self->attempts, i)))
        return TRUE;
    }

  return FALSE;
}

static void open_attempt (HrMediaSession *self,
                          gboolean        is_hedge);

/* A fresh series: an attempt, its hedge and one automatic retry. */
static void
ask_again (HrMediaSession *self,
           const char     *reason)
{
  self->asked_us = hr_clock_get_monotonic_us (self->clock);
  self->is_retry_left = TRUE;
  self->has_failed = FALSE;
  tell_reason (self, "media.retry", self->last_attempt + 1, NULL, reason);
  open_attempt (self, FALSE);
}

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
    ask_again (self, reason);
}

static gboolean
on_hedge_due (gpointer data)
{
  HrMediaSession *self = data;

  self->hedge_id = 0;
  if (self->attempts->len == 1 && !hr_media_attempt_is_connected (g_ptr_array_index (self->attempts, 0)))
    open_attempt (self, TRUE);

  return G_SOURCE_REMOVE;
}

static void
on_offer (HrMediaAttempt *attempt,
          const char     *sdp,
          gpointer        user_data)
{
  HrMediaSession *self = user_data;
  gboolean        is_hedge = hr_media_attempt_is_hedge (attempt);
  guint           number = hr_media_attempt_get_number (attempt);
  JsonObject     *data = new_data (self, number);

  json_object_set_int_member (data, "offer_ms", since_ms (self, self->asked_us));
  if (is_hedge)
    json_object_set_boolean_member (data, "hedge", TRUE);
  else if (self->can_hedge)
    {
      hr_clock_clear (self->clock, &self->hedge_id);
      self->hedge_id = hr_clock_add_timeout (self->clock, HEDGE_MS, on_hedge_due, self);
    }

  g_signal_emit (self, signals[SIGNAL_OFFER], 0, number, sdp, is_hedge);
  tell (self, "media.offered", data);
}

static void
on_candidate (HrMediaAttempt *attempt,
              const char     *candidate,
              const char     *mid,
              guint           mline_index,
              gpointer        user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_CANDIDATE], 0, hr_media_attempt_get_number (attempt),
                 candidate, mid, mline_index);
}

static void
on_connected (HrMediaAttempt *attempt,
              gpointer        user_data)
{
  HrMediaSession *self = user_data;

  tell_number (self, "media.connected", hr_media_attempt_get_number (attempt),
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

static void
tell_live (HrMediaSession *self)
{
  tell_number (self, "media.live", hr_media_attempt_get_number (self->live), "live_ms", self->live_ms);
}

static void
on_lost (HrAudioWatch *watch,
         gpointer      user_data)
{
  HrMediaSession *self = user_data;

  tell_number (self, "media.lost", hr_media_attempt_get_number (self->live),
               "silent_ms", hr_audio_watch_get_silent_ms (watch));

  if (self->is_reachable && !has_pending_attempt (self))
    ask_again_in_pace (self, "the audio was lost");
}

static void
on_back (HrAudioWatch *watch,
         gpointer      user_data)
{
  tell_live (user_data);
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
  HrMediaSession  *self = user_data;
  g_autofree char *reason = g_strdup_printf ("attempt %u has the audio", hr_media_attempt_get_number (attempt));

  hr_clock_clear (self->clock, &self->hedge_id);
  hr_media_feed_set_source (self->feed, attempt);
  self->live = attempt;
  self->has_failed = FALSE;
  hr_audio_watch_set_attempt (self->watch, attempt);
  self->live_ms = since_ms (self, self->asked_us);
  tell_live (self);
  close_all_but (self, attempt, reason);
}

static void
on_series_failed (HrMediaSession *self,
                  guint           number,
                  const GError   *error)
{
  const char *code = hr_protocol_error_to_code (error);

  hr_clock_clear (self->clock, &self->hedge_id);
  if (!self->is_retry_left)
    {
      self->has_failed = TRUE;
      tell_reason (self, "media.failed", number, code, error->message);
      return;
    }

  self->is_retry_left = FALSE;
  tell_reason (self, "media.degraded", number, code, error->message);
  tell_reason (self, "media.retry", self->last_attempt + 1, NULL, error->message);
  open_attempt (self, FALSE);
}

static void
on_failed (HrMediaAttempt *attempt,
           const GError   *error,
           gpointer        user_data)
{
  g_autoptr (HrMediaSession) self = g_object_ref (user_data);
  g_autoptr (HrMediaAttempt) kept = g_object_ref (attempt);
  guint number = hr_media_attempt_get_number (attempt);

  if (attempt == self->live)
    {
      hr_audio_watch_give_up (self->watch);
      return;
    }

  drop_attempt (self, attempt);
  if (has_pending_attempt (self))
    tell_reason (self, "media.closed", number, NULL, error->message);
  else if (hr_media_session_is_live (self))
    {
      tell_live (self);
      tell_reason (self, "media.closed", number, NULL, error->message);
    }
  else
    on_series_failed (self, number, error);
}

static void
on_attempt_happened (HrMediaAttempt *attempt,
                     const char     *kind,
                     JsonObject     *data,
                     gpointer        user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_HAPPENED], 0, kind, data);
}

static void
check_drained (HrMediaSession *self)
{
  if (!self->is_draining || self->closing->len > 0)
    return;

  self->is_draining = FALSE;
  g_signal_emit (self, signals[SIGNAL_DRAINED], 0);
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
  g_signal_connect_object (attempt, "candidate", G_CALLBACK (on_candidate), self, 0);
  g_signal_connect_object (attempt, "connected", G_CALLBACK (on_connected), self, 0);
  g_signal_connect_object (attempt, "started", G_CALLBACK (on_started), self, 0);
  g_signal_connect_object (attempt, "live", G_CALLBACK (on_live), self, 0);
  g_signal_connect_object (attempt, "failed", G_CALLBACK (on_failed), self, 0);
  g_signal_connect_object (attempt, "happened", G_CALLBACK (on_attempt_happened), self, 0);
  g_signal_connect_object (attempt, "finished", G_CALLBACK (on_attempt_finished), self, 0);
}

static void
open_attempt (HrMediaSession *self,
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
  HrMediaAttempt *attempt = NULL;

  if (self->is_closed)
    return;

  attempt = hr_media_attempt_new (&config, ++self->last_attempt, is_hedge);
  g_ptr_array_add (self->attempts, attempt);
  follow_attempt (self, attempt);
  hr_media_attempt_start (attempt);
}

static void
hr_media_session_finalize (GObject *object)
{
  HrMediaSession *self = HR_MEDIA_SESSION (object);

  g_assert (self->is_closed);
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
  self->watch = hr_audio_watch_new (config->clock, config->lost_ms);
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

  return self->live != NULL && !hr_audio_watch_is_lost (self->watch);
}

const char *
hr_media_session_get_open_offer (HrMediaSession *self)
{
  HrMediaAttempt *attempt = NULL;

  g_return_val_if_fail (HR_IS_MEDIA_SESSION (self), NULL);

  attempt = find_attempt (self, self->last_attempt);
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
  open_attempt (self, FALSE);
}

/* Offers another series where nothing is heard and nothing is tried. */
static void
offer_if_silent (HrMediaSession *self,
                 const char     *reason)
{
  if (self->is_closed || !self->is_reachable || has_pending_attempt (self))
    return;

  if (self->has_failed || hr_audio_watch_is_lost (self->watch) ||
      hr_audio_watch_get_silent_ms (self->watch) >= SILENT_MS)
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
  HrMediaAttempt *attempt = find_attempt (self, number);

  if (attempt == NULL)
    g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_STALE_ATTEMPT, "Attempt %u is not open", number);

  return attempt;
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
      look_later (self, SILENT_MS + LOOK_MARGIN_MS, "the device answered an offer that was over");
      return FALSE;
    }

  if (hr_media_attempt_set_answer (current, sdp, &refusal))
    {
      tell (self, "media.answered", new_data (self, attempt));
      return TRUE;
    }

  /* A second answer changes nothing, so it harms nothing. */
  if (!g_error_matches (refusal, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE))
    on_failed (current, refusal, self);
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
  offer_if_silent (self, "the device is there again");
}

void
hr_media_session_retry (HrMediaSession *self,
                        const char     *reason)
{
  g_return_if_fail (HR_IS_MEDIA_SESSION (self));
  g_return_if_fail (reason != NULL);

  if (!self->is_closed && !has_pending_attempt (self))
    ask_again (self, reason);
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

  if (!self->is_closed && !has_pending_attempt (self))
    ask_again_in_pace (self, "the device has started anew");
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
    tell_reason (self, "media.closed", self->last_attempt, NULL, reason);
  close_all_but (self, NULL, reason);
  self->is_draining = TRUE;
  check_drained (self);
}
