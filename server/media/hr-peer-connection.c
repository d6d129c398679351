/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-peer-connection"

#include "hr-peer-private.h"

#include "hr-dtls-guard.h"
#include "hr-dtls-trust.h"
#include "hr-message.h"
#include "hr-offer.h"
#include "hr-webrtc-take-down.h"

#include <gst/webrtc/webrtc.h>

#define MAX_CANDIDATES 20

struct _HrPeerConnection
{
  GObject parent_instance;

  HrPeerFactory *factory;
  GMainContext  *context;
  GstElement    *pipeline;
  GstElement    *webrtcbin;
  GstPromise    *last_task; /* of webrtcbin's, which does them in order */

  HrOffer   *offer;
  GPtrArray *early_candidates; /* of HrIceCandidate, waiting for the answer */
  guint      n_remote_candidates;
  gboolean   has_answer;
  gboolean   is_connected;
  gboolean   has_failed;
  gboolean   is_closed;

  /* These two are looked at by streaming threads. */
  HrDtlsTrust *trust;
  gint         has_reported_mistrust; /* atomic */
};

enum
{
  SIGNAL_OFFER,
  SIGNAL_CANDIDATE,
  SIGNAL_CONNECTED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrPeerConnection, hr_peer_connection, G_TYPE_OBJECT)

/* A call on its way from one of GStreamer's threads to the main context. */
typedef struct
{
  HrPeerConnection *self;
  void (*func) (HrPeerConnection *self, gpointer data);
  gpointer       data;
  GDestroyNotify destroy;
} Hop;

static void
hop_free (Hop *hop)
{
  if (hop->data != NULL)
    hop->destroy (hop->data);
  g_object_unref (hop->self);
  g_free (hop);
}

static gboolean
run_hop (gpointer data)
{
  Hop *hop = data;

  if (!hop->self->is_closed)
    hop->func (hop->self, hop->data);

  return G_SOURCE_REMOVE;
}

static void
hop_to_main (HrPeerConnection *self,
             void (*func) (HrPeerConnection *self, gpointer data),
             gpointer       data,
             GDestroyNotify destroy)
{
  Hop *hop = g_new0 (Hop, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  hop->self = g_object_ref (self);
  hop->func = func;
  hop->data = data;
  hop->destroy = destroy;

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, run_hop, hop, (GDestroyNotify) hop_free);
  g_source_attach (source, self->context);
}

static void
fail (HrPeerConnection *self,
      gpointer          data)
{
  if (self->has_failed)
    return;

  self->has_failed = TRUE;
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, data);
}

static void
fail_from_any_thread (HrPeerConnection *self,
                      HrProtocolError   code,
                      const char       *reason)
{
  hop_to_main (self, fail, g_error_new_literal (HR_PROTOCOL_ERROR, code, reason), (GDestroyNotify) g_error_free);
}

/* Gives webrtcbin something to do; takes the promise. */
static void
give_task (HrPeerConnection            *self,
           const char                  *action,
           GstWebRTCSessionDescription *description,
           GstPromise                  *promise)
{
  g_clear_pointer (&self->last_task, gst_promise_unref);
  self->last_task = promise;
  g_signal_emit_by_name (self->webrtcbin, action, description, promise);
}

static void
take_offer (HrPeerConnection *self,
            gpointer          data)
{
  GstWebRTCSessionDescription *description = data;
  HrDtlsCertificate           *certificate = hr_peer_factory_get_certificate (self->factory);
  g_autofree char             *text = NULL;

  self->offer = hr_offer_new (description->sdp, hr_dtls_certificate_get_fingerprint (certificate));
  give_task (self, "set-local-description", description, gst_promise_new ());

  text = hr_offer_print (self->offer);
  g_signal_emit (self, signals[SIGNAL_OFFER], 0, text);
}

