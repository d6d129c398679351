/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sound-track"

#include "hr-recording-format.h"

#include "hr-ogg-opus-file.h"
#include "hr-opus-packet.h"
#include "hr-recording-timeline.h"

#include <gst/rtp/rtp.h>

typedef struct
{
  HrOggOpusFile      *file;
  HrRecordingTimeline timeline;
  guint8              last_toc;
} Track;

static void
track_free (gpointer track)
{
  Track *self = track;

  hr_ogg_opus_file_free (self->file);
  g_free (self);
}

static gpointer
track_new (const char *path,
           GError    **error)
{
  HrOggOpusFile *file = hr_ogg_opus_file_new (path, error);
  Track         *self = NULL;

  if (file == NULL)
    return NULL;

  self = g_new0 (Track, 1);
  self->file = file;
  return self;
}

static void
fill_gap (Track  *self,
          guint64 samples)
{
  guint8 lost[HR_OPUS_LOST_BYTES];
  guint  n_filled = 0;

  while ((n_filled = hr_opus_packet_make_lost (lost, self->last_toc, samples)) > 0)
    {
      hr_ogg_opus_file_add (self->file, lost, sizeof lost, n_filled);
      samples -= n_filled;
    }
}

static void
add (gpointer     track,
     HrRtpPacket *packet)
{
  Track        *self = track;
  GstRTPBuffer  mapped = GST_RTP_BUFFER_INIT;
  const guint8 *data = NULL;
  guint         samples = 0;
  guint         size = 0;

  if (!gst_rtp_buffer_map (packet->rtp, GST_MAP_READ, &mapped))
    return;

  data = gst_rtp_buffer_get_payload (&mapped);
  size = gst_rtp_buffer_get_payload_len (&mapped);
  samples = size <= HR_OGG_OPUS_MAX_PACKET_BYTES ? hr_opus_packet_get_samples (data, size) : 0;
  if (samples > 0)
    {
      fill_gap (self, hr_recording_timeline_place (&self->timeline, packet->timestamp, samples, packet->is_restart,
                                                   packet->arrived_us, hr_ogg_opus_file_get_samples (self->file)));
      hr_ogg_opus_file_add (self->file, data, size, samples);
      self->last_toc = data[0];
    }
  gst_rtp_buffer_unmap (&mapped);
}

static gboolean
flush (gpointer track,
       GError **error)
{
  return hr_ogg_opus_file_flush (((Track *) track)->file, error);
}

static gboolean
finish (gpointer track,
        GError **error)
{
  return hr_ogg_opus_file_finish (((Track *) track)->file, error);
}

static void
describe (gpointer         track,
          gboolean         is_finished,
          HrRecordingInfo *info)
{
  HrOggOpusFile *file = ((Track *) track)->file;

  info->duration_ms = hr_ogg_opus_file_get_samples (file) * 1000 / HR_OPUS_RATE;
  info->size_bytes = hr_ogg_opus_file_get_size (file);
  if (is_finished)
    g_strlcpy (info->sha256, hr_ogg_opus_file_get_sha256 (file), sizeof info->sha256);
}

const HrRecordingFormat hr_recording_sound = {
  .suffix = "ogg",
  .max_queued = 1000, /* 20 s of the usual packets */
  .track_new = track_new,
  .track_free = track_free,
  .add = add,
  .flush = flush,
  .finish = finish,
  .describe = describe,
};
