/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>
#include <json-glib/json-glib.h>

#include "hr-station.h"

/* What the HTTP handlers share. */
void        hr_http_reply_json   (SoupServerMessage *message, guint status, JsonObject *body); /* (transfer none) */
/* RFC 9457 problem+json from an HR_PROTOCOL_ERROR (or HR_BOARD_ERROR, HR_STORE_ERROR_NOT_FOUND). */
void        hr_http_reply_error  (SoupServerMessage *message, const GError *error);
/* The token of `Authorization: Bearer`, or NULL. Borrowed. */
const char *hr_http_get_bearer   (SoupServerMessage *message);
/* The operator's id, or "key:ID" for an API key with @scope ("read") or "admin"; HR_PROTOCOL_ERROR_UNAUTHORIZED or _FORBIDDEN otherwise. (transfer full) */
char       *hr_http_authenticate (SoupServerMessage *message, HrStation *station, const char *scope, GError **error);
char       *hr_http_dup_peer     (SoupServerMessage *message); /* the address without port */
