/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-negotiation"

#include "hr-negotiation.h"

#include "hr-hop.h"
#include "hr-message.h"
#include "hr-offer.h"

#include <gst/webrtc/webrtc.h>

#define MAX_CANDIDATES 20

struct _HrNegotiation
{
  GObject parent_instance;

  GMainContext *context;
  GstElement   *webrtcbin;   /* borrowed */
  HrDtlsTrust  *trust;       /* borrowed */
  char         *fingerprint; /* of our certificate */
  GstPromise   *last_task;   /* of webrtcbin's, which does them in order */

  HrOffer    *local;            /* what we said: our offer, or our answer as webrtcbin has it */
  HrSdpOffer *taken;            /* the peer's own offer */
  GPtrArray  *early_candidates; /* of HrIceCandidate, waiting for webrtcbin to have both descriptions */
  guint       n_remote_candidates;
  gboolean    has_remote;
  gboolean    is_closed;
};

enum
{
  SIGNAL_OFFER,
  SIGNAL_ANSWER,
  SIGNAL_CANDIDATE,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrNegotiation, hr_negotiation, G_TYPE_OBJECT)

static void
take_failure (gpointer object,
              gpointer data)
{
  HrNegotiation *self = object;

  if (!self->is_closed)
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, data);
}

/* Any thread. */
static void
fail (HrNegotiation  *self,
      HrProtocolError code,
      const char     *reason)
{
  hr_hop_to_main (self->context, self, take_failure, g_error_new_literal (HR_PROTOCOL_ERROR, code, reason),
                  (GDestroyNotify) g_error_free);
}

/* Gives webrtcbin something to do; takes the promise. */
static void
give_task (HrNegotiation               *self,
           const char                  *action,
           GstWebRTCSessionDescription *description,
           GstPromise                  *promise)
{
  g_clear_pointer (&self->last_task, gst_promise_unref);
  self->last_task = promise;
  g_signal_emit_by_name (self->webrtcbin, action, description, promise);
}

static GstPromise *
new_promise (HrNegotiation       *self,
             GstPromiseChangeFunc func)
{
  return gst_promise_new_with_change_func (func, g_object_ref (self), g_object_unref);
}

/* What a promise was kept with; NULL when it was not. */
static GstWebRTCSessionDescription *
dup_description (GstPromise *promise,
                 const char *name)
{
  const GstStructure          *reply = NULL;
  GstWebRTCSessionDescription *description = NULL;

  if (gst_promise_wait (promise) == GST_PROMISE_RESULT_REPLIED)
    reply = gst_promise_get_reply (promise);
  if (reply != NULL)
    gst_structure_get (reply, name, GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &description, NULL);

  return description;
}

static void
take_offer (gpointer object,
            gpointer data)
{
  HrNegotiation               *self = object;
  GstWebRTCSessionDescription *description = data;
  g_autofree char             *text = NULL;

  if (self->is_closed)
    return;

  self->local = hr_offer_new (description->sdp, self->fingerprint);
  give_task (self, "set-local-description", description, gst_promise_new ());

  text = hr_offer_print (self->local);
  g_signal_emit (self, signals[SIGNAL_OFFER], 0, text);
}

static void
on_offer_created (GstPromise *promise,
                  gpointer    user_data)
{
  HrNegotiation               *self = user_data;
  GstWebRTCSessionDescription *description = dup_description (promise, "offer");

  if (description != NULL)
    hr_hop_to_main (self->context, self, take_offer, description, (GDestroyNotify) gst_webrtc_session_description_free);
  else
    fail (self, HR_PROTOCOL_ERROR_MEDIA_FAILED, "No offer could be made");
}

static void
on_remote_set (GstPromise *promise,
               gpointer    user_data)
{
  const GstStructure *reply = NULL;

  if (gst_promise_wait (promise) == GST_PROMISE_RESULT_REPLIED)
    reply = gst_promise_get_reply (promise);
  if (reply != NULL && gst_structure_has_field (reply, "error"))
    fail (user_data, HR_PROTOCOL_ERROR_BAD_SDP, "What the peer said does not fit");
}

static void
give_candidate (HrNegotiation        *self,
                const HrIceCandidate *candidate)
{
  g_autofree char *text = hr_ice_candidate_print (candidate);

  g_signal_emit_by_name (self->webrtcbin, "add-ice-candidate", 0, text);
}

/* webrtcbin has, or is about to have, both descriptions: @candidates come with the peer's. */
static void
give_candidates (HrNegotiation *self,
                 GPtrArray     *candidates)
{
  self->has_remote = TRUE;
  for (guint i = 0; i < candidates->len; i++)
    give_candidate (self, g_ptr_array_index (candidates, i));
  for (guint i = 0; i < self->early_candidates->len; i++)
    give_candidate (self, g_ptr_array_index (self->early_candidates, i));
  g_ptr_array_set_size (self->early_candidates, 0);
}

