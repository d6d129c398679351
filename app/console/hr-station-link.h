/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-known-stations.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

/*
 * Where the station is and how to show it who asks: its address, the operator's token, and which
 * certificate is its own. Every request of the console to its station is made here. Main thread
 * only.
 */
#define HR_TYPE_STATION_LINK (hr_station_link_get_type ())
G_DECLARE_FINAL_TYPE (HrStationLink, hr_station_link, HR, STATION_LINK, GObject)

HrStationLink *hr_station_link_new (HrKnownStations *known_stations);
/**
 * hr_station_link_set_address:
 * @self: a link
 * @url: `http`, `https`, `ws` or `wss`, a host and a port; a path is ignored
 * @fingerprint: (nullable): SHA-256 of the station's certificate, when the control socket told it; otherwise the certificate of the
 *   first use is trusted from then on
 * @error: return location for an error, or `NULL`
 *
 * Returns: %FALSE with %G_IO_ERROR_INVALID_ARGUMENT when @url is not such an address
 */
gboolean hr_station_link_set_address (HrStationLink *self,
                                      const char    *url,
                                      const char    *fingerprint,
                                      GError       **error);
/* `https://HOST:PORT`, NULL before an address was set. */
const char *hr_station_link_get_url (HrStationLink *self);
/* SHA-256 of its certificate; NULL: it is signed by somebody who is trusted, or there is none. Borrowed. */
const char *hr_station_link_get_fingerprint (HrStationLink *self);
/* Whether nobody has ever logged in where that certificate was shown. */
gboolean hr_station_link_is_new (HrStationLink *self);
/* Somebody has: the certificate is trusted from then on. */
void        hr_station_link_keep (HrStationLink *self);
gboolean    hr_station_link_is_loopback (HrStationLink *self);
void        hr_station_link_set_token (HrStationLink *self,
                                       const char    *token);
const char *hr_station_link_get_token (HrStationLink *self);

SoupSession *hr_station_link_get_session (HrStationLink *self);
/* A GET of @path with the token, if there is one. NULL before an address was set. (transfer
 * full) */
SoupMessage *hr_station_link_new_message (HrStationLink *self,
                                          const char    *path);
/**
 * hr_station_link_get_json_async:
 * @self: a link with an address
 * @path: of the records, with its query
 * @cancellable: (nullable): a way to give up
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Reads one JSON object from the station.
 */
void hr_station_link_get_json_async (HrStationLink      *self,
                                     const char         *path,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
/* (transfer full): @error in HR_PROTOCOL_ERROR when the station refused or answered with
 * something else. */
JsonObject *hr_station_link_get_json_finish (HrStationLink *self,
                                             GAsyncResult  *result,
                                             GError       **error);
/* What was wrong with the certificate that was refused last, or NULL. */
const GError *hr_station_link_get_trust_error (HrStationLink *self);
