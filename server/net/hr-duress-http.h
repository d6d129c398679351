/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>
#include <json-glib/json-glib.h>

/* HTTP as the Duress app knows it: errors of one member, `null` for nothing, open to every origin, and forms of every kind. */

/* What every answer says to a browser; answers an OPTIONS whole, which TRUE says. */
gboolean hr_duress_http_allow (SoupServerMessage *message);
/* {"error":TEXT} */
void hr_duress_http_reply_error (SoupServerMessage *message, guint status, const char *text);
/* The 4 bytes `null`, which mean that there is nothing. */
void hr_duress_http_reply_null (SoupServerMessage *message);
void hr_duress_http_reply_text (SoupServerMessage *message, guint status, const char *text);
/* A WebSocket's URL of this station, by the name that the caller knows it by. (transfer full) */
char *hr_duress_http_dup_url (SoupServerMessage *message, const char *path);
/* Fields of the query, then of the body where it is a form. Never NULL; what cannot be read has no fields. (transfer full) */
GHashTable *hr_duress_http_dup_fields (SoupServerMessage *message);
/* Fields of a body that is a form, or @names of one that is JSON, where each is text or null. NULL: it is neither, or cannot be read. (transfer full) */
GHashTable *hr_duress_http_dup_body_fields (SoupServerMessage *message, const char *const *names);
/* The body, where it is a JSON object. (transfer full) (nullable) */
JsonObject *hr_duress_http_dup_json (SoupServerMessage *message);
