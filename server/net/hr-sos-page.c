/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sos-page"

#include "hr-sos-page.h"

#include "hr-http.h"
#include "hr-message.h"
#include "hr-station-resources.h"

/* Nothing from anywhere else, nothing inline, in nobody's frame. */
#define CONTENT_SECURITY_POLICY                                                                         \
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " \
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

static const struct
{
  const char *path;
  const char *resource;
  const char *content_type;
} files[] = {
  { "/sos", "/org/hamrahi/station/sos/sos.html", "text/html; charset=utf-8" },
  { "/sos/sos.css", "/org/hamrahi/station/sos/sos.css", "text/css; charset=utf-8" },
  { "/sos/sos.js", "/org/hamrahi/station/sos/sos.js", "text/javascript; charset=utf-8" },
};

static const struct
{
  const char *name;
  const char *value;
} headers[] = {
  { "Content-Security-Policy", CONTENT_SECURITY_POLICY },
  { "Permissions-Policy", "microphone=(self), geolocation=(self), screen-wake-lock=(self), battery=(self)" },
  { "Referrer-Policy", "no-referrer" },
  { "X-Content-Type-Options", "nosniff" },
  /* A phone must never show yesterday's page to today's station. */
  { "Cache-Control", "no-store" },
};

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  g_autoptr (GError) error = NULL;

  if (!hr_http_check_method (message, "GET"))
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) bytes = NULL;

      if (!g_str_equal (files[i].path, path))
        continue;

      bytes = g_resource_lookup_data (hr_station_get_resource (), files[i].resource, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
      if (bytes == NULL)
        break;

      for (gsize j = 0; j < G_N_ELEMENTS (headers); j++)
        soup_message_headers_replace (soup_server_message_get_response_headers (message), headers[j].name, headers[j].value);
      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
      soup_message_headers_set_content_type (soup_server_message_get_response_headers (message), files[i].content_type, NULL);
      soup_message_body_append_bytes (soup_server_message_get_response_body (message), bytes);
      return;
    }

  if (error == NULL)
    g_set_error (&error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_NOT_FOUND, "There is no “%s”", path);
  hr_http_reply_error (message, error);
}

void
hr_sos_page_add (SoupServer *server)
{
  g_return_if_fail (SOUP_IS_SERVER (server));

  soup_server_add_handler (server, "/sos", on_request, NULL, NULL);
}
