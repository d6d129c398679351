/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-peer-connection"

#include "hr-peer-private.h"

#include "hr-dtls-guard.h"
#include "hr-hop.h"
#include "hr-message.h"
#include "hr-negotiation.h"
#include "hr-webrtc-take-down.h"

#include <gst/webrtc/webrtc.h>

struct _HrPeerConnection
{
  GObject parent_instance;

  HrPeerFactory *factory;
  GMainContext  *context;
  GstElement    *pipeline;
  GstElement    *webrtcbin;
  HrNegotiation *negotiation;
  gboolean       is_connected;
  gboolean       has_failed;
  gboolean       is_closed;

  /* These two are looked at by streaming threads. */
  HrDtlsTrust *trust;
  gint         has_reported_mistrust; /* atomic */
};

enum
{
  SIGNAL_OFFER,
  SIGNAL_ANSWER,
  SIGNAL_CANDIDATE,
  SIGNAL_CONNECTED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrPeerConnection, hr_peer_connection, G_TYPE_OBJECT)

static void
take_failure (gpointer object,
              gpointer data)
{
  HrPeerConnection *self = object;

  if (self->is_closed || self->has_failed)
    return;

  self->has_failed = TRUE;
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, data);
}

static void
fail_from_any_thread (HrPeerConnection *self,
                      HrProtocolError   code,
                      const char       *reason)
{
  hr_hop_to_main (self->context, self, take_failure, g_error_new_literal (HR_PROTOCOL_ERROR, code, reason),
                  (GDestroyNotify) g_error_free);
}

static void
on_offer (HrNegotiation *negotiation,
          const char    *sdp,
          gpointer       user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_OFFER], 0, sdp);
}

static void
on_answer (HrNegotiation *negotiation,
           const char    *sdp,
           gpointer       user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_ANSWER], 0, sdp);
}

static void
on_candidate (HrNegotiation *negotiation,
              const char    *candidate,
              const char    *mid,
              guint          mline_index,
              gpointer       user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_CANDIDATE], 0, candidate, mid, mline_index);
}

static void
on_negotiation_failed (HrNegotiation *negotiation,
                       GError        *error,
                       gpointer       user_data)
{
  take_failure (user_data, error);
}

static void
take_connected (gpointer object,
                gpointer data)
{
  HrPeerConnection *self = object;

  if (self->is_closed || self->is_connected || !hr_peer_connection_is_trusted (self))
    return;

  self->is_connected = TRUE;
  g_signal_emit (self, signals[SIGNAL_CONNECTED], 0);
}

static void
on_connection_state (GstElement *webrtcbin,
                     GParamSpec *pspec,
                     gpointer    user_data)
{
  HrPeerConnection            *self = user_data;
  GstWebRTCPeerConnectionState state = GST_WEBRTC_PEER_CONNECTION_STATE_NEW;

  g_object_get (webrtcbin, "connection-state", &state, NULL);
  if (state == GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED)
    hr_hop_to_main (self->context, self, take_connected, NULL, NULL);
  else if (state == GST_WEBRTC_PEER_CONNECTION_STATE_FAILED)
    fail_from_any_thread (self, HR_PROTOCOL_ERROR_MEDIA_FAILED, "ICE or DTLS failed");
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
  g_clear_object (&self->negotiation);
  g_clear_pointer (&self->trust, hr_dtls_trust_free);
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
  signals[SIGNAL_ANSWER] = g_signal_new ("answer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
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
  g_signal_connect (webrtcbin, "notify::connection-state", G_CALLBACK (on_connection_state), self);
}

static void
build_negotiation (HrPeerConnection *self)
{
  self->negotiation = hr_negotiation_new (self->webrtcbin, hr_peer_factory_get_certificate (self->factory), self->trust);
  g_signal_connect_object (self->negotiation, "offer", G_CALLBACK (on_offer), self, 0);
  g_signal_connect_object (self->negotiation, "answer", G_CALLBACK (on_answer), self, 0);
  g_signal_connect_object (self->negotiation, "candidate", G_CALLBACK (on_candidate), self, 0);
  g_signal_connect_object (self->negotiation, "failed", G_CALLBACK (on_negotiation_failed), self, 0);
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
  build_negotiation (self);
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

static gboolean
play (HrPeerConnection *self)
{
  if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) != GST_STATE_CHANGE_FAILURE)
    return TRUE;

  fail_from_any_thread (self, HR_PROTOCOL_ERROR_MEDIA_FAILED, "The pipeline does not start");
  return FALSE;
}

void
hr_peer_connection_start (HrPeerConnection *self)
{
  g_return_if_fail (HR_IS_PEER_CONNECTION (self));
  g_return_if_fail (!self->is_closed);

  if (play (self))
    hr_negotiation_make_offer (self->negotiation);
}

void
hr_peer_connection_start_answering (HrPeerConnection *self,
                                    HrSdpOffer       *offer)
{
  g_autoptr (HrSdpOffer) owned = offer;

  g_return_if_fail (HR_IS_PEER_CONNECTION (self));
  g_return_if_fail (!self->is_closed);

  if (play (self))
    hr_negotiation_take_offer (self->negotiation, g_steal_pointer (&owned));
}

char *
hr_peer_connection_dup_offer (HrPeerConnection *self)
{
  g_return_val_if_fail (HR_IS_PEER_CONNECTION (self), NULL);

  return hr_negotiation_dup_offer (self->negotiation);
}

const char *
hr_peer_connection_get_mid (HrPeerConnection *self)
{
  g_return_val_if_fail (HR_IS_PEER_CONNECTION (self), NULL);

  return hr_negotiation_get_mid (self->negotiation);
}

gboolean
hr_peer_connection_is_gathered (HrPeerConnection *self)
{
  g_return_val_if_fail (HR_IS_PEER_CONNECTION (self), FALSE);

  return hr_negotiation_is_gathered (self->negotiation);
}

gboolean
hr_peer_connection_set_answer (HrPeerConnection *self,
                               const char       *answer,
                               HrSdpDirection    direction,
                               guint            *payload_type,
                               GError          **error)
{
  g_return_val_if_fail (HR_IS_PEER_CONNECTION (self), FALSE);

  return hr_negotiation_set_answer (self->negotiation, answer, direction, payload_type, error);
}

gboolean
hr_peer_connection_add_candidate (HrPeerConnection *self,
                                  const char       *candidate,
                                  guint             mline_index,
                                  GError          **error)
{
  g_return_val_if_fail (HR_IS_PEER_CONNECTION (self), FALSE);

  return hr_negotiation_add_candidate (self->negotiation, candidate, mline_index, error);
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

  hr_webrtc_take_down (self->pipeline, task_data);
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
  g_task_set_task_data (task, hr_negotiation_close (self->negotiation), NULL);
  g_task_run_in_thread (task, close_in_thread);
}
