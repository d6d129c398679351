/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-send-lane"

#include "hr-send-lane.h"

#include "hr-rtp-rewriter.h"
#include "hr-vp8-packet.h"

#include <gst/app/app.h>
#include <gst/rtp/rtp.h>
#include <gst/webrtc/webrtc.h>

typedef struct
{
  const char *media;
  const char *codec;
  guint       payload_type;
  guint       clock_hz;
  guint       usual_advance;
  /* Only a transport that stands still lets a queue grow, and then the newest packets are the ones to keep. */
  guint64 max_queued;
} Format;

static const Format formats[] = {
  [HR_SDP_AUDIO] = { "audio", "OPUS", 111, 48000, 960, 10 },
  /* Half a second of a picture, of 1.2 KB each at most. */
  [HR_SDP_VIDEO] = { "video", "VP8", 96, 90000, 3000, 250 },
};

struct _HrSendLane
{
  HrSdpKind   kind;
  GstElement *source; /* borrowed from the connection's pipeline, which is there as long as there is a bus */
  HrFrameBus *bus;
  guint       subscription;

  /* Of the subscribed bus's streaming thread, of the main thread while there is none. */
  HrRtpRewriter rewriter;
  gint          has_key_frame; /* of the source @source_ssrc; atomic: the main thread asks */
  guint32       source_ssrc;
};

/* Without the key frame before it, a picture is rubbish. */
static gboolean
can_be_shown (HrSendLane *self,
              GstBuffer  *rtp)
{
  GstRTPBuffer mapped = GST_RTP_BUFFER_INIT;
  HrVp8Packet  packet = { 0 };
  guint32      ssrc = 0;

  if (!gst_rtp_buffer_map (rtp, GST_MAP_READ, &mapped))
    return FALSE;

  ssrc = gst_rtp_buffer_get_ssrc (&mapped);
  if (!g_atomic_int_get (&self->has_key_frame) || self->source_ssrc != ssrc)
    {
      hr_vp8_packet_parse (&packet, gst_rtp_buffer_get_payload (&mapped), gst_rtp_buffer_get_payload_len (&mapped));
      g_atomic_int_set (&self->has_key_frame, packet.begins_key_frame);
      self->source_ssrc = ssrc;
    }
  gst_rtp_buffer_unmap (&mapped);

  return g_atomic_int_get (&self->has_key_frame);
}

/* On the streaming thread of the bus. */
static void
on_frame (GstBuffer *rtp,
          gint64     arrived_us,
          gpointer   user_data)
{
  HrSendLane *self = user_data;
  GstBuffer  *rewritten = NULL;

  if (self->kind == HR_SDP_VIDEO && !can_be_shown (self, rtp))
    return;

  rewritten = hr_rtp_rewriter_rewrite (&self->rewriter, rtp, arrived_us);
  if (rewritten != NULL)
    gst_app_src_push_buffer (GST_APP_SRC (self->source), rewritten);
}

static GstCaps *
new_caps (const Format *format,
          guint32       ssrc)
{
  GstCaps *caps = gst_caps_new_simple ("application/x-rtp",
                                       "media", G_TYPE_STRING, format->media,
                                       "encoding-name", G_TYPE_STRING, format->codec,
                                       "clock-rate", G_TYPE_INT, (int) format->clock_hz,
                                       "payload", G_TYPE_INT, (int) format->payload_type,
                                       "ssrc", G_TYPE_UINT, ssrc,
                                       NULL);

  if (g_str_equal (format->media, "audio"))
    gst_caps_set_simple (caps, "encoding-params", G_TYPE_STRING, "2", NULL);
  else
    gst_caps_set_simple (caps, "rtcp-fb-nack-pli", G_TYPE_BOOLEAN, TRUE,
                         "rtcp-fb-ccm-fir", G_TYPE_BOOLEAN, TRUE, NULL);
  return caps;
}

