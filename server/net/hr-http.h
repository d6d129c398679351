/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>
#include <json-glib/json-glib.h>

#include "hr-socket.h"
#include "hr-station.h"

/* What the HTTP handlers share. */
void hr_http_reply_json (SoupServerMessage *message, guint status, JsonObject *body); /* (transfer none) */
/* RFC 9457 problem+json from an HR_PROTOCOL_ERROR (or HR_BOARD_ERROR, HR_STORE_ERROR_NOT_FOUND). */
void hr_http_reply_error (SoupServerMessage *message, const GError *error);
/* The 404 of whatever nobody serves. */
void hr_http_reply_unknown_path (SoupServerMessage *message, const char *path);
/* The token of `Authorization: Bearer`, or NULL. Borrowed. */
const char *hr_http_get_bearer (SoupServerMessage *message);
/* The operator's id, or "key:ID" for an API key with @scope ("read") or "admin"; HR_PROTOCOL_ERROR_UNAUTHORIZED or _FORBIDDEN otherwise. (transfer full) */
char *hr_http_authenticate (SoupServerMessage *message, HrStation *station, const char *scope, GError **error);

/**
 * hr_http_upgrade:
 * @message: a GET that asks for a WebSocket, in a plain handler of its path (soup_server_add_handler())
 * @protocol: (nullable): the sub-protocol
 * @func: called with the socket once the answer is written; takes its own reference; @message is valid in it
 *
 * Answers the handshake, or refuses it. The only way to a socket: libsoup's own websocket handlers let fragments without end through.
 * @user_data must live as long as the server's connections.
 */
typedef void (*HrSocketFunc) (HrSocket *socket, SoupServerMessage *message, gpointer user_data);
void hr_http_upgrade (SoupServerMessage *message, const char *protocol, HrClock *clock, HrSocketFunc func, gpointer user_data);
/* The request's body as an object; HR_PROTOCOL_ERROR_BAD_JSON or _TOO_LARGE. (transfer full) */
JsonObject *hr_http_parse_body (SoupServerMessage *message, GError **error);
/* TRUE when the method is one of @methods ("GET, POST"); otherwise answers 405. HEAD goes where GET goes. */
gboolean hr_http_check_method (SoupServerMessage *message, const char *methods);
/* Holds the answer back until it is known, and lets it go; nothing when the peer has left meanwhile. */
void hr_http_pause (SoupServerMessage *message);
void hr_http_resume (SoupServerMessage *message);
/* Whether a device with @token (nullable) may activate; HR_PROTOCOL_ERROR_UNAUTHORIZED otherwise. */
gboolean hr_http_check_device (HrStation *station, const char *token, GError **error);
