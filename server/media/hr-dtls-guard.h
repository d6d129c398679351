/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

/**
 * hr_dtls_guard_attach:
 * @element: any element that was added inside a webrtcbin
 * @context: where timers run
 *
 * Makes the DTLS handshake stand loss and interference. At a nicesink every handshake datagram is sent a second time a
 * little later, so that one lost datagram costs no retransmission timer; at a nicesrc alerts that nobody has authenticated are
 * dropped, which anybody who sees the ports could send to end the handshake. Other elements are left alone. Any thread.
 */
void hr_dtls_guard_attach (GstElement   *element,
                           GMainContext *context);

/* Whether the datagram in @buffer is a DTLS alert of epoch 0: anybody who sees the ports can send one; those of the peer that
 * matter come encrypted. */
gboolean hr_dtls_guard_is_forgeable_alert (GstBuffer *buffer);
