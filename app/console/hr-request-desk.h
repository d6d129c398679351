/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-panel-client.h"
#include "hr-room.h"

/* Sends what the room's widgets request to the station, and gives each its answer. Main thread only. */
#define HR_TYPE_REQUEST_DESK (hr_request_desk_get_type ())
G_DECLARE_FINAL_TYPE (HrRequestDesk, hr_request_desk, HR, REQUEST_DESK, GObject)

HrRequestDesk *hr_request_desk_new (HrRoom        *room,
                                    HrPanelClient *panel);
