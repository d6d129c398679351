/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * hr_local_address_dup_phone_url:
 * @station_url: how this console reaches the station
 *
 * A station that is reached over TLS on loopback listens on every address of this machine: phones
 * use the one on the local network.
 *
 * Returns: (transfer full): where a phone's browser finds the page with the button
 */
char *hr_local_address_dup_phone_url (const char *station_url);
