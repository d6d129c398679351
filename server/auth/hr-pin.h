/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include <gio/gio.h>

/* Argon2id of libsodium (interactive limits). Blocks for tens of milliseconds: the _async form uses a shared worker thread, one PIN after another. */
char    *hr_pin_hash (const char *pin, GError **error); /* 4–64 bytes of UTF-8, else HR_PROTOCOL_ERROR_BAD_FIELD */
gboolean hr_pin_verify (const char *hash, const char *pin);
void     hr_pin_verify_async (const char *hash, const char *pin, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean hr_pin_verify_finish (GAsyncResult *result, GError **error);
