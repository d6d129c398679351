/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-monitor-leg"

#include "hr-monitor-leg-private.h"

#include "hr-rtp-rewriter.h"

#include <gst/app/app.h>
#include <gst/webrtc/webrtc.h>

#define PAYLOAD_TYPE 111
/* Only a transport that stands still lets a queue grow, and then the newest packets are the ones to keep. */
#define MAX_QUEUED_PACKETS 10

typedef struct
{
  GstElement   *source;
  HrRtpRewriter rewriter; /* of the subscribed bus's streaming thread, of the main thread while there is none */
  HrFrameBus   *bus;
  guint         subscription;
} Slot;

struct _HrMonitorLeg
{
  GObject           parent_instance;
  HrPeerConnection *connection;
  Slot              slots[HR_MONITOR_SLOTS];
};

enum
{
  SIGNAL_OFFER,
  SIGNAL_CANDIDATE,
  SIGNAL_STATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrMonitorLeg, hr_monitor_leg, G_TYPE_OBJECT)

/* On the streaming thread of the bus. */
static void
on_frame (GstBuffer *rtp,
          gint64     arrived_us,
          gpointer   user_data)
{
  Slot      *slot = user_data;
  GstBuffer *rewritten = hr_rtp_rewriter_rewrite (&slot->rewriter, rtp, arrived_us);

  if (rewritten != NULL)
    gst_app_src_push_buffer (GST_APP_SRC (slot->source), rewritten);
}

static void
on_offer (HrPeerConnection *connection,
          const char       *sdp,
          gpointer          user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_OFFER], 0, sdp);
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
  g_signal_emit (user_data, signals[SIGNAL_STATE], 0, TRUE);
}

static void
on_failed (HrPeerConnection *connection,
           GError           *error,
           gpointer          user_data)
{
  g_message ("A console's audio connection failed: %s", error->message);
  g_signal_emit (user_data, signals[SIGNAL_STATE], 0, FALSE);
}

static void
add_slot (HrMonitorLeg *self,
          Slot         *slot,
          guint32       ssrc)
{
  GstElement *pipeline = hr_peer_connection_get_pipeline (self->connection);
  GstElement *webrtcbin = hr_peer_connection_get_webrtcbin (self->connection);
  g_autoptr (GstCaps) caps = NULL;
  g_autoptr (GstPad) source_pad = NULL;
  g_autoptr (GstPad) sink_pad = NULL;
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;

  slot->rewriter = (HrRtpRewriter){ .ssrc = ssrc, .payload_type = PAYLOAD_TYPE };
  caps = gst_caps_new_simple ("application/x-rtp",
                              "media", G_TYPE_STRING, "audio",
                              "encoding-name", G_TYPE_STRING, "OPUS",
                              "encoding-params", G_TYPE_STRING, "2",
                              "clock-rate", G_TYPE_INT, 48000,
                              "payload", G_TYPE_INT, PAYLOAD_TYPE,
                              "ssrc", G_TYPE_UINT, ssrc,
                              NULL);
  slot->source = gst_element_factory_make ("appsrc", NULL);
  g_object_set (slot->source,
                "caps", caps,
                "format", GST_FORMAT_TIME,
                "is-live", TRUE,
                "do-timestamp", TRUE,
                "max-buffers", (guint64) MAX_QUEUED_PACKETS,
                "max-bytes", (guint64) 0,
                "leaky-type", GST_APP_LEAKY_TYPE_DOWNSTREAM,
                NULL);
  gst_bin_add (GST_BIN (pipeline), slot->source);

  source_pad = gst_element_get_static_pad (slot->source, "src");
  sink_pad = gst_element_request_pad_simple (webrtcbin, "sink_%u");
  gst_pad_link (source_pad, sink_pad);
  g_object_get (sink_pad, "transceiver", &transceiver, NULL);
  g_object_set (transceiver,
                "direction", GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY,
                "codec-preferences", caps,
                NULL);
}

static void
hr_monitor_leg_finalize (GObject *object)
{
  HrMonitorLeg *self = HR_MONITOR_LEG (object);

  /* Closed first. */
  g_assert (self->connection == NULL);

  G_OBJECT_CLASS (hr_monitor_leg_parent_class)->finalize (object);
}