static void
on_offer_created (GstPromise *promise,
                  gpointer    user_data)
{
  HrPeerConnection            *self = user_data;
  GstWebRTCSessionDescription *description = NULL;
  const GstStructure          *reply = NULL;

  if (gst_promise_wait (promise) == GST_PROMISE_RESULT_REPLIED)
    reply = gst_promise_get_reply (promise);
  if (reply != NULL)
    gst_structure_get (reply, "offer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &description, NULL);

  if (description != NULL)
    hop_to_main (self, take_offer, description, (GDestroyNotify) gst_webrtc_session_description_free);
  else
    fail_from_any_thread (self, HR_PROTOCOL_ERROR_MEDIA_FAILED, "No offer could be made");
}

static void
on_answer_set (GstPromise *promise,
               gpointer    user_data)
{
  HrPeerConnection   *self = user_data;
  const GstStructure *reply = NULL;

  if (gst_promise_wait (promise) == GST_PROMISE_RESULT_REPLIED)
    reply = gst_promise_get_reply (promise);
  if (reply != NULL && gst_structure_has_field (reply, "error"))
    fail_from_any_thread (self, HR_PROTOCOL_ERROR_BAD_SDP, "The answer does not fit the offer");
}

static void
take_local_candidate (HrPeerConnection *self,
                      gpointer          data)
{
  const char *candidate = data;

  if (!g_str_has_prefix (candidate, "candidate:"))
    return;

  hr_offer_add_candidate (self->offer, candidate);
  g_signal_emit (self, signals[SIGNAL_CANDIDATE], 0, candidate, hr_offer_get_mid (self->offer), 0);
}

/* Everything is bundled, so that the first section's transport is the only one. */
static void
on_ice_candidate (GstElement *webrtcbin,
                  guint       mline_index,
                  const char *candidate,
                  gpointer    user_data)
{
  if (mline_index == 0)
    hop_to_main (user_data, take_local_candidate, g_strdup (candidate), g_free);
}

static void
take_gathered (HrPeerConnection *self,
               gpointer          data)
{
  hr_offer_set_gathered (self->offer);
  g_signal_emit (self, signals[SIGNAL_CANDIDATE], 0, "", hr_offer_get_mid (self->offer), 0);
}

static void
on_gathering_state (GstElement *webrtcbin,
                    GParamSpec *pspec,
                    gpointer    user_data)
{
  GstWebRTCICEGatheringState state = GST_WEBRTC_ICE_GATHERING_STATE_NEW;

  g_object_get (webrtcbin, "ice-gathering-state", &state, NULL);
  if (state == GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE)
    hop_to_main (user_data, take_gathered, NULL, NULL);
}

static void
take_connected (HrPeerConnection *self,
                gpointer          data)
{
  if (self->is_connected || !hr_peer_connection_is_trusted (self))
    return;

  self->is_connected = TRUE;
  g_signal_emit (self, signals[SIGNAL_CONNECTED], 0);
}

static void
on_connection_state (GstElement *webrtcbin,
                     GParamSpec *pspec,
                     gpointer    user_data)
{
  GstWebRTCPeerConnectionState state = GST_WEBRTC_PEER_CONNECTION_STATE_NEW;

  g_object_get (webrtcbin, "connection-state", &state, NULL);
  if (state == GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED)
    hop_to_main (user_data, take_connected, NULL, NULL);
  else if (state == GST_WEBRTC_PEER_CONNECTION_STATE_FAILED)
    fail_from_any_thread (user_data, HR_PROTOCOL_ERROR_MEDIA_FAILED, "ICE or DTLS failed");
}

/* The certificate must be there before the element has made its DTLS connection, which is when it is added. */
static void
on_deep_element_added (GstBin     *bin,
                       GstBin     *sub_bin,
                       GstElement *element,
                       gpointer    user_data)
{
  HrPeerConnection  *self = user_data;
  GstElementFactory *factory = gst_element_get_factory (element);

  hr_dtls_guard_attach (element, self->context);
  if (factory == NULL || g_strcmp0 (GST_OBJECT_NAME (factory), "dtlssrtpdec") != 0)
    return;

  g_object_set (element, "pem",
                hr_dtls_certificate_get_pem (hr_peer_factory_get_certificate (self->factory)), NULL);
  hr_dtls_trust_set_decoder (self->trust, element);
}

/* Without a watch the bus costs no source; nobody else reads it, so nothing may stay on it. */
static GstBusSyncReply
on_bus_message (GstBus     *bus,
                GstMessage *message,
                gpointer    user_data)
{
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    {
      g_autoptr (GError) error = NULL;

      gst_message_parse_error (message, &error, NULL);
      fail_from_any_thread (user_data, HR_PROTOCOL_ERROR_MEDIA_FAILED, error->message);
    }

  gst_message_unref (message);
  return GST_BUS_DROP;
}

static void
hr_peer_connection_finalize (GObject *object)
{
  HrPeerConnection *self = HR_PEER_CONNECTION (object);

  g_assert (self->pipeline == NULL);
  g_clear_pointer (&self->offer, hr_offer_free);
  g_clear_pointer (&self->trust, hr_dtls_trust_free);
  g_ptr_array_unref (self->early_candidates);
  g_main_context_unref (self->context);
  g_clear_object (&self->factory);

  G_OBJECT_CLASS (hr_peer_connection_parent_class)->finalize (object);
}

static void
hr_peer_connection_class_init (HrPeerConnectionClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_peer_connection_finalize;

  signals[SIGNAL_OFFER] = g_signal_new ("offer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CANDIDATE] = g_signal_new ("candidate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_UINT);
  signals[SIGNAL_CONNECTED] = g_signal_new ("connected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
hr_peer_connection_init (HrPeerConnection *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->early_candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) hr_ice_candidate_free);
  self->trust = hr_dtls_trust_new ();
}

static void
build_pipeline (HrPeerConnection *self,
                GstElement       *webrtcbin)
{
  g_autoptr (GstBus) bus = NULL;

  self->webrtcbin = gst_object_ref_sink (webrtcbin);
  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  gst_bin_add (GST_BIN (self->pipeline), webrtcbin);

  bus = gst_element_get_bus (self->pipeline);
  gst_bus_set_sync_handler (bus, on_bus_message, self, NULL);
  hr_peer_factory_configure (self->factory, webrtcbin);

  /* These run on webrtcbin's threads, which are gone before the task that closes the connection lets go of it. */
  g_signal_connect (webrtcbin, "deep-element-added", G_CALLBACK (on_deep_element_added), self);
  g_signal_connect (webrtcbin, "on-ice-candidate", G_CALLBACK (on_ice_candidate), self);
  g_signal_connect (webrtcbin, "notify::ice-gathering-state", G_CALLBACK (on_gathering_state), self);
  g_signal_connect (webrtcbin, "notify::connection-state", G_CALLBACK (on_connection_state), self);
}

HrPeerConnection *
hr_peer_connection_new (HrPeerFactory *factory,
                        GError       **error)
{
  HrPeerConnection *self = NULL;
  GstElement       *webrtcbin = gst_element_factory_make ("webrtcbin", NULL);

  if (webrtcbin == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MEDIA_FAILED,
                           "GStreamer's webrtcbin could not be made");
      return NULL;
    }

  self = g_object_new (HR_TYPE_PEER_CONNECTION, NULL);
  self->factory = g_object_ref (factory);
  hr_peer_factory_add (factory);
  build_pipeline (self, webrtcbin);
  return self;
}

