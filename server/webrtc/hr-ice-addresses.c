/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-ice-addresses"

#include "hr-ice-addresses.h"

#include <nice/interfaces.h>
#include <string.h>

void
hr_ice_addresses_add_all (NiceAgent *agent)
{
  GList *addresses = NULL;

  g_return_if_fail (NICE_IS_AGENT (agent));

  addresses = nice_interfaces_get_local_ips (TRUE);
  for (GList *l = addresses; l != NULL; l = l->next)
    {
      NiceAddress address;

      nice_address_init (&address);
      if (strchr (l->data, '%') == NULL && nice_address_set_from_string (&address, l->data))
        nice_agent_add_local_address (agent, &address);
    }

  g_list_free_full (addresses, g_free);
}

gboolean
hr_ice_addresses_reach_others (void)
{
  GList   *addresses = nice_interfaces_get_local_ips (FALSE);
  gboolean has_one = addresses != NULL;

  g_list_free_full (addresses, g_free);
  return has_one;
}
