/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Tokens the station gives out: base64url of what it says and an HMAC over it (crypto_auth of libsodium), so that they
 * outlive a restart of the station and need no table. They never appear in a log, URL or error.
 */
typedef enum
{
  HR_TOKEN_SESSION,  /* a device's media session; subject: session id */
  HR_TOKEN_OPERATOR, /* a console; subject: a stamp of the PIN and the operator id */
  HR_TOKEN_DEVICE,   /* a drill's device token; subject: free */
} HrTokenPurpose;

typedef struct _HrTokenMint HrTokenMint;
/* @key: 32 bytes; @run_id: names this run of the station */
HrTokenMint *hr_token_mint_new (GBytes *key, const char *run_id);
void         hr_token_mint_free (HrTokenMint *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrTokenMint, hr_token_mint_free)
char *hr_token_mint_issue (HrTokenMint *self, HrTokenPurpose purpose, const char *subject, gint64 expires_at_us);
/* The subject, or NULL when forged, of another purpose or expired. @of_this_run (out, optional): issued by this run. Constant time. */
char *hr_token_mint_check (HrTokenMint *self, HrTokenPurpose purpose, const char *token, gint64 now_us, gboolean *of_this_run);

/* An id in the form of a UUID that nobody can guess, and always the same for @subject: it needs no table. (transfer full) */
char *hr_token_mint_derive (HrTokenMint *self, const char *subject);
/* In constant time for texts of one length. */
gboolean hr_token_is_same (const char *a, const char *b);

/* 256 random bits as text, for API keys; and the SHA-256 of one in hex, as it is stored. */
char *hr_token_new_random (void);
char *hr_token_hash (const char *token);
