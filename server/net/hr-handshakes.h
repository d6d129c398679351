/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hr-clock.h"

/*
 * The TLS handshakes in progress. GLib gives each a worker thread that everything else in this process shares, and adds threads only
 * slowly while all of them wait: peers that stall in their handshake would hold up the honest ones. So 8 of an address and 32 in all
 * run at once; the others wait, and the newest is next. A handshake has 15 s, or 5 s when somebody waits for its place.
 */
#define HR_TYPE_HANDSHAKES (hr_handshakes_get_type ())
G_DECLARE_FINAL_TYPE (HrHandshakes, hr_handshakes, HR, HANDSHAKES, GObject)

HrHandshakes *hr_handshakes_new (HrClock *clock);
void          hr_handshakes_run_async (HrHandshakes *self, GTlsConnection *connection, const char *address, GAsyncReadyCallback callback, gpointer user_data);
/* The connection, ready for a request. (transfer full) */
GIOStream *hr_handshakes_run_finish (HrHandshakes *self, GAsyncResult *result, GError **error);
/* Ends those that run and those that wait with G_IO_ERROR_CANCELLED. */
void hr_handshakes_stop (HrHandshakes *self);
