/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-dtls-certificate"

#include "hr-dtls-certificate.h"

#include <gio/gio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <string.h>

#define SECONDS_PER_DAY (24 * 60 * 60)
/* Peers go by the fingerprint alone; the dates only have to outlast the process and a phone's wrong clock. */
#define VALID_DAYS 3650

struct _HrDtlsCertificate
{
  char *pem;
  char *fingerprint;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)

static gboolean
set_random_serial (X509 *certificate)
{
  guint32 serial = 0;

  return RAND_bytes ((unsigned char *) &serial, sizeof serial) == 1 &&
         ASN1_INTEGER_set_uint64 (X509_get_serialNumber (certificate), serial) == 1;
}

static X509 *
new_self_signed (EVP_PKEY *key)
{
  g_autoptr (X509) certificate = X509_new ();
  X509_NAME *name = NULL;

  if (certificate == NULL)
    return NULL;

  name = X509_get_subject_name (certificate);
  if (X509_set_version (certificate, X509_VERSION_3) != 1 ||
      !set_random_serial (certificate) ||
      X509_gmtime_adj (X509_getm_notBefore (certificate), -SECONDS_PER_DAY) == NULL ||
      X509_gmtime_adj (X509_getm_notAfter (certificate), (long) VALID_DAYS * SECONDS_PER_DAY) == NULL ||
      X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_ASC, (const unsigned char *) "WebRTC", -1, -1, 0) != 1 ||
      X509_set_issuer_name (certificate, name) != 1 ||
      X509_set_pubkey (certificate, key) != 1 ||
      X509_sign (certificate, key, EVP_sha256 ()) == 0)
    return NULL;

  return g_steal_pointer (&certificate);
}

static char *
dup_pem (X509     *certificate,
         EVP_PKEY *key)
{
  g_autoptr (BIO) memory = BIO_new (BIO_s_mem ());
  char *data = NULL;
  long  length = 0;

  if (memory == NULL ||
      PEM_write_bio_X509 (memory, certificate) != 1 ||
      PEM_write_bio_PrivateKey (memory, key, NULL, NULL, 0, NULL, NULL) != 1)
    return NULL;

  length = BIO_get_mem_data (memory, &data);
  return g_strndup (data, length);
}

static char *
dup_fingerprint (X509 *certificate)
{
  unsigned char digest[HR_FINGERPRINT_BYTES];
  g_autoptr (GString) text = g_string_new (NULL);

  if (X509_digest (certificate, EVP_sha256 (), digest, NULL) != 1)
    return NULL;

  for (guint i = 0; i < sizeof digest; i++)
    g_string_append_printf (text, i == 0 ? "%02X" : ":%02X", digest[i]);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

HrDtlsCertificate *
hr_dtls_certificate_new (GError **error)
{
  g_autoptr (HrDtlsCertificate) self = g_new0 (HrDtlsCertificate, 1);
  g_autoptr (EVP_PKEY) key = EVP_EC_gen ("P-256");
  g_autoptr (X509) certificate = key != NULL ? new_self_signed (key) : NULL;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (certificate == NULL ||
      !(self->pem = dup_pem (certificate, key)) ||
      !(self->fingerprint = dup_fingerprint (certificate)))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "OpenSSL made no certificate for DTLS");
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
hr_dtls_certificate_free (HrDtlsCertificate *self)
{
  if (self == NULL)
    return;

  if (self->pem != NULL)
    OPENSSL_cleanse (self->pem, strlen (self->pem));
  g_free (self->pem);
  g_free (self->fingerprint);
  g_free (self);
}

const char *
hr_dtls_certificate_get_pem (HrDtlsCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->pem;
}

const char *
hr_dtls_certificate_get_fingerprint (HrDtlsCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fingerprint;
}

gboolean
hr_dtls_certificate_matches (const char  *pem,
                             const guint8 fingerprint[HR_FINGERPRINT_BYTES])
{
  unsigned char digest[HR_FINGERPRINT_BYTES];
  g_autoptr (BIO) memory = pem != NULL ? BIO_new_mem_buf (pem, -1) : NULL;
  g_autoptr (X509) certificate = memory != NULL ? PEM_read_bio_X509 (memory, NULL, NULL, NULL) : NULL;

  g_return_val_if_fail (fingerprint != NULL, FALSE);

  return certificate != NULL &&
         X509_digest (certificate, EVP_sha256 (), digest, NULL) == 1 &&
         CRYPTO_memcmp (digest, fingerprint, sizeof digest) == 0;
}
