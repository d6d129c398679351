/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-duress-victim"

#include "hr-duress-victim.h"

#include "hr-reason.h"

#define OFFER_PATIENCE_MS 5000
/* What one phone gathers is a dozen. */
#define MAX_WAITING 64

struct _HrDuressVictim
{
  GObject         parent_instance;
  HrDuressSocket *socket;
  HrMediaSession *session;
  HrClock        *clock;
  guint           patience_id;
  guint           attempt;  /* that the phone takes part in; 0: none yet */
  GPtrArray      *incoming; /* of HrDuressCandidate: before there is an attempt */
  GPtrArray      *outgoing; /* of HrDuressCandidate: before the phone has our SDP */
  gboolean        has_sdp;  /* the phone has ours for this attempt */
  gboolean        has_offered;
  gboolean        is_offered_to;
};

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrDuressVictim, hr_duress_victim, G_TYPE_OBJECT)

static void
add_candidate (HrDuressVictim          *self,
               const HrDuressCandidate *candidate)
{
  g_autoptr (GError) error = NULL;

  if (!hr_media_session_add_candidate (self->session, self->attempt, candidate->candidate, candidate->mid, candidate->mline_index, &error))
    g_debug ("A candidate is of no use: %s", error->message);
}

static void
begin_attempt (HrDuressVictim *self,
               guint           attempt)
{
  self->attempt = attempt;
  for (guint i = 0; i < self->incoming->len; i++)
    add_candidate (self, g_ptr_array_index (self->incoming, i));
  g_ptr_array_set_size (self->incoming, 0);
}

/* The session may answer before hr_media_session_set_offer() returns: from here on it speaks of this offer. */
static void
take_offer (HrDuressVictim *self,
            const char     *sdp)
{
  guint    attempt_before = self->attempt;
  gboolean had_sdp = self->has_sdp;
  g_autoptr (GError) error = NULL;

  hr_clock_clear (self->clock, &self->patience_id);
  self->has_offered = TRUE;
  self->attempt = 0;
  self->has_sdp = FALSE;
  g_ptr_array_set_size (self->outgoing, 0);

  if (hr_media_session_set_offer (self->session, sdp, &error))
    {
      begin_attempt (self, hr_media_session_get_attempt (self->session));
      return;
    }

  /* What was there before goes on. */
  g_debug ("An offer is of no use: %s", error->message);
  self->attempt = attempt_before;
  self->has_sdp = had_sdp;
}

static void
take_answer (HrDuressVictim *self,
             const char     *sdp)
{
  g_autoptr (GError) error = NULL;

  if (self->has_offered || self->attempt == 0)
    return;
  if (!hr_media_session_set_answer (self->session, self->attempt, sdp, &error))
    g_debug ("An answer is of no use: %s", error->message);
}

static void
take_candidate (HrDuressVictim          *self,
                const HrDuressCandidate *candidate)
{
  if (self->attempt != 0)
    add_candidate (self, candidate);
  else if (self->incoming->len < MAX_WAITING)
    g_ptr_array_add (self->incoming, hr_duress_candidate_new_full (candidate->candidate, candidate->mid, candidate->mline_index));
}

static void
on_message (HrDuressVictim  *self,
            HrDuressMessage *message)
{
  g_autoptr (HrDuressVictim) keep = g_object_ref (self);

  switch (message->event)
    {
    case HR_DURESS_OFFER:
      take_offer (self, message->sdp);
      break;
    case HR_DURESS_ANSWER:
      take_answer (self, message->sdp);
      break;
    case HR_DURESS_CANDIDATE:
      take_candidate (self, message->candidate);
      break;
    case HR_DURESS_STOP:
    default:
      break;
    }
}

static void
send_sdp (HrDuressVictim *self,
          HrDuressEvent   event,
          const char     *sdp)
{
  /* A phone that takes nothing is cut, and then nobody needs us. */
  g_autoptr (HrDuressVictim) keep = g_object_ref (self);

  hr_duress_socket_send_sdp (self->socket, event, sdp);
  self->has_sdp = TRUE;
  for (guint i = 0; i < self->outgoing->len; i++)
    hr_duress_socket_send_candidate (self->socket, g_ptr_array_index (self->outgoing, i));
  g_ptr_array_set_size (self->outgoing, 0);
}

static void
on_answer (HrDuressVictim *self,
           guint           attempt,
           const char     *sdp)
{
  if (self->has_offered && !self->has_sdp && attempt == hr_media_session_get_attempt (self->session))
    send_sdp (self, HR_DURESS_ANSWER, sdp);
}

static void
on_offer (HrDuressVictim *self,
          guint           attempt,
          const char     *sdp)
{
  if (!self->is_offered_to || self->has_offered)
    return;

  g_ptr_array_set_size (self->outgoing, 0);
  begin_attempt (self, attempt);
  send_sdp (self, HR_DURESS_OFFER, sdp);
}