static void
hr_monitor_leg_class_init (HrMonitorLegClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_monitor_leg_finalize;

  signals[SIGNAL_OFFER] =
    g_signal_new ("offer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CANDIDATE] =
    g_signal_new ("candidate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_UINT);
  signals[SIGNAL_STATE] =
    g_signal_new ("state", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
hr_monitor_leg_init (HrMonitorLeg *self)
{
}

HrMonitorLeg *
hr_monitor_leg_new (HrPeerFactory *factory)
{
  g_autoptr (HrMonitorLeg) self = NULL;
  g_autoptr (GError) error = NULL;
  /* The sections of one transport are told apart by their SSRCs. */
  const guint32 first_ssrc = g_random_int ();

  g_return_val_if_fail (HR_IS_PEER_FACTORY (factory), NULL);

  self = g_object_new (HR_TYPE_MONITOR_LEG, NULL);
  self->connection = hr_peer_factory_new_connection (factory, &error);
  if (self->connection == NULL)
    {
      g_warning ("No audio connection for a console: %s", error->message);
      return NULL;
    }

  g_signal_connect_object (self->connection, "offer", G_CALLBACK (on_offer), self, 0);
  g_signal_connect_object (self->connection, "candidate", G_CALLBACK (on_candidate), self, 0);
  g_signal_connect_object (self->connection, "connected", G_CALLBACK (on_connected), self, 0);
  g_signal_connect_object (self->connection, "failed", G_CALLBACK (on_failed), self, 0);
  for (guint i = 0; i < HR_MONITOR_SLOTS; i++)
    add_slot (self, &self->slots[i], first_ssrc + i);

  return g_steal_pointer (&self);
}

void
hr_monitor_leg_start (HrMonitorLeg *self)
{
  g_return_if_fail (HR_IS_MONITOR_LEG (self));
  g_return_if_fail (self->connection != NULL);

  hr_peer_connection_start (self->connection);
}

gboolean
hr_monitor_leg_set_answer (HrMonitorLeg *self,
                           const char   *sdp,
                           GError      **error)
{
  g_return_val_if_fail (HR_IS_MONITOR_LEG (self), FALSE);
  g_return_val_if_fail (self->connection != NULL, FALSE);

  return hr_peer_connection_set_answer (self->connection, sdp, HR_SDP_PEER_RECEIVES, NULL, error);
}

gboolean
hr_monitor_leg_add_candidate (HrMonitorLeg *self,
                              const char   *candidate,
                              guint         mline_index,
                              GError      **error)
{
  g_return_val_if_fail (HR_IS_MONITOR_LEG (self), FALSE);
  g_return_val_if_fail (self->connection != NULL, FALSE);

  return hr_peer_connection_add_candidate (self->connection, candidate, mline_index, error);
}

void
hr_monitor_leg_set_slot (HrMonitorLeg *self,
                         guint         slot_index,
                         HrFrameBus   *bus)
{
  Slot *slot = NULL;

  g_return_if_fail (HR_IS_MONITOR_LEG (self));
  g_return_if_fail (slot_index < HR_MONITOR_SLOTS);
  g_return_if_fail (bus == NULL || HR_IS_FRAME_BUS (bus));
  g_return_if_fail (bus == NULL || self->connection != NULL);

  slot = &self->slots[slot_index];
  if (slot->bus == bus)
    return;

  if (slot->bus != NULL)
    hr_frame_bus_unsubscribe (slot->bus, slot->subscription);
  hr_rtp_rewriter_switch (&slot->rewriter);
  g_set_object (&slot->bus, bus);
  if (bus != NULL)
    slot->subscription = hr_frame_bus_subscribe (bus, on_frame, slot, NULL);
}

void
hr_monitor_leg_close (HrMonitorLeg *self)
{
  g_return_if_fail (HR_IS_MONITOR_LEG (self));

  if (self->connection == NULL)
    return;

  for (guint i = 0; i < HR_MONITOR_SLOTS; i++)
    hr_monitor_leg_set_slot (self, i, NULL);
  /* Its last reference may fall on another thread, at the moment when this object goes. */
  g_signal_handlers_disconnect_by_data (self->connection, self);
  hr_peer_connection_close (self->connection);
  g_clear_object (&self->connection);
}
