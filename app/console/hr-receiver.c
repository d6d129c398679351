/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-receiver"

#include "hr-receiver.h"

#include "hr-ice-helpers.h"
#include "hr-receiver-transport.h"
#include "hr-webrtc-take-down.h"

#include <gio/gio.h>
#include <gst/app/app.h>
#include <gst/webrtc/webrtc.h>
#include <string.h>

#define MAX_SDP_BYTES 16384

struct _HrReceiver
{
  GObject                 parent_instance;
  const HrReceiverFormat *format;
  HrDecodedFunc           func;
  gpointer                user_data;
  GMainContext           *context;
  GstElement             *pipeline;
  GstElement             *webrtcbin; /* the pipeline's */
  GstPromise             *last_task; /* of webrtcbin's, which does them in order */
  char                   *first_mid;
  char                   *fingerprint; /* “AB:CD:…”, of the certificate that the offer names; set before the first packet */

  GMutex   lock;
  gboolean is_closed; /* guarded by the lock, which is held while @func runs */
};

enum
{
  SIGNAL_ANSWER,
  SIGNAL_CANDIDATE,
  SIGNAL_STATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrReceiver, hr_receiver, G_TYPE_OBJECT)

/* A call on its way from one of GStreamer's threads to the main context. */
typedef struct
{
  HrReceiver *self;
  void (*func) (HrReceiver *self, gpointer data);
  gpointer       data;
  GDestroyNotify destroy;
} Hop;

static void
hop_free (gpointer user_data)
{
  Hop *hop = user_data;

  if (hop->destroy != NULL)
    hop->destroy (hop->data);
  g_object_unref (hop->self);
  g_free (hop);
}

static gboolean
run_hop (gpointer user_data)
{
  Hop *hop = user_data;

  if (hop->self->pipeline != NULL)
    hop->func (hop->self, hop->data);
  return G_SOURCE_REMOVE;
}

static void
hop_to_main (HrReceiver *self,
             void (*func) (HrReceiver *self, gpointer data),
             gpointer       data,
             GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Hop *hop = g_new (Hop, 1);

  *hop = (Hop){ g_object_ref (self), func, data, destroy };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, run_hop, hop, hop_free);
  g_source_attach (source, self->context);
}

/* Gives webrtcbin something to do; takes the promise. */
static void
give_task (HrReceiver                  *self,
           const char                  *action,
           GstWebRTCSessionDescription *description,
           GstPromise                  *promise)
{
  g_clear_pointer (&self->last_task, gst_promise_unref);
  self->last_task = promise;
  g_signal_emit_by_name (self->webrtcbin, action, description, promise);
}

static void
emit_answer (HrReceiver *self,
             gpointer    data)
{
  GstWebRTCSessionDescription *answer = data;
  g_autofree char             *sdp = gst_sdp_message_as_text (answer->sdp);

  give_task (self, "set-local-description", answer, gst_promise_new ());
  g_signal_emit (self, signals[SIGNAL_ANSWER], 0, sdp);
}

static void
emit_candidate (HrReceiver *self,
                gpointer    data)
{
  g_signal_emit (self, signals[SIGNAL_CANDIDATE], 0, data, self->first_mid, 0);
}

static void
emit_state (HrReceiver *self,
            gpointer    data)
{
  g_signal_emit (self, signals[SIGNAL_STATE], 0, GPOINTER_TO_INT (data));
}

