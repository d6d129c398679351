/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-ingest-leg"

#include "hr-ingest-leg.h"

#include "hr-hop.h"
#include "hr-ingest-lane.h"

#include <gst/webrtc/webrtc.h>

#define OPUS_PAYLOAD_TYPE 111
/* One second of 20 ms packets: far more than the main context takes to open the leg. */
#define MAX_KEPT_SOUND 50
/* The same of a picture, whose first packets are a key frame. */
#define MAX_KEPT_PICTURE 500
/* Everything, or webrtcbin makes an offer without a section. DTX is not asked for: silence is watched. */
#define OPUS_CAPS "application/x-rtp, media=(string)audio, encoding-name=(string)OPUS, payload=(int)111, " \
                  "clock-rate=(int)48000, encoding-params=(string)2, "                                     \
                  "minptime=(string)10, useinbandfec=(string)1"

struct _HrIngestLeg
{
  GObject parent_instance;

  GMainContext     *context;
  HrPeerConnection *connection;
  HrSdpOffer       *offer; /* to be answered */
  HrIngestLane     *sound;
  HrIngestLane     *picture;    /* NULL: the device sends none */
  gint              is_damaged; /* atomic: the main context is about to hear of it */
  gboolean          is_closed;

  GMutex   lock;      /* guards what follows, which webrtcbin's threads find */
  GstPad  *after_rtp; /* what follows the RTP session */
  gboolean is_shut;

  gboolean is_trusted; /* of the streaming thread */
};

enum
{
  SIGNAL_STARTED,
  SIGNAL_LIVE,
  SIGNAL_PICTURE_STARTED,
  SIGNAL_PICTURE_DAMAGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrIngestLeg, hr_ingest_leg, G_TYPE_OBJECT)

static void
emit (gpointer object,
      gpointer data)
{
  HrIngestLeg *self = object;
  guint        signal = GPOINTER_TO_UINT (data);

  if (signal == SIGNAL_PICTURE_DAMAGED)
    g_atomic_int_set (&self->is_damaged, FALSE);
  if (!self->is_closed)
    g_signal_emit (self, signals[signal], 0);
}

static void
tell (HrIngestLeg *self,
      guint        signal)
{
  hr_hop_to_main (self->context, self, emit, GUINT_TO_POINTER (signal), NULL);
}

static void
take_sound (HrIngestLeg *self,
            GstBuffer   *buffer,
            gint64       arrived_us)
{
  HrIngestNews news = hr_ingest_lane_take (self->sound, buffer, arrived_us);

  if (news & HR_INGEST_STARTED)
    tell (self, SIGNAL_STARTED);
  if (news & HR_INGEST_LIVE)
    tell (self, SIGNAL_LIVE);
}

static void
take_picture (HrIngestLeg *self,
              GstBuffer   *buffer,
              gint64       arrived_us)
{
  HrIngestNews news = hr_ingest_lane_take (self->picture, buffer, arrived_us);

  if (news & HR_INGEST_STARTED)
    tell (self, SIGNAL_PICTURE_STARTED);
  if ((news & HR_INGEST_HOLE) && g_atomic_int_compare_and_exchange (&self->is_damaged, FALSE, TRUE))
    tell (self, SIGNAL_PICTURE_DAMAGED);
}

static gboolean
is_trusted (HrIngestLeg *self)
{
  if (!self->is_trusted)
    self->is_trusted = hr_peer_connection_is_trusted (self->connection);

  return self->is_trusted;
}

static void
take_packet (HrIngestLeg *self,
             GstBuffer   *buffer)
{
  gint64 arrived_us = g_get_monotonic_time ();

  take_sound (self, buffer, arrived_us);
  if (self->picture != NULL)
    take_picture (self, buffer, arrived_us);
}

static gboolean
take_listed_packet (GstBuffer **buffer,
                    guint       index,
                    gpointer    user_data)
{
  take_packet (user_data, *buffer);
  return TRUE;
}

