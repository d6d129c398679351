/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * hr_certificate_load_or_make:
 * @dir: the tls/ folder of the data directory; station.crt and station.key (0600) are made there on first use
 *   (ECDSA P-256, self-signed, 10 years, SAN: localhost, the host's name and its present addresses)
 */
GTlsCertificate *hr_certificate_load_or_make (const char *dir, GError **error);
/* SHA-256 of the DER in upper-case hex with colons, as a person compares it. */
char *hr_certificate_dup_fingerprint (GTlsCertificate *certificate);
