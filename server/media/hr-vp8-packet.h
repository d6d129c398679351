/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What an RTP packet of VP8 (RFC 7741) carries. */
typedef struct
{
  const guint8 *data; /* of the frame */
  gsize         size;
  gboolean      begins_frame;
  gboolean      begins_key_frame; /* implies begins_frame */
  guint16       width;            /* of a key frame, else 0 */
  guint16       height;
} HrVp8Packet;

/* @payload: borrowed by @self. FALSE when it is no VP8, or carries nothing. */
gboolean hr_vp8_packet_parse (HrVp8Packet  *self,
                              const guint8 *payload,
                              gsize         size);