/* A picture's go on to the RTP session, which counts them. */
static GstPadProbeReturn
on_rtp (GstPad          *pad,
        GstPadProbeInfo *info,
        gpointer         user_data)
{
  HrIngestLeg *self = user_data;

  if (!is_trusted (self))
    return GST_PAD_PROBE_DROP;

  if (GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_BUFFER_LIST)
    gst_buffer_list_foreach (GST_PAD_PROBE_INFO_BUFFER_LIST (info), take_listed_packet, self);
  else
    take_packet (self, GST_PAD_PROBE_INFO_BUFFER (info));

  return self->picture != NULL ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

/* A sender report would make a jitter buffer, with its thread, for sound that never gets there. */
static GstPadProbeReturn
on_rtcp (GstPad          *pad,
         GstPadProbeInfo *info,
         gpointer         user_data)
{
  HrIngestLeg *self = user_data;

  return self->picture != NULL && is_trusted (self) ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

/* Behind the RTP session: what comes so far would be given a jitter buffer next. */
static GstPadProbeReturn
on_counted (GstPad          *pad,
            GstPadProbeInfo *info,
            gpointer         user_data)
{
  return GST_PAD_PROBE_DROP;
}

static void
probe_packets (GstPad             *pad,
               GstPadProbeCallback callback,
               HrIngestLeg        *self)
{
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, callback,
                     g_object_ref (self), g_object_unref);
}

static void
on_decoder (HrIngestLeg *self,
            GstElement  *decoder)
{
  g_autoptr (GstPad) rtp = gst_element_get_static_pad (decoder, "rtp_src");
  g_autoptr (GstPad) rtcp = gst_element_get_static_pad (decoder, "rtcp_src");

  probe_packets (rtp, on_rtp, self);
  probe_packets (rtcp, on_rtcp, self);
}

static void
on_demultiplexer (HrIngestLeg *self,
                  GstElement  *demultiplexer)
{
  g_autoptr (GstPad) rtp = gst_element_get_static_pad (demultiplexer, "sink");
  g_autoptr (GstPad) rtcp = gst_element_get_static_pad (demultiplexer, "rtcp_sink");
  g_autoptr (GMutexLocker) locker = NULL;

  probe_packets (rtp, on_counted, self);
  probe_packets (rtcp, on_counted, self);
  locker = g_mutex_locker_new (&self->lock);
  if (!self->is_shut)
    gst_object_replace ((GstObject **) &self->after_rtp, GST_OBJECT (rtp));
}

static const struct
{
  const char *factory;
  void (*func) (HrIngestLeg *self, GstElement *element);
} elements[] = {
  { "dtlssrtpdec", on_decoder },
  { "rtpssrcdemux", on_demultiplexer },
};

static void
on_deep_element_added (GstBin     *bin,
                       GstBin     *sub_bin,
                       GstElement *element,
                       gpointer    user_data)
{
  GstElementFactory *factory = gst_element_get_factory (element);

  for (gsize i = 0; factory != NULL && i < G_N_ELEMENTS (elements); i++)
    {
      if (g_strcmp0 (GST_OBJECT_NAME (factory), elements[i].factory) == 0)
        elements[i].func (user_data, element);
    }
}

static void
unref_closure_data (gpointer  data,
                    GClosure *closure)
{
  g_object_unref (data);
}

/* The last reference may fall where the pipeline is taken down. */
static void
hr_ingest_leg_finalize (GObject *object)
{
  HrIngestLeg *self = HR_INGEST_LEG (object);

  g_assert (self->is_closed || self->connection == NULL);
  g_assert (self->after_rtp == NULL);
  g_clear_pointer (&self->offer, hr_sdp_offer_free);
  hr_ingest_lane_free (self->sound);
  hr_ingest_lane_free (self->picture);
  g_clear_object (&self->connection);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (hr_ingest_leg_parent_class)->finalize (object);
}

static void
hr_ingest_leg_class_init (HrIngestLegClass *klass)
{
  static const char *const names[N_SIGNALS] = { "started", "live", "picture-started", "picture-damaged" };

  G_OBJECT_CLASS (klass)->finalize = hr_ingest_leg_finalize;

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
}

static void
hr_ingest_leg_init (HrIngestLeg *self)
{
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->lock);
}

static void
add_transceiver (GstElement *webrtcbin)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (OPUS_CAPS);
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;

  g_signal_emit_by_name (webrtcbin, "add-transceiver",
                         GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, caps, &transceiver);
}

/* Before webrtcbin is told anything, so that no element is missed. */
static gboolean
connect_to_peer (HrIngestLeg   *self,
                 HrPeerFactory *factory,
                 GError       **error)
{
  self->connection = hr_peer_factory_new_connection (factory, error);
  if (self->connection == NULL)
    return FALSE;

  g_signal_connect_data (hr_peer_connection_get_webrtcbin (self->connection), "deep-element-added",
                         G_CALLBACK (on_deep_element_added), g_object_ref (self), unref_closure_data, 0);
  return TRUE;
}