GstElement *
hr_peer_connection_get_pipeline (HrPeerConnection *self)
{
  g_return_val_if_fail (HR_IS_PEER_CONNECTION (self), NULL);

  return self->pipeline;
}

GstElement *
hr_peer_connection_get_webrtcbin (HrPeerConnection *self)
{
  g_return_val_if_fail (HR_IS_PEER_CONNECTION (self), NULL);

  return self->webrtcbin;
}

void
hr_peer_connection_start (HrPeerConnection *self)
{
  g_return_if_fail (HR_IS_PEER_CONNECTION (self));
  g_return_if_fail (!self->is_closed);

  if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
    {
      fail_from_any_thread (self, HR_PROTOCOL_ERROR_MEDIA_FAILED, "The pipeline does not start");
      return;
    }

  give_task (self, "create-offer", NULL,
             gst_promise_new_with_change_func (on_offer_created, g_object_ref (self), g_object_unref));
}

char *
hr_peer_connection_dup_offer (HrPeerConnection *self)
{
  g_return_val_if_fail (HR_IS_PEER_CONNECTION (self), NULL);

  return self->offer != NULL ? hr_offer_print (self->offer) : NULL;
}

const char *
hr_peer_connection_get_mid (HrPeerConnection *self)
{
  g_return_val_if_fail (HR_IS_PEER_CONNECTION (self), NULL);
  g_return_val_if_fail (self->offer != NULL, NULL);

  return hr_offer_get_mid (self->offer);
}

gboolean
hr_peer_connection_is_gathered (HrPeerConnection *self)
{
  g_return_val_if_fail (HR_IS_PEER_CONNECTION (self), FALSE);

  return self->offer != NULL && hr_offer_is_gathered (self->offer);
}

static void
give_candidate (HrPeerConnection     *self,
                const HrIceCandidate *candidate)
{
  g_autofree char *text = hr_ice_candidate_print (candidate);

  g_signal_emit_by_name (self->webrtcbin, "add-ice-candidate", 0, text);
}

