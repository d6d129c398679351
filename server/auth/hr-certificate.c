/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-certificate"

#include "hr-certificate.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <string.h>
#include <time.h>

#define LIFETIME_S ((time_t) 10 * 365 * 24 * 60 * 60)

/* A workstation whose clock is behind must not think that the certificate is not valid yet. */
#define BACKDATE_S (24 * 60 * 60)

#define SERIAL_BYTES 16

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_crt_t, gnutls_x509_crt_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_privkey_t, gnutls_x509_privkey_deinit, NULL)

static gboolean
check (int      code,
       GError **error)
{
  if (code >= 0)
    return TRUE;

  g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_MISC, "Cannot make a certificate: %s", gnutls_strerror (code));
  return FALSE;
}

static gboolean
add_name (gnutls_x509_crt_t certificate,
          const char       *name,
          GError          **error)
{
  return check (gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, name,
                                                      (unsigned int) strlen (name), GNUTLS_FSAN_APPEND),
                error);
}

static gboolean
add_address (gnutls_x509_crt_t      certificate,
             const struct sockaddr *address,
             GError               **error)
{
  const void  *bytes = NULL;
  unsigned int size_bytes = 0;

  if (address->sa_family == AF_INET)
    {
      bytes = &((const struct sockaddr_in *) address)->sin_addr;
      size_bytes = sizeof (struct in_addr);
    }
  else if (address->sa_family == AF_INET6)
    {
      bytes = &((const struct sockaddr_in6 *) address)->sin6_addr;
      size_bytes = sizeof (struct in6_addr);
    }
  else
    {
      return TRUE;
    }

  return check (gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS, bytes, size_bytes,
                                                      GNUTLS_FSAN_APPEND),
                error);
}

/* The names a browser or console may reach this host by. */
static gboolean
add_names (gnutls_x509_crt_t certificate,
           GError          **error)
{
  struct ifaddrs *interfaces = NULL;
  gboolean        is_ok = add_name (certificate, "localhost", error) && add_name (certificate, g_get_host_name (), error);

  if (is_ok && getifaddrs (&interfaces) != 0)
    {
      g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_MISC, "Cannot list this host's addresses: %s", g_strerror (errno));
      return FALSE;
    }

  for (const struct ifaddrs *i = interfaces; i != NULL && is_ok; i = i->ifa_next)
    is_ok = i->ifa_addr == NULL || add_address (certificate, i->ifa_addr, error);

  if (interfaces != NULL)
    freeifaddrs (interfaces);

  return is_ok;
}

static gboolean
describe (gnutls_x509_crt_t     certificate,
          gnutls_x509_privkey_t key,
          GError              **error)
{
  guint8      serial[SERIAL_BYTES];
  const char *name = g_get_host_name ();
  time_t      now = time (NULL);

  if (!check (gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial), error))
    return FALSE;

  /* A serial number is positive: the sign bit is not used. */
  serial[0] = (guint8) ((serial[0] & 0x7f) | 1);

  return check (gnutls_x509_crt_set_version (certificate, 3), error) &&
         check (gnutls_x509_crt_set_serial (certificate, serial, sizeof serial), error) &&
         check (gnutls_x509_crt_set_activation_time (certificate, now - BACKDATE_S), error) &&
         check (gnutls_x509_crt_set_expiration_time (certificate, now + LIFETIME_S), error) &&
         check (gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name, (unsigned int) strlen (name)), error) &&
         check (gnutls_x509_crt_set_key (certificate, key), error) &&
         check (gnutls_x509_crt_set_basic_constraints (certificate, 0, -1), error) &&
         check (gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_DIGITAL_SIGNATURE), error) &&
         check (gnutls_x509_crt_set_key_purpose_oid (certificate, GNUTLS_KP_TLS_WWW_SERVER, 0), error);
}

static gboolean
save (const char           *path,
      const gnutls_datum_t *pem,
      GError              **error)
{
  return g_file_set_contents_full (path, (const char *) pem->data, pem->size,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static gboolean
save_pair (gnutls_x509_crt_t     certificate,
           gnutls_x509_privkey_t key,
           const char           *certificate_path,
           const char           *key_path,
           GError              **error)
{
  gnutls_datum_t certificate_pem = { NULL, 0 };
  gnutls_datum_t key_pem = { NULL, 0 };
  gboolean       is_saved = check (gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &key_pem), error) &&
                      check (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &certificate_pem), error) &&
                      save (key_path, &key_pem, error) &&
                      save (certificate_path, &certificate_pem, error);

  if (key_pem.data != NULL)
    gnutls_memset (key_pem.data, 0, key_pem.size);

  gnutls_free (key_pem.data);
  gnutls_free (certificate_pem.data);
  return is_saved;
}

static gboolean
make_pair (const char *certificate_path,
           const char *key_path,
           GError    **error)
{
  g_auto (gnutls_x509_privkey_t) key = NULL;
  g_auto (gnutls_x509_crt_t) certificate = NULL;

  return check (gnutls_x509_privkey_init (&key), error) &&
         check (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0), error) &&
         check (gnutls_x509_crt_init (&certificate), error) &&
         describe (certificate, key, error) &&
         add_names (certificate, error) &&
         check (gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0), error) &&
         save_pair (certificate, key, certificate_path, key_path, error);
}

GTlsCertificate *
hr_certificate_load_or_make (const char *dir,
                             GError    **error)
{
  g_autofree char *certificate_path = NULL;
  g_autofree char *key_path = NULL;

  g_return_val_if_fail (dir != NULL, NULL);

  certificate_path = g_build_filename (dir, "station.crt", NULL);
  key_path = g_build_filename (dir, "station.key", NULL);

  if (g_mkdir_with_parents (dir, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "Cannot make “%s”: %s", dir, g_strerror (errno));
      return NULL;
    }

  /* The certificate is written last. One without the other is half a beginning, and is made again. */
  if ((!g_file_test (certificate_path, G_FILE_TEST_EXISTS) || !g_file_test (key_path, G_FILE_TEST_EXISTS)) &&
      !make_pair (certificate_path, key_path, error))
    return NULL;

  return g_tls_certificate_new_from_files (certificate_path, key_path, error);
}

char *
hr_certificate_dup_fingerprint (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  g_autofree char *hex = NULL;
  GString         *text = NULL;

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);

  g_object_get (certificate, "certificate", &der, NULL);
  hex = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
  text = g_string_new (NULL);

  for (const char *c = hex; *c != '\0'; c++)
    {
      if (c != hex && (c - hex) % 2 == 0)
        g_string_append_c (text, ':');
      g_string_append_c (text, g_ascii_toupper (*c));
    }

  return g_string_free (text, FALSE);
}
