/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-auth"

#include "hr-certificate.h"
#include "hr-credentials.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-pin.h"
#include "hr-test-files.h"
#include "hr-throttle.h"
#include "hr-token.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define NOW_US G_GINT64_CONSTANT (1795165327000000)
#define LATER_US (NOW_US + G_USEC_PER_SEC)

static HrTokenMint *
new_mint (const char *key,
          const char *run_id)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (key, 32);

  return hr_token_mint_new (bytes, run_id);
}

#define KEY "0123456789abcdef0123456789abcdef"
#define ANOTHER_KEY "0123456789abcdef0123456789abcdeF"

static void
test_token (void)
{
  g_autoptr (HrTokenMint) mint = new_mint (KEY, "run-1");
  g_autoptr (HrTokenMint) next_run = new_mint (KEY, "run-2");
  g_autofree char *token = hr_token_mint_issue (mint, HR_TOKEN_OPERATOR, "asha with spaces", LATER_US);
  gboolean         of_this_run = FALSE;
  g_autofree char *subject = hr_token_mint_check (mint, HR_TOKEN_OPERATOR, token, NOW_US, &of_this_run);
  g_autofree char *subject_later = NULL;

  g_assert_cmpstr (subject, ==, "asha with spaces");
  g_assert_true (of_this_run);
  g_assert_cmpuint (strspn (token, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_"), ==, strlen (token));

  subject_later = hr_token_mint_check (next_run, HR_TOKEN_OPERATOR, token, NOW_US, &of_this_run);
  g_assert_cmpstr (subject_later, ==, "asha with spaces");
  g_assert_false (of_this_run);
}

static void
test_token_refused (void)
{
  g_autoptr (HrTokenMint) mint = new_mint (KEY, "run-1");
  g_autoptr (HrTokenMint) another = new_mint (ANOTHER_KEY, "run-1");
  g_autofree char *token = hr_token_mint_issue (mint, HR_TOKEN_SESSION, "s", LATER_US);
  g_autofree char *long_token = g_strnfill (100000, 'A');

  g_assert_null (hr_token_mint_check (mint, HR_TOKEN_OPERATOR, token, NOW_US, NULL));
  g_assert_null (hr_token_mint_check (mint, HR_TOKEN_SESSION, token, LATER_US, NULL));
  g_assert_null (hr_token_mint_check (another, HR_TOKEN_SESSION, token, NOW_US, NULL));
  g_assert_null (hr_token_mint_check (mint, HR_TOKEN_SESSION, NULL, NOW_US, NULL));
  g_assert_null (hr_token_mint_check (mint, HR_TOKEN_SESSION, "", NOW_US, NULL));
  g_assert_null (hr_token_mint_check (mint, HR_TOKEN_SESSION, "!!", NOW_US, NULL));
  g_assert_null (hr_token_mint_check (mint, HR_TOKEN_SESSION, long_token, NOW_US, NULL));
}

/* No character of a token may be another one. */
static void
test_token_forged (void)
{
  g_autoptr (HrTokenMint) mint = new_mint (KEY, "run-1");
  g_autofree char *token = hr_token_mint_issue (mint, HR_TOKEN_SESSION, "session", LATER_US);

  for (gsize i = 0; token[i] != '\0'; i++)
    {
      char             kept = token[i];
      g_autofree char *cut = g_strndup (token, i);

      token[i] = kept == 'A' ? 'B' : 'A';
      g_assert_null (hr_token_mint_check (mint, HR_TOKEN_SESSION, token, NOW_US, NULL));
      token[i] = kept;
      g_assert_null (hr_token_mint_check (mint, HR_TOKEN_SESSION, cut, NOW_US, NULL));
    }
}

static void
test_random_token (void)
{
  g_autofree char *a = hr_token_new_random ();
  g_autofree char *b = hr_token_new_random ();
  g_autofree char *hash = hr_token_hash ("abc");

  g_assert_cmpstr (a, !=, b);
  g_assert_cmpuint (strlen (a), ==, 43);
  g_assert_cmpstr (hash, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void
take_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GAsyncResult **taken = user_data;

  *taken = g_object_ref (result);
}

static gboolean
verify_async (const char *hash,
              const char *pin)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_right = FALSE;

  hr_pin_verify_async (hash, pin, NULL, take_result, &result);

  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  is_right = hr_pin_verify_finish (result, &error);
  g_assert_no_error (error);
  return is_right;
}

static void
test_pin (void)
{
  g_autofree char *hash = hr_pin_hash ("1234", NULL);
  g_autofree char *again = hr_pin_hash ("1234", NULL);

  g_assert_true (g_str_has_prefix (hash, "$argon2id$"));
  g_assert_cmpstr (hash, !=, again);
  g_assert_true (hr_pin_verify (hash, "1234"));
  g_assert_false (hr_pin_verify (hash, "1235"));
  g_assert_false (hr_pin_verify (hash, ""));
  g_assert_false (hr_pin_verify ("no hash", "1234"));
  g_assert_true (verify_async (hash, "1234"));
  g_assert_false (verify_async (hash, "12345"));
}

static void
test_pin_refused (void)
{
  static const char *const pins[] = { "", "123", "\xff\xff\xff\xff", "12345678901234567890123456789012345678901234567890123456789012345" };

  for (gsize i = 0; i < G_N_ELEMENTS (pins); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (hr_pin_hash (pins[i], &error));
      g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD);
    }
}

static void
apply (HrCredentials *credentials,
       const char    *kind,
       JsonObject    *data,
       const char    *secret)
{
  g_autoptr (HrEvent) event = hr_event_new (1, NOW_US, kind, NULL, "cli", data);

  hr_event_set_secret (event, secret);
  hr_credentials_apply (credentials, event);
}

static void
test_credentials (void)
{
  g_autoptr (HrCredentials) credentials = hr_credentials_new ();
  g_autofree char *hash = hr_token_hash ("secret");
  g_autofree char *another_hash = hr_token_hash ("another");
  const char      *scope = NULL;

  hr_credentials_add ("operator", "asha", "pin-hash", NULL, credentials);
  hr_credentials_add ("key", "k1", hash, "device", credentials);
  apply (credentials, "key.created", hr_json_new_object ("id", "k2", "name", "x", "scope", "read", NULL), another_hash);

  g_assert_cmpstr (hr_credentials_get_pin_hash (credentials, "asha"), ==, "pin-hash");
  g_assert_null (hr_credentials_get_pin_hash (credentials, "nobody"));
  g_assert_cmpstr (hr_credentials_find_key (credentials, "secret", &scope), ==, "k1");
  g_assert_cmpstr (scope, ==, "device");
  g_assert_cmpstr (hr_credentials_find_key (credentials, "another", &scope), ==, "k2");
  g_assert_cmpstr (scope, ==, "read");
  g_assert_null (hr_credentials_find_key (credentials, hash, NULL));
  g_assert_null (hr_credentials_find_key (credentials, NULL, NULL));

  /* A save without a PIN keeps the one there is. */
  apply (credentials, "operator.saved", hr_json_new_object ("id", "asha", NULL), NULL);
  g_assert_cmpstr (hr_credentials_get_pin_hash (credentials, "asha"), ==, "pin-hash");
  apply (credentials, "operator.saved", hr_json_new_object ("id", "asha", NULL), "new-hash");
  g_assert_cmpstr (hr_credentials_get_pin_hash (credentials, "asha"), ==, "new-hash");

  g_assert_true (hr_credentials_has_key (credentials, "k1"));
  apply (credentials, "key.revoked", hr_json_new_object ("id", "k1", NULL), NULL);
  g_assert_false (hr_credentials_has_key (credentials, "k1"));
  g_assert_null (hr_credentials_find_key (credentials, "secret", NULL));
}

static void
count (HrThrottle *throttle,
       const char *key,
       guint       n_times)
{
  for (guint i = 0; i < n_times; i++)
    hr_throttle_count (throttle, key);
}

static void
test_throttle (void)
{
  g_autoptr (HrClock) clock = hr_clock_new_fake (NOW_US);
  g_autoptr (HrThrottle) throttle = hr_throttle_new (clock, 5, 300000, 60000);

  count (throttle, "a", 4);
  g_assert_false (hr_throttle_is_held (throttle, "a"));
  count (throttle, "a", 1);
  g_assert_true (hr_throttle_is_held (throttle, "a"));
  g_assert_false (hr_throttle_is_held (throttle, "b"));

  hr_clock_advance (clock, 59999 * 1000);
  g_assert_true (hr_throttle_is_held (throttle, "a"));
  hr_clock_jump (clock, G_TIME_SPAN_HOUR);
  g_assert_true (hr_throttle_is_held (throttle, "a"));
  hr_clock_advance (clock, 1000);
  g_assert_false (hr_throttle_is_held (throttle, "a"));

  /* The window slides: four, a window later four more. */
  count (throttle, "c", 4);
  hr_clock_advance (clock, 5 * G_TIME_SPAN_MINUTE);
  count (throttle, "c", 4);
  g_assert_false (hr_throttle_is_held (throttle, "c"));
  hr_throttle_forget (throttle, "c");
  count (throttle, "c", 4);
  g_assert_false (hr_throttle_is_held (throttle, "c"));
  count (throttle, "c", 1);
  g_assert_true (hr_throttle_is_held (throttle, "c"));
}

static void
test_throttle_is_bounded (void)
{
  g_autoptr (HrClock) clock = hr_clock_new_fake (NOW_US);
  g_autoptr (HrThrottle) throttle = hr_throttle_new (clock, 1, 300000, 60000);

  for (int i = 0; i < 10001; i++)
    {
      g_autofree char *key = g_strdup_printf ("%d", i);

      hr_throttle_count (throttle, key);
    }

  g_assert_false (hr_throttle_is_held (throttle, "0"));
  g_assert_true (hr_throttle_is_held (throttle, "1"));
  g_assert_true (hr_throttle_is_held (throttle, "10000"));
}

static void
test_certificate (void)
{
  g_autofree char *dir = g_dir_make_tmp (NULL, NULL);
  g_autofree char *tls = g_build_filename (dir, "tls", NULL);
  g_autofree char *key_path = g_build_filename (tls, "station.key", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) made = hr_certificate_load_or_make (tls, &error);
  g_autoptr (GTlsCertificate) loaded = NULL;
  g_autoptr (GSocketConnectable) localhost = g_network_address_new ("localhost", 8443);
  g_autoptr (GSocketConnectable) loopback = g_network_address_new ("127.0.0.1", 8443);
  g_autofree char *fingerprint = NULL;
  g_autofree char *again = NULL;
  GStatBuf         status;

  g_assert_no_error (error);
  loaded = hr_certificate_load_or_make (tls, &error);
  g_assert_no_error (error);

  fingerprint = hr_certificate_dup_fingerprint (made);
  again = hr_certificate_dup_fingerprint (loaded);
  g_assert_cmpstr (fingerprint, ==, again);
  g_assert_cmpuint (strlen (fingerprint), ==, 95);

  /* Who trusts it finds nothing wrong with its names, times and uses. */
  g_assert_cmpint (g_tls_certificate_verify (loaded, localhost, loaded), ==, 0);
  g_assert_cmpint (g_tls_certificate_verify (loaded, loopback, loaded), ==, 0);

  g_assert_no_errno (g_stat (key_path, &status));
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  hr_test_remove_tree (dir);
}

static void
test_damaged_certificate (void)
{
  g_autofree char *dir = g_dir_make_tmp (NULL, NULL);
  g_autofree char *certificate_path = g_build_filename (dir, "station.crt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GTlsCertificate) made = hr_certificate_load_or_make (dir, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (made);
  g_assert_true (g_file_set_contents (certificate_path, "nonsense", -1, NULL));
  g_assert_null (hr_certificate_load_or_make (dir, &error));
  g_assert_nonnull (error);

  /* What may be somebody's own is never written over. */
  g_assert_true (g_file_get_contents (certificate_path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "nonsense");
  hr_test_remove_tree (dir);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/auth/token", test_token);
  g_test_add_func ("/auth/token-refused", test_token_refused);
  g_test_add_func ("/auth/token-forged", test_token_forged);
  g_test_add_func ("/auth/random-token", test_random_token);
  g_test_add_func ("/auth/pin", test_pin);
  g_test_add_func ("/auth/pin-refused", test_pin_refused);
  g_test_add_func ("/auth/credentials", test_credentials);
  g_test_add_func ("/auth/throttle", test_throttle);
  g_test_add_func ("/auth/throttle-is-bounded", test_throttle_is_bounded);
  g_test_add_func ("/auth/certificate", test_certificate);
  g_test_add_func ("/auth/damaged-certificate", test_damaged_certificate);

  return g_test_run ();
}
