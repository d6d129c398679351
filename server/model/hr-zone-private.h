/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-zone.h"

void hr_zone_copy (HrZone *self, HrZone *source);