static void
give_remote (HrNegotiation   *self,
             GstWebRTCSDPType type,
             const char      *text)
{
  GstSDPMessage               *message = NULL;
  GstWebRTCSessionDescription *description = NULL;

  gst_sdp_message_new_from_text (text, &message);
  description = gst_webrtc_session_description_new (type, message);
  give_task (self, "set-remote-description", description, new_promise (self, on_remote_set));
  gst_webrtc_session_description_free (description);
}

static void
take_answer (gpointer object,
             gpointer data)
{
  HrNegotiation               *self = object;
  GstWebRTCSessionDescription *description = data;
  g_autofree char             *local = NULL;
  g_autofree char             *text = NULL;
  g_autoptr (GError) error = NULL;

  if (self->is_closed)
    return;

  self->local = hr_offer_new (description->sdp, self->fingerprint);
  local = hr_offer_print (self->local);
  text = hr_sdp_offer_print_answer (self->taken, local, &error);
  if (text == NULL)
    {
      g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
      return;
    }

  give_task (self, "set-local-description", description, gst_promise_new ());
  give_candidates (self, self->taken->candidates);
  g_signal_emit (self, signals[SIGNAL_ANSWER], 0, text);
}

static void
on_answer_created (GstPromise *promise,
                   gpointer    user_data)
{
  HrNegotiation               *self = user_data;
  GstWebRTCSessionDescription *description = dup_description (promise, "answer");

  if (description != NULL)
    hr_hop_to_main (self->context, self, take_answer, description, (GDestroyNotify) gst_webrtc_session_description_free);
  else
    fail (self, HR_PROTOCOL_ERROR_MEDIA_FAILED, "No answer could be made");
}

static void
tell_candidate (HrNegotiation *self,
                const char    *candidate)
{
  guint mline_index = self->taken != NULL ? self->taken->tagged : 0;

  g_signal_emit (self, signals[SIGNAL_CANDIDATE], 0, candidate, hr_negotiation_get_mid (self), mline_index);
}

static void
take_local_candidate (gpointer object,
                      gpointer data)
{
  HrNegotiation *self = object;

  if (self->is_closed || !g_str_has_prefix (data, "candidate:"))
    return;

  hr_offer_add_candidate (self->local, data);
  tell_candidate (self, data);
}

/* Everything is bundled, so that the first section's transport is the only one. */
static void
on_ice_candidate (GstElement *webrtcbin,
                  guint       mline_index,
                  const char *candidate,
                  gpointer    user_data)
{
  HrNegotiation *self = user_data;

  if (mline_index == 0)
    hr_hop_to_main (self->context, self, take_local_candidate, g_strdup (candidate), g_free);
}

static void
take_gathered (gpointer object,
               gpointer data)
{
  HrNegotiation *self = object;

  if (self->is_closed)
    return;

  hr_offer_set_gathered (self->local);
  tell_candidate (self, "");
}

static void
on_gathering_state (GstElement *webrtcbin,
                    GParamSpec *pspec,
                    gpointer    user_data)
{
  HrNegotiation             *self = user_data;
  GstWebRTCICEGatheringState state = GST_WEBRTC_ICE_GATHERING_STATE_NEW;

  g_object_get (webrtcbin, "ice-gathering-state", &state, NULL);
  if (state == GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE)
    hr_hop_to_main (self->context, self, take_gathered, NULL, NULL);
}

static void
hr_negotiation_finalize (GObject *object)
{
  HrNegotiation *self = HR_NEGOTIATION (object);

  g_assert (self->last_task == NULL);
  g_clear_pointer (&self->local, hr_offer_free);
  g_clear_pointer (&self->taken, hr_sdp_offer_free);
  g_ptr_array_unref (self->early_candidates);
  g_main_context_unref (self->context);
  g_free (self->fingerprint);

  G_OBJECT_CLASS (hr_negotiation_parent_class)->finalize (object);
}

static void
hr_negotiation_class_init (HrNegotiationClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_negotiation_finalize;

  signals[SIGNAL_OFFER] = g_signal_new ("offer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ANSWER] = g_signal_new ("answer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CANDIDATE] = g_signal_new ("candidate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_UINT);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
hr_negotiation_init (HrNegotiation *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->early_candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) hr_ice_candidate_free);
}

HrNegotiation *
hr_negotiation_new (GstElement        *webrtcbin,
                    HrDtlsCertificate *certificate,
                    HrDtlsTrust       *trust)
{
  HrNegotiation *self = NULL;

  g_return_val_if_fail (GST_IS_ELEMENT (webrtcbin), NULL);
  g_return_val_if_fail (certificate != NULL && trust != NULL, NULL);

  self = g_object_new (HR_TYPE_NEGOTIATION, NULL);
  self->webrtcbin = webrtcbin;
  self->trust = trust;
  self->fingerprint = g_strdup (hr_dtls_certificate_get_fingerprint (certificate));
  g_signal_connect (webrtcbin, "on-ice-candidate", G_CALLBACK (on_ice_candidate), self);
  g_signal_connect (webrtcbin, "notify::ice-gathering-state", G_CALLBACK (on_gathering_state), self);
  return self;
}

