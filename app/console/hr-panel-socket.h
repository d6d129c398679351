/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-clock.h"
#include "hr-station-link.h"

#include <json-glib/json-glib.h>

/*
 * One WebSocket to the station's panel, from the connection to its end: whole JSON messages, a ping
 * every 2 s, and the notice that nothing has been heard for 20 s, which also ends a connection that
 * is never made. Used once. Main thread only.
 *
 * Signals:
 *   opened ()
 *   message (JsonObject *message)
 *   failed (GError *error)          once, last; also when the station closed it
 */
#define HR_TYPE_PANEL_SOCKET (hr_panel_socket_get_type ())
G_DECLARE_FINAL_TYPE (HrPanelSocket, hr_panel_socket, HR, PANEL_SOCKET, GObject)

HrPanelSocket *hr_panel_socket_new (HrStationLink *link,
                                    HrClock       *clock);
void           hr_panel_socket_open (HrPanelSocket *self);
/* Nothing unless it is open. */
void hr_panel_socket_send (HrPanelSocket *self,
                           JsonObject    *message);
/* No signal comes after this. */
void hr_panel_socket_close (HrPanelSocket *self);

/* Microseconds from the latest ping to its answer; -1: none yet. */
gint64 hr_panel_socket_get_round_trip_us (HrPanelSocket *self);
/* Microseconds since the station was heard last, or since open(). */
gint64 hr_panel_socket_get_silence_us (HrPanelSocket *self);
