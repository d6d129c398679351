/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-ingest-lane"

#include "hr-ingest-lane.h"

#include <gst/rtp/rtp.h>

#define LIVE_AFTER_PACKETS 3

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

typedef struct
{
  guint32 ssrc;
  guint16 seq;
} Header;

struct _HrIngestLane
{
  guint payload_type;
  guint max_kept;

  GMutex      lock; /* guards the bus */
  HrFrameBus *bus;
  guint       n_packets; /* atomic */
  guint       ssrc;      /* atomic */

  /* Of the streaming thread alone. */
  gboolean  is_live;
  Probation probation;
  guint16   next_seq;
  GQueue    kept; /* of KeptPacket */
};

static void
kept_packet_free (KeptPacket *packet)
{
  gst_buffer_unref (packet->rtp);
  g_free (packet);
}

static HrFrameBus *
dup_bus (HrIngestLane *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->bus != NULL ? g_object_ref (self->bus) : NULL;
}

static void
keep_packet (HrIngestLane *self,
             GstBuffer    *rtp,
             gint64        arrived_us)
{
  KeptPacket *packet = g_new0 (KeptPacket, 1);

  packet->rtp = gst_buffer_ref (rtp);
  packet->arrived_us = arrived_us;
  g_queue_push_tail (&self->kept, packet);
  if (g_queue_get_length (&self->kept) > self->max_kept)
    kept_packet_free (g_queue_pop_head (&self->kept));
}

static void
pass_on (HrIngestLane *self,
         GstBuffer    *rtp,
         gint64        arrived_us)
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
passes_probation (Probation    *self,
                  const Header *header)
{
  if (self->n_consecutive == 0 || self->ssrc != header->ssrc || self->next_seq != header->seq)
    self->n_consecutive = 0;

  self->ssrc = header->ssrc;
  self->next_seq = header->seq + 1;
  self->n_consecutive++;
  return self->n_consecutive >= LIVE_AFTER_PACKETS;
}

/* A lane stays with the source that it heard first, until another one has passed its probation: stray packets of a second
 * source never mix into the media. */
static gboolean
accept_source (HrIngestLane *self,
               const Header *header,
               HrIngestNews *news)
{
  gboolean has_passed = passes_probation (&self->probation, header);
  gboolean is_first = hr_ingest_lane_count_packets (self) == 0;

  if (is_first || (has_passed && hr_ingest_lane_get_ssrc (self) != header->ssrc))
    {
      g_atomic_int_set (&self->ssrc, header->ssrc);
      self->next_seq = header->seq;
    }
  if (hr_ingest_lane_get_ssrc (self) != header->ssrc)
    return FALSE;

  if (g_atomic_int_add (&self->n_packets, 1) == 0)
    *news |= HR_INGEST_STARTED;
  if (header->seq != self->next_seq)
    *news |= HR_INGEST_HOLE;
  if (has_passed && !self->is_live)
    {
      self->is_live = TRUE;
      *news |= HR_INGEST_LIVE;
    }

  self->next_seq = header->seq + 1;
  return TRUE;
}

static gboolean
read_header (HrIngestLane *self,
             GstBuffer    *buffer,
             Header       *header)
{
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
  gboolean     is_ours = FALSE;

  if (!gst_rtp_buffer_map (buffer, GST_MAP_READ, &rtp))
    return FALSE;

  is_ours = gst_rtp_buffer_get_payload_type (&rtp) == self->payload_type &&
            gst_rtp_buffer_get_payload_len (&rtp) > 0;
  header->ssrc = gst_rtp_buffer_get_ssrc (&rtp);
  header->seq = gst_rtp_buffer_get_seq (&rtp);
  gst_rtp_buffer_unmap (&rtp);
  return is_ours;
}

HrIngestLane *
hr_ingest_lane_new (guint payload_type,
                    guint max_kept)
{
  HrIngestLane *self = g_new0 (HrIngestLane, 1);

  self->payload_type = payload_type;
  self->max_kept = max_kept;
  g_mutex_init (&self->lock);
  g_queue_init (&self->kept);
  return self;
}

void
hr_ingest_lane_free (HrIngestLane *self)
{
  if (self == NULL)
    return;

  g_queue_clear_full (&self->kept, (GDestroyNotify) kept_packet_free);
  g_clear_object (&self->bus);
  g_mutex_clear (&self->lock);
  g_free (self);
}

HrIngestNews
hr_ingest_lane_take (HrIngestLane *self,
                     GstBuffer    *rtp,
                     gint64        arrived_us)
{
  HrIngestNews news = HR_INGEST_NOTHING_NEW;
  Header       header = { 0 };

  g_return_val_if_fail (self != NULL, HR_INGEST_NOTHING_NEW);

  if (read_header (self, rtp, &header) && accept_source (self, &header, &news))
    pass_on (self, rtp, arrived_us);

  return news;
}

void
hr_ingest_lane_open (HrIngestLane *self,
                     HrFrameBus   *bus)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (HR_IS_FRAME_BUS (bus));

  locker = g_mutex_locker_new (&self->lock);
  g_set_object (&self->bus, bus);
}

guint
hr_ingest_lane_count_packets (HrIngestLane *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_atomic_int_get (&self->n_packets);
}

guint32
hr_ingest_lane_get_ssrc (HrIngestLane *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_atomic_int_get (&self->ssrc);
}

guint
hr_ingest_lane_get_payload_type (HrIngestLane *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->payload_type;
}
