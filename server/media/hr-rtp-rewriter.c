/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-rtp-rewriter"

#include "hr-rtp-rewriter.h"

#include <gst/rtp/rtp.h>
#include <string.h>

#define MAX_MISORDER 100
#define MAX_DROPOUT 3000
/* How far timestamps may run ahead of the arrivals before the source is taken for another. */
#define MAX_AHEAD_S 1

typedef struct
{
  guint32 ssrc;
  guint16 sequence;
  guint32 timestamp;
} Header;

static gint64
get_elapsed (HrRtpRewriter *self,
             gint64         arrived_us)
{
  return (arrived_us - self->newest_arrived_us) * self->clock_hz / G_USEC_PER_SEC;
}

/* Whether the packet continues the source in sequence and in time. Behind the arrivals it may be: a network that held packets back
 * delivers them late, and the next ones are on time again. */
static gboolean
is_continued (HrRtpRewriter *self,
              const Header  *header,
              gint64         arrived_us)
{
  const gint16 distance = header->sequence + self->sequence_offset - (guint16) self->newest_index;
  const gint64 max_ahead = (gint64) self->clock_hz * MAX_AHEAD_S;
  const gint32 advance = header->timestamp + self->timestamp_offset - self->newest_timestamp;

  return self->has_source && header->ssrc == self->source_ssrc &&
         distance >= -MAX_MISORDER && distance <= MAX_DROPOUT &&
         advance >= -max_ahead * 2 && advance <= get_elapsed (self, arrived_us) + max_ahead &&
         (distance <= 0 || advance >= 0);
}

static void
begin_source (HrRtpRewriter *self,
              const Header  *header,
              gint64         arrived_us)
{
  gint64 advance = self->usual_advance;

  if (self->is_started)
    advance = MAX (advance, get_elapsed (self, arrived_us));
  self->first_index = self->newest_index + 1;
  self->sequence_offset = (guint16) self->first_index - header->sequence;
  self->timestamp_offset = self->newest_timestamp + (guint32) advance - header->timestamp;
  self->source_ssrc = header->ssrc;
  self->has_source = TRUE;
  self->is_started = TRUE;
}

static GstBuffer *
make_packet (HrRtpRewriter *self,
             GstRTPBuffer  *source,
             const Header  *header,
             gboolean       has_marker)
{
  const guint  size = gst_rtp_buffer_get_payload_len (source);
  GstBuffer   *made = gst_rtp_buffer_new_allocate (size, 0, 0);
  GstRTPBuffer mapped = GST_RTP_BUFFER_INIT;

  gst_rtp_buffer_map (made, GST_MAP_WRITE, &mapped);
  gst_rtp_buffer_set_ssrc (&mapped, self->ssrc);
  gst_rtp_buffer_set_payload_type (&mapped, self->payload_type);
  gst_rtp_buffer_set_marker (&mapped, has_marker);
  gst_rtp_buffer_set_seq (&mapped, header->sequence + self->sequence_offset);
  gst_rtp_buffer_set_timestamp (&mapped, header->timestamp + self->timestamp_offset);
  if (size > 0)
    memcpy (gst_rtp_buffer_get_payload (&mapped), gst_rtp_buffer_get_payload (source), size);
  gst_rtp_buffer_unmap (&mapped);
  return made;
}

void
hr_rtp_rewriter_switch (HrRtpRewriter *self)
{
  g_return_if_fail (self != NULL);

  self->has_source = FALSE;
}

GstBuffer *
hr_rtp_rewriter_rewrite (HrRtpRewriter *self,
                         GstBuffer     *rtp,
                         gint64         arrived_us)
{
  GstRTPBuffer mapped = GST_RTP_BUFFER_INIT;
  GstBuffer   *made = NULL;
  Header       header = { 0 };
  gint64       index = 0;
  gboolean     is_first = FALSE;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (GST_IS_BUFFER (rtp), NULL);

  if (!gst_rtp_buffer_map (rtp, GST_MAP_READ, &mapped))
    return NULL;
  header.ssrc = gst_rtp_buffer_get_ssrc (&mapped);
  header.sequence = gst_rtp_buffer_get_seq (&mapped);
  header.timestamp = gst_rtp_buffer_get_timestamp (&mapped);

  is_first = !is_continued (self, &header, arrived_us);
  if (is_first)
    begin_source (self, &header, arrived_us);

  index = self->newest_index + (gint16) (header.sequence + self->sequence_offset - (guint16) self->newest_index);
  if (index >= self->first_index)
    made = make_packet (self, &mapped, &header, self->keeps_marker ? gst_rtp_buffer_get_marker (&mapped) : is_first);
  if (index > self->newest_index)
    {
      self->newest_index = index;
      self->newest_timestamp = header.timestamp + self->timestamp_offset;
      self->newest_arrived_us = arrived_us;
    }
  gst_rtp_buffer_unmap (&mapped);

  return made;
}
