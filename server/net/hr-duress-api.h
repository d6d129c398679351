/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station.h"

#include <libsoup/soup.h>

/* /duress, or /duress-SECRET, and what is beside it: /room and /stream. docs/duress.md */
#define HR_TYPE_DURESS_API (hr_duress_api_get_type ())
G_DECLARE_FINAL_TYPE (HrDuressApi, hr_duress_api, HR, DURESS_API, GObject)

/* Adds its routes to @server; borrows @station, which owns it. */
HrDuressApi *hr_duress_api_new (HrStation *station, SoupServer *server);
/* After a start: the rooms of the requests that are open, under the ids they had. */
void hr_duress_api_resume (HrDuressApi *self);
/* Closes its sockets; the requests stay open. */
void hr_duress_api_stop (HrDuressApi *self);