HrIngestLeg *
hr_ingest_leg_new (HrPeerFactory *factory,
                   GError       **error)
{
  g_autoptr (HrIngestLeg) self = g_object_new (HR_TYPE_INGEST_LEG, NULL);

  self->sound = hr_ingest_lane_new (OPUS_PAYLOAD_TYPE, MAX_KEPT_SOUND);
  if (!connect_to_peer (self, factory, error))
    return NULL;

  add_transceiver (hr_peer_connection_get_webrtcbin (self->connection));
  return g_steal_pointer (&self);
}

HrIngestLeg *
hr_ingest_leg_new_answering (HrPeerFactory *factory,
                             HrSdpOffer    *offer,
                             GError       **error)
{
  g_autoptr (HrIngestLeg) self = g_object_new (HR_TYPE_INGEST_LEG, NULL);
  int picture = -1;

  g_return_val_if_fail (offer != NULL, NULL);

  self->offer = offer;
  picture = hr_sdp_offer_get_payload_type (offer, HR_SDP_VIDEO);
  self->sound = hr_ingest_lane_new (hr_sdp_offer_get_payload_type (offer, HR_SDP_AUDIO), MAX_KEPT_SOUND);
  if (picture >= 0)
    self->picture = hr_ingest_lane_new (picture, MAX_KEPT_PICTURE);

  return connect_to_peer (self, factory, error) ? g_steal_pointer (&self) : NULL;
}

void
hr_ingest_leg_start (HrIngestLeg *self)
{
  g_return_if_fail (HR_IS_INGEST_LEG (self));

  if (self->offer != NULL)
    hr_peer_connection_start_answering (self->connection, g_steal_pointer (&self->offer));
  else
    hr_peer_connection_start (self->connection);
}

HrPeerConnection *
hr_ingest_leg_get_connection (HrIngestLeg *self)
{
  g_return_val_if_fail (HR_IS_INGEST_LEG (self), NULL);

  return self->connection;
}

void
hr_ingest_leg_open (HrIngestLeg *self,
                    HrFrameBus  *bus)
{
  g_return_if_fail (HR_IS_INGEST_LEG (self));

  hr_ingest_lane_open (self->sound, bus);
}

void
hr_ingest_leg_open_picture (HrIngestLeg *self,
                            HrFrameBus  *bus)
{
  g_return_if_fail (HR_IS_INGEST_LEG (self));
  g_return_if_fail (self->picture != NULL);

  hr_ingest_lane_open (self->picture, bus);
}

gboolean
hr_ingest_leg_has_picture (HrIngestLeg *self)
{
  g_return_val_if_fail (HR_IS_INGEST_LEG (self), FALSE);

  return self->picture != NULL;
}

static GstPad *
dup_pad_after_rtp (HrIngestLeg *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->after_rtp != NULL ? gst_object_ref (self->after_rtp) : NULL;
}

/* The RTP session makes a PLI of it. */
void
hr_ingest_leg_request_key_frame (HrIngestLeg *self)
{
  g_autoptr (GstPad) pad = NULL;
  GstStructure *structure = NULL;

  g_return_if_fail (HR_IS_INGEST_LEG (self));

  if (self->picture == NULL || hr_ingest_lane_count_packets (self->picture) == 0)
    return;

  pad = dup_pad_after_rtp (self);
  if (pad == NULL)
    return;

  structure = gst_structure_new ("GstForceKeyUnit",
                                 "ssrc", G_TYPE_UINT, hr_ingest_lane_get_ssrc (self->picture),
                                 "payload", G_TYPE_UINT, hr_ingest_lane_get_payload_type (self->picture),
                                 NULL);
  gst_pad_push_event (pad, gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM, structure));
}

guint
hr_ingest_leg_count_packets (HrIngestLeg *self)
{
  g_return_val_if_fail (HR_IS_INGEST_LEG (self), 0);

  return hr_ingest_lane_count_packets (self->sound);
}

void
hr_ingest_leg_close (HrIngestLeg *self)
{
  g_return_if_fail (HR_IS_INGEST_LEG (self));

  self->is_closed = TRUE;
  g_mutex_lock (&self->lock);
  self->is_shut = TRUE;
  /* Its probes hold this leg. */
  gst_clear_object (&self->after_rtp);
  g_mutex_unlock (&self->lock);
  hr_peer_connection_close (self->connection);
}
