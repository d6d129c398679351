/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station.h"

#include <libsoup/soup.h>

/*
 * The one listener: own sockets whose streams are handed to a SoupServer, with caps on connections per address (64; loopback exempt)
 * and in all (2,000), few TLS handshakes at once, a deadline for a whole request, and bodies refused past 64 KiB before they are read.
 * HTTP/1.1, one request a connection. WebSocket routes are plain handlers that call hr_http_upgrade().
 */
#define HR_TYPE_LISTENER (hr_listener_get_type ())
G_DECLARE_FINAL_TYPE (HrListener, hr_listener, HR, LISTENER, GObject)

HrListener *hr_listener_new (HrStation *station, GTlsCertificate *certificate);
gboolean    hr_listener_open (HrListener *self, const char *address, guint port, GError **error); /* port 0: a free one */
char       *hr_listener_dup_url (HrListener *self);
SoupServer *hr_listener_get_server (HrListener *self); /* routes are added to it before it is opened */
void        hr_listener_close (HrListener *self);
