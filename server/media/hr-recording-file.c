/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-recording-file"

#include "hr-recording-file.h"

#include "hr-webm-scan.h"

#include <string.h>

#define SAMPLES_PER_MS 48

/* The header of an Ogg page (RFC 3533, section 6). */
#define PAGE_MAGIC "OggS"
#define PAGE_GRANULE_OFFSET 6
#define PAGE_SEGMENTS_OFFSET 26
#define PAGE_HEADER_BYTES 27

/* Bytes of the page at @data, 0 when it is torn or none. */
static gsize
measure_page (const guint8 *data,
              gsize         size)
{
  gsize page_size = PAGE_HEADER_BYTES;

  if (size < PAGE_HEADER_BYTES || memcmp (data, PAGE_MAGIC, strlen (PAGE_MAGIC)) != 0)
    return 0;

  page_size += data[PAGE_SEGMENTS_OFFSET];
  if (size < page_size)
    return 0;

  for (guint i = 0; i < data[PAGE_SEGMENTS_OFFSET]; i++)
    page_size += data[PAGE_HEADER_BYTES + i];

  return page_size <= size ? page_size : 0;
}

static gint64
read_granule (const guint8 *page)
{
  guint64 granule = 0;

  memcpy (&granule, page + PAGE_GRANULE_OFFSET, sizeof granule);
  return (gint64) GUINT64_FROM_LE (granule);
}

static gboolean
scan_ogg (const guint8 *data,
          gsize         size,
          gint64       *duration_ms)
{
  gint64 granule = -1;

  for (gsize at = 0, page_size = 0; (page_size = measure_page (data + at, size - at)) > 0; at += page_size)
    granule = MAX (granule, read_granule (data + at));

  *duration_ms = granule / SAMPLES_PER_MS;
  return granule >= 0;
}

gboolean
hr_recording_file_examine (const char      *path,
                           HrRecordingInfo *info,
                           GError         **error)
{
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *sha256 = NULL;
  const guint8    *data = NULL;
  gsize            size = 0;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (info != NULL, FALSE);

  file = g_mapped_file_new (path, FALSE, error);
  if (file == NULL)
    return FALSE;

  bytes = g_mapped_file_get_bytes (file);
  data = g_bytes_get_data (bytes, &size);

  if (!scan_ogg (data, size, &info->duration_ms) && !hr_webm_scan (data, size, &info->duration_ms))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "“%s” is not a recording", path);
      return FALSE;
    }

  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_strlcpy (info->sha256, sha256, sizeof info->sha256);
  info->size_bytes = (gint64) size;
  return TRUE;
}
