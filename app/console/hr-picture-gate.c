/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-picture-gate"

#include "hr-picture-gate.h"

/* RFC 6386, 9.1: a frame tag of three bytes, a start code of three, and 14 bits for each side. */
#define KEY_FRAME_HEAD_BYTES 10
#define SIDE_MASK 0x3fff

typedef struct
{
  gboolean is_open; /* a key frame has passed, and no hole came after it */
} Gate;

gboolean
hr_picture_gate_read_key_frame (const guint8 *data,
                                gsize         size,
                                guint        *width,
                                guint        *height)
{
  static const guint8 start_code[] = { 0x9d, 0x01, 0x2a };

  if (size < KEY_FRAME_HEAD_BYTES || (data[0] & 1) != 0 || memcmp (data + 3, start_code, sizeof start_code) != 0)
    return FALSE;

  *width = GST_READ_UINT16_LE (data + 6) & SIDE_MASK;
  *height = GST_READ_UINT16_LE (data + 8) & SIDE_MASK;
  return TRUE;
}

static gboolean
is_sane_key_frame (GstBuffer *frame)
{
  guint8 head[KEY_FRAME_HEAD_BYTES];
  guint  width = 0;
  guint  height = 0;
  gsize  size = gst_buffer_extract (frame, 0, head, sizeof head);

  return hr_picture_gate_read_key_frame (head, size, &width, &height) &&
         width > 0 && width <= HR_PICTURE_GATE_MAX_PX && height > 0 && height <= HR_PICTURE_GATE_MAX_PX;
}

static void
ask_for_key_frame (GstPad *pad)
{
  GstStructure *request = gst_structure_new ("GstForceKeyUnit", "all-headers", G_TYPE_BOOLEAN, TRUE, NULL);

  gst_pad_push_event (pad, gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM, request));
}

/* On the streaming thread. */
static GstPadProbeReturn
on_frame (GstPad          *pad,
          GstPadProbeInfo *info,
          gpointer         user_data)
{
  Gate      *self = user_data;
  GstBuffer *frame = GST_PAD_PROBE_INFO_BUFFER (info);
  guint8     tag = 1;

  gst_buffer_extract (frame, 0, &tag, sizeof tag);
  if ((tag & 1) == 0)
    self->is_open = is_sane_key_frame (frame);
  else if (GST_BUFFER_IS_DISCONT (frame) && self->is_open)
    {
      self->is_open = FALSE;
      ask_for_key_frame (pad);
    }

  return self->is_open ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

void
hr_picture_gate_install (GstPad *pad)
{
  g_return_if_fail (GST_IS_PAD (pad));

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_frame, g_new0 (Gate, 1), g_free);
}
