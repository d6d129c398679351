/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-picture-track"

#include "hr-recording-format.h"

#include "hr-vp8-packet.h"
#include "hr-webm-file.h"

#include <gst/rtp/rtp.h>

#define CLOCK_HZ 90000
/* Networks hold packets back and then deliver them at once; by this much timestamps and arrivals may differ. */
#define TOLERANCE (CLOCK_HZ / 2)

typedef struct
{
  HrWebmFile *file;
  gboolean    has_begun; /* there is a frame in it */
  gboolean    needs_key_frame;
  gboolean    has_packets;
  guint32     ssrc;
  guint16     next_sequence;

  gboolean    is_inside; /* of a frame, of which nothing is missing so far */
  GByteArray *frame;
  HrWebmFrame head; /* what its first packet says */
  guint32     timestamp;
  gint64      arrived_us;

  guint32 last_timestamp; /* of the last frame in the file */
  gint64  position;       /* in the file, in ticks of the sender's clock */
  gint64  first_arrived_us;
} Track;

static void
track_free (gpointer track)
{
  Track *self = track;

  hr_webm_file_free (self->file);
  g_byte_array_unref (self->frame);
  g_free (self);
}

static gpointer
track_new (const char *path,
           GError    **error)
{
  HrWebmFile *file = hr_webm_file_new (path, error);
  Track      *self = NULL;

  if (file == NULL)
    return NULL;

  self = g_new0 (Track, 1);
  self->file = file;
  self->frame = g_byte_array_new ();
  self->needs_key_frame = TRUE;
  return self;
}

/* What follows cannot be shown without what is missing. */
static void
break_off (Track *self)
{
  self->is_inside = FALSE;
  self->needs_key_frame = TRUE;
}

static void
begin_file (Track *self)
{
  self->has_begun = TRUE;
  self->first_arrived_us = self->arrived_us;
  self->last_timestamp = self->timestamp;
  hr_webm_file_set_begin (self->file, g_get_real_time () - (g_get_monotonic_time () - self->arrived_us));
}

/* Between frames the sender's clock is the finer measure, as long as it does not contradict the arrivals. */
static void
place (Track *self)
{
  gint64 arrived = (self->arrived_us - self->first_arrived_us) * CLOCK_HZ / G_USEC_PER_SEC;
  gint64 position = self->position + (gint32) (self->timestamp - self->last_timestamp);

  position = CLAMP (position, arrived - TOLERANCE, arrived + TOLERANCE);
  self->position = MAX (position, self->position);
  self->last_timestamp = self->timestamp;
}

static void
end_frame (Track *self)
{
  HrWebmFrame frame = self->head;

  self->is_inside = FALSE;
  if (!self->has_begun)
    begin_file (self);
  frame.data = self->frame->data;
  frame.size_bytes = self->frame->len;
  place (self);
  frame.at_ms = self->position * 1000 / CLOCK_HZ;
  hr_webm_file_add (self->file, &frame);
  if (frame.is_key_frame)
    self->needs_key_frame = FALSE;
}

static void
begin_frame (Track             *self,
             HrRtpPacket       *packet,
             const HrVp8Packet *vp8)
{
  self->is_inside = TRUE;
  g_byte_array_set_size (self->frame, 0);
  self->head = (HrWebmFrame){ .is_key_frame = vp8->begins_key_frame, .width = vp8->width, .height = vp8->height };
  self->timestamp = packet->timestamp;
  self->arrived_us = packet->arrived_us;
}

static void
take_payload (Track             *self,
              HrRtpPacket       *packet,
              const HrVp8Packet *vp8,
              gboolean           ends_frame)
{
  if (vp8->begins_frame && self->is_inside)
    end_frame (self); /* one whose end was not marked */
  if (vp8->begins_frame && (vp8->begins_key_frame || !self->needs_key_frame))
    begin_frame (self, packet, vp8);
  if (!self->is_inside)
    return;

  if (self->frame->len + vp8->size > HR_WEBM_MAX_FRAME_BYTES)
    {
      break_off (self);
      return;
    }
  g_byte_array_append (self->frame, vp8->data, vp8->size);
  if (ends_frame)
    end_frame (self);
}

static void
add (gpointer     track,
     HrRtpPacket *packet)
{
  Track       *self = track;
  GstRTPBuffer mapped = GST_RTP_BUFFER_INIT;
  HrVp8Packet  vp8 = { 0 };
  guint32      ssrc = 0;
  guint16      sequence = 0;

  if (!gst_rtp_buffer_map (packet->rtp, GST_MAP_READ, &mapped))
    return;

  sequence = gst_rtp_buffer_get_seq (&mapped);
  ssrc = gst_rtp_buffer_get_ssrc (&mapped);
  if (ssrc != self->ssrc || sequence != self->next_sequence)
    break_off (self);
  self->has_packets = TRUE;
  self->ssrc = ssrc;
  self->next_sequence = sequence + 1;
  /* A packet of padding alone is no loss. */
  if (hr_vp8_packet_parse (&vp8, gst_rtp_buffer_get_payload (&mapped), gst_rtp_buffer_get_payload_len (&mapped)))
    take_payload (self, packet, &vp8, gst_rtp_buffer_get_marker (&mapped));
  gst_rtp_buffer_unmap (&mapped);
}

static gboolean
flush (gpointer track,
       GError **error)
{
  return hr_webm_file_flush (((Track *) track)->file, error);
}

static gboolean
finish (gpointer track,
        GError **error)
{
  Track *self = track;

  if (self->has_begun)
    return hr_webm_file_finish (self->file, error);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The device sent no whole picture");
  return FALSE;
}

static void
describe (gpointer         track,
          gboolean         is_finished,
          HrRecordingInfo *info)
{
  HrWebmFile *file = ((Track *) track)->file;

  info->duration_ms = hr_webm_file_get_duration_ms (file);
  info->size_bytes = hr_webm_file_get_size (file);
  if (is_finished)
    g_strlcpy (info->sha256, hr_webm_file_get_sha256 (file), sizeof info->sha256);
}

static gboolean
needs_key_frame (gpointer track)
{
  Track *self = track;

  /* Not while one is coming in. */
  return self->needs_key_frame && self->has_packets && !self->is_inside;
}

const HrRecordingFormat hr_recording_picture = {
  .suffix = "webm",
  .max_queued = 2500, /* 10 s of 2.5 Mbit/s; at most 4 MB */
  .track_new = track_new,
  .track_free = track_free,
  .add = add,
  .flush = flush,
  .finish = finish,
  .describe = describe,
  .needs_key_frame = needs_key_frame,
};
