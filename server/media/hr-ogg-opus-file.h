/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* What fits on one page. */
#define HR_OGG_OPUS_MAX_PACKET_BYTES (255 * 255 - 1)

/*
 * An Ogg Opus file (RFC 3533, RFC 7845) that is sound at every moment while it grows: a page holds at most 200 ms, is
 * written whole, and is taken back when the disk refuses a part of it. The last packet is kept back, for only the end of
 * the file tells that it was the last. One thread at a time.
 */
typedef struct _HrOggOpusFile HrOggOpusFile;

/* Makes the file, 0600; it must not exist. */
HrOggOpusFile *hr_ogg_opus_file_new (const char *path,
                                     GError    **error);
void           hr_ogg_opus_file_free (HrOggOpusFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrOggOpusFile, hr_ogg_opus_file_free)

/* @data: one sound packet, @samples long by hr_opus_packet_get_samples(). Nothing is written before the next flush. */
void     hr_ogg_opus_file_add (HrOggOpusFile *self,
                               const guint8  *data,
                               gsize          size_bytes,
                               guint          samples);
gboolean hr_ogg_opus_file_flush (HrOggOpusFile *self,
                                 GError       **error);
/* Ends the stream and waits until the disk has it. Nothing may be added any more. */
gboolean hr_ogg_opus_file_finish (HrOggOpusFile *self,
                                  GError       **error);

/* Of all packets added, in samples of 48 kHz. */
guint64 hr_ogg_opus_file_get_samples (HrOggOpusFile *self);
/* Of what was written. */
guint64 hr_ogg_opus_file_get_size (HrOggOpusFile *self);
/* Lower-case SHA-256 of what was written; for a finished file. */
const char *hr_ogg_opus_file_get_sha256 (HrOggOpusFile *self);
