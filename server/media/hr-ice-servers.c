/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-ice-servers"

#include "hr-ice-servers.h"

#include "hr-message.h"

#include <string.h>

typedef struct
{
  char *scheme;
  char *address; /* host:port */
  char *user;
  char *password;
} Turn;

static void
turn_clear (Turn *self)
{
  g_free (self->scheme);
  g_free (self->address);
  g_free (self->user);
  g_free (self->password);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Turn, turn_clear)

static char *
dup_address (GUri *uri)
{
  const char      *host = g_uri_get_host (uri);
  g_autofree char *literal = strchr (host, ':') != NULL ? g_strdup_printf ("[%s]", host) : g_strdup (host);

  if (g_uri_get_port (uri) < 0)
    return g_steal_pointer (&literal);

  return g_strdup_printf ("%s:%d", literal, g_uri_get_port (uri));
}

static GUri *
parse_uri (const char        *text,
           const char *const *schemes)
{
  g_autoptr (GUri) uri = text != NULL ? g_uri_parse (text, G_URI_FLAGS_NONE, NULL) : NULL;

  if (uri == NULL || !g_strv_contains (schemes, g_uri_get_scheme (uri)) ||
      g_uri_get_host (uri) == NULL || g_uri_get_host (uri)[0] == '\0')
    return NULL;

  return g_steal_pointer (&uri);
}

static char *
dup_password (const char *secret,
              const char *user)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA1, (const guchar *) secret, strlen (secret));
  guint8 digest[20];
  gsize  length = sizeof digest;

  g_hmac_update (hmac, (const guchar *) user, -1);
  g_hmac_get_digest (hmac, digest, &length);
  return g_base64_encode (digest, length);
}

static gboolean
turn_init (Turn       *self,
           const char *text,
           const char *secret,
           const char *name,
           gint64      utc_us)
{
  static const char *const schemes[] = { "turn", "turns", NULL };
  g_autoptr (GUri) uri = parse_uri (text, schemes);

  if (uri == NULL || secret == NULL)
    return FALSE;

  self->scheme = g_strdup (g_uri_get_scheme (uri));
  self->address = dup_address (uri);
  self->user = g_strdup_printf ("%" G_GINT64_FORMAT ":%s",
                                utc_us / G_USEC_PER_SEC + HR_ICE_CREDENTIALS_SECONDS, name);
  self->password = dup_password (secret, self->user);
  return TRUE;
}

static JsonObject *
new_server (const char *scheme,
            const char *address)
{
  JsonObject      *server = json_object_new ();
  JsonArray       *urls = json_array_new ();
  g_autofree char *url = g_strdup_printf ("%s:%s", scheme, address);

  json_array_add_string_element (urls, url);
  json_object_set_array_member (server, "urls", urls);
  return server;
}

/* A network that lets no UDP out may let TCP out; of TLS a phone makes TCP by itself. */
static JsonObject *
new_relay (const Turn *turn)
{
  JsonObject      *server = new_server (turn->scheme, turn->address);
  g_autofree char *over_tcp = g_strdup_printf ("%s:%s?transport=tcp", turn->scheme, turn->address);

  if (g_str_equal (turn->scheme, "turn"))
    json_array_add_string_element (json_object_get_array_member (server, "urls"), over_tcp);
  json_object_set_string_member (server, "username", turn->user);
  json_object_set_string_member (server, "credential", turn->password);
  return server;
}

gboolean
hr_ice_servers_check (const char *turn,
                      const char *secret,
                      gboolean    is_relay_only,
                      GError    **error)
{
  const char *fault = NULL;

  if (turn != NULL && secret == NULL)
    fault = "“ice.turn” needs the secret that the TURN server has: “ice.turn_secret”";
  else if (turn == NULL && is_relay_only)
    fault = "“ice.relay_only” needs a TURN server: “ice.turn”";
  if (fault == NULL)
    return TRUE;

  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, fault);
  return FALSE;
}

JsonArray *
hr_ice_servers_to_json (const char *stun,
                        const char *turn,
                        const char *secret,
                        const char *name,
                        gint64      utc_us)
{
  static const char *const stun_schemes[] = { "stun", NULL };
  JsonArray               *servers = json_array_new ();
  g_autoptr (GUri) uri = parse_uri (stun, stun_schemes);
  g_auto (Turn) relay = { NULL };

  if (uri != NULL)
    {
      g_autofree char *address = dup_address (uri);

      json_array_add_object_element (servers, new_server ("stun", address));
    }

  if (turn_init (&relay, turn, secret, name, utc_us))
    json_array_add_object_element (servers, new_relay (&relay));

  return servers;
}

char *
hr_ice_servers_dup_turn (const char *turn,
                         const char *secret,
                         const char *name,
                         gint64      utc_us)
{
  g_auto (Turn) relay = { NULL };
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;

  if (!turn_init (&relay, turn, secret, name, utc_us))
    return NULL;

  user = g_uri_escape_string (relay.user, NULL, FALSE);
  password = g_uri_escape_string (relay.password, NULL, FALSE);
  /* libnice keeps whichever relay it has first: over TCP one lost packet would hold up all behind it. */
  return g_strdup_printf ("%s://%s:%s@%s%s", relay.scheme, user, password, relay.address,
                          g_str_equal (relay.scheme, "turn") ? "?transport=udp" : "");
}
