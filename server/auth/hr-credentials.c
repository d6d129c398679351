/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-credentials"

#include "hr-credentials.h"

#include "hr-json.h"
#include "hr-token.h"

#include <sodium.h>
#include <string.h>

typedef struct
{
  char  *id;
  char  *token_hash; /* SHA-256 in hex */
  char  *scope;
  gint64 used_us; /* UTC; 0: not since this station started */
} Key;

struct _HrCredentials
{
  GObject parent_instance;

  GHashTable *pin_hashes; /* operator id → hash */
  GHashTable *keys;       /* id → Key */
};

G_DEFINE_FINAL_TYPE (HrCredentials, hr_credentials, G_TYPE_OBJECT)

static void
key_free (gpointer data)
{
  Key *self = data;

  g_free (self->id);
  g_free (self->token_hash);
  g_free (self->scope);
  g_free (self);
}

static void
hr_credentials_finalize (GObject *object)
{
  HrCredentials *self = HR_CREDENTIALS (object);

  g_clear_pointer (&self->pin_hashes, g_hash_table_unref);
  g_clear_pointer (&self->keys, g_hash_table_unref);

  G_OBJECT_CLASS (hr_credentials_parent_class)->finalize (object);
}

static void
hr_credentials_class_init (HrCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_credentials_finalize;
}

static void
hr_credentials_init (HrCredentials *self)
{
  self->pin_hashes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, key_free);
}

static void
add_pin (HrCredentials *self,
         const char    *operator_id,
         const char    *hash)
{
  g_hash_table_replace (self->pin_hashes, g_strdup (operator_id), g_strdup (hash));
}

static void
add_key (HrCredentials *self,
         const char    *id,
         const char    *token_hash,
         const char    *scope)
{
  Key *key = g_new0 (Key, 1);

  key->id = g_strdup (id);
  key->token_hash = g_strdup (token_hash);
  key->scope = g_strdup (scope);
  g_hash_table_replace (self->keys, key->id, key);
}

HrCredentials *
hr_credentials_new (void)
{
  return g_object_new (HR_TYPE_CREDENTIALS, NULL);
}

void
hr_credentials_add (const char *table,
                    const char *id,
                    const char *secret,
                    const char *scope,
                    gpointer    self)
{
  g_return_if_fail (HR_IS_CREDENTIALS (self));
  g_return_if_fail (table != NULL && id != NULL && secret != NULL);

  if (strcmp (table, "operator") == 0)
    add_pin (self, id, secret);
  else
    add_key (self, id, secret, scope);
}

void
hr_credentials_apply (HrCredentials *self,
                      HrEvent       *event)
{
  const char *id = NULL;
  const char *secret = NULL;

  g_return_if_fail (HR_IS_CREDENTIALS (self));
  g_return_if_fail (HR_IS_EVENT (event));

  id = hr_json_get_string (hr_event_get_data (event), "id");
  secret = hr_event_get_secret (event);

  if (id == NULL)
    return;

  if (hr_event_is_kind (event, "operator.saved") && secret != NULL)
    add_pin (self, id, secret);
  else if (hr_event_is_kind (event, "key.created") && secret != NULL)
    add_key (self, id, secret, hr_json_get_string (hr_event_get_data (event), "scope"));
  else if (hr_event_is_kind (event, "key.revoked"))
    g_hash_table_remove (self->keys, id);
}

const char *
hr_credentials_get_pin_hash (HrCredentials *self,
                             const char    *operator_id)
{
  g_return_val_if_fail (HR_IS_CREDENTIALS (self), NULL);

  return operator_id != NULL ? g_hash_table_lookup (self->pin_hashes, operator_id) : NULL;
}

/* The hash is salted and slow to guess against: a digest of it gives nothing away. */
char *
hr_credentials_dup_stamp (HrCredentials *self,
                          const char    *operator_id)
{
  const char *hash = NULL;

  g_return_val_if_fail (HR_IS_CREDENTIALS (self), NULL);
  g_return_val_if_fail (operator_id != NULL, NULL);

  hash = hr_credentials_get_pin_hash (self, operator_id);

  return hash != NULL ? hr_token_hash (hash) : g_strdup ("none");
}

const char *
hr_credentials_find_key (HrCredentials *self,
                         const char    *token,
                         const char   **scope)
{
  g_autofree char *hash = NULL;
  const Key       *found = NULL;
  GHashTableIter   iter;
  gpointer         value = NULL;

  g_return_val_if_fail (HR_IS_CREDENTIALS (self), NULL);

  if (token == NULL)
    return NULL;

  hash = hr_token_hash (token);

  /* All are compared, each in constant time: neither which one fits nor how much of it can be measured. */
  g_hash_table_iter_init (&iter, self->keys);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Key *key = value;

      if (strlen (key->token_hash) == strlen (hash) && sodium_memcmp (key->token_hash, hash, strlen (hash)) == 0)
        found = key;
    }

  if (found == NULL)
    return NULL;

  if (scope != NULL)
    *scope = found->scope;

  return found->id;
}

gboolean
hr_credentials_has_key (HrCredentials *self,
                        const char    *key_id)
{
  g_return_val_if_fail (HR_IS_CREDENTIALS (self), FALSE);

  return key_id != NULL && g_hash_table_contains (self->keys, key_id);
}

void
hr_credentials_note_use (HrCredentials *self,
                         const char    *key_id,
                         gint64         at_us)
{
  Key *key = NULL;

  g_return_if_fail (HR_IS_CREDENTIALS (self));
  g_return_if_fail (key_id != NULL);

  if ((key = g_hash_table_lookup (self->keys, key_id)) != NULL)
    key->used_us = at_us;
}

gint64
hr_credentials_get_used_us (HrCredentials *self,
                            const char    *key_id)
{
  const Key *key = NULL;

  g_return_val_if_fail (HR_IS_CREDENTIALS (self), 0);
  g_return_val_if_fail (key_id != NULL, 0);

  key = g_hash_table_lookup (self->keys, key_id);

  return key != NULL ? key->used_us : 0;
}
