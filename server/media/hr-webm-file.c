/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-webm-file"

#include "hr-webm-file.h"

#include "hr-evidence-file.h"
#include "hr-webm-ids.h"

#include <string.h>

/* A block's time counts from its cluster's, in 16 bits. */
#define MAX_CLUSTER_MS 5000
#define TRACK 1
#define TRACK_IS_VIDEO 1
#define BLOCK_IS_KEY_FRAME 0x80
/* As long as the file will be. */
#define SIZE_UNKNOWN G_GUINT64_CONSTANT (0x01FFFFFFFFFFFFFF)
#define NS_PER_MS 1000000
/* 2001-01-01, from where Matroska counts. */
#define EPOCH_US (G_GINT64_CONSTANT (978307200) * G_USEC_PER_SEC)

struct _HrWebmFile
{
  HrEvidenceFile *file;
  gint64          begin_utc_us;
  gboolean        has_head;
  gint64          last_ms;
  gint64          cluster_ms;
  GByteArray     *cluster; /* what is in the open one; empty: none is open */
  GByteArray     *pending; /* what is whole and not written yet */
};

static void
append_be (GByteArray *array,
           guint64     value,
           guint       n_bytes)
{
  for (guint i = n_bytes; i > 0; i--)
    {
      const guint8 byte = value >> 8 * (i - 1) & 0xff;

      g_byte_array_append (array, &byte, 1);
    }
}

static guint
count_bytes (guint64 value)
{
  guint n_bytes = 1;

  while (n_bytes < 8 && value >> 8 * n_bytes != 0)
    n_bytes++;
  return n_bytes;
}

/* Its length takes 4 bytes, whatever it is. */
static void
open_element (GByteArray *array,
              guint32     id,
              gsize       size)
{
  append_be (array, id, count_bytes (id));
  append_be (array, 0x10000000 | size, 4);
}

static void
append_bytes (GByteArray   *array,
              guint32       id,
              const guint8 *data,
              gsize         size)
{
  open_element (array, id, size);
  g_byte_array_append (array, data, size);
}

static void
append_array (GByteArray *array,
              guint32     id,
              GByteArray *content)
{
  append_bytes (array, id, content->data, content->len);
}

static void
append_text (GByteArray *array,
             guint32     id,
             const char *text)
{
  append_bytes (array, id, (const guint8 *) text, strlen (text));
}

static void
append_number (GByteArray *array,
               guint32     id,
               guint64     value)
{
  open_element (array, id, count_bytes (value));
  append_be (array, value, count_bytes (value));
}

static void
append_ebml_header (GByteArray *array)
{
  g_autoptr (GByteArray) header = g_byte_array_new ();

  append_number (header, HR_WEBM_EBML_VERSION, 1);
  append_number (header, HR_WEBM_EBML_READ_VERSION, 1);
  append_number (header, HR_WEBM_EBML_MAX_ID_LENGTH, 4);
  append_number (header, HR_WEBM_EBML_MAX_SIZE_LENGTH, 8);
  append_text (header, HR_WEBM_DOC_TYPE, "webm");
  append_number (header, HR_WEBM_DOC_TYPE_VERSION, 2);
  append_number (header, HR_WEBM_DOC_TYPE_READ_VERSION, 2);
  append_array (array, HR_WEBM_EBML, header);
}

static void
append_info (GByteArray *array,
             gint64      begin_utc_us)
{
  g_autoptr (GByteArray) info = g_byte_array_new ();

  append_number (info, HR_WEBM_TIMESTAMP_SCALE, NS_PER_MS);
  open_element (info, HR_WEBM_DATE_UTC, 8);
  append_be (info, (begin_utc_us - EPOCH_US) * 1000, 8);
  append_text (info, HR_WEBM_MUXING_APP, "Ham Rahi");
  append_text (info, HR_WEBM_WRITING_APP, "Ham Rahi");
  append_array (array, HR_WEBM_INFO, info);
}

