/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-sdp-document.h"

/* Checks what @section says of its transport, and takes it. @setups: the DTLS setups that are allowed, NULL-terminated.
 * %HR_PROTOCOL_ERROR_BAD_SDP otherwise. */
gboolean hr_sdp_transport_read (HrSdpTransport     *self,
                                const HrSdpSection *section,
                                const char *const  *setups,
                                GError            **error);
void     hr_sdp_transport_clear (HrSdpTransport *self);
