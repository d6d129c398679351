/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * Which certificate each station showed when this console first joined it: a key file of
 * `host:port` and SHA-256 fingerprint, kept with the user's settings. A station makes its own
 * certificate, so that the first use is what trust rests on.
 */
#define HR_TYPE_KNOWN_STATIONS (hr_known_stations_get_type ())
G_DECLARE_FINAL_TYPE (HrKnownStations, hr_known_stations, HR, KNOWN_STATIONS, GObject)

/* @path: the key file; it need not exist */
HrKnownStations *hr_known_stations_new (const char *path);
/**
 * hr_known_stations_accept:
 * @authority: `host:port`
 * @fingerprint: SHA-256 of the certificate that it shows now
 * @error: return location for an error, or `NULL`
 *
 * Returns: %TRUE when it is the one seen before, or the first ever seen, which this process then holds it to; %FALSE with
 *   %G_TLS_ERROR_BAD_CERTIFICATE and a sentence for the person when it is another
 */
gboolean hr_known_stations_accept (HrKnownStations *self,
                                   const char      *authority,
                                   const char      *fingerprint,
                                   GError         **error);
/* Whether it was seen for the first time and not kept yet. */
gboolean hr_known_stations_is_new (HrKnownStations *self,
                                   const char      *authority);
/* Somebody has seen its certificate and logged in there: it is written down. */
void hr_known_stations_keep (HrKnownStations *self,
                             const char      *authority);
