/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-http"

#include "hr-http.h"

#include "hr-connection.h"
#include "hr-frame-guard.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-operator-token.h"

#define BEARER "Bearer "
#define DISCONNECTED_DATA "hr-disconnected"

static void
reply (SoupServerMessage *message,
       guint              status,
       const char        *content_type,
       JsonObject        *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  char               *text = hr_message_print (body);

  soup_server_message_set_status (message, status, NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_server_message_set_response (message, content_type, SOUP_MEMORY_TAKE, text, strlen (text));
}

void
hr_http_reply_json (SoupServerMessage *message,
                    guint              status,
                    JsonObject        *body)
{
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (body != NULL);

  reply (message, status, "application/json", body);
}

void
hr_http_reply_error (SoupServerMessage *message,
                     const GError      *error)
{
  g_autoptr (GError) not_found = NULL;
  g_autoptr (JsonObject) body = NULL;
  guint status = 0;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (error != NULL);

  if (g_error_matches (error, HR_STORE_ERROR, HR_STORE_ERROR_NOT_FOUND))
    error = not_found = g_error_new_literal (HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_NOT_FOUND, error->message);

  status = hr_protocol_error_to_status (error);
  body = hr_json_new_object ("type", "about:blank", "title", soup_status_get_phrase (status),
                             "code", hr_protocol_error_to_code (error), "detail", error->message, NULL);
  json_object_set_int_member (body, "status", status);
  if (status == SOUP_STATUS_UNAUTHORIZED)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "WWW-Authenticate", "Bearer");
  reply (message, status, "application/problem+json", body);
}

void
hr_http_reply_unknown_path (SoupServerMessage *message,
                            const char        *path)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (path != NULL);

  error = g_error_new (HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_NOT_FOUND, "There is no “%s”", path);
  hr_http_reply_error (message, error);
}

const char *
hr_http_get_bearer (SoupServerMessage *message)
{
  const char *value = NULL;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);

  value = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization");
  if (value == NULL || g_ascii_strncasecmp (value, BEARER, strlen (BEARER)) != 0)
    return NULL;
  return value + strlen (BEARER);
}

char *
hr_http_authenticate (SoupServerMessage *message,
                      HrStation         *station,
                      const char        *scope,
                      GError           **error)
{
  const char *token = hr_http_get_bearer (message);
  const char *key_id = NULL;
  const char *key_scope = NULL;
  char       *operator_id = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);
  g_return_val_if_fail (scope != NULL, NULL);

  if (token != NULL && (operator_id = hr_operator_token_check (station, token, NULL, NULL)) != NULL)
    {
      hr_connection_prove (message);
      return operator_id;
    }

  if (token != NULL)
    key_id = hr_credentials_find_key (hr_station_get_credentials (station), token, &key_scope);
  if (key_id == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_UNAUTHORIZED, "A valid token is needed");
      return NULL;
    }
  if (g_strcmp0 (key_scope, scope) != 0 && g_strcmp0 (key_scope, "admin") != 0)
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_FORBIDDEN, "The key’s scope is not “%s”", scope);
      return NULL;
    }
  hr_connection_prove (message);
  hr_credentials_note_use (hr_station_get_credentials (station), key_id, hr_station_get_utc_us (station));
  return g_strconcat ("key:", key_id, NULL);
}

JsonObject *
hr_http_parse_body (SoupServerMessage *message,
                    GError           **error)
{
  g_autoptr (GBytes) bytes = NULL;
  const char *data = NULL;
  gsize       length = 0;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);

  bytes = soup_message_body_flatten (soup_server_message_get_request_body (message));
  data = g_bytes_get_data (bytes, &length);
  return hr_message_parse (data != NULL ? data : "", length, error);
}

gboolean
hr_http_check_method (SoupServerMessage *message,
                      const char        *methods)
{
  const char *method = NULL;
  g_auto (GStrv) allowed = NULL;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), FALSE);

  method = soup_server_message_get_method (message);
  if (g_str_equal (method, "HEAD"))
    method = "GET";
  allowed = g_strsplit (methods, ", ", -1);
  if (g_strv_contains ((const char *const *) allowed, method))
    return TRUE;

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow", methods);
  soup_server_message_set_status (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
  return FALSE;
}

