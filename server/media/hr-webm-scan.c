/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-webm-scan"

#include "hr-webm-scan.h"

#include "hr-webm-ids.h"

/* What is left to read, and what was found. */
typedef struct
{
  const guint8 *data;
  gsize         size;
} Span;

typedef struct
{
  guint32  id;
  gboolean is_open; /* its length is unknown */
  Span     content;
} Element;

static gboolean
take_number (Span    *span,
             guint    max_bytes,
             gboolean keeps_marker,
             guint64 *value,
             guint   *n_bytes)
{
  guint length = 1;

  if (span->size == 0 || span->data[0] == 0)
    return FALSE;

  while ((span->data[0] & 0x80 >> (length - 1)) == 0)
    length++;
  if (length > max_bytes || length > span->size)
    return FALSE;

  *value = keeps_marker ? span->data[0] : span->data[0] & (0xff >> length);
  for (guint i = 1; i < length; i++)
    *value = *value << 8 | span->data[i];
  *n_bytes = length;
  span->data += length;
  span->size -= length;
  return TRUE;
}

/* FALSE where there is no other, or not all of it. */
static gboolean
take_element (Span    *span,
              Element *element)
{
  Span    rest = *span;
  guint64 id = 0;
  guint64 size = 0;
  guint   n_bytes = 0;

  if (!take_number (&rest, 4, TRUE, &id, &n_bytes) || !take_number (&rest, 8, FALSE, &size, &n_bytes))
    return FALSE;

  element->id = id;
  element->is_open = size == (G_GUINT64_CONSTANT (1) << 7 * n_bytes) - 1;
  if (element->is_open)
    size = rest.size;
  if (size > rest.size)
    return FALSE;

  element->content = (Span){ rest.data, size };
  *span = (Span){ rest.data + size, rest.size - size };
  return TRUE;
}

static gint64
read_number (const Span *content)
{
  guint64 value = 0;

  for (gsize i = 0; i < MIN (content->size, 8); i++)
    value = value << 8 | content->data[i];
  return (gint64) (value & G_MAXINT64);
}

/* Where its last frame is. */
static gint64
scan_cluster (Span cluster)
{
  Element element = { 0 };
  gint64  begin_ms = 0;
  gint64  last_ms = 0;

  while (take_element (&cluster, &element))
    {
      if (element.id == HR_WEBM_TIMESTAMP)
        last_ms = begin_ms = read_number (&element.content);
      else if (element.id == HR_WEBM_SIMPLE_BLOCK && element.content.size >= HR_WEBM_BLOCK_HEADER_BYTES)
        last_ms = MAX (last_ms, begin_ms + (element.content.data[1] << 8 | element.content.data[2]));
    }

  return last_ms;
}

gboolean
hr_webm_scan (const guint8 *data,
              gsize         size,
              gint64       *duration_ms)
{
  Span     span = { data, size };
  Element  element = { 0 };
  gboolean has_cluster = FALSE;

  g_return_val_if_fail (duration_ms != NULL, FALSE);

  *duration_ms = 0;
  if (!take_element (&span, &element) || element.id != HR_WEBM_EBML ||
      !take_element (&span, &element) || element.id != HR_WEBM_SEGMENT)
    return FALSE;

  span = element.content;
  while (take_element (&span, &element))
    {
      if (element.id != HR_WEBM_CLUSTER)
        continue;
      has_cluster = TRUE;
      *duration_ms = MAX (*duration_ms, scan_cluster (element.content));
    }

  return has_cluster;
}
