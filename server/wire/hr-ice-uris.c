/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-ice-uris"

#include "hr-ice-uris.h"

#include "hr-json.h"

#include <string.h>

#define ADDRESS_CHARACTERS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".-:[]"
#define MAX_URL_BYTES 512

/* Borrowed, or NULL. */
static const char *
after_scheme (const char *url,
              const char *scheme)
{
  const size_t length = strlen (scheme);

  return g_ascii_strncasecmp (url, scheme, length) == 0 && url[length] == ':' ? url + length + 1 : NULL;
}

static char *
dup_turn (const char *scheme,
          const char *address,
          const char *query,
          JsonObject *server)
{
  const char      *user = hr_json_get_string (server, "username");
  const char      *password = hr_json_get_string (server, "credential");
  g_autofree char *escaped_user = NULL;
  g_autofree char *escaped_password = NULL;

  if (user == NULL || password == NULL)
    return NULL;

  escaped_user = g_uri_escape_string (user, NULL, FALSE);
  escaped_password = g_uri_escape_string (password, NULL, FALSE);
  /* Where nothing is said webrtcbin would ask over TCP too. */
  if (query == NULL && g_str_equal (scheme, "turn"))
    query = "transport=udp";

  return g_strdup_printf ("%s://%s:%s@%s%s%s", scheme, escaped_user, escaped_password, address,
                          query != NULL ? "?" : "", query != NULL ? query : "");
}

/* NULL: not one that can be used. */
static char *
dup_uri (const char *url,
         JsonObject *server)
{
  static const char *const schemes[] = { "stun", "turn", "turns" };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      const char *rest = after_scheme (url, schemes[i]);
      g_auto (GStrv) parts = rest != NULL && strlen (url) <= MAX_URL_BYTES ? g_strsplit (rest, "?", 2) : NULL;

      if (parts == NULL || parts[0] == NULL || parts[0][0] == '\0' || strspn (parts[0], ADDRESS_CHARACTERS) < strlen (parts[0]))
        continue;
      if (i == 0)
        return g_strconcat ("stun://", parts[0], NULL);
      return dup_turn (schemes[i], parts[0], parts[1], server);
    }

  return NULL;
}

/* One address may stand alone. */
static char *
dup_first_uri (JsonObject *server)
{
  const char *only = hr_json_get_string (server, "urls");
  JsonArray  *urls = hr_json_get_array (server, "urls");
  char       *uri = only != NULL ? dup_uri (only, server) : NULL;

  for (guint i = 0; uri == NULL && urls != NULL && i < json_array_get_length (urls); i++)
    {
      JsonNode *node = json_array_get_element (urls, i);

      if (json_node_get_value_type (node) == G_TYPE_STRING)
        uri = dup_uri (json_node_get_string (node), server);
    }

  return uri;
}

char **
hr_ice_uris_new (JsonArray *servers)
{
  g_autoptr (GPtrArray) uris = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; servers != NULL && i < json_array_get_length (servers); i++)
    {
      JsonNode *node = json_array_get_element (servers, i);
      char     *uri = JSON_NODE_HOLDS_OBJECT (node) ? dup_first_uri (json_node_get_object (node)) : NULL;

      if (uri != NULL)
        g_ptr_array_add (uris, uri);
    }

  g_ptr_array_add (uris, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&uris), FALSE);
}