static void
append_tracks (GByteArray        *array,
               const HrWebmFrame *first)
{
  g_autoptr (GByteArray) video = g_byte_array_new ();
  g_autoptr (GByteArray) entry = g_byte_array_new ();
  g_autoptr (GByteArray) tracks = g_byte_array_new ();

  append_number (video, HR_WEBM_PIXEL_WIDTH, first->width);
  append_number (video, HR_WEBM_PIXEL_HEIGHT, first->height);

  append_number (entry, HR_WEBM_TRACK_NUMBER, TRACK);
  append_number (entry, HR_WEBM_TRACK_UID, TRACK);
  append_number (entry, HR_WEBM_TRACK_TYPE, TRACK_IS_VIDEO);
  append_number (entry, HR_WEBM_FLAG_LACING, 0);
  append_text (entry, HR_WEBM_CODEC_ID, "V_VP8");
  append_array (entry, HR_WEBM_VIDEO, video);

  append_array (tracks, HR_WEBM_TRACK_ENTRY, entry);
  append_array (array, HR_WEBM_TRACKS, tracks);
}

static void
add_head (HrWebmFile        *self,
          const HrWebmFrame *first)
{
  append_ebml_header (self->pending);
  append_be (self->pending, HR_WEBM_SEGMENT, 4);
  append_be (self->pending, SIZE_UNKNOWN, 8);
  append_info (self->pending, self->begin_utc_us);
  append_tracks (self->pending, first);
  self->has_head = TRUE;
}

static void
close_cluster (HrWebmFile *self)
{
  if (self->cluster->len == 0)
    return;

  append_array (self->pending, HR_WEBM_CLUSTER, self->cluster);
  g_byte_array_set_size (self->cluster, 0);
}

HrWebmFile *
hr_webm_file_new (const char *path,
                  GError    **error)
{
  g_autoptr (HrWebmFile) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_new0 (HrWebmFile, 1);
  self->cluster = g_byte_array_new ();
  self->pending = g_byte_array_new ();
  self->begin_utc_us = EPOCH_US;
  self->file = hr_evidence_file_new (path, error);
  if (self->file == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

void
hr_webm_file_free (HrWebmFile *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->file, hr_evidence_file_free);
  g_byte_array_unref (self->cluster);
  g_byte_array_unref (self->pending);
  g_free (self);
}

void
hr_webm_file_set_begin (HrWebmFile *self,
                        gint64      utc_us)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (!self->has_head);

  self->begin_utc_us = utc_us;
}

void
hr_webm_file_add (HrWebmFile        *self,
                  const HrWebmFrame *frame)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (frame->data != NULL && frame->size_bytes > 0 && frame->size_bytes <= HR_WEBM_MAX_FRAME_BYTES);
  g_return_if_fail (self->has_head || frame->is_key_frame);
  g_return_if_fail (frame->at_ms >= self->last_ms);

  if (!self->has_head)
    add_head (self, frame);
  /* A reader that looks for a key frame looks where clusters begin. */
  if (frame->is_key_frame || frame->at_ms - self->cluster_ms > MAX_CLUSTER_MS)
    close_cluster (self);
  if (self->cluster->len == 0)
    {
      self->cluster_ms = frame->at_ms;
      append_number (self->cluster, HR_WEBM_TIMESTAMP, frame->at_ms);
    }

  open_element (self->cluster, HR_WEBM_SIMPLE_BLOCK, HR_WEBM_BLOCK_HEADER_BYTES + frame->size_bytes);
  append_be (self->cluster, 0x80 | TRACK, 1);
  append_be (self->cluster, frame->at_ms - self->cluster_ms, 2);
  append_be (self->cluster, frame->is_key_frame ? BLOCK_IS_KEY_FRAME : 0, 1);
  g_byte_array_append (self->cluster, frame->data, frame->size_bytes);
  self->last_ms = frame->at_ms;
}

gboolean
hr_webm_file_flush (HrWebmFile *self,
                    GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  close_cluster (self);
  return hr_evidence_file_append (self->file, self->pending, error);
}

gboolean
hr_webm_file_finish (HrWebmFile *self,
                     GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return hr_webm_file_flush (self, error) && hr_evidence_file_sync (self->file, error);
}

gint64
hr_webm_file_get_duration_ms (HrWebmFile *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->last_ms;
}

guint64
hr_webm_file_get_size (HrWebmFile *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return hr_evidence_file_get_size (self->file);
}

const char *
hr_webm_file_get_sha256 (HrWebmFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hr_evidence_file_get_sha256 (self->file);
}
