/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-uplink"

#include "hr-uplink.h"

#include "hr-ice-addresses.h"
#include "hr-ice-helpers.h"
#include "hr-ice-states.h"
#include "hr-voice-player.h"
#include "hr-webrtc-take-down.h"

#include <gst/gst.h>
#include <gst/sdp/sdp.h>
#include <gst/webrtc/webrtc.h>
#include <stdlib.h>

/* Packets wait here until DTLS is up; older ones are dropped, so that no stale sound comes first. */
#define MAX_WAITING_PACKETS 5

struct _HrUplink
{
  GObject parent_instance;

  HrVoice *voice;
  gboolean is_loopback;
  char    *mid;

  GstElement *pipeline;
  GstElement *webrtc;

  HrVoicePlayer *player;
  int            is_stopped; /* atomic: webrtcbin's threads look at it */
};

enum
{
  ANSWERED,
  CANDIDATE,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrUplink, hr_uplink, G_TYPE_OBJECT)

/* What one of GStreamer's threads has to tell the main thread. */
typedef struct
{
  HrUplink *uplink;
  guint     signal;
  guint     mline_index;
  char     *text;
} Report;

static void
report_free (Report *report)
{
  g_clear_object (&report->uplink);
  g_free (report->text);
  g_free (report);
}

static gboolean
on_report (gpointer user_data)
{
  Report *report = user_data;

  /* Stopped while the report was under way: nobody wants it any more. */
  if (g_atomic_int_get (&report->uplink->is_stopped))
    return G_SOURCE_REMOVE;

  if (report->signal == CANDIDATE)
    g_signal_emit (report->uplink, signals[CANDIDATE], 0, report->mline_index, report->text);
  else
    g_signal_emit (report->uplink, signals[report->signal], 0, report->text);

  return G_SOURCE_REMOVE;
}

static void
report_to_main (HrUplink   *self,
                guint       signal,
                guint       mline_index,
                const char *text)
{
  Report *report = g_new0 (Report, 1);

  report->uplink = g_object_ref (self);
  report->signal = signal;
  report->mline_index = mline_index;
  report->text = g_strdup (text);

  g_idle_add_full (G_PRIORITY_DEFAULT, on_report, report, (GDestroyNotify) report_free);
}

/* On webrtcbin's thread. */
static void
on_candidate (GstElement *webrtc,
              guint       mline_index,
              char       *candidate,
              HrUplink   *self)
{
  report_to_main (self, CANDIDATE, mline_index, candidate);
}

/* On webrtcbin's thread. */
static void
on_connection_state (GstElement *webrtc,
                     GParamSpec *pspec,
                     HrUplink   *self)
{
  GstWebRTCPeerConnectionState state = GST_WEBRTC_PEER_CONNECTION_STATE_NEW;

  g_object_get (webrtc, "connection-state", &state, NULL);
  if (state == GST_WEBRTC_PEER_CONNECTION_STATE_FAILED)
    report_to_main (self, FAILED, 0, "the connection failed");
}

/* On webrtcbin's thread. The reply's structure, or NULL after a failure was reported. */
static const GstStructure *
get_reply (HrUplink   *self,
           GstPromise *promise)
{
  const GstStructure *reply = NULL;

  if (gst_promise_wait (promise) == GST_PROMISE_RESULT_REPLIED)
    {
      reply = gst_promise_get_reply (promise);
      if (reply == NULL || !gst_structure_has_field (reply, "error"))
        return reply;
    }

  report_to_main (self, FAILED, 0, "the offer could not be answered");
  return NULL;
}