static void
on_candidate (HrDuressVictim *self,
              guint           attempt,
              const char     *text,
              const char     *mid,
              guint           mline_index)
{
  g_autoptr (HrDuressCandidate) candidate = NULL;

  if (text[0] == '\0' || attempt != hr_media_session_get_attempt (self->session))
    return;

  candidate = hr_duress_candidate_new_full (text, mid, mline_index);
  if (self->has_sdp)
    hr_duress_socket_send_candidate (self->socket, candidate);
  else if ((self->has_offered || self->is_offered_to) && self->outgoing->len < MAX_WAITING)
    g_ptr_array_add (self->outgoing, g_steal_pointer (&candidate));
}

/* The phone waits for us, as it said it might. */
static gboolean
on_patience_over (gpointer user_data)
{
  g_autoptr (HrDuressVictim) self = g_object_ref (user_data);
  const char *open_offer = NULL;

  self->patience_id = 0;
  self->is_offered_to = TRUE;
  hr_media_session_set_reachable (self->session, TRUE);
  if (self->has_sdp)
    return G_SOURCE_REMOVE;

  if (hr_media_session_get_attempt (self->session) == 0)
    hr_media_session_start (self->session);
  else if ((open_offer = hr_media_session_get_open_offer (self->session)) != NULL)
    on_offer (self, hr_media_session_get_attempt (self->session), open_offer);
  else
    hr_media_session_retry (self->session, hr_reason_code_get_words (HR_REASON_DEVICE_WAITS));

  return G_SOURCE_REMOVE;
}

static void
let_go (HrDuressVictim *self)
{
  hr_clock_clear (self->clock, &self->patience_id);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_signal_handlers_disconnect_by_data (self->socket, self);
  if (self->is_offered_to)
    hr_media_session_set_reachable (self->session, FALSE);
}

static void
on_closed (HrDuressVictim *self)
{
  g_autoptr (HrDuressVictim) keep = g_object_ref (self);

  let_go (self);
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
hr_duress_victim_finalize (GObject *object)
{
  HrDuressVictim *self = HR_DURESS_VICTIM (object);

  g_assert (self->patience_id == 0);

  g_clear_object (&self->socket);
  g_clear_object (&self->session);
  g_clear_object (&self->clock);
  g_ptr_array_unref (self->incoming);
  g_ptr_array_unref (self->outgoing);

  G_OBJECT_CLASS (hr_duress_victim_parent_class)->finalize (object);
}

static void
hr_duress_victim_class_init (HrDuressVictimClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_duress_victim_finalize;

  signals[CLOSED] = g_signal_new ("closed", HR_TYPE_DURESS_VICTIM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hr_duress_victim_init (HrDuressVictim *self)
{
  self->incoming = g_ptr_array_new_with_free_func ((GDestroyNotify) hr_duress_candidate_free);
  self->outgoing = g_ptr_array_new_with_free_func ((GDestroyNotify) hr_duress_candidate_free);
}

HrDuressVictim *
hr_duress_victim_new (HrDuressSocket *socket,
                      HrMediaSession *session,
                      HrClock        *clock,
                      gboolean        is_offered_to)
{
  HrDuressVictim *self = NULL;

  g_return_val_if_fail (HR_IS_DURESS_SOCKET (socket), NULL);
  g_return_val_if_fail (HR_IS_MEDIA_SESSION (session), NULL);

  self = g_object_new (HR_TYPE_DURESS_VICTIM, NULL);
  self->socket = g_object_ref (socket);
  self->session = g_object_ref (session);
  self->clock = g_object_ref (clock);
  g_signal_connect_swapped (socket, "message", G_CALLBACK (on_message), self);
  g_signal_connect_swapped (socket, "closed", G_CALLBACK (on_closed), self);
  g_signal_connect_swapped (session, "answer", G_CALLBACK (on_answer), self);
  g_signal_connect_swapped (session, "offer", G_CALLBACK (on_offer), self);
  g_signal_connect_swapped (session, "candidate", G_CALLBACK (on_candidate), self);
  if (is_offered_to)
    self->patience_id = hr_clock_add_timeout (clock, OFFER_PATIENCE_MS, on_patience_over, self);
  return self;
}

void
hr_duress_victim_push (HrDuressVictim        *self,
                       const HrDuressMessage *message)
{
  g_return_if_fail (HR_IS_DURESS_VICTIM (self));
  g_return_if_fail (message != NULL);

  if (self->has_offered || self->is_offered_to)
    return;

  if (message->candidate != NULL)
    hr_duress_socket_send_candidate (self->socket, message->candidate);
  else
    hr_duress_socket_send_sdp (self->socket, message->event, message->sdp);
}

void
hr_duress_victim_close (HrDuressVictim *self,
                        gushort         code,
                        const char     *reason)
{
  g_return_if_fail (HR_IS_DURESS_VICTIM (self));

  let_go (self);
  hr_duress_socket_close (self->socket, code, reason);
}
