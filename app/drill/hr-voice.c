/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-voice"

#include "hr-voice.h"

#include <string.h>

/* RFC 3533: the fixed part of a page's header, the place of its table and its greatest lacing value. */
#define PAGE_HEADER_BYTES 27
#define PAGE_N_SEGMENTS 26
#define FULL_SEGMENT 255

/* RFC 7845: two packets of headers before the audio. */
#define N_HEADER_PACKETS 2

/* RFC 6716: a packet has at most 120 ms. */
#define MAX_PACKET_US 120000

static const char *const built_in[HR_VOICE_N_BUILT_IN] = { "market", "road", "car", "river", "house" };

struct _HrVoice
{
  GObject parent_instance;

  GPtrArray *packets; /* of GBytes */
};

G_DEFINE_FINAL_TYPE (HrVoice, hr_voice, G_TYPE_OBJECT)

/* The length of one frame by the five bits of configuration, RFC 6716, table 2. */
static gint64
get_frame_us (guint configuration)
{
  static const gint64 silk_us[] = { 10000, 20000, 40000, 60000 };
  static const gint64 hybrid_us[] = { 10000, 20000 };
  static const gint64 celt_us[] = { 2500, 5000, 10000, 20000 };

  if (configuration < 12)
    return silk_us[configuration % 4];
  if (configuration < 16)
    return hybrid_us[configuration % 2];

  return celt_us[configuration % 4];
}

/* 0: not a packet of Opus. */
static gint64
measure_packet_us (const guint8 *data,
                   gsize         size)
{
  guint  n_frames = 0;
  gint64 packet_us = 0;

  if (size == 0 || (size == 1 && (data[0] & 3) == 3))
    return 0;

  n_frames = (data[0] & 3) == 0 ? 1 : (data[0] & 3) < 3 ? 2
                                                        : data[1] & 0x3f;
  packet_us = n_frames * get_frame_us (data[0] >> 3);

  return packet_us <= MAX_PACKET_US ? packet_us : 0;
}

static gboolean
take_packet (HrVoice    *self,
             GByteArray *packet,
             guint      *n_packets)
{
  gboolean is_good = TRUE;

  if (*n_packets == 0)
    is_good = packet->len >= 8 && memcmp (packet->data, "OpusHead", 8) == 0;
  else if (*n_packets >= N_HEADER_PACKETS)
    {
      is_good = measure_packet_us (packet->data, packet->len) > 0;
      g_ptr_array_add (self->packets, g_bytes_new (packet->data, packet->len));
    }

  (*n_packets)++;
  g_byte_array_set_size (packet, 0);
  return is_good;
}

/* A packet is a run of segments of which the last is shorter than 255; it may go on in the next page. */
static gboolean
read_page (HrVoice       *self,
           const guint8 **data,
           const guint8  *end,
           GByteArray    *packet,
           guint         *n_packets)
{
  const guint8 *segments = *data + PAGE_HEADER_BYTES;
  const guint8 *body = NULL;
  guint         n_segments = 0;

  if (end - *data < PAGE_HEADER_BYTES || memcmp (*data, "OggS", 4) != 0)
    return FALSE;

  n_segments = (*data)[PAGE_N_SEGMENTS];
  if (end - segments < (gssize) n_segments)
    return FALSE;

  body = segments + n_segments;
  for (guint i = 0; i < n_segments; i++)
    {
      if (end - body < segments[i])
        return FALSE;

      g_byte_array_append (packet, body, segments[i]);
      body += segments[i];

      if (segments[i] < FULL_SEGMENT && !take_packet (self, packet, n_packets))
        return FALSE;
    }

  *data = body;
  return TRUE;
}

static gboolean
read_pages (HrVoice *self,
            GBytes  *bytes)
{
  gsize         size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  const guint8 *end = data + size;
  g_autoptr (GByteArray) packet = g_byte_array_new ();
  guint n_packets = 0;

  while (data < end)
    {
      if (!read_page (self, &data, end, packet, &n_packets))
        return FALSE;
    }

  return self->packets->len > 0;
}

static void
hr_voice_finalize (GObject *object)
{
  HrVoice *self = HR_VOICE (object);

  g_clear_pointer (&self->packets, g_ptr_array_unref);

  G_OBJECT_CLASS (hr_voice_parent_class)->finalize (object);
}

static void
hr_voice_class_init (HrVoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_voice_finalize;
}

static void
hr_voice_init (HrVoice *self)
{
  self->packets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
}

HrVoice *
hr_voice_new_from_file (GFile   *file,
                        GError **error)
{
  g_autoptr (HrVoice) self = g_object_new (HR_TYPE_VOICE, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  bytes = g_file_load_bytes (file, NULL, NULL, error);
  if (bytes == NULL)
    return NULL;

  if (read_pages (self, bytes))
    return g_steal_pointer (&self);

  name = g_file_get_parse_name (file);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "“%s” is not an Ogg Opus file", name);
  return NULL;
}

HrVoice *
hr_voice_new_built_in (guint number)
{
  g_autofree char *uri = NULL;
  g_autoptr (GFile) file = NULL;

  g_return_val_if_fail (number < HR_VOICE_N_BUILT_IN, NULL);

  uri = g_strdup_printf ("resource:///org/hamrahi/drill/voices/%s.opus", built_in[number]);
  file = g_file_new_for_uri (uri);

  return hr_voice_new_from_file (file, NULL);
}

guint
hr_voice_get_n_packets (HrVoice *self)
{
  g_return_val_if_fail (HR_IS_VOICE (self), 0);

  return self->packets->len;
}

GBytes *
hr_voice_get_packet (HrVoice *self,
                     guint    number)
{
  g_return_val_if_fail (HR_IS_VOICE (self), NULL);

  return g_ptr_array_index (self->packets, number % self->packets->len);
}

gint64
hr_voice_get_packet_us (HrVoice *self,
                        guint    number)
{
  gsize         size = 0;
  const guint8 *data = g_bytes_get_data (hr_voice_get_packet (self, number), &size);

  return measure_packet_us (data, size);
}
