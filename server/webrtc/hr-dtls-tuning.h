/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * GStreamer's DTLS plugin leaves OpenSSL's first retransmission at 1 s and cuts handshakes into fragments of a few
 * hundred bytes, and offers no property for either. OpenSSL calls the "new" function of an ex-data index for every SSL that anybody in the
 * process makes: there the datagram size and the timer are set. Without it everything works, only slower on lossy links.
 */

/* Once per process, before the first connection is made; later calls do nothing. */
void hr_dtls_tuning_install (void);
/* Makes a DTLS object of its own and says whether the hook saw and changed it. */
gboolean hr_dtls_tuning_self_test (void);
/* How many DTLS objects were tuned so far; it grows with every connection where the plugin uses the same OpenSSL. Any thread. */
guint hr_dtls_tuning_count (void);
