/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-rtp-sorter"

#include "hr-rtp-sorter.h"

#include <gst/rtp/rtp.h>

#define HOLD_US (HR_RTP_SORTER_HOLD_MS * G_TIME_SPAN_MILLISECOND)
#define MAX_MISORDER 100 /* further behind is taken for another numbering, as in RFC 3550, appendix A.1 */
#define MAX_HELD 256

typedef struct
{
  HrRtpPacket packet; /* first, so that one is the other */
  gint64      index;  /* the sequence number without its wraps */
} Entry;

struct _HrRtpSorter
{
  GQueue   entries; /* of Entry, in order */
  gint64   next_index;
  gint64   newest_index;
  guint16  newest_sequence;
  guint32  ssrc;
  gboolean is_started;
  gint     bad_sequence; /* what would follow a packet that was out of range; -1: there was none */
  gint64   newest_arrived_us;
};

/* Finds the place of a packet; FALSE when it belongs nowhere. */
static gboolean
place (HrRtpSorter *self,
       Entry       *entry,
       guint32      ssrc,
       guint16      sequence)
{
  const gboolean is_restart = !self->is_started || ssrc != self->ssrc || sequence == self->bad_sequence;
  const gint     distance = is_restart ? 1 : (gint16) (sequence - self->newest_sequence);

  if (distance < -MAX_MISORDER)
    {
      self->bad_sequence = (guint16) (sequence + 1);
      return FALSE;
    }

  entry->packet.is_restart = is_restart;
  entry->index = self->newest_index + distance;
  if (distance > 0)
    {
      self->newest_index = entry->index;
      self->newest_sequence = sequence;
      self->bad_sequence = -1;
      self->ssrc = ssrc;
      self->is_started = TRUE;
    }
  return entry->index >= self->next_index;
}

static void
insert (HrRtpSorter *self,
        Entry       *entry)
{
  GList *before = self->entries.tail;

  while (before != NULL && ((Entry *) before->data)->index > entry->index)
    before = before->prev;

  if (before != NULL && ((Entry *) before->data)->index == entry->index)
    hr_rtp_packet_free (&entry->packet);
  else
    g_queue_insert_after (&self->entries, before, entry);
}

HrRtpSorter *
hr_rtp_sorter_new (void)
{
  HrRtpSorter *self = g_new0 (HrRtpSorter, 1);

  g_queue_init (&self->entries);
  self->bad_sequence = -1;
  /* The first to arrive may not be the first that was sent: it waits as if behind a gap. */
  self->next_index = -MAX_MISORDER;
  return self;
}

void
hr_rtp_sorter_free (HrRtpSorter *self)
{
  g_return_if_fail (self != NULL);

  g_queue_clear_full (&self->entries, (GDestroyNotify) hr_rtp_packet_free);
  g_free (self);
}

void
hr_rtp_sorter_push (HrRtpSorter *self,
                    GstBuffer   *rtp,
                    gint64       arrived_us)
{
  GstRTPBuffer mapped = GST_RTP_BUFFER_INIT;
  Entry       *entry = NULL;
  guint32      ssrc = 0;
  guint16      sequence = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (GST_IS_BUFFER (rtp));

  if (!gst_rtp_buffer_map (rtp, GST_MAP_READ, &mapped))
    return;
  ssrc = gst_rtp_buffer_get_ssrc (&mapped);
  sequence = gst_rtp_buffer_get_seq (&mapped);

  entry = g_new0 (Entry, 1);
  entry->packet.rtp = gst_buffer_ref (rtp);
  entry->packet.arrived_us = arrived_us;
  entry->packet.timestamp = gst_rtp_buffer_get_timestamp (&mapped);
  gst_rtp_buffer_unmap (&mapped);

  if (!place (self, entry, ssrc, sequence))
    {
      hr_rtp_packet_free (&entry->packet);
      return;
    }
  self->newest_arrived_us = MAX (self->newest_arrived_us, arrived_us);
  insert (self, entry);
}

HrRtpPacket *
hr_rtp_sorter_pop (HrRtpSorter *self,
                   gboolean     must_drain)
{
  Entry *entry = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  entry = g_queue_peek_head (&self->entries);
  if (entry == NULL)
    return NULL;
  if (!must_drain && entry->index > self->next_index &&
      self->newest_arrived_us - entry->packet.arrived_us < HOLD_US && self->entries.length < MAX_HELD)
    return NULL;

  g_queue_pop_head (&self->entries);
  self->next_index = entry->index + 1;
  return &entry->packet;
}

void
hr_rtp_packet_free (HrRtpPacket *packet)
{
  g_return_if_fail (packet != NULL);

  gst_buffer_unref (packet->rtp);
  g_free (packet);
}