static void
on_answer_created (GstPromise *promise,
                   gpointer    user_data)
{
  HrUplink           *self = user_data;
  const GstStructure *reply = get_reply (self, promise);
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;
  g_autofree char *sdp = NULL;

  if (reply != NULL && !g_atomic_int_get (&self->is_stopped))
    gst_structure_get (reply, "answer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &answer, NULL);

  if (answer != NULL)
    {
      g_signal_emit_by_name (self->webrtc, "set-local-description", answer, NULL);
      sdp = gst_sdp_message_as_text (answer->sdp);
      report_to_main (self, ANSWERED, 0, sdp);
    }

  gst_promise_unref (promise);
}

static void
on_offer_set (GstPromise *promise,
              gpointer    user_data)
{
  HrUplink   *self = user_data;
  GstPromise *answer = NULL;

  if (gst_promise_wait (promise) == GST_PROMISE_RESULT_REPLIED && !g_atomic_int_get (&self->is_stopped))
    {
      answer = gst_promise_new_with_change_func (on_answer_created, g_object_ref (self), g_object_unref);
      g_signal_emit_by_name (self->webrtc, "create-answer", NULL, answer);
    }

  gst_promise_unref (promise);
}

/* Nobody reads the bus; what would be told there about audio shows in the connection's state too. */
static GstBusSyncReply
on_bus_message (GstBus     *bus,
                GstMessage *message,
                gpointer    user_data)
{
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    {
      g_autoptr (GError) error = NULL;

      gst_message_parse_error (message, &error, NULL);
      g_debug ("%s", error->message);
    }

  gst_message_unref (message);
  return GST_BUS_DROP;
}

/* UPnP costs 200 ms. */
static void
set_up_agent (HrUplink *self)
{
  g_autoptr (GObject) ice = NULL;
  g_autoptr (GObject) agent = NULL;

  g_object_get (self->webrtc, "ice-agent", &ice, NULL);
  g_object_get (ice, "agent", &agent, NULL);
  g_object_set (agent, "upnp", FALSE, "ice-tcp", FALSE, NULL);
  hr_ice_states_keep_true (NICE_AGENT (agent));

  if (self->is_loopback)
    hr_ice_addresses_add_all (NICE_AGENT (agent));
}

static const GstSDPMedia *
find_audio (const GstSDPMessage *offer)
{
  for (guint i = 0; i < gst_sdp_message_medias_len (offer); i++)
    {
      const GstSDPMedia *media = gst_sdp_message_get_media (offer, i);

      if (g_strcmp0 (gst_sdp_media_get_media (media), "audio") == 0)
        return media;
    }

  return NULL;
}

/* The payload type that the offer gives Opus, -1 without one. */
static int
find_payload_type (const GstSDPMessage *offer)
{
  const GstSDPMedia *media = find_audio (offer);

  for (guint i = 0; media != NULL && i < gst_sdp_media_formats_len (media); i++)
    {
      int payload_type = atoi (gst_sdp_media_get_format (media, i));
      g_autoptr (GstCaps) caps = gst_sdp_media_get_caps_from_media (media, payload_type);
      const GstStructure *structure = caps != NULL ? gst_caps_get_structure (caps, 0) : NULL;

      if (structure != NULL && g_strcmp0 (gst_structure_get_string (structure, "encoding-name"), "OPUS") == 0)
        return payload_type;
    }

  return -1;
}

static gboolean
build_pipeline (HrUplink *self,
                int       payload_type,
                GError  **error)
{
  g_autofree char *description = g_strdup_printf (
    "appsrc name=source is-live=true format=time block=false max-buffers=%d max-bytes=0 max-time=0 leaky-type=downstream "
    "caps=audio/x-opus,rate=48000,channels=1,channel-mapping-family=0 "
    "! rtpopuspay pt=%d ! application/x-rtp,media=audio,encoding-name=OPUS,clock-rate=48000,payload=%d "
    "! webrtcbin name=webrtc bundle-policy=max-bundle",
    MAX_WAITING_PACKETS, payload_type, payload_type);
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GError) parse_error = NULL;

  self->pipeline = gst_parse_launch_full (description, NULL, GST_PARSE_FLAG_FATAL_ERRORS, &parse_error);
  if (self->pipeline == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "GStreamer cannot send audio: %s", parse_error->message);
      return FALSE;
    }

  self->webrtc = gst_bin_get_by_name (GST_BIN (self->pipeline), "webrtc");
  bus = gst_element_get_bus (self->pipeline);
  gst_bus_set_sync_handler (bus, on_bus_message, NULL, NULL);

  return TRUE;
}

static void
set_send_only (HrUplink *self)
{
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;

  g_signal_emit_by_name (self->webrtc, "get-transceiver", 0, &transceiver);
  g_object_set (transceiver, "direction", GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY, NULL);
}

static void
unref_closure_data (gpointer  data,
                    GClosure *closure)
{
  g_object_unref (data);
}