static void
on_answer_made (GstPromise *promise,
                gpointer    user_data)
{
  HrReceiver                  *self = user_data;
  GstWebRTCSessionDescription *answer = NULL;
  const GstStructure          *reply = NULL;

  if (gst_promise_wait (promise) == GST_PROMISE_RESULT_REPLIED)
    reply = gst_promise_get_reply (promise);
  if (reply != NULL)
    gst_structure_get (reply, "answer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &answer, NULL);

  if (answer != NULL)
    hop_to_main (self, emit_answer, answer, (GDestroyNotify) gst_webrtc_session_description_free);
  else
    hop_to_main (self, emit_state, GINT_TO_POINTER (FALSE), NULL);
}

/* Everything is bundled: the first section's transport is the only one. */
static void
on_ice_candidate (GstElement *webrtcbin,
                  guint       mline_index,
                  const char *candidate,
                  gpointer    user_data)
{
  if (mline_index == 0)
    hop_to_main (user_data, emit_candidate, g_strdup (candidate), g_free);
}

static void
on_gathering_state (GstElement *webrtcbin,
                    GParamSpec *pspec,
                    gpointer    user_data)
{
  GstWebRTCICEGatheringState state = GST_WEBRTC_ICE_GATHERING_STATE_NEW;

  g_object_get (webrtcbin, "ice-gathering-state", &state, NULL);
  if (state == GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE)
    hop_to_main (user_data, emit_candidate, g_strdup (""), g_free);
}

static void
on_connection_state (GstElement *webrtcbin,
                     GParamSpec *pspec,
                     gpointer    user_data)
{
  GstWebRTCPeerConnectionState state = GST_WEBRTC_PEER_CONNECTION_STATE_NEW;

  g_object_get (webrtcbin, "connection-state", &state, NULL);
  if (state == GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED)
    hop_to_main (user_data, emit_state, GINT_TO_POINTER (TRUE), NULL);
  else if (state == GST_WEBRTC_PEER_CONNECTION_STATE_FAILED || state == GST_WEBRTC_PEER_CONNECTION_STATE_DISCONNECTED)
    hop_to_main (user_data, emit_state, GINT_TO_POINTER (FALSE), NULL);
}

static GstFlowReturn
on_decoded (GstAppSink *sink,
            gpointer    user_data)
{
  HrReceiver *self = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  const guint slot = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (sink), "hr-slot"));
  g_autoptr (GMutexLocker) locker = NULL;

  if (sample == NULL)
    return GST_FLOW_EOS;

  locker = g_mutex_locker_new (&self->lock);
  if (!self->is_closed)
    self->func (slot, g_steal_pointer (&sample), self->user_data);
  return GST_FLOW_OK;
}

static void
add_decoder (HrReceiver *self,
             GstElement *webrtcbin,
             GstPad     *pad,
             guint       slot)
{
  static GstAppSinkCallbacks callbacks = { .new_sample = on_decoded };
  g_autoptr (GError) error = NULL;
  g_autoptr (GstPad) decoder_pad = NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstObject) pipeline = gst_object_get_parent (GST_OBJECT (webrtcbin));
  GstElement *decoder = gst_parse_bin_from_description (self->format->decoder, TRUE, &error);

  if (decoder == NULL)
    {
      g_warning ("No %s can be decoded here: %s", self->format->media, error->message);
      return;
    }

  if (self->format->prepare != NULL)
    self->format->prepare (GST_BIN (decoder));
  sink = gst_bin_get_by_name (GST_BIN (decoder), "sink");
  g_object_set_data (G_OBJECT (sink), "hr-slot", GUINT_TO_POINTER (slot));
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, self, NULL);
  gst_bin_add (GST_BIN (pipeline), decoder);
  gst_element_sync_state_with_parent (decoder);
  decoder_pad = gst_element_get_static_pad (decoder, "sink");
  gst_pad_link (pad, decoder_pad);
}

/* On the streaming thread that brings the first packet of a slot. */
static void
on_pad_added (GstElement *webrtcbin,
              GstPad     *pad,
              gpointer    user_data)
{
  HrReceiver *self = user_data;
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;
  g_autofree char *fingerprint = NULL;
  guint            slot = G_MAXUINT;

  if (GST_PAD_DIRECTION (pad) != GST_PAD_SRC)
    return;

  g_object_get (pad, "transceiver", &transceiver, NULL);
  g_object_get (transceiver, "mlineindex", &slot, NULL);
  if (slot >= self->format->max_sections)
    return;
  fingerprint = hr_receiver_transport_dup_fingerprint (transceiver);
  if (g_strcmp0 (fingerprint, self->fingerprint) != 0)
    {
      g_warning ("What comes from a certificate that the station did not name is not let in");
      hop_to_main (self, emit_state, GINT_TO_POINTER (FALSE), NULL);
      return;
    }
  add_decoder (self, webrtcbin, pad, slot);
}