void
hr_negotiation_make_offer (HrNegotiation *self)
{
  g_return_if_fail (HR_IS_NEGOTIATION (self));
  g_return_if_fail (!self->is_closed && self->local == NULL);

  give_task (self, "create-offer", NULL, new_promise (self, on_offer_created));
}

void
hr_negotiation_take_offer (HrNegotiation *self,
                           HrSdpOffer    *offer)
{
  g_autofree char *text = NULL;

  g_return_if_fail (HR_IS_NEGOTIATION (self));
  g_return_if_fail (offer != NULL);
  g_return_if_fail (!self->is_closed && self->taken == NULL);

  self->taken = offer;
  hr_dtls_trust_set_fingerprint (self->trust, offer->transport.fingerprint);
  text = hr_sdp_offer_print (offer);
  give_remote (self, GST_WEBRTC_SDP_TYPE_OFFER, text);
  give_task (self, "create-answer", NULL, new_promise (self, on_answer_created));
}

char *
hr_negotiation_dup_offer (HrNegotiation *self)
{
  g_return_val_if_fail (HR_IS_NEGOTIATION (self), NULL);

  return self->local != NULL && self->taken == NULL ? hr_offer_print (self->local) : NULL;
}

const char *
hr_negotiation_get_mid (HrNegotiation *self)
{
  g_return_val_if_fail (HR_IS_NEGOTIATION (self), NULL);
  g_return_val_if_fail (self->local != NULL, NULL);

  return self->taken != NULL ? hr_sdp_offer_get_mid (self->taken) : hr_offer_get_mid (self->local);
}

gboolean
hr_negotiation_is_gathered (HrNegotiation *self)
{
  g_return_val_if_fail (HR_IS_NEGOTIATION (self), FALSE);

  return self->local != NULL && hr_offer_is_gathered (self->local);
}

gboolean
hr_negotiation_set_answer (HrNegotiation *self,
                           const char    *answer,
                           HrSdpDirection direction,
                           guint         *payload_type,
                           GError       **error)
{
  g_autoptr (HrSdpAnswer) parsed = NULL;
  g_autofree char *offer = NULL;
  g_autofree char *rebuilt = NULL;

  g_return_val_if_fail (HR_IS_NEGOTIATION (self), FALSE);
  g_return_val_if_fail (answer != NULL, FALSE);

  if (self->is_closed || self->local == NULL || self->taken != NULL || self->has_remote)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE,
                           "There is no offer that waits for an answer");
      return FALSE;
    }

  offer = hr_offer_print (self->local);
  parsed = hr_sdp_answer_parse (answer, offer, direction, error);
  if (parsed == NULL)
    return FALSE;

  hr_dtls_trust_set_fingerprint (self->trust, parsed->transport.fingerprint);
  rebuilt = hr_sdp_answer_print (parsed, direction);
  give_remote (self, GST_WEBRTC_SDP_TYPE_ANSWER, rebuilt);
  give_candidates (self, parsed->candidates);
  if (payload_type != NULL)
    *payload_type = parsed->payload_type[0];
  return TRUE;
}

/* How many sections a candidate may be for; 0 while nothing was said. */
static guint
count_sections (HrNegotiation *self)
{
  if (self->taken != NULL)
    return self->taken->sections->len;

  return self->local != NULL ? hr_offer_get_n_sections (self->local) : 0;
}

gboolean
hr_negotiation_add_candidate (HrNegotiation *self,
                              const char    *candidate,
                              guint          mline_index,
                              GError       **error)
{
  g_autoptr (HrIceCandidate) parsed = NULL;

  g_return_val_if_fail (HR_IS_NEGOTIATION (self), FALSE);
  g_return_val_if_fail (candidate != NULL, FALSE);

  if (candidate[0] == '\0' || self->is_closed)
    return TRUE;

  if (mline_index >= count_sections (self) || self->n_remote_candidates == MAX_CANDIDATES)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_CANDIDATE,
                           "The candidate is for a section that is not there, or one too many");
      return FALSE;
    }

  parsed = hr_ice_candidate_parse (candidate, error);
  if (parsed == NULL)
    return FALSE;
  /* Before it has the answer the peer gathers for every section; all but one have no transport of their own. */
  if (self->taken != NULL && mline_index != self->taken->tagged)
    return TRUE;

  self->n_remote_candidates++;
  if (self->has_remote)
    give_candidate (self, parsed);
  else
    g_ptr_array_add (self->early_candidates, g_steal_pointer (&parsed));
  return TRUE;
}

GstPromise *
hr_negotiation_close (HrNegotiation *self)
{
  g_return_val_if_fail (HR_IS_NEGOTIATION (self), NULL);

  self->is_closed = TRUE;
  return g_steal_pointer (&self->last_task);
}