/* Takes the message that @offer holds. */
static void
start (HrUplink      *self,
       GstSDPMessage *offer)
{
  g_autoptr (GstWebRTCSessionDescription) description = NULL;
  g_autoptr (GstElement) source = NULL;
  GstPromise *promise = NULL;

  set_up_agent (self);
  set_send_only (self);
  g_signal_connect_data (self->webrtc, "on-ice-candidate", G_CALLBACK (on_candidate),
                         g_object_ref (self), unref_closure_data, 0);
  g_signal_connect_data (self->webrtc, "notify::connection-state", G_CALLBACK (on_connection_state),
                         g_object_ref (self), unref_closure_data, 0);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);

  description = gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_OFFER, offer);
  promise = gst_promise_new_with_change_func (on_offer_set, g_object_ref (self), g_object_unref);
  g_signal_emit_by_name (self->webrtc, "set-remote-description", description, promise);

  source = gst_bin_get_by_name (GST_BIN (self->pipeline), "source");
  self->player = hr_voice_player_new (self->voice, GST_APP_SRC (source));
}

static void
hr_uplink_finalize (GObject *object)
{
  HrUplink *self = HR_UPLINK (object);

  g_assert (self->pipeline == NULL);
  g_clear_object (&self->voice);
  g_clear_pointer (&self->mid, g_free);
  g_clear_object (&self->webrtc);

  G_OBJECT_CLASS (hr_uplink_parent_class)->finalize (object);
}

static void
hr_uplink_class_init (HrUplinkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_uplink_finalize;

  signals[ANSWERED] = g_signal_new ("answered", HR_TYPE_UPLINK, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CANDIDATE] = g_signal_new ("candidate", HR_TYPE_UPLINK, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed", HR_TYPE_UPLINK, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hr_uplink_init (HrUplink *self)
{
}

HrUplink *
hr_uplink_new (HrVoice *voice,
               gboolean is_loopback)
{
  HrUplink *self = NULL;

  g_return_val_if_fail (HR_IS_VOICE (voice), NULL);

  self = g_object_new (HR_TYPE_UPLINK, NULL);
  self->voice = g_object_ref (voice);
  self->is_loopback = is_loopback;

  return self;
}

gboolean
hr_uplink_answer (HrUplink          *self,
                  const char        *offer,
                  const char *const *servers,
                  GError           **error)
{
  GstSDPMessage *message = NULL;
  int            payload_type = -1;

  g_return_val_if_fail (HR_IS_UPLINK (self), FALSE);
  g_return_val_if_fail (offer != NULL, FALSE);
  g_return_val_if_fail (self->pipeline == NULL, FALSE);

  if (offer[0] != '\0' && gst_sdp_message_new_from_text (offer, &message) == GST_SDP_OK)
    payload_type = find_payload_type (message);

  if (payload_type < 0)
    {
      g_clear_pointer (&message, gst_sdp_message_free);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The offer has no Opus audio");
      return FALSE;
    }

  if (!build_pipeline (self, payload_type, error))
    {
      gst_sdp_message_free (message);
      return FALSE;
    }

  hr_ice_helpers_set (self->webrtc, servers);
  self->mid = g_strdup (gst_sdp_media_get_attribute_val (find_audio (message), "mid"));
  start (self, message);
  return TRUE;
}

const char *
hr_uplink_get_mid (HrUplink *self)
{
  g_return_val_if_fail (HR_IS_UPLINK (self), NULL);

  return self->mid;
}

void
hr_uplink_add_candidate (HrUplink   *self,
                         guint       mline_index,
                         const char *candidate)
{
  g_return_if_fail (HR_IS_UPLINK (self));
  g_return_if_fail (candidate != NULL);

  if (self->pipeline != NULL)
    g_signal_emit_by_name (self->webrtc, "add-ice-candidate", mline_index, candidate);
}

/* webrtcbin's threads may hold a reference for a moment longer; the elements stay until they let go. */
void
hr_uplink_stop (HrUplink *self)
{
  g_autoptr (GstElement) pipeline = NULL;
  GstPromise *promise = NULL;

  g_return_if_fail (HR_IS_UPLINK (self));

  g_atomic_int_set (&self->is_stopped, TRUE);
  g_clear_pointer (&self->player, hr_voice_player_free);
  pipeline = g_steal_pointer (&self->pipeline);
  if (pipeline == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->webrtc, self);
  /* Its tasks run in order: the answer to a question asked now says that those before it are done. */
  promise = gst_promise_new ();
  g_signal_emit_by_name (self->webrtc, "get-stats", NULL, promise);
  hr_webrtc_take_down (pipeline, promise);
}
