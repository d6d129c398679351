/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-dtls-certificate.h"

#include <gst/gst.h>

/* Whether the certificate that the peer showed is the one that its answer names; webrtcbin does not look. Any thread. */
typedef struct _HrDtlsTrust HrDtlsTrust;

typedef enum
{
  HR_DTLS_TRUST_UNKNOWN, /* no answer, or no certificate yet */
  HR_DTLS_TRUST_CONFIRMED,
  HR_DTLS_TRUST_REFUSED, /* for good */
} HrDtlsTrustState;

HrDtlsTrust *hr_dtls_trust_new (void);
void         hr_dtls_trust_free (HrDtlsTrust *self);
/* @decoder: the dtlssrtpdec of the connection; of several the first counts, for everything is bundled. */
void hr_dtls_trust_set_decoder (HrDtlsTrust *self,
                                GstElement  *decoder);
/* Lets go of it: pads of it may have probes that hold who holds this. */
void             hr_dtls_trust_drop_decoder (HrDtlsTrust *self);
void             hr_dtls_trust_set_fingerprint (HrDtlsTrust *self,
                                                const guint8 fingerprint[HR_FINGERPRINT_BYTES]);
HrDtlsTrustState hr_dtls_trust_check (HrDtlsTrust *self);
