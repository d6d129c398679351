/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-token"

#include "hr-token.h"

#include "hr-sodium.h"

#include <sodium.h>
#include <string.h>

#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

#define RANDOM_BYTES 32

/* A session id is 36 bytes, an operator's id at most 64; longer texts are not ours. */
#define MAX_TOKEN_LENGTH 1024

/* The format may grow: a token says which one it is. */
#define VERSION "1"

/* A token is base64url (MAC ‖ statement); the statement is "version purpose expires-us run-id subject", the subject last as it is free. */
struct _HrTokenMint
{
  guint8 key[crypto_auth_KEYBYTES];
  char  *run_id;
};

enum
{
  PART_VERSION,
  PART_PURPOSE,
  PART_EXPIRES,
  PART_RUN,
  PART_SUBJECT,
  N_PARTS
};

static const char *const purposes[] = {
  [HR_TOKEN_SESSION] = "session",
  [HR_TOKEN_OPERATOR] = "operator",
  [HR_TOKEN_DEVICE] = "device",
};

static char *
encode (const guint8 *bytes,
        gsize         size_bytes)
{
  gsize length = sodium_base64_encoded_len (size_bytes, VARIANT);
  char *text = g_malloc (length);

  return sodium_bin2base64 (text, length, bytes, size_bytes, VARIANT);
}

HrTokenMint *
hr_token_mint_new (GBytes     *key,
                   const char *run_id)
{
  HrTokenMint *self = NULL;

  g_return_val_if_fail (key != NULL && g_bytes_get_size (key) == crypto_auth_KEYBYTES, NULL);
  g_return_val_if_fail (run_id != NULL && strchr (run_id, ' ') == NULL, NULL);

  hr_sodium_ensure ();

  self = g_new0 (HrTokenMint, 1);
  memcpy (self->key, g_bytes_get_data (key, NULL), sizeof self->key);
  self->run_id = g_strdup (run_id);

  return self;
}

void
hr_token_mint_free (HrTokenMint *self)
{
  sodium_memzero (self->key, sizeof self->key);
  g_free (self->run_id);
  g_free (self);
}

char *
hr_token_mint_issue (HrTokenMint   *self,
                     HrTokenPurpose purpose,
                     const char    *subject,
                     gint64         expires_at_us)
{
  g_autofree char   *statement = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize              length = 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (purpose < G_N_ELEMENTS (purposes), NULL);
  g_return_val_if_fail (subject != NULL, NULL);

  statement = g_strdup_printf ("%s %s %" G_GINT64_FORMAT " %s %s",
                               VERSION, purposes[purpose], expires_at_us, self->run_id, subject);
  length = strlen (statement);
  bytes = g_malloc (crypto_auth_BYTES + length);
  crypto_auth (bytes, (const guint8 *) statement, length, self->key);
  memcpy (bytes + crypto_auth_BYTES, statement, length);

  return encode (bytes, crypto_auth_BYTES + length);
}

/* The statement of a token whose MAC is ours, or NULL. */
static char *
dup_statement (HrTokenMint *self,
               const char  *token)
{
  guint8 bytes[MAX_TOKEN_LENGTH];
  gsize  size_bytes = 0;
  gsize  length = strlen (token);

  if (length > MAX_TOKEN_LENGTH ||
      sodium_base642bin (bytes, sizeof bytes, token, length, NULL, &size_bytes, NULL, VARIANT) != 0 ||
      size_bytes <= crypto_auth_BYTES ||
      crypto_auth_verify (bytes, bytes + crypto_auth_BYTES, size_bytes - crypto_auth_BYTES, self->key) != 0)
    return NULL;

  return g_strndup ((const char *) bytes + crypto_auth_BYTES, size_bytes - crypto_auth_BYTES);
}

char *
hr_token_mint_check (HrTokenMint   *self,
                     HrTokenPurpose purpose,
                     const char    *token,
                     gint64         now_us,
                     gboolean      *of_this_run)
{
  g_autofree char *statement = NULL;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (purpose < G_N_ELEMENTS (purposes), NULL);

  if (token == NULL || (statement = dup_statement (self, token)) == NULL)
    return NULL;

  /* What follows was signed by us; only its purpose and time are to be looked at. */
  parts = g_strsplit (statement, " ", N_PARTS);

  if (g_strv_length (parts) != N_PARTS ||
      strcmp (parts[PART_VERSION], VERSION) != 0 ||
      strcmp (parts[PART_PURPOSE], purposes[purpose]) != 0 ||
      g_ascii_strtoll (parts[PART_EXPIRES], NULL, 10) <= now_us)
    return NULL;

  if (of_this_run != NULL)
    *of_this_run = strcmp (parts[PART_RUN], self->run_id) == 0;

  return g_strdup (parts[PART_SUBJECT]);
}

char *
hr_token_mint_derive (HrTokenMint *self,
                      const char  *subject)
{
  g_autofree char *statement = NULL;
  guint8           mac[crypto_auth_BYTES];

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (subject != NULL, NULL);

  statement = g_strdup_printf ("%s derived %s", VERSION, subject);
  crypto_auth (mac, (const guint8 *) statement, strlen (statement), self->key);

  /* The version and variant of a random UUID, RFC 4122. */
  mac[6] = (mac[6] & 0x0f) | 0x40;
  mac[8] = (mac[8] & 0x3f) | 0x80;
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5],
                          mac[6], mac[7], mac[8], mac[9], mac[10], mac[11], mac[12], mac[13], mac[14], mac[15]);
}

gboolean
hr_token_is_same (const char *a,
                  const char *b)
{
  gsize length = 0;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  length = strlen (a);
  return strlen (b) == length && sodium_memcmp (a, b, length) == 0;
}

char *
hr_token_new_random (void)
{
  guint8 bytes[RANDOM_BYTES];

  hr_sodium_ensure ();
  randombytes_buf (bytes, sizeof bytes);

  return encode (bytes, sizeof bytes);
}

char *
hr_token_hash (const char *token)
{
  g_return_val_if_fail (token != NULL, NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
}
