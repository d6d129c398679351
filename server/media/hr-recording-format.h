/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-rtp-sorter.h"

#include <gio/gio.h>

typedef struct
{
  gint64 duration_ms;
  gint64 size_bytes;
  char   sha256[65];
} HrRecordingInfo;

/*
 * What a recorder writes: packets in order become a file of one kind. A track is used by one thread at a time.
 */
typedef struct
{
  const char *suffix;
  guint       max_queued; /* packets: a disk that is so far behind has failed */

  /* Makes the file, 0600; it must not exist. */
  gpointer (*track_new) (const char *path,
                         GError    **error);
  void (*track_free) (gpointer track);
  /* Nothing is written before the next flush. */
  void (*add) (gpointer     track,
               HrRtpPacket *packet);
  gboolean (*flush) (gpointer track,
                     GError **error);
  /* Waits until the disk has it all. */
  gboolean (*finish) (gpointer track,
                      GError **error);
  /* Of what was written; the hash of a finished one alone. */
  void (*describe) (gpointer         track,
                    gboolean         is_finished,
                    HrRecordingInfo *info);
  /* NULL: never. Nothing can be written before the sender makes a key frame. */
  gboolean (*needs_key_frame) (gpointer track);
} HrRecordingFormat;

/* Ogg Opus. Its timeline is that of arrival: a gap in the packets is a gap of the same length in the file. */
extern const HrRecordingFormat hr_recording_sound;
/* WebM with VP8, picture alone: from the first key frame on, and after lost packets from the next one. Its timeline begins with that frame. */
extern const HrRecordingFormat hr_recording_picture;
