/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-vp8-packet"

#include "hr-vp8-packet.h"

/* RFC 7741, section 4.2: the payload descriptor. */
enum
{
  HAS_EXTENSION = 0x80,
  BEGINS_PARTITION = 0x10,
  PARTITION_MASK = 0x07,

  HAS_PICTURE_ID = 0x80,
  HAS_TL0PICIDX = 0x40,
  HAS_TID = 0x20,
  HAS_KEYIDX = 0x10,

  IS_LONG_PICTURE_ID = 0x80,
};

/* RFC 6386, section 9.1: a key frame's tag, start code and dimensions. */
#define KEY_FRAME_HEADER_BYTES 10
#define IS_INTER_FRAME 0x01
#define DIMENSION_MASK 0x3fff

static gsize
measure_descriptor (const guint8 *payload,
                    gsize         size)
{
  gsize  length = 1;
  guint8 extension = 0;

  if (size < 1)
    return 0;
  if ((payload[0] & HAS_EXTENSION) == 0)
    return length;
  if (size < 2)
    return 0;

  extension = payload[length++];
  if ((extension & HAS_PICTURE_ID) != 0)
    {
      if (size <= length)
        return 0;
      length += (payload[length] & IS_LONG_PICTURE_ID) != 0 ? 2 : 1;
    }
  if ((extension & HAS_TL0PICIDX) != 0)
    length++;
  if ((extension & (HAS_TID | HAS_KEYIDX)) != 0)
    length++;

  return length;
}

static void
read_key_frame (HrVp8Packet *self)
{
  const guint8 *data = self->data;

  if (self->size < KEY_FRAME_HEADER_BYTES || (data[0] & IS_INTER_FRAME) != 0 ||
      data[3] != 0x9d || data[4] != 0x01 || data[5] != 0x2a)
    return;

  self->width = (data[6] | data[7] << 8) & DIMENSION_MASK;
  self->height = (data[8] | data[9] << 8) & DIMENSION_MASK;
  self->begins_key_frame = self->width > 0 && self->height > 0;
}

gboolean
hr_vp8_packet_parse (HrVp8Packet  *self,
                     const guint8 *payload,
                     gsize         size)
{
  gsize descriptor = measure_descriptor (payload, size);

  g_return_val_if_fail (self != NULL, FALSE);

  *self = (HrVp8Packet){ 0 };
  if (descriptor == 0 || descriptor >= size)
    return FALSE;

  self->data = payload + descriptor;
  self->size = size - descriptor;
  self->begins_frame = (payload[0] & BEGINS_PARTITION) != 0 && (payload[0] & PARTITION_MASK) == 0;
  if (self->begins_frame)
    read_key_frame (self);
  return TRUE;
}
