/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-ingest-leg"

#include "hr-ingest-leg.h"

#include <gst/rtp/rtp.h>
#include <gst/webrtc/webrtc.h>

#define OPUS_PAYLOAD_TYPE 111
#define LIVE_AFTER_PACKETS 3
/* One second of 20 ms packets: far more than the main context takes to open the leg. */
#define MAX_KEPT_PACKETS 50
/* Everything, or webrtcbin makes an offer without a section. DTX is not asked for: silence is watched. */
#define OPUS_CAPS "application/x-rtp, media=(string)audio, encoding-name=(string)OPUS, payload=(int)111, " \
                  "clock-rate=(int)48000, encoding-params=(string)2, "                                     \
                  "minptime=(string)10, useinbandfec=(string)1"

typedef struct
{
  GstBuffer *rtp;
  gint64     arrived_us;
} KeptPacket;

/* How many packets of one source came one after the other. */
typedef struct
{
  guint32 ssrc;
  guint16 next_seq;
  guint   n_consecutive;
} Probation;

struct _HrIngestLeg
{
  GObject parent_instance;

  GMainContext     *context;
  HrPeerConnection *connection;
  gboolean          is_closed;

  GMutex      lock; /* guards the bus */
  HrFrameBus *bus;
  guint       n_packets; /* atomic */

  /* Of the streaming thread alone. */
  gboolean  is_trusted;
  gboolean  is_live;
  Probation probation;
  guint32   ssrc;
  GQueue    kept; /* of KeptPacket */
};

enum
{
  SIGNAL_STARTED,
  SIGNAL_LIVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrIngestLeg, hr_ingest_leg, G_TYPE_OBJECT)

static void
kept_packet_free (KeptPacket *packet)
{
  gst_buffer_unref (packet->rtp);
  g_free (packet);
}

static gboolean
emit_started (gpointer data)
{
  HrIngestLeg *self = data;

  if (!self->is_closed)
    g_signal_emit (self, signals[SIGNAL_STARTED], 0);

  return G_SOURCE_REMOVE;
}

static gboolean
emit_live (gpointer data)
{
  HrIngestLeg *self = data;

  if (!self->is_closed)
    g_signal_emit (self, signals[SIGNAL_LIVE], 0);

  return G_SOURCE_REMOVE;
}

static void
hop_to_main (HrIngestLeg *self,
             GSourceFunc  func)
{
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, func, g_object_ref (self), g_object_unref);
}

static HrFrameBus *
dup_bus (HrIngestLeg *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->bus != NULL ? g_object_ref (self->bus) : NULL;
}

static void
keep_packet (HrIngestLeg *self,
             GstBuffer   *rtp,
             gint64       arrived_us)
{
  KeptPacket *packet = g_new0 (KeptPacket, 1);

  packet->rtp = gst_buffer_ref (rtp);
  packet->arrived_us = arrived_us;
  g_queue_push_tail (&self->kept, packet);
  if (g_queue_get_length (&self->kept) > MAX_KEPT_PACKETS)
    kept_packet_free (g_queue_pop_head (&self->kept));
}

static void
pass_on (HrIngestLeg *self,
         GstBuffer   *rtp,
         gint64       arrived_us)
{
  g_autoptr (HrFrameBus) bus = dup_bus (self);
  KeptPacket *packet = NULL;

  if (bus == NULL)
    {
      keep_packet (self, rtp, arrived_us);
      return;
    }

  while ((packet = g_queue_pop_head (&self->kept)) != NULL)
    {
      hr_frame_bus_push (bus, packet->rtp, packet->arrived_us);
      kept_packet_free (packet);
    }

  hr_frame_bus_push (bus, rtp, arrived_us);
}

static gboolean
passes_probation (Probation *self,
                  guint32    ssrc,
                  guint16    seq)
{
  if (self->n_consecutive == 0 || self->ssrc != ssrc || self->next_seq != seq)
    self->n_consecutive = 0;

  self->ssrc = ssrc;
  self->next_seq = seq + 1;
  self->n_consecutive++;
  return self->n_consecutive >= LIVE_AFTER_PACKETS;
}

/* A leg stays with the source that it heard first, until another one has passed its probation: stray packets of a second
 * source never mix into the sound. */
static gboolean
accept_source (HrIngestLeg *self,
               guint32      ssrc,
               guint16      seq)
{
  gboolean has_passed = passes_probation (&self->probation, ssrc, seq);

  if (g_atomic_int_get (&self->n_packets) == 0 || has_passed)
    self->ssrc = ssrc;
  if (self->ssrc != ssrc)
    return FALSE;

  if (g_atomic_int_add (&self->n_packets, 1) == 0)
    hop_to_main (self, emit_started);
  if (has_passed && !self->is_live)
    {
      self->is_live = TRUE;
      hop_to_main (self, emit_live);
    }

  return TRUE;
}

