/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-opus-packet"

#include "hr-opus-packet.h"

#define MAX_FRAME_BYTES 1275
#define STEREO_BIT 0x04
#define SHORTEST_FRAME_CONFIG 28 /* CELT, full band, 2.5 ms */

/* How the frames of a packet are laid out: the low two bits of its first byte. */
enum
{
  CODE_ONE,
  CODE_TWO_EQUAL,
  CODE_TWO,
  CODE_MANY,
};

static guint
get_frame_samples (guint config)
{
  static const guint silk[] = { 480, 960, 1920, 2880 };

  if (config < 12)
    return silk[config & 3];
  if (config < 16)
    return 480 << (config & 1);
  return 120 << (config & 3);
}

/* Reads the length of one frame; returns the bytes it took, 0 when they are not there. */
static gsize
read_length (const guint8 *data,
             gsize         size,
             gsize        *length)
{
  if (size < 1)
    return 0;
  *length = data[0];
  if (data[0] < 252)
    return 1;
  if (size < 2)
    return 0;
  *length += data[1] * (gsize) 4;
  return 2;
}

static gboolean
check_two (const guint8 *data,
           gsize         size)
{
  gsize       length = 0;
  const gsize n_read = read_length (data, size, &length);

  return n_read > 0 && n_read + length <= size && size - n_read - length <= MAX_FRAME_BYTES;
}

/* Takes the padding off the end; @data begins behind the count of frames. */
static gboolean
skip_padding (const guint8 **data,
              gsize         *size)
{
  gsize  padding = 0;
  guint8 byte = 255;

  while (byte == 255)
    {
      if (*size == 0)
        return FALSE;
      byte = **data;
      padding += byte == 255 ? 254 : byte;
      *data += 1;
      *size -= 1;
    }
  if (padding > *size)
    return FALSE;
  *size -= padding;
  return TRUE;
}

static gboolean
check_many (const guint8 *data,
            gsize         size,
            guint         frame_samples,
            guint        *n_frames)
{
  const guint8 count = size > 0 ? data[0] : 0;

  *n_frames = count & 0x3f;
  if (*n_frames == 0 || *n_frames * frame_samples > HR_OPUS_MAX_SAMPLES)
    return FALSE;

  data += 1;
  size -= 1;
  if ((count & 0x40) != 0 && !skip_padding (&data, &size))
    return FALSE;
  if ((count & 0x80) == 0)
    return size % *n_frames == 0 && size / *n_frames <= MAX_FRAME_BYTES;

  for (guint i = 0; i + 1 < *n_frames; i++)
    {
      gsize       length = 0;
      const gsize n_read = read_length (data, size, &length);

      if (n_read == 0 || n_read + length > size)
        return FALSE;
      data += n_read + length;
      size -= n_read + length;
    }
  return size <= MAX_FRAME_BYTES;
}

guint
hr_opus_packet_get_samples (const guint8 *data,
                            gsize         size_bytes)
{
  guint    n_frames = 1;
  guint    frame_samples = 0;
  gsize    size = 0;
  gboolean is_sound = FALSE;

  g_return_val_if_fail (data != NULL || size_bytes == 0, 0);

  if (size_bytes == 0)
    return 0;

  frame_samples = get_frame_samples (data[0] >> 3);
  size = size_bytes - 1;
  switch (data[0] & 3)
    {
    case CODE_ONE:
      is_sound = size <= MAX_FRAME_BYTES;
      break;
    case CODE_TWO_EQUAL:
      n_frames = 2;
      is_sound = size % 2 == 0 && size / 2 <= MAX_FRAME_BYTES;
      break;
    case CODE_TWO:
      n_frames = 2;
      is_sound = check_two (data + 1, size);
      break;
    default:
      is_sound = check_many (data + 1, size, frame_samples, &n_frames);
      break;
    }

  return is_sound ? n_frames * frame_samples : 0;
}

gboolean
hr_opus_packet_is_stereo (const guint8 *data)
{
  g_return_val_if_fail (data != NULL, FALSE);

  return (data[0] & STEREO_BIT) != 0;
}

guint
hr_opus_packet_make_lost (guint8  packet[HR_OPUS_LOST_BYTES],
                          guint8  like,
                          guint64 samples)
{
  guint config = like >> 3;
  guint frame_samples = get_frame_samples (config);
  guint n_frames = 0;

  g_return_val_if_fail (packet != NULL, 0);

  /* The remainder that is shorter than a frame of the stream. */
  if (samples < frame_samples)
    {
      config = SHORTEST_FRAME_CONFIG;
      frame_samples = get_frame_samples (config);
    }

  n_frames = MIN (samples, HR_OPUS_MAX_SAMPLES) / frame_samples;
  packet[0] = config << 3 | (like & STEREO_BIT) | CODE_MANY;
  packet[1] = n_frames;
  return n_frames * frame_samples;
}
