/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-drill-plan.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

/*
 * A phone's line to the station: a WebSocket that comes back with growing waits when it is lost. Main thread.
 *
 * Signals:  opened ()                    say the first message now
 *           received (JsonObject *message)
 *           lost ()                      it was open; it tries again
 *           unreachable (char *reason)   it was not; it tries again
 */
#define HR_TYPE_STATION_LINE (hr_station_line_get_type ())
G_DECLARE_FINAL_TYPE (HrStationLine, hr_station_line, HR, STATION_LINE, GObject)

/* @plan outlives the line. */
HrStationLine *hr_station_line_new (const HrDrillPlan *plan,
                                    SoupSession       *session);
void           hr_station_line_open (HrStationLine *self);
/* The station has answered: the next wait is a short one again. */
void hr_station_line_relax (HrStationLine *self);
/* Hangs up and comes back after the next wait. The line is open. */
void hr_station_line_retry (HrStationLine *self);
/* Takes @message. It is lost while the line is, as it would be for a phone. */
void hr_station_line_send (HrStationLine *self,
                           JsonObject    *message);
/* For good; nothing is emitted any more. Before the last reference goes. */
void hr_station_line_close (HrStationLine *self);
