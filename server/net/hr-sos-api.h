/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station.h"

#include <libsoup/soup.h>

/* GET (WebSocket) and POST /api/v1/sos, and the page /sos */
#define HR_TYPE_SOS_API (hr_sos_api_get_type ())
G_DECLARE_FINAL_TYPE (HrSosApi, hr_sos_api, HR, SOS_API, GObject)

/* Adds its routes to @server; borrows @station, which owns it. */
HrSosApi *hr_sos_api_new (HrStation *station, SoupServer *server);
/* Tells its sockets that the station stops, and closes them. */
void hr_sos_api_stop (HrSosApi *self);