static GstBusSyncReply
on_bus_message (GstBus     *bus,
                GstMessage *message,
                gpointer    user_data)
{
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    {
      gst_message_parse_error (message, &error, NULL);
      g_message ("The connection for %s with the station failed: %s", ((HrReceiver *) user_data)->format->media, error->message);
      hop_to_main (user_data, emit_state, GINT_TO_POINTER (FALSE), NULL);
    }
  gst_message_unref (message);
  return GST_BUS_DROP;
}

static void
hr_receiver_finalize (GObject *object)
{
  HrReceiver *self = HR_RECEIVER (object);

  /* Closed first. */
  g_assert (self->pipeline == NULL);

  g_free (self->first_mid);
  g_free (self->fingerprint);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (hr_receiver_parent_class)->finalize (object);
}

static void
hr_receiver_class_init (HrReceiverClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_receiver_finalize;

  signals[SIGNAL_ANSWER] = g_signal_new ("answer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CANDIDATE] = g_signal_new ("candidate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_UINT);
  signals[SIGNAL_STATE] = g_signal_new ("state", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
hr_receiver_init (HrReceiver *self)
{
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->lock);
}

HrReceiver *
hr_receiver_new (const HrReceiverFormat *format,
                 GstClockTime            base_time,
                 HrDecodedFunc           func,
                 gpointer                user_data)
{
  HrReceiver *self = g_object_new (HR_TYPE_RECEIVER, NULL);
  g_autoptr (GstClock) clock = gst_system_clock_obtain ();
  g_autoptr (GstElement) rtpbin = NULL;
  g_autoptr (GstBus) bus = NULL;

  self->format = format;
  self->func = func;
  self->user_data = user_data;
  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  self->webrtcbin = gst_element_factory_make ("webrtcbin", NULL);
  g_return_val_if_fail (self->webrtcbin != NULL, self);

  gst_util_set_object_arg (G_OBJECT (self->webrtcbin), "bundle-policy", "max-bundle");
  g_object_set (self->webrtcbin, "latency", format->jitter_ms, NULL);
  rtpbin = gst_bin_get_by_name (GST_BIN (self->webrtcbin), "rtpbin");
  g_object_set (rtpbin, "drop-on-latency", format->drops_late, NULL);
  gst_bin_add (GST_BIN (self->pipeline), self->webrtcbin);
  hr_receiver_transport_tune (self->pipeline, self->webrtcbin);

  gst_pipeline_use_clock (GST_PIPELINE (self->pipeline), clock);
  gst_element_set_start_time (self->pipeline, GST_CLOCK_TIME_NONE);
  gst_element_set_base_time (self->pipeline, base_time);
  bus = gst_element_get_bus (self->pipeline);
  gst_bus_set_sync_handler (bus, on_bus_message, self, NULL);

  /* These run on webrtcbin's threads, which are gone before the closing lets go of the receiver. */
  g_signal_connect (self->webrtcbin, "pad-added", G_CALLBACK (on_pad_added), self);
  g_signal_connect (self->webrtcbin, "on-ice-candidate", G_CALLBACK (on_ice_candidate), self);
  g_signal_connect (self->webrtcbin, "notify::ice-gathering-state", G_CALLBACK (on_gathering_state), self);
  g_signal_connect (self->webrtcbin, "notify::connection-state", G_CALLBACK (on_connection_state), self);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
  return self;
}

void
hr_receiver_use_servers (HrReceiver        *self,
                         const char *const *uris)
{
  g_return_if_fail (HR_IS_RECEIVER (self));
  g_return_if_fail (self->pipeline != NULL && self->fingerprint == NULL);

  hr_ice_helpers_set (self->webrtcbin, uris);
}

/* The value of an attribute of a section, or of the whole where the section has none. */
static const char *
get_attribute (const GstSDPMessage *message,
               const GstSDPMedia   *media,
               const char          *name)
{
  const char *value = gst_sdp_media_get_attribute_val (media, name);

  return value != NULL ? value : gst_sdp_message_get_attribute_val (message, name);
}

static gboolean
is_sent (const GstSDPMedia *media,
         const char        *name)
{
  return g_strcmp0 (gst_sdp_media_get_media (media), name) == 0 &&
         gst_sdp_media_get_attribute_val (media, "sendonly") != NULL &&
         gst_sdp_media_get_attribute_val (media, "mid") != NULL;
}

/* Takes what is needed later. */
static gboolean
check_offer (HrReceiver          *self,
             const GstSDPMessage *message)
{
  static const char prefix[] = "sha-256 ";
  const guint       n_sections = gst_sdp_message_medias_len (message);
  const char       *fingerprint = NULL;

  if (n_sections == 0 || n_sections > self->format->max_sections)
    return FALSE;
  for (guint i = 0; i < n_sections; i++)
    {
      if (!is_sent (gst_sdp_message_get_media (message, i), self->format->media))
        return FALSE;
    }

  fingerprint = get_attribute (message, gst_sdp_message_get_media (message, 0), "fingerprint");
  if (fingerprint == NULL || g_ascii_strncasecmp (fingerprint, prefix, strlen (prefix)) != 0)
    return FALSE;

  self->fingerprint = g_ascii_strup (fingerprint + strlen (prefix), -1);
  self->first_mid = g_strdup (gst_sdp_media_get_attribute_val (gst_sdp_message_get_media (message, 0), "mid"));
  return TRUE;
}

gboolean
hr_receiver_set_offer (HrReceiver *self,
                       const char *sdp,
                       GError    **error)
{
  g_autoptr (GstWebRTCSessionDescription) description = NULL;
  GstSDPMessage *message = NULL;

  g_return_val_if_fail (HR_IS_RECEIVER (self), FALSE);
  g_return_val_if_fail (sdp != NULL, FALSE);
  g_return_val_if_fail (self->pipeline != NULL && self->fingerprint == NULL, FALSE);

  if (sdp[0] == '\0' || strlen (sdp) > MAX_SDP_BYTES || gst_sdp_message_new_from_text (sdp, &message) != GST_SDP_OK)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The station's offer is not a session description");
      return FALSE;
    }
  description = gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_OFFER, message);
  if (!check_offer (self, message))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The station's offer is not one of %s from it alone", self->format->media);
      return FALSE;
    }

  /* Both are tasks of webrtcbin's one thread, and run in this order. */
  give_task (self, "set-remote-description", description, gst_promise_new ());
  give_task (self, "create-answer", NULL,
             gst_promise_new_with_change_func (on_answer_made, g_object_ref (self), g_object_unref));
  return TRUE;
}

void
hr_receiver_add_candidate (HrReceiver *self,
                           const char *candidate,
                           guint       mline_index)
{
  g_return_if_fail (HR_IS_RECEIVER (self));
  g_return_if_fail (candidate != NULL);
  g_return_if_fail (self->pipeline != NULL);

  if (candidate[0] != '\0' && mline_index < self->format->max_sections)
    g_signal_emit_by_name (self->webrtcbin, "add-ice-candidate", mline_index, candidate);
}

static void
take_down (GstElement *pipeline,
           gpointer    user_data)
{
  HrReceiver *self = user_data;

  hr_webrtc_take_down (pipeline, g_steal_pointer (&self->last_task));
}

void
hr_receiver_close (HrReceiver *self)
{
  g_autoptr (GstElement) pipeline = NULL;

  g_return_if_fail (HR_IS_RECEIVER (self));

  g_mutex_lock (&self->lock);
  self->is_closed = TRUE;
  g_mutex_unlock (&self->lock);

  pipeline = g_steal_pointer (&self->pipeline);
  if (pipeline != NULL)
    gst_element_call_async (pipeline, take_down, g_object_ref (self), g_object_unref);
}