static gboolean
read_header (GstBuffer *buffer,
             guint32   *ssrc,
             guint16   *seq)
{
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
  gboolean     is_opus = FALSE;

  if (!gst_rtp_buffer_map (buffer, GST_MAP_READ, &rtp))
    return FALSE;

  is_opus = gst_rtp_buffer_get_payload_type (&rtp) == OPUS_PAYLOAD_TYPE &&
            gst_rtp_buffer_get_payload_len (&rtp) > 0;
  *ssrc = gst_rtp_buffer_get_ssrc (&rtp);
  *seq = gst_rtp_buffer_get_seq (&rtp);
  gst_rtp_buffer_unmap (&rtp);
  return is_opus;
}

static void
take_packet (HrIngestLeg *self,
             GstBuffer   *buffer)
{
  gint64  arrived_us = g_get_monotonic_time ();
  guint32 ssrc = 0;
  guint16 seq = 0;

  if (!self->is_trusted)
    self->is_trusted = hr_peer_connection_is_trusted (self->connection);

  if (self->is_trusted && read_header (buffer, &ssrc, &seq) && accept_source (self, ssrc, seq))
    pass_on (self, buffer, arrived_us);
}

static gboolean
take_listed_packet (GstBuffer **buffer,
                    guint       index,
                    gpointer    user_data)
{
  take_packet (user_data, *buffer);
  return TRUE;
}

static GstPadProbeReturn
on_rtp (GstPad          *pad,
        GstPadProbeInfo *info,
        gpointer         user_data)
{
  if (GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_BUFFER_LIST)
    gst_buffer_list_foreach (GST_PAD_PROBE_INFO_BUFFER_LIST (info), take_listed_packet, user_data);
  else
    take_packet (user_data, GST_PAD_PROBE_INFO_BUFFER (info));

  return GST_PAD_PROBE_DROP;
}

/* A sender report would make a jitter buffer, with its thread, for sound that never gets there. */
static GstPadProbeReturn
on_rtcp (GstPad          *pad,
         GstPadProbeInfo *info,
         gpointer         user_data)
{
  return GST_PAD_PROBE_DROP;
}

static void
probe_packets (GstElement         *decoder,
               const char         *pad_name,
               GstPadProbeCallback callback,
               HrIngestLeg        *self)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (decoder, pad_name);

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, callback,
                     g_object_ref (self), g_object_unref);
}

static void
on_deep_element_added (GstBin     *bin,
                       GstBin     *sub_bin,
                       GstElement *element,
                       gpointer    user_data)
{
  GstElementFactory *factory = gst_element_get_factory (element);

  if (factory == NULL || g_strcmp0 (GST_OBJECT_NAME (factory), "dtlssrtpdec") != 0)
    return;

  probe_packets (element, "rtp_src", on_rtp, user_data);
  probe_packets (element, "rtcp_src", on_rtcp, user_data);
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
  g_queue_clear_full (&self->kept, (GDestroyNotify) kept_packet_free);
  g_clear_object (&self->bus);
  g_clear_object (&self->connection);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (hr_ingest_leg_parent_class)->finalize (object);
}

static void
hr_ingest_leg_class_init (HrIngestLegClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_ingest_leg_finalize;

  signals[SIGNAL_STARTED] = g_signal_new ("started", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_LIVE] = g_signal_new ("live", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
}

static void
hr_ingest_leg_init (HrIngestLeg *self)
{
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->lock);
  g_queue_init (&self->kept);
}

static void
add_transceiver (GstElement *webrtcbin)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (OPUS_CAPS);
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;

  g_signal_emit_by_name (webrtcbin, "add-transceiver",
                         GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, caps, &transceiver);
}

HrIngestLeg *
hr_ingest_leg_new (HrPeerFactory *factory,
                   GError       **error)
{
  g_autoptr (HrIngestLeg) self = g_object_new (HR_TYPE_INGEST_LEG, NULL);
  GstElement *webrtcbin = NULL;

  self->connection = hr_peer_factory_new_connection (factory, error);
  if (self->connection == NULL)
    return NULL;

  webrtcbin = hr_peer_connection_get_webrtcbin (self->connection);
  g_signal_connect_data (webrtcbin, "deep-element-added", G_CALLBACK (on_deep_element_added),
                         g_object_ref (self), unref_closure_data, 0);
  add_transceiver (webrtcbin);
  return g_steal_pointer (&self);
}

void
hr_ingest_leg_start (HrIngestLeg *self)
{
  g_return_if_fail (HR_IS_INGEST_LEG (self));

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
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (HR_IS_INGEST_LEG (self));
  g_return_if_fail (HR_IS_FRAME_BUS (bus));

  locker = g_mutex_locker_new (&self->lock);
  g_set_object (&self->bus, bus);
}

guint
hr_ingest_leg_count_packets (HrIngestLeg *self)
{
  g_return_val_if_fail (HR_IS_INGEST_LEG (self), 0);

  return g_atomic_int_get (&self->n_packets);
}

void
hr_ingest_leg_close (HrIngestLeg *self)
{
  g_return_if_fail (HR_IS_INGEST_LEG (self));

  self->is_closed = TRUE;
  hr_peer_connection_close (self->connection);
}
