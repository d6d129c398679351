/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-message"

#include "hr-message.h"

#include "hr-board.h"
#include "hr-json.h"
#include "hr-json-nesting.h"
#include "hr-refusal.h"

#include <string.h>

typedef struct
{
  JsonArray *reason; /* the message in codes, or NULL */
} HrProtocolErrorPrivate;

static void
hr_protocol_error_private_init (HrProtocolErrorPrivate *priv)
{
}

static void
hr_protocol_error_private_copy (const HrProtocolErrorPrivate *source,
                                HrProtocolErrorPrivate       *target)
{
  if (source->reason != NULL)
    target->reason = json_array_ref (source->reason);
}

static void
hr_protocol_error_private_clear (HrProtocolErrorPrivate *priv)
{
  g_clear_pointer (&priv->reason, json_array_unref);
}

G_DEFINE_EXTENDED_ERROR (HrProtocolError, hr_protocol_error)

static const struct
{
  const char *code;
  guint       status;
} errors[] = {
  [HR_PROTOCOL_ERROR_BAD_JSON] = { "bad_json", 400 },
  [HR_PROTOCOL_ERROR_MISSING_FIELD] = { "missing_field", 400 },
  [HR_PROTOCOL_ERROR_BAD_FIELD] = { "bad_field", 400 },
  [HR_PROTOCOL_ERROR_TOO_LARGE] = { "too_large", 413 },
  [HR_PROTOCOL_ERROR_UNAUTHORIZED] = { "unauthorized", 401 },
  [HR_PROTOCOL_ERROR_FORBIDDEN] = { "forbidden", 403 },
  [HR_PROTOCOL_ERROR_TOO_MANY_ATTEMPTS] = { "too_many_attempts", 429 },
  [HR_PROTOCOL_ERROR_RATE_LIMITED] = { "rate_limited", 429 },
  [HR_PROTOCOL_ERROR_NOT_FOUND] = { "not_found", 404 },
  [HR_PROTOCOL_ERROR_ALREADY_ENDED] = { "already_ended", 409 },
  [HR_PROTOCOL_ERROR_NOT_OWNED] = { "not_owned", 409 },
  [HR_PROTOCOL_ERROR_WRONG_STATE] = { "wrong_state", 409 },
  [HR_PROTOCOL_ERROR_UNKNOWN_TYPE] = { "unknown_type", 400 },
  [HR_PROTOCOL_ERROR_UNKNOWN_COMMAND] = { "unknown_command", 400 },
  [HR_PROTOCOL_ERROR_BAD_SDP] = { "bad_sdp", 400 },
  [HR_PROTOCOL_ERROR_ONE_WAY_VIOLATION] = { "one_way_violation", 400 },
  [HR_PROTOCOL_ERROR_STALE_ATTEMPT] = { "stale_attempt", 409 },
  [HR_PROTOCOL_ERROR_BAD_CANDIDATE] = { "bad_candidate", 400 },
  [HR_PROTOCOL_ERROR_MEDIA_FAILED] = { "media_failed", 503 },
  [HR_PROTOCOL_ERROR_STORAGE_FAILED] = { "storage_failed", 503 },
  [HR_PROTOCOL_ERROR_BUSY] = { "busy", 503 },
  [HR_PROTOCOL_ERROR_INTERNAL] = { "internal", 500 },
};

/* A gap in the log is no fault of whoever asked. */
static const HrProtocolError board_errors[] = {
  [HR_BOARD_ERROR_NOT_FOUND] = HR_PROTOCOL_ERROR_NOT_FOUND,
  [HR_BOARD_ERROR_WRONG_STATE] = HR_PROTOCOL_ERROR_WRONG_STATE,
  [HR_BOARD_ERROR_INVALID] = HR_PROTOCOL_ERROR_BAD_FIELD,
  [HR_BOARD_ERROR_GAP] = HR_PROTOCOL_ERROR_INTERNAL,
};

