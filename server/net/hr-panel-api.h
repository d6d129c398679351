/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station.h"

#include <libsoup/soup.h>

/* /api/v1/panel */
#define HR_TYPE_PANEL_API (hr_panel_api_get_type ())
G_DECLARE_FINAL_TYPE (HrPanelApi, hr_panel_api, HR, PANEL_API, GObject)

/* Adds its routes to @server; borrows @station, which owns it. */
HrPanelApi *hr_panel_api_new (HrStation *station, SoupServer *server);
/* Tells its sockets that the station stops, and closes them. */
void hr_panel_api_stop (HrPanelApi *self);
