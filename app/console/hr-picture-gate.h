/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

/* Longer or wider is no camera's picture: it is not decoded. */
#define HR_PICTURE_GATE_MAX_PX 4096

/**
 * hr_picture_gate_install:
 * @pad: that takes whole VP8 frames
 *
 * Lets through what can be shown as it was sent: a key frame of a sane size and what follows it without a hole. After a hole the next key frame is
 * asked for, and waited for.
 */
void hr_picture_gate_install (GstPad *pad);

/* Whether @data, a VP8 frame, is a key frame; its size in pixels where it is. */
gboolean hr_picture_gate_read_key_frame (const guint8 *data,
                                         gsize         size,
                                         guint        *width,
                                         guint        *height);
