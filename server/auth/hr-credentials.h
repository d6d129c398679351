/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-event.h"

/* PIN hashes and API keys in memory, kept in step with the events that carry them. */
#define HR_TYPE_CREDENTIALS (hr_credentials_get_type ())
G_DECLARE_FINAL_TYPE (HrCredentials, hr_credentials, HR, CREDENTIALS, GObject)

HrCredentials *hr_credentials_new (void);
/* Of the shape of HrStoreSecretFunc: (table, id, secret, scope). */
void hr_credentials_add (const char *table, const char *id, const char *secret, const char *scope, gpointer self);
/* operator.saved with a secret, key.created, key.revoked */
void        hr_credentials_apply (HrCredentials *self, HrEvent *event);
const char *hr_credentials_get_pin_hash (HrCredentials *self, const char *operator_id);
/* A word that is another one when the operator has another PIN, and tells nothing of it. (transfer full) */
char *hr_credentials_dup_stamp (HrCredentials *self, const char *operator_id);
/* The key's id when @token is a key that is not revoked; its scope ("device", "read", "admin") in @scope. Constant time. */
const char *hr_credentials_find_key (HrCredentials *self, const char *token, const char **scope);
/* Whether a key of that id exists and is not revoked. */
gboolean hr_credentials_has_key (HrCredentials *self, const char *key_id);
/* When that key let somebody in last, UTC; 0: not since this station started, for a use is not recorded. */
void   hr_credentials_note_use (HrCredentials *self, const char *key_id, gint64 at_us);
gint64 hr_credentials_get_used_us (HrCredentials *self, const char *key_id);
