/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-duress-http"

#include "hr-duress-http.h"

#include "hr-form.h"
#include "hr-http.h"
#include "hr-json.h"

#include <string.h>

#define HOST_CHARS "abcdefghijklmnopqrstuvwxyz0123456789-._:[]"

gboolean
hr_duress_http_allow (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = NULL;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), FALSE);

  headers = soup_server_message_get_response_headers (message);
  soup_message_headers_replace (headers, "Access-Control-Allow-Origin", "*");
  soup_message_headers_replace (headers, "Vary", "Origin");
  if (!g_str_equal (soup_server_message_get_method (message), "OPTIONS"))
    return FALSE;

  soup_message_headers_replace (headers, "Access-Control-Allow-Methods", "GET,POST,OPTIONS");
  soup_message_headers_replace (headers, "Access-Control-Allow-Headers", "*");
  soup_server_message_set_status (message, SOUP_STATUS_NO_CONTENT, NULL);
  return TRUE;
}

void
hr_duress_http_reply_error (SoupServerMessage *message,
                            guint              status,
                            const char        *text)
{
  g_autoptr (JsonObject) body = hr_json_new_object ("error", text, NULL);

  hr_http_reply_json (message, status, body);
}

static void
reply (SoupServerMessage *message,
       guint              status,
       const char        *content_type,
       const char        *text)
{
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  soup_server_message_set_status (message, status, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Cache-Control", "no-store");
  soup_server_message_set_response (message, content_type, SOUP_MEMORY_COPY, text, strlen (text));
}

void
hr_duress_http_reply_null (SoupServerMessage *message)
{
  reply (message, SOUP_STATUS_OK, "application/json", "null");
}

void
hr_duress_http_reply_text (SoupServerMessage *message,
                           guint              status,
                           const char        *text)
{
  reply (message, status, "text/plain; charset=utf-8", text);
}

/* Over TLS here, before a proxy on this machine, or where the administrator says so for all. */
static gboolean
is_secure (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);
  const char     *forwarded = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "X-Forwarded-Proto");

  if (g_str_equal (g_uri_get_scheme (soup_server_message_get_uri (message)), "https") ||
      g_strcmp0 (g_getenv ("ENVIRONMENT"), "PRODUCTION") == 0)
    return TRUE;

  return forwarded != NULL && g_ascii_strcasecmp (forwarded, "https") == 0 && G_IS_INET_SOCKET_ADDRESS (remote) &&
         g_inet_address_get_is_loopback (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));
}

char *
hr_duress_http_dup_url (SoupServerMessage *message,
                        const char        *path)
{
  const char      *given = NULL;
  GUri            *uri = NULL;
  g_autofree char *host = NULL;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  given = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Host");
  host = g_ascii_strdown (given != NULL ? given : "", -1);
  if (host[0] != '\0' && strspn (host, HOST_CHARS) == strlen (host))
    return g_strconcat (is_secure (message) ? "wss://" : "ws://", host, path, NULL);

  uri = soup_server_message_get_uri (message);
  return g_uri_join (G_URI_FLAGS_NONE, is_secure (message) ? "wss" : "ws", NULL, g_uri_get_host (uri), g_uri_get_port (uri), path, NULL, NULL);
}

/* In small letters. (transfer full) */
static char *
dup_content_type (SoupServerMessage *message,
                  GHashTable       **parameters)
{
  const char *type = soup_message_headers_get_content_type (soup_server_message_get_request_headers (message), parameters);

  return g_ascii_strdown (type != NULL ? type : "", -1);
}

static GHashTable *
dup_form (SoupServerMessage *message)
{
  g_autoptr (GHashTable) parameters = NULL;
  g_autofree char *type = dup_content_type (message, &parameters);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (soup_server_message_get_request_body (message));
  const char *boundary = NULL;
  gsize       size = 0;
  const char *text = g_bytes_get_data (bytes, &size);

  if (g_str_equal (type, "application/x-www-form-urlencoded"))
    return hr_form_parse_urlencoded (text, size);

  boundary = parameters != NULL ? g_hash_table_lookup (parameters, "boundary") : NULL;
  if (g_str_equal (type, "multipart/form-data") && boundary != NULL)
    return hr_form_parse_multipart (text, size, boundary);

  return NULL;
}

GHashTable *
hr_duress_http_dup_fields (SoupServerMessage *message)
{
  const char *query = NULL;
  g_autoptr (GHashTable) form = NULL;
  GHashTable    *fields = NULL;
  GHashTableIter iter;
  gpointer       name = NULL;
  gpointer       value = NULL;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);

  query = g_uri_get_query (soup_server_message_get_uri (message));
  if (query == NULL || (fields = hr_form_parse_urlencoded (query, strlen (query))) == NULL)
    fields = hr_form_parse_urlencoded (NULL, 0);

  form = dup_form (message);
  if (form == NULL)
    return fields;

  g_hash_table_iter_init (&iter, form);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      if (!g_hash_table_contains (fields, name))
        g_hash_table_insert (fields, g_strdup (name), g_strdup (value));
    }

  return fields;
}

JsonObject *
hr_duress_http_dup_json (SoupServerMessage *message)
{
  g_autofree char *type = NULL;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);

  type = dup_content_type (message, NULL);
  return g_str_equal (type, "application/json") ? hr_http_parse_body (message, NULL) : NULL;
}

/* A zero in a text would end it early, and a name would be another's. */
static gboolean
holds_zero (SoupServerMessage *message)
{
  g_autoptr (GBytes) bytes = soup_message_body_flatten (soup_server_message_get_request_body (message));
  gsize       size = 0;
  const char *text = g_bytes_get_data (bytes, &size);

  return text != NULL && g_strstr_len (text, (gssize) size, "\\u0000") != NULL;
}

/* FALSE when @member is there, not null, and no text. */
static gboolean
take_text (GHashTable *fields,
           JsonObject *object,
           const char *member)
{
  const char *text = hr_json_get_string (object, member);

  if (text != NULL)
    g_hash_table_insert (fields, g_strdup (member), g_strdup (text));

  return text != NULL || !json_object_has_member (object, member) || hr_json_is_null (object, member);
}

static GHashTable *
dup_json_fields (SoupServerMessage *message,
                 const char *const *names)
{
  g_autoptr (JsonObject) object = hr_duress_http_dup_json (message);
  g_autoptr (GHashTable) fields = NULL;

  if (object == NULL || holds_zero (message))
    return NULL;

  fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      if (!take_text (fields, object, names[i]))
        return NULL;
    }

  return g_steal_pointer (&fields);
}

GHashTable *
hr_duress_http_dup_body_fields (SoupServerMessage *message,
                                const char *const *names)
{
  g_autofree char *type = NULL;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);

  type = dup_content_type (message, NULL);
  return g_str_equal (type, "application/json") ? dup_json_fields (message, names) : dup_form (message);
}
