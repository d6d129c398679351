/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-figures.h"
#include "hr-room.h"

/* What the station would have counted in @span: busy evenings, quiet nights, and one night in which somebody waited long. */
void hr_demo_statistics_take (HrRoom *room,
                              HrSpan  span);
