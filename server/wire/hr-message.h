/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* The codes of docs/protocol.md section 8, in its order. */
#define HR_PROTOCOL_ERROR (hr_protocol_error_quark ())
GQuark hr_protocol_error_quark (void);
typedef enum
{
  HR_PROTOCOL_ERROR_BAD_JSON,
  HR_PROTOCOL_ERROR_MISSING_FIELD,
  HR_PROTOCOL_ERROR_BAD_FIELD,
  HR_PROTOCOL_ERROR_TOO_LARGE,
  HR_PROTOCOL_ERROR_UNAUTHORIZED,
  HR_PROTOCOL_ERROR_FORBIDDEN,
  HR_PROTOCOL_ERROR_TOO_MANY_ATTEMPTS,
  HR_PROTOCOL_ERROR_RATE_LIMITED,
  HR_PROTOCOL_ERROR_NOT_FOUND,
  HR_PROTOCOL_ERROR_ALREADY_ENDED,
  HR_PROTOCOL_ERROR_WRONG_STATE,
  HR_PROTOCOL_ERROR_NOT_OWNED,
  HR_PROTOCOL_ERROR_UNKNOWN_TYPE,
  HR_PROTOCOL_ERROR_UNKNOWN_COMMAND,
  HR_PROTOCOL_ERROR_BAD_SDP,
  HR_PROTOCOL_ERROR_ONE_WAY_VIOLATION,
  HR_PROTOCOL_ERROR_STALE_ATTEMPT,
  HR_PROTOCOL_ERROR_BAD_CANDIDATE,
  HR_PROTOCOL_ERROR_MEDIA_FAILED,
  HR_PROTOCOL_ERROR_STORAGE_FAILED,
  HR_PROTOCOL_ERROR_BUSY,
  HR_PROTOCOL_ERROR_INTERNAL,
} HrProtocolError;

/* "bad_json" …; an error of another domain is "internal", but for HR_BOARD_ERROR: "not_found", "wrong_state", "bad_field". */
const char *hr_protocol_error_to_code (const GError *error);
/* The HTTP status that goes with it (400, 401, 403, 404, 409, 413, 429, 503, 500 …). */
guint hr_protocol_error_to_status (const GError *error);

#define HR_MESSAGE_MAX_BYTES 65536
#define HR_MESSAGE_MAX_NESTING 16

/**
 * hr_message_parse:
 * @data: bytes of a stranger
 * @length: how many
 * @error: %HR_PROTOCOL_ERROR_TOO_LARGE, or %HR_PROTOCOL_ERROR_BAD_JSON when it is not UTF-8, is nested
 *   too deep (looked at before the parser, which recurses), is not JSON or not an object
 *
 * Returns: (transfer full): the object
 */
JsonObject *hr_message_parse (const char *data,
                              gsize       length,
                              GError    **error);
/* The same with another limit than %HR_MESSAGE_MAX_BYTES: a station's snapshot is as large as its zones' outlines. */
JsonObject *hr_message_parse_sized (const char *data,
                                    gsize       length,
                                    gsize       max_bytes,
                                    GError    **error);
/* Compact text. (transfer full) */
char *hr_message_print (JsonObject *object);
/* {"type":"error","code":…,"detail":…,"ref":…} ; @request may be NULL: the message that carries the ref. */
JsonObject *hr_message_new_error (const GError *error,
                                  JsonObject   *request);
