/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-media-attempt"

#include "hr-media-attempt.h"

#include "hr-attempt-recording.h"
#include "hr-message.h"
#include "hr-reason.h"

/* How often one that answers is told to be late: the device tries no second time by itself, so that the wait is as long as of a first
 * attempt and its retry. */
#define MAX_LATE 2

struct _HrMediaAttempt
{
  GObject parent_instance;

  HrLegPool *pool;
  HrClock   *clock;
  char      *data_dir;
  guint      audio_ms;
  guint      number;
  gboolean   is_hedge;
  gboolean   is_retry;

  HrIngestLeg        *leg;
  HrFrameBus         *bus;
  HrFrameBus         *picture_bus;
  HrAttemptRecording *recording;
  HrAttemptRecording *picture_recording;
  guint               n_recordings; /* that are not closed */
  guint               deadline_id;
  guint               n_late;
  gboolean            is_answering;
  gboolean            has_answer;
  gboolean            is_connected;
  gboolean            is_live;
  gboolean            has_failed;
  gboolean            is_closed;
};

enum
{
  SIGNAL_OFFER,
  SIGNAL_ANSWER,
  SIGNAL_CANDIDATE,
  SIGNAL_CONNECTED,
  SIGNAL_STARTED,
  SIGNAL_LIVE,
  SIGNAL_FAILED,
  SIGNAL_LATE,
  SIGNAL_PICTURE_DAMAGED,
  SIGNAL_HAPPENED,
  SIGNAL_FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrMediaAttempt, hr_media_attempt, G_TYPE_OBJECT)

static HrPeerConnection *
get_connection (HrMediaAttempt *self)
{
  return hr_ingest_leg_get_connection (self->leg);
}

static void
fail (HrMediaAttempt *self,
      const GError   *error)
{
  if (self->has_failed)
    return;

  self->has_failed = TRUE;
  hr_clock_clear (self->clock, &self->deadline_id);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static HrReasonCode
get_progress (HrMediaAttempt *self)
{
  if (self->is_connected)
    return HR_REASON_NO_SOUND_CONNECTED;

  return self->has_answer ? HR_REASON_NO_SOUND_UNCONNECTED : HR_REASON_NO_SOUND_UNANSWERED;
}

static gboolean
on_deadline (gpointer data)
{
  g_autoptr (HrMediaAttempt) self = g_object_ref (data);
  g_autoptr (GError) error = NULL;

  error = g_error_new_literal (HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MEDIA_FAILED, hr_reason_code_get_words (get_progress (self)));
  if (!self->is_answering)
    {
      self->deadline_id = 0;
      fail (self, error);
      return G_SOURCE_REMOVE;
    }

  if (++self->n_late == MAX_LATE)
    self->deadline_id = 0;
  g_signal_emit (self, signals[SIGNAL_LATE], 0, error, self->deadline_id == 0);
  return self->deadline_id != 0;
}

static void
begin_deadline (HrMediaAttempt *self)
{
  self->deadline_id = hr_clock_add_timeout (self->clock, self->audio_ms, on_deadline, self);
}

static void
on_offer (HrPeerConnection *connection,
          const char       *sdp,
          gpointer          user_data)
{
  HrMediaAttempt *self = user_data;

  begin_deadline (self);
  g_signal_emit (self, signals[SIGNAL_OFFER], 0, sdp);
}

static void
on_answer (HrPeerConnection *connection,
           const char       *sdp,
           gpointer          user_data)
{
  HrMediaAttempt *self = user_data;

  self->has_answer = TRUE;
  begin_deadline (self);
  g_signal_emit (self, signals[SIGNAL_ANSWER], 0, sdp);
}

static void
on_candidate (HrPeerConnection *connection,
              const char       *candidate,
              const char       *mid,
              guint             mline_index,
              gpointer          user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_CANDIDATE], 0, candidate, mid, mline_index);
}

static void
on_connected (HrPeerConnection *connection,
              gpointer          user_data)
{
  HrMediaAttempt *self = user_data;

  if (self->is_connected)
    return;

  self->is_connected = TRUE;
  g_signal_emit (self, signals[SIGNAL_CONNECTED], 0);
}

static void
on_connection_failed (HrPeerConnection *connection,
                      const GError     *error,
                      gpointer          user_data)
{
  fail (user_data, error);
}

/* Packets wait in the leg until the recording is there, so that it has the first one. */
static void
on_started (HrIngestLeg *leg,
            gpointer     user_data)
{
  HrMediaAttempt *self = user_data;

  hr_attempt_recording_start (self->recording, self->bus, self->data_dir, self->clock);
  g_signal_emit (self, signals[SIGNAL_STARTED], 0);
  hr_ingest_leg_open (leg, self->bus);
}

/* A packet may overtake webrtcbin's word of being connected. */
static void
on_live (HrIngestLeg *leg,
         gpointer     user_data)
{
  HrMediaAttempt *self = user_data;

  hr_clock_clear (self->clock, &self->deadline_id);
  on_connected (get_connection (self), self);
  self->is_live = TRUE;
  g_signal_emit (self, signals[SIGNAL_LIVE], 0);
}

