/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station.h"

#include <libsoup/soup.h>

/* /api/v1/events: server-sent events. */
#define HR_TYPE_EVENTS_API (hr_events_api_get_type ())
G_DECLARE_FINAL_TYPE (HrEventsApi, hr_events_api, HR, EVENTS_API, GObject)

/* Adds its routes to @server; borrows @station, which owns it. */
HrEventsApi *hr_events_api_new (HrStation *station, SoupServer *server);
/* Ends every stream; while the listener still holds their connections. */
void hr_events_api_stop (HrEventsApi *self);
