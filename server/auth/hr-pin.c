/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-pin"

#include "hr-pin.h"

#include "hr-message.h"
#include "hr-sodium.h"

#include <sodium.h>
#include <string.h>

#define MIN_BYTES 4
#define MAX_BYTES 64

typedef struct
{
  char *hash;
  char *pin;
} Attempt;

static void
attempt_free (gpointer data)
{
  Attempt *self = data;

  sodium_memzero (self->pin, strlen (self->pin));
  g_free (self->pin);
  g_free (self->hash);
  g_free (self);
}

char *
hr_pin_hash (const char *pin,
             GError    **error)
{
  char  hash[crypto_pwhash_STRBYTES];
  gsize length = 0;

  g_return_val_if_fail (pin != NULL, NULL);

  length = strlen (pin);

  if (length < MIN_BYTES || length > MAX_BYTES || !g_utf8_validate (pin, (gssize) length, NULL))
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD,
                   "A PIN has %d to %d bytes of UTF-8", MIN_BYTES, MAX_BYTES);
      return NULL;
    }

  hr_sodium_ensure ();

  if (crypto_pwhash_str (hash, pin, length, crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_INTERNAL, "There is no memory to hash a PIN");
      return NULL;
    }

  return g_strdup (hash);
}

gboolean
hr_pin_verify (const char *hash,
               const char *pin)
{
  g_return_val_if_fail (hash != NULL, FALSE);
  g_return_val_if_fail (pin != NULL, FALSE);

  hr_sodium_ensure ();

  return crypto_pwhash_str_verify (hash, pin, strlen (pin)) == 0;
}

static void
verify_in_thread (gpointer data,
                  gpointer unused)
{
  g_autoptr (GTask) task = data;
  Attempt *attempt = g_task_get_task_data (task);

  g_task_return_boolean (task, hr_pin_verify (attempt->hash, attempt->pin));
}

/* One after another: each takes 64 MiB for as long as it runs, and strangers may ask for as many as they have connections. */
static GThreadPool *
get_pool (void)
{
  static GThreadPool *pool = NULL;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, g_thread_pool_new (verify_in_thread, NULL, 1, FALSE, NULL));

  return pool;
}

void
hr_pin_verify_async (const char         *hash,
                     const char         *pin,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Attempt *attempt = NULL;

  g_return_if_fail (hash != NULL);
  g_return_if_fail (pin != NULL);

  attempt = g_new0 (Attempt, 1);
  attempt->hash = g_strdup (hash);
  attempt->pin = g_strdup (pin);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, hr_pin_verify_async);
  g_task_set_task_data (task, attempt, attempt_free);
  g_thread_pool_push (get_pool (), g_steal_pointer (&task), NULL);
}

gboolean
hr_pin_verify_finish (GAsyncResult *result,
                      GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