static void
on_picture_started (HrIngestLeg *leg,
                    gpointer     user_data)
{
  HrMediaAttempt *self = user_data;

  hr_attempt_recording_start (self->picture_recording, self->picture_bus, self->data_dir, self->clock);
  hr_ingest_leg_open_picture (leg, self->picture_bus);
}

static void
on_picture_damaged (HrMediaAttempt *self)
{
  g_signal_emit (self, signals[SIGNAL_PICTURE_DAMAGED], 0);
}

static void
on_recording_happened (HrAttemptRecording *recording,
                       const char         *kind,
                       JsonObject         *data,
                       gpointer            user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_HAPPENED], 0, kind, data);
}

static void
on_recording_finished (HrAttemptRecording *recording,
                       gpointer            user_data)
{
  g_autoptr (HrMediaAttempt) self = g_object_ref (user_data);

  if (--self->n_recordings == 0)
    g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
}

static void
hr_media_attempt_finalize (GObject *object)
{
  HrMediaAttempt *self = HR_MEDIA_ATTEMPT (object);

  g_assert (self->leg == NULL && self->deadline_id == 0);
  g_clear_object (&self->pool);
  g_clear_object (&self->clock);
  g_clear_object (&self->bus);
  g_clear_object (&self->picture_bus);
  g_clear_object (&self->recording);
  g_clear_object (&self->picture_recording);
  g_free (self->data_dir);

  G_OBJECT_CLASS (hr_media_attempt_parent_class)->finalize (object);
}

static void
hr_media_attempt_class_init (HrMediaAttemptClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_media_attempt_finalize;

  signals[SIGNAL_OFFER] = g_signal_new ("offer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ANSWER] = g_signal_new ("answer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CANDIDATE] = g_signal_new ("candidate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_UINT);
  signals[SIGNAL_CONNECTED] = g_signal_new ("connected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);
  signals[SIGNAL_STARTED] = g_signal_new ("started", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_LIVE] = g_signal_new ("live", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_LATE] = g_signal_new ("late", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, G_TYPE_ERROR, G_TYPE_BOOLEAN);
  signals[SIGNAL_PICTURE_DAMAGED] = g_signal_new ("picture-damaged", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                  G_TYPE_NONE, 0);
  signals[SIGNAL_HAPPENED] = g_signal_new ("happened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_STRING, JSON_TYPE_OBJECT);
  signals[SIGNAL_FINISHED] = g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);
}

static void
hr_media_attempt_init (HrMediaAttempt *self)
{
  self->bus = hr_frame_bus_new ();
  self->picture_bus = hr_frame_bus_new ();
}

static HrAttemptRecording *
new_recording (HrMediaAttempt          *self,
               const HrRecordingFormat *format,
               const char              *session_id)
{
  HrAttemptRecording *recording = hr_attempt_recording_new (format, session_id, self->number);

  self->n_recordings++;
  g_signal_connect_object (recording, "happened", G_CALLBACK (on_recording_happened), self, 0);
  g_signal_connect_object (recording, "finished", G_CALLBACK (on_recording_finished), self, 0);
  return recording;
}

HrMediaAttempt *
hr_media_attempt_new (const HrMediaAttemptConfig *config,
                      guint                       number,
                      gboolean                    is_hedge)
{
  HrMediaAttempt *self = NULL;

  g_return_val_if_fail (config != NULL, NULL);

  self = g_object_new (HR_TYPE_MEDIA_ATTEMPT, NULL);
  self->pool = g_object_ref (config->pool);
  self->clock = g_object_ref (config->clock);
  self->data_dir = g_strdup (config->data_dir);
  self->audio_ms = config->audio_ms;
  self->number = number;
  self->is_hedge = is_hedge;
  self->is_retry = config->is_retry;
  self->recording = new_recording (self, &hr_recording_sound, config->session_id);
  self->picture_recording = new_recording (self, &hr_recording_picture, config->session_id);
  g_signal_connect_object (self->picture_recording, "key-frame", G_CALLBACK (on_picture_damaged), self, G_CONNECT_SWAPPED);
  return self;
}

static void
follow_leg (HrMediaAttempt *self)
{
  HrPeerConnection *connection = get_connection (self);

  g_signal_connect_object (connection, "offer", G_CALLBACK (on_offer), self, 0);
  g_signal_connect_object (connection, "answer", G_CALLBACK (on_answer), self, 0);
  g_signal_connect_object (connection, "candidate", G_CALLBACK (on_candidate), self, 0);
  g_signal_connect_object (connection, "connected", G_CALLBACK (on_connected), self, 0);
  g_signal_connect_object (connection, "failed", G_CALLBACK (on_connection_failed), self, 0);
  g_signal_connect_object (self->leg, "started", G_CALLBACK (on_started), self, 0);
  g_signal_connect_object (self->leg, "live", G_CALLBACK (on_live), self, 0);
  g_signal_connect_object (self->leg, "picture-started", G_CALLBACK (on_picture_started), self, 0);
  g_signal_connect_object (self->leg, "picture-damaged", G_CALLBACK (on_picture_damaged), self, G_CONNECT_SWAPPED);
}

void
hr_media_attempt_start (HrMediaAttempt *self)
{
  g_autoptr (HrMediaAttempt) kept = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *offer = NULL;

  g_return_if_fail (HR_IS_MEDIA_ATTEMPT (self));
  g_return_if_fail (self->leg == NULL);

  /* Whoever hears of the offer may close the session. */
  kept = g_object_ref (self);

  self->leg = hr_leg_pool_take (self->pool, self->is_retry, &error);
  if (self->leg == NULL)
    {
      fail (self, error);
      return;
    }

  follow_leg (self);
  offer = hr_peer_connection_dup_offer (get_connection (self));
  if (offer == NULL)
    return;

  on_offer (get_connection (self), offer, self);
  if (self->leg != NULL && hr_peer_connection_is_gathered (get_connection (self)))
    on_candidate (get_connection (self), "", hr_peer_connection_get_mid (get_connection (self)), 0, self);
}

void
hr_media_attempt_start_answering (HrMediaAttempt *self,
                                  HrSdpOffer     *offer)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (HR_IS_MEDIA_ATTEMPT (self));
  g_return_if_fail (self->leg == NULL);

  self->is_answering = TRUE;
  self->leg = hr_leg_pool_take_answering (self->pool, offer, &error);
  if (self->leg != NULL)
    follow_leg (self);
  else
    fail (self, error);
}

gboolean
hr_media_attempt_is_answering (HrMediaAttempt *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_ATTEMPT (self), FALSE);

  return self->is_answering;
}