static void
give_answer (HrPeerConnection  *self,
             const HrSdpAnswer *answer,
             HrSdpDirection     direction)
{
  g_autofree char             *text = hr_sdp_answer_print (answer, direction);
  GstSDPMessage               *message = NULL;
  GstWebRTCSessionDescription *description = NULL;

  gst_sdp_message_new_from_text (text, &message);
  description = gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_ANSWER, message);
  give_task (self, "set-remote-description", description,
             gst_promise_new_with_change_func (on_answer_set, g_object_ref (self), g_object_unref));
  gst_webrtc_session_description_free (description);

  for (guint i = 0; i < answer->candidates->len; i++)
    give_candidate (self, g_ptr_array_index (answer->candidates, i));
  for (guint i = 0; i < self->early_candidates->len; i++)
    give_candidate (self, g_ptr_array_index (self->early_candidates, i));
  g_ptr_array_set_size (self->early_candidates, 0);
}

gboolean
hr_peer_connection_set_answer (HrPeerConnection *self,
                               const char       *answer,
                               HrSdpDirection    direction,
                               guint            *payload_type,
                               GError          **error)
{
  g_autoptr (HrSdpAnswer) parsed = NULL;
  g_autofree char *offer = NULL;

  g_return_val_if_fail (HR_IS_PEER_CONNECTION (self), FALSE);
  g_return_val_if_fail (answer != NULL, FALSE);

  if (self->is_closed || self->offer == NULL || self->has_answer)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE,
                           "There is no offer that waits for an answer");
      return FALSE;
    }

  offer = hr_offer_print (self->offer);
  parsed = hr_sdp_answer_parse (answer, offer, direction, error);
  if (parsed == NULL)
    return FALSE;

  hr_dtls_trust_set_fingerprint (self->trust, parsed->fingerprint);
  self->has_answer = TRUE;
  give_answer (self, parsed, direction);
  if (payload_type != NULL)
    *payload_type = parsed->payload_type;
  return TRUE;
}

gboolean
hr_peer_connection_add_candidate (HrPeerConnection *self,
                                  const char       *candidate,
                                  guint             mline_index,
                                  GError          **error)
{
  g_autoptr (HrIceCandidate) parsed = NULL;

  g_return_val_if_fail (HR_IS_PEER_CONNECTION (self), FALSE);
  g_return_val_if_fail (candidate != NULL, FALSE);

  if (candidate[0] == '\0' || self->is_closed)
    return TRUE;

  if (self->offer == NULL || mline_index >= hr_offer_get_n_sections (self->offer) ||
      self->n_remote_candidates == MAX_CANDIDATES)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_CANDIDATE,
                           "The candidate is for a section that is not there, or one too many");
      return FALSE;
    }

  parsed = hr_ice_candidate_parse (candidate, error);
  if (parsed == NULL)
    return FALSE;

  self->n_remote_candidates++;
  if (self->has_answer)
    give_candidate (self, parsed);
  else
    g_ptr_array_add (self->early_candidates, g_steal_pointer (&parsed));
  return TRUE;
}

gboolean
hr_peer_connection_is_trusted (HrPeerConnection *self)
{
  HrDtlsTrustState state = HR_DTLS_TRUST_UNKNOWN;

  g_return_val_if_fail (HR_IS_PEER_CONNECTION (self), FALSE);

  state = hr_dtls_trust_check (self->trust);
  if (state == HR_DTLS_TRUST_REFUSED &&
      g_atomic_int_compare_and_exchange (&self->has_reported_mistrust, FALSE, TRUE))
    fail_from_any_thread (self, HR_PROTOCOL_ERROR_BAD_SDP,
                          "The certificate's fingerprint is not the one in the answer");

  return state == HR_DTLS_TRUST_CONFIRMED;
}

static void
close_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  HrPeerConnection *self = source_object;
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);

  hr_webrtc_take_down (self->pipeline, g_steal_pointer (&self->last_task));
  gst_bus_set_sync_handler (bus, NULL, NULL, NULL);
  hr_dtls_trust_drop_decoder (self->trust);
  gst_clear_object (&self->webrtcbin);
  gst_clear_object (&self->pipeline);
  g_task_return_boolean (task, TRUE);
}

static void
on_closed (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  HrPeerConnection *self = HR_PEER_CONNECTION (object);
  g_autoptr (HrPeerFactory) factory = g_steal_pointer (&self->factory);

  /* The worker may let go of the connection last, but never of the factory. */
  hr_peer_factory_remove (factory);
}

void
hr_peer_connection_close (HrPeerConnection *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (HR_IS_PEER_CONNECTION (self));

  if (self->is_closed)
    return;

  self->is_closed = TRUE;
  task = g_task_new (self, NULL, on_closed, NULL);
  g_task_set_source_tag (task, hr_peer_connection_close);
  g_task_run_in_thread (task, close_in_thread);
}
