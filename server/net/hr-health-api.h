/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station.h"

#include <libsoup/soup.h>

/* /healthz */
#define HR_TYPE_HEALTH_API (hr_health_api_get_type ())
G_DECLARE_FINAL_TYPE (HrHealthApi, hr_health_api, HR, HEALTH_API, GObject)

/* Adds its routes to @server; borrows @station, which owns it. */
HrHealthApi *hr_health_api_new (HrStation *station, SoupServer *server);
/* Tells its sockets that the station stops, and closes them. */
void hr_health_api_stop (HrHealthApi *self);