static HrProtocolError
classify (const GError *error)
{
  if (error->domain == HR_PROTOCOL_ERROR && (gsize) error->code < G_N_ELEMENTS (errors))
    return error->code;

  if (error->domain == HR_BOARD_ERROR && (gsize) error->code < G_N_ELEMENTS (board_errors))
    return board_errors[error->code];

  return HR_PROTOCOL_ERROR_INTERNAL;
}

const char *
hr_protocol_error_to_code (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return errors[classify (error)].code;
}

guint
hr_protocol_error_to_status (const GError *error)
{
  g_return_val_if_fail (error != NULL, 0);

  return errors[classify (error)].status;
}

static JsonObject *
bad_json (GError    **error,
          const char *reason)
{
  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_JSON, reason);
  return NULL;
}

JsonObject *
hr_message_parse (const char *data,
                  gsize       length,
                  GError    **error)
{
  return hr_message_parse_sized (data, length, HR_MESSAGE_MAX_BYTES, error);
}

JsonObject *
hr_message_parse_sized (const char *data,
                        gsize       length,
                        gsize       max_bytes,
                        GError    **error)
{
  g_autoptr (JsonParser) parser = NULL;
  JsonNode *root = NULL;

  g_return_val_if_fail (data != NULL || length == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (length > max_bytes)
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_TOO_LARGE,
                   "A message has at most %" G_GSIZE_FORMAT " bytes", max_bytes);
      return NULL;
    }

  if (length == 0)
    return bad_json (error, "The message is empty");
  if (!g_utf8_validate_len (data, length, NULL))
    return bad_json (error, "The message is not UTF-8");
  if (!hr_json_is_nested_within (data, length, HR_MESSAGE_MAX_NESTING))
    return bad_json (error, "The message is not JSON, or nested too deep");

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, data, (gssize) length, NULL))
    return bad_json (error, "The message is not JSON");

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return bad_json (error, "The message is not a JSON object");

  return json_node_dup_object (root);
}

char *
hr_message_print (JsonObject *object)
{
  g_return_val_if_fail (object != NULL, NULL);

  return hr_json_dup_canonical (object);
}

/* The words of a library are for the log; a peer is told what it can do something about. */
static const char *
get_detail (const GError *error)
{
  if (error->domain == HR_PROTOCOL_ERROR || classify (error) != HR_PROTOCOL_ERROR_INTERNAL)
    return error->message;

  return "The station could not do this";
}

void
hr_refuse (GError        **error,
           HrProtocolError code,
           JsonObject     *sentence)
{
  g_autoptr (JsonArray) reason = hr_reason_new (sentence);
  g_autofree char *text = hr_reason_dup_text (reason, NULL);
  g_autoptr (GError) refusal = NULL;

  g_return_if_fail (text != NULL);

  refusal = g_error_new_literal (HR_PROTOCOL_ERROR, code, text);
  hr_protocol_error_get_private (refusal)->reason = g_steal_pointer (&reason);
  g_propagate_error (error, g_steal_pointer (&refusal));
}

JsonArray *
hr_refusal_dup_reason (const GError *error)
{
  HrProtocolErrorPrivate *priv = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  priv = error->domain == HR_PROTOCOL_ERROR ? hr_protocol_error_get_private (error) : NULL;
  if (priv != NULL && priv->reason != NULL)
    return json_array_ref (priv->reason);

  return hr_reason_find (get_detail (error));
}

JsonObject *
hr_message_new_error (const GError *error,
                      JsonObject   *request)
{
  JsonObject *message = NULL;
  JsonNode   *ref = NULL;
  g_autoptr (JsonArray) reason = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  reason = hr_refusal_dup_reason (error);

  message = hr_json_new_object ("type", "error",
                                "code", hr_protocol_error_to_code (error),
                                "detail", get_detail (error),
                                NULL);
  if (reason != NULL)
    json_object_set_array_member (message, "because", g_steal_pointer (&reason));

  ref = request != NULL ? json_object_get_member (request, "ref") : NULL;
  if (ref != NULL && JSON_NODE_HOLDS_VALUE (ref))
    json_object_set_member (message, "ref", json_node_copy (ref));

  return message;
}
