/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define HR_FINGERPRINT_BYTES 32

/* A self-signed P-256 certificate with its key, for DTLS. Immutable; any thread. */
typedef struct _HrDtlsCertificate HrDtlsCertificate;

HrDtlsCertificate *hr_dtls_certificate_new (GError **error);
void               hr_dtls_certificate_free (HrDtlsCertificate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrDtlsCertificate, hr_dtls_certificate_free)
/* Certificate and key, as the `pem` property of dtlssrtpdec wants them. */
const char *hr_dtls_certificate_get_pem (HrDtlsCertificate *self);
/* "AB:CD:…", the SHA-256 of the certificate alone, as in a=fingerprint. */
const char *hr_dtls_certificate_get_fingerprint (HrDtlsCertificate *self);

/* Whether the certificate in @pem (nullable) has the SHA-256 @fingerprint; compared in constant time. */
gboolean hr_dtls_certificate_matches (const char  *pem,
                                      const guint8 fingerprint[HR_FINGERPRINT_BYTES]);