HrSendLane *
hr_send_lane_new (HrPeerConnection *connection,
                  HrSdpKind         kind,
                  guint32           ssrc)
{
  const Format *format = &formats[kind];
  HrSendLane   *self = NULL;
  g_autoptr (GstCaps) caps = NULL;
  g_autoptr (GstPad) source_pad = NULL;
  g_autoptr (GstPad) sink_pad = NULL;
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;

  g_return_val_if_fail (HR_IS_PEER_CONNECTION (connection), NULL);
  g_return_val_if_fail (kind == HR_SDP_AUDIO || kind == HR_SDP_VIDEO, NULL);

  self = g_new0 (HrSendLane, 1);
  self->kind = kind;
  self->rewriter = (HrRtpRewriter){
    .ssrc = ssrc,
    .payload_type = format->payload_type,
    .clock_hz = format->clock_hz,
    .usual_advance = format->usual_advance,
    .keeps_marker = kind == HR_SDP_VIDEO,
  };

  caps = new_caps (format, ssrc);
  self->source = gst_element_factory_make ("appsrc", NULL);
  g_object_set (self->source,
                "caps", caps,
                "format", GST_FORMAT_TIME,
                "is-live", TRUE,
                "do-timestamp", TRUE,
                "max-buffers", format->max_queued,
                "max-bytes", (guint64) 0,
                "leaky-type", GST_APP_LEAKY_TYPE_DOWNSTREAM,
                NULL);
  gst_bin_add (GST_BIN (hr_peer_connection_get_pipeline (connection)), self->source);

  source_pad = gst_element_get_static_pad (self->source, "src");
  sink_pad = gst_element_request_pad_simple (hr_peer_connection_get_webrtcbin (connection), "sink_%u");
  gst_pad_link (source_pad, sink_pad);
  g_object_get (sink_pad, "transceiver", &transceiver, NULL);
  g_object_set (transceiver,
                "direction", GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY,
                "codec-preferences", caps,
                NULL);
  return self;
}

void
hr_send_lane_free (HrSendLane *self)
{
  if (self == NULL)
    return;

  hr_send_lane_set_bus (self, NULL);
  g_free (self);
}

typedef struct
{
  HrSendLaneFunc func;
  gpointer       user_data;
} Follower;

static void
follower_free (gpointer data)
{
  Follower *follower = data;

  g_object_unref (follower->user_data);
  g_free (follower);
}

/* The RTP session makes it of a PLI or FIR. */
static GstPadProbeReturn
on_upstream_event (GstPad          *pad,
                   GstPadProbeInfo *info,
                   gpointer         user_data)
{
  Follower *follower = user_data;
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);

  if (GST_EVENT_TYPE (event) != GST_EVENT_CUSTOM_UPSTREAM || !gst_event_has_name (event, "GstForceKeyUnit"))
    return GST_PAD_PROBE_OK;

  follower->func (follower->user_data);
  return GST_PAD_PROBE_DROP;
}

void
hr_send_lane_follow_key_frames (HrSendLane    *self,
                                HrSendLaneFunc func,
                                gpointer       user_data)
{
  g_autoptr (GstPad) pad = NULL;
  Follower *follower = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL && G_IS_OBJECT (user_data));

  follower = g_new0 (Follower, 1);
  follower->func = func;
  follower->user_data = g_object_ref (user_data);
  pad = gst_element_get_static_pad (self->source, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, on_upstream_event, follower, follower_free);
}

void
hr_send_lane_set_bus (HrSendLane *self,
                      HrFrameBus *bus)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (bus == NULL || HR_IS_FRAME_BUS (bus));

  if (self->bus == bus)
    return;

  if (self->bus != NULL)
    hr_frame_bus_unsubscribe (self->bus, self->subscription);
  hr_rtp_rewriter_switch (&self->rewriter);
  g_atomic_int_set (&self->has_key_frame, FALSE);
  g_set_object (&self->bus, bus);
  if (bus != NULL)
    self->subscription = hr_frame_bus_subscribe (bus, on_frame, self, NULL);
}

gboolean
hr_send_lane_has_key_frame (HrSendLane *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_atomic_int_get (&self->has_key_frame);
}
