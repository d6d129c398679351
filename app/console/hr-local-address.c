/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-local-address"

#include "hr-local-address.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address) : g_str_equal (host, "localhost");
}

/* The first address of an interface that is up and leads out of this machine; IPv4, which a
 * person can read out. NULL: none. */
static char *
dup_lan_host (void)
{
  struct ifaddrs *interfaces = NULL;
  char           *host = NULL;

  if (getifaddrs (&interfaces) != 0)
    return NULL;

  for (struct ifaddrs *at = interfaces; at != NULL && host == NULL; at = at->ifa_next)
    {
      g_autoptr (GSocketAddress) address = NULL;

      if (at->ifa_addr == NULL || at->ifa_addr->sa_family != AF_INET ||
          (at->ifa_flags & IFF_UP) == 0 || (at->ifa_flags & IFF_LOOPBACK) != 0)
        continue;

      address = g_socket_address_new_from_native (at->ifa_addr, sizeof (struct sockaddr_in));
      host = g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
    }

  freeifaddrs (interfaces);

  return host;
}

char *
hr_local_address_dup_phone_url (const char *station_url)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *lan_host = NULL;
  const char      *host = NULL;

  g_return_val_if_fail (station_url != NULL, NULL);

  uri = g_uri_parse (station_url, G_URI_FLAGS_NONE, NULL);
  g_return_val_if_fail (uri != NULL, NULL);

  host = g_uri_get_host (uri);
  if (is_loopback (host) && g_str_equal (g_uri_get_scheme (uri), "https") && (lan_host = dup_lan_host ()) != NULL)
    host = lan_host;

  return g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, host, g_uri_get_port (uri), "/sos", NULL, NULL);
}
