/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station.h"

#include <libsoup/soup.h>

/* /api/v1/incidents, /operators, /stats, /zones, /log/verify */
#define HR_TYPE_RECORDS_API (hr_records_api_get_type ())
G_DECLARE_FINAL_TYPE (HrRecordsApi, hr_records_api, HR, RECORDS_API, GObject)

/* Adds its routes to @server; borrows @station, which owns it. */
HrRecordsApi *hr_records_api_new (HrStation *station, SoupServer *server);
/* Tells its sockets that the station stops, and closes them. */
void hr_records_api_stop (HrRecordsApi *self);
