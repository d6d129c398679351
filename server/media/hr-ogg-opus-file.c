/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-ogg-opus-file"

#include "hr-ogg-opus-file.h"

#include "hr-evidence-file.h"
#include "hr-opus-packet.h"

#include <string.h>

#define MAX_PAGE_SAMPLES (HR_OPUS_RATE / 5)
#define MAX_PAGE_SEGMENTS 255
#define PAGE_CRC_OFFSET 22

enum
{
  PAGE_BEGINS_STREAM = 0x02,
  PAGE_ENDS_STREAM = 0x04,
};

struct _HrOggOpusFile
{
  HrEvidenceFile *file;
  guint32         serial;
  guint32         n_pages;

  GByteArray *last; /* the newest packet, not on a page yet */
  guint       last_samples;
  guint64     samples;      /* of all packets, the last one too */
  guint64     page_granule; /* samples up to the end of the open page */
  guint       page_samples;
  GByteArray *segments; /* of the open page: its lacing values */
  GByteArray *body;
  GByteArray *pending; /* whole pages that are not written yet */
};

/* Ogg's own CRC: polynomial 0x04c11db7, not reflected, starting at 0. */
static guint32
crc_of (const guint8 *data,
        gsize         size)
{
  static guint32 table[256];
  static gsize   is_filled = 0;
  guint32        crc = 0;

  if (g_once_init_enter (&is_filled))
    {
      for (guint32 i = 0; i < G_N_ELEMENTS (table); i++)
        {
          table[i] = i << 24;
          for (guint bit = 0; bit < 8; bit++)
            table[i] = table[i] << 1 ^ ((table[i] & 0x80000000) != 0 ? 0x04c11db7 : 0);
        }
      g_once_init_leave (&is_filled, 1);
    }

  for (gsize i = 0; i < size; i++)
    crc = crc << 8 ^ table[crc >> 24 ^ data[i]];
  return crc;
}

static void
append_le (GByteArray *array,
           guint64     value,
           guint       n_bytes)
{
  for (guint i = 0; i < n_bytes; i++)
    {
      const guint8 byte = value >> 8 * i & 0xff;

      g_byte_array_append (array, &byte, 1);
    }
}

static void
append_text (GByteArray *array,
             const char *text)
{
  g_byte_array_append (array, (const guint8 *) text, strlen (text));
}

static void
put_on_page (HrOggOpusFile *self,
             const guint8  *data,
             gsize          size)
{
  for (gsize left = size;; left -= 255)
    {
      const guint8 lacing = MIN (left, 255);

      g_byte_array_append (self->segments, &lacing, 1);
      if (left < 255)
        break;
    }
  g_byte_array_append (self->body, data, size);
}

static void
close_page (HrOggOpusFile *self,
            guint          flags)
{
  const guint start = self->pending->len;
  guint32     crc = 0;

  append_text (self->pending, "OggS");
  append_le (self->pending, 0, 1);
  append_le (self->pending, flags, 1);
  append_le (self->pending, self->page_granule, 8);
  append_le (self->pending, self->serial, 4);
  append_le (self->pending, self->n_pages++, 4);
  append_le (self->pending, 0, 4);
  append_le (self->pending, self->segments->len, 1);
  g_byte_array_append (self->pending, self->segments->data, self->segments->len);
  g_byte_array_append (self->pending, self->body->data, self->body->len);

  crc = GUINT32_TO_LE (crc_of (self->pending->data + start, self->pending->len - start));
  memcpy (self->pending->data + start + PAGE_CRC_OFFSET, &crc, sizeof crc);

  g_byte_array_set_size (self->segments, 0);
  g_byte_array_set_size (self->body, 0);
  self->page_samples = 0;
}

static void
add_headers (HrOggOpusFile *self,
             guint          n_channels)
{
  static const char vendor[] = "Ham Rahi";
  g_autoptr (GByteArray) head = g_byte_array_new ();
  g_autoptr (GByteArray) tags = g_byte_array_new ();

  append_text (head, "OpusHead");
  append_le (head, 1, 1);
  append_le (head, n_channels, 1);
  append_le (head, 0, 2); /* No pre-skip: nothing of what arrived is cut away. */
  append_le (head, HR_OPUS_RATE, 4);
  append_le (head, 0, 2);
  append_le (head, 0, 1);
  put_on_page (self, head->data, head->len);
  close_page (self, PAGE_BEGINS_STREAM);

  append_text (tags, "OpusTags");
  append_le (tags, strlen (vendor), 4);
  append_text (tags, vendor);
  append_le (tags, 0, 4);
  put_on_page (self, tags->data, tags->len);
  close_page (self, 0);
}

static void
put_last_on_page (HrOggOpusFile *self)
{
  if (self->last_samples == 0)
    return;

  if (self->n_pages == 0)
    add_headers (self, hr_opus_packet_is_stereo (self->last->data) ? 2 : 1);
  if (self->segments->len + self->last->len / 255 + 1 > MAX_PAGE_SEGMENTS ||
      (self->page_samples > 0 && self->page_samples + self->last_samples > MAX_PAGE_SAMPLES))
    close_page (self, 0);

  put_on_page (self, self->last->data, self->last->len);
  self->page_samples += self->last_samples;
  self->page_granule += self->last_samples;
  self->last_samples = 0;
}

HrOggOpusFile *
hr_ogg_opus_file_new (const char *path,
                      GError    **error)
{
  g_autoptr (HrOggOpusFile) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_new0 (HrOggOpusFile, 1);
  self->serial = g_random_int ();
  self->last = g_byte_array_new ();
  self->segments = g_byte_array_new ();
  self->body = g_byte_array_new ();
  self->pending = g_byte_array_new ();
  self->file = hr_evidence_file_new (path, error);
  if (self->file == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

void
hr_ogg_opus_file_free (HrOggOpusFile *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->file, hr_evidence_file_free);
  g_byte_array_unref (self->last);
  g_byte_array_unref (self->segments);
  g_byte_array_unref (self->body);
  g_byte_array_unref (self->pending);
  g_free (self);
}

void
hr_ogg_opus_file_add (HrOggOpusFile *self,
                      const guint8  *data,
                      gsize          size_bytes,
                      guint          samples)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (data != NULL && size_bytes > 0 && size_bytes <= HR_OGG_OPUS_MAX_PACKET_BYTES);
  g_return_if_fail (samples > 0);

  put_last_on_page (self);
  g_byte_array_set_size (self->last, 0);
  g_byte_array_append (self->last, data, size_bytes);
  self->last_samples = samples;
  self->samples += samples;
}

gboolean
hr_ogg_opus_file_flush (HrOggOpusFile *self,
                        GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->segments->len > 0)
    close_page (self, 0);
  return hr_evidence_file_append (self->file, self->pending, error);
}

gboolean
hr_ogg_opus_file_finish (HrOggOpusFile *self,
                         GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  put_last_on_page (self);
  if (self->n_pages == 0)
    add_headers (self, 1);
  close_page (self, PAGE_ENDS_STREAM);
  return hr_evidence_file_append (self->file, self->pending, error) && hr_evidence_file_sync (self->file, error);
}

guint64
hr_ogg_opus_file_get_samples (HrOggOpusFile *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->samples;
}

guint64
hr_ogg_opus_file_get_size (HrOggOpusFile *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return hr_evidence_file_get_size (self->file);
}

const char *
hr_ogg_opus_file_get_sha256 (HrOggOpusFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hr_evidence_file_get_sha256 (self->file);
}