static void
on_disconnected (SoupServerMessage *message)
{
  g_object_set_data (G_OBJECT (message), DISCONNECTED_DATA, message);
}

void
hr_http_pause (SoupServerMessage *message)
{
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  if (g_object_get_data (G_OBJECT (message), DISCONNECTED_DATA) != NULL)
    return;

  g_signal_connect (message, "disconnected", G_CALLBACK (on_disconnected), NULL);
  soup_server_message_pause (message);
}

void
hr_http_resume (SoupServerMessage *message)
{
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  if (g_object_get_data (G_OBJECT (message), DISCONNECTED_DATA) == NULL)
    soup_server_message_unpause (message);
}

gboolean
hr_http_check_device (HrStation  *station,
                      const char *token,
                      GError    **error)
{
  HrCredentials   *credentials = NULL;
  const char      *key_id = NULL;
  const char      *scope = NULL;
  g_autofree char *subject = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), FALSE);

  if (!hr_station_requires_device_token (station))
    return TRUE;

  if (token != NULL)
    {
      subject = hr_token_mint_check (hr_station_get_token_mint (station), HR_TOKEN_DEVICE, token, hr_station_get_utc_us (station), NULL);
      if (subject != NULL)
        return TRUE;
      credentials = hr_station_get_credentials (station);
      key_id = hr_credentials_find_key (credentials, token, &scope);
      if (key_id != NULL && g_strcmp0 (scope, "read") != 0)
        {
          hr_credentials_note_use (credentials, key_id, hr_station_get_utc_us (station));
          return TRUE;
        }
    }
  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_UNAUTHORIZED, "A device token is needed");
  return FALSE;
}

typedef struct
{
  HrClock     *clock;
  HrSocketFunc func;
  gpointer     user_data;
} Upgrade;

static void
upgrade_free (gpointer  data,
              GClosure *closure)
{
  Upgrade *upgrade = data;

  g_object_unref (upgrade->clock);
  g_free (upgrade);
}

static void
on_upgraded (SoupServerMessage *message,
             gpointer           user_data)
{
  Upgrade            *upgrade = user_data;
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *response = soup_server_message_get_response_headers (message);
  g_autoptr (SoupServerMessage) keep = g_object_ref (message);
  g_autoptr (HrClock) clock = g_object_ref (upgrade->clock);
  g_autoptr (GIOStream) stream = NULL;
  g_autoptr (SoupWebsocketConnection) connection = NULL;
  g_autoptr (HrSocket) socket = NULL;
  HrSocketFunc func = upgrade->func;
  gpointer     func_data = upgrade->user_data;

  stream = hr_connection_steal (message);
  connection = soup_websocket_connection_new (stream, soup_server_message_get_uri (message), SOUP_WEBSOCKET_CONNECTION_SERVER,
                                              soup_message_headers_get_one (request, "Origin"),
                                              soup_message_headers_get_one (response, "Sec-WebSocket-Protocol"),
                                              g_list_prepend (NULL, hr_frame_guard_new (clock)));
  socket = hr_socket_new (connection, clock, soup_server_message_get_remote_host (message));
  func (socket, message, func_data);
}

void
hr_http_upgrade (SoupServerMessage *message,
                 const char        *protocol,
                 HrClock           *clock,
                 HrSocketFunc       func,
                 gpointer           user_data)
{
  char    *protocols[] = { (char *) protocol, NULL };
  Upgrade *upgrade = NULL;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (HR_IS_CLOCK (clock));

  if (!soup_websocket_server_process_handshake (message, NULL, protocol != NULL ? protocols : NULL, NULL, NULL))
    return;

  upgrade = g_new0 (Upgrade, 1);
  upgrade->clock = g_object_ref (clock);
  upgrade->func = func;
  upgrade->user_data = user_data;
  g_signal_connect_data (message, "wrote-informational", G_CALLBACK (on_upgraded), upgrade, upgrade_free, 0);
}
