/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <nice/agent.h>

/**
 * hr_ice_addresses_add_all:
 * @agent: an agent that has gathered nothing yet
 *
 * Lets @agent gather on the loopback addresses too, which libnice leaves out. Once an address is given it gathers on the given ones alone: so
 * all of them, but those with a scope, which no peer can know.
 */
void hr_ice_addresses_add_all (NiceAgent *agent);
/* Whether this machine has one beyond loopback. */
gboolean hr_ice_addresses_reach_others (void);
