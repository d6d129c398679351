/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Opus counts in samples of 48 kHz, whatever the encoder was given. */
#define HR_OPUS_RATE 48000
#define HR_OPUS_MAX_SAMPLES 5760 /* 120 ms, the longest packet there is */
#define HR_OPUS_LOST_BYTES 2

/**
 * hr_opus_packet_get_samples:
 * @data: an Opus packet, from a stranger
 *
 * Checks the framing by the rules of RFC 6716, section 3.4.
 *
 * Returns: how long the packet is, in samples; 0 when it is malformed
 */
guint hr_opus_packet_get_samples (const guint8 *data,
                                  gsize         size_bytes);
/* The packet must be a sound one. */
gboolean hr_opus_packet_is_stereo (const guint8 *data);

/**
 * hr_opus_packet_make_lost:
 * @packet: (out): a packet of empty frames, which asks the decoder to conceal a loss (RFC 7845, section 4.1)
 * @like: the first byte of the packet before the gap
 * @samples: how long the gap is
 *
 * Returns: how much of the gap @packet fills, in samples; 0 when less than 2.5 ms is left
 */
guint hr_opus_packet_make_lost (guint8  packet[HR_OPUS_LOST_BYTES],
                                guint8  like,
                                guint64 samples);
