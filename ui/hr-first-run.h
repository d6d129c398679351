/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* The first page: how a phone reaches the station, as text and QR code, and a drill to try it. Its item is the room itself. */
#define HR_TYPE_FIRST_RUN (hr_first_run_get_type ())
G_DECLARE_FINAL_TYPE (HrFirstRun, hr_first_run, HR, FIRST_RUN, HrView)
