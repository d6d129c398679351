/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Beyond any sane picture; a larger one is none. */
#define HR_WEBM_MAX_FRAME_BYTES (1024 * 1024)

/*
 * A WebM file (RFC 8794, RFC 9559) with one track of VP8 that is sound at every moment while it grows: what a flush writes is whole clusters, after
 * a segment whose length is left open, and nothing is gone back to. So it has no index and no length in its head. One thread at a time.
 */
typedef struct _HrWebmFile HrWebmFile;

typedef struct
{
  const guint8 *data;
  gsize         size_bytes; /* at most HR_WEBM_MAX_FRAME_BYTES */
  gint64        at_ms;      /* of the file's own time, which begins with 0; never before the frame before */
  gboolean      is_key_frame;
  guint16       width; /* of a key frame */
  guint16       height;
} HrWebmFrame;

/* Makes the file, 0600; it must not exist. */
HrWebmFile *hr_webm_file_new (const char *path,
                              GError    **error);
void        hr_webm_file_free (HrWebmFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrWebmFile, hr_webm_file_free)

/* When the first frame was taken, in UTC: it is told in the file's head. Before the first frame. */
void hr_webm_file_set_begin (HrWebmFile *self,
                             gint64      utc_us);
/* The first must be a key frame. Nothing is written before the next flush. */
void     hr_webm_file_add (HrWebmFile        *self,
                           const HrWebmFrame *frame);
gboolean hr_webm_file_flush (HrWebmFile *self,
                             GError    **error);
/* Waits until the disk has it all. Nothing may be added any more. */
gboolean hr_webm_file_finish (HrWebmFile *self,
                              GError    **error);

/* Up to the last frame. */
gint64 hr_webm_file_get_duration_ms (HrWebmFile *self);
/* Of what was written. */
guint64 hr_webm_file_get_size (HrWebmFile *self);
/* Lower-case SHA-256 of what was written; for a finished file. */
const char *hr_webm_file_get_sha256 (HrWebmFile *self);
