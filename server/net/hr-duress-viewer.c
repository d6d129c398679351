/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-duress-viewer"

#include "hr-duress-viewer.h"

#define RETRY_MS 1000
#define MAX_RETRIES 3

struct _HrDuressViewer
{
  GObject         parent_instance;
  HrDuressSocket *socket;
  HrMediaSession *session;
  HrRelayViewer  *leg; /* nullable */
  HrClock        *clock;
  guint           retry_id;
  guint           n_retries;
  gboolean        is_offered;
};

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrDuressViewer, hr_duress_viewer, G_TYPE_OBJECT)

static void
on_offer (HrDuressViewer *self,
          const char     *sdp)
{
  self->is_offered = TRUE;
  hr_duress_socket_send_sdp (self->socket, HR_DURESS_OFFER, sdp);
}

static void
on_candidate (HrDuressViewer *self,
              const char     *text,
              const char     *mid,
              guint           mline_index)
{
  g_autoptr (HrDuressCandidate) candidate = NULL;

  if (text[0] == '\0')
    return;

  candidate = hr_duress_candidate_new_full (text, mid, mline_index);
  hr_duress_socket_send_candidate (self->socket, candidate);
}

static void
drop_leg (HrDuressViewer *self)
{
  g_autoptr (HrRelayViewer) leg = g_steal_pointer (&self->leg);

  if (leg == NULL)
    return;

  g_signal_handlers_disconnect_by_data (leg, self);
  hr_relay_viewer_close (leg);
}

static void add_leg (HrDuressViewer *self);

static gboolean
on_retry_due (gpointer user_data)
{
  HrDuressViewer *self = user_data;

  self->retry_id = 0;
  add_leg (self);

  return G_SOURCE_REMOVE;
}

static void
on_connected (HrDuressViewer *self)
{
  self->n_retries = 0;
}

/* Its network may have changed under it: the socket is a sign that the phone is there. */
static void
on_failed (HrDuressViewer *self,
           GError         *error)
{
  g_debug ("One who watches is not reached: %s", error->message);
  drop_leg (self);
  if (self->n_retries++ < MAX_RETRIES)
    self->retry_id = hr_clock_add_timeout (self->clock, RETRY_MS, on_retry_due, self);
}

static void
add_leg (HrDuressViewer *self)
{
  self->leg = hr_media_session_add_viewer (self->session);
  if (self->leg == NULL)
    return;

  g_signal_connect_swapped (self->leg, "offer", G_CALLBACK (on_offer), self);
  g_signal_connect_swapped (self->leg, "candidate", G_CALLBACK (on_candidate), self);
  g_signal_connect_swapped (self->leg, "connected", G_CALLBACK (on_connected), self);
  g_signal_connect_swapped (self->leg, "failed", G_CALLBACK (on_failed), self);
}

static void
let_go (HrDuressViewer *self)
{
  hr_clock_clear (self->clock, &self->retry_id);
  g_signal_handlers_disconnect_by_data (self->socket, self);
  drop_leg (self);
}

static void
on_closed (HrDuressViewer *self)
{
  g_autoptr (HrDuressViewer) keep = g_object_ref (self);

  let_go (self);
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
stop (HrDuressViewer *self)
{
  g_autoptr (HrDuressViewer) keep = g_object_ref (self);

  hr_duress_viewer_close (self, SOUP_WEBSOCKET_CLOSE_NORMAL, "stopped");
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
on_message (HrDuressViewer  *self,
            HrDuressMessage *message)
{
  g_autoptr (HrDuressViewer) keep = g_object_ref (self);
  g_autoptr (GError) error = NULL;

  if (message->event == HR_DURESS_STOP)
    {
      stop (self);
      return;
    }

  if (self->leg == NULL || !self->is_offered)
    return;
  if (message->event == HR_DURESS_ANSWER)
    hr_relay_viewer_set_answer (self->leg, message->sdp, &error);
  else if (message->event == HR_DURESS_CANDIDATE)
    hr_relay_viewer_add_candidate (self->leg, message->candidate->candidate, message->candidate->mid, message->candidate->mline_index, &error);
  if (error != NULL)
    g_debug ("What one who watches said is of no use: %s", error->message);
}

static void
hr_duress_viewer_finalize (GObject *object)
{
  HrDuressViewer *self = HR_DURESS_VIEWER (object);

  g_assert (self->retry_id == 0 && self->leg == NULL);

  g_clear_object (&self->socket);
  g_clear_object (&self->session);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (hr_duress_viewer_parent_class)->finalize (object);
}

static void
hr_duress_viewer_class_init (HrDuressViewerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_duress_viewer_finalize;

  signals[CLOSED] = g_signal_new ("closed", HR_TYPE_DURESS_VIEWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hr_duress_viewer_init (HrDuressViewer *self)
{
}

HrDuressViewer *
hr_duress_viewer_new (HrDuressSocket *socket,
                      HrMediaSession *session,
                      HrClock        *clock)
{
  HrDuressViewer *self = NULL;

  g_return_val_if_fail (HR_IS_DURESS_SOCKET (socket), NULL);
  g_return_val_if_fail (HR_IS_MEDIA_SESSION (session), NULL);

  self = g_object_new (HR_TYPE_DURESS_VIEWER, NULL);
  self->socket = g_object_ref (socket);
  self->session = g_object_ref (session);
  self->clock = g_object_ref (clock);
  g_signal_connect_swapped (socket, "message", G_CALLBACK (on_message), self);
  g_signal_connect_swapped (socket, "closed", G_CALLBACK (on_closed), self);
  add_leg (self);
  return self;
}

void
hr_duress_viewer_alert (HrDuressViewer *self)
{
  g_return_if_fail (HR_IS_DURESS_VIEWER (self));

  hr_duress_socket_send_alert (self->socket);
}

void
hr_duress_viewer_push (HrDuressViewer        *self,
                       const HrDuressMessage *message)
{
  g_return_if_fail (HR_IS_DURESS_VIEWER (self));
  g_return_if_fail (message != NULL);

  if (self->is_offered)
    return;

  if (message->candidate != NULL)
    hr_duress_socket_send_candidate (self->socket, message->candidate);
  else
    hr_duress_socket_send_sdp (self->socket, message->event, message->sdp);
}

void
hr_duress_viewer_close (HrDuressViewer *self,
                        gushort         code,
                        const char     *reason)
{
  g_return_if_fail (HR_IS_DURESS_VIEWER (self));

  let_go (self);
  hr_duress_socket_close (self->socket, code, reason);
}