guint
hr_media_attempt_get_number (HrMediaAttempt *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_ATTEMPT (self), 0);

  return self->number;
}

gboolean
hr_media_attempt_is_hedge (HrMediaAttempt *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_ATTEMPT (self), FALSE);

  return self->is_hedge;
}

gboolean
hr_media_attempt_is_connected (HrMediaAttempt *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_ATTEMPT (self), FALSE);

  return self->is_connected;
}

gboolean
hr_media_attempt_is_live (HrMediaAttempt *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_ATTEMPT (self), FALSE);

  return self->is_live;
}

HrFrameBus *
hr_media_attempt_get_bus (HrMediaAttempt *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_ATTEMPT (self), NULL);

  return self->bus;
}

HrFrameBus *
hr_media_attempt_get_picture_bus (HrMediaAttempt *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_ATTEMPT (self), NULL);

  return self->picture_bus;
}

void
hr_media_attempt_request_key_frame (HrMediaAttempt *self)
{
  g_return_if_fail (HR_IS_MEDIA_ATTEMPT (self));

  if (self->leg != NULL)
    hr_ingest_leg_request_key_frame (self->leg);
}

guint
hr_media_attempt_count_packets (HrMediaAttempt *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_ATTEMPT (self), 0);

  return self->leg != NULL ? hr_ingest_leg_count_packets (self->leg) : 0;
}

char *
hr_media_attempt_dup_offer (HrMediaAttempt *self)
{
  g_return_val_if_fail (HR_IS_MEDIA_ATTEMPT (self), NULL);

  if (self->leg == NULL || self->has_answer)
    return NULL;

  return hr_peer_connection_dup_offer (get_connection (self));
}

gboolean
hr_media_attempt_set_answer (HrMediaAttempt *self,
                             const char     *sdp,
                             GError        **error)
{
  g_return_val_if_fail (HR_IS_MEDIA_ATTEMPT (self), FALSE);
  g_return_val_if_fail (self->leg != NULL, FALSE);

  if (!hr_peer_connection_set_answer (get_connection (self), sdp, HR_SDP_PEER_SENDS, NULL, error))
    return FALSE;

  self->has_answer = TRUE;
  return TRUE;
}

gboolean
hr_media_attempt_add_candidate (HrMediaAttempt *self,
                                const char     *candidate,
                                guint           mline_index,
                                GError        **error)
{
  g_return_val_if_fail (HR_IS_MEDIA_ATTEMPT (self), FALSE);
  g_return_val_if_fail (self->leg != NULL, FALSE);

  return hr_peer_connection_add_candidate (get_connection (self), candidate, mline_index, error);
}

void
hr_media_attempt_close (HrMediaAttempt *self)
{
  g_return_if_fail (HR_IS_MEDIA_ATTEMPT (self));

  if (self->is_closed)
    return;

  self->is_closed = TRUE;
  hr_clock_clear (self->clock, &self->deadline_id);
  if (self->leg != NULL)
    {
      g_signal_handlers_disconnect_by_data (get_connection (self), self);
      g_signal_handlers_disconnect_by_data (self->leg, self);
      hr_ingest_leg_close (self->leg);
      g_clear_object (&self->leg);
    }
  hr_attempt_recording_finish (self->recording);
  hr_attempt_recording_finish (self->picture_recording);
}
