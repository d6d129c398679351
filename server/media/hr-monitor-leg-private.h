/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-monitor-leg.h"
#include "hr-peer-factory.h"

/* For hr_media_new_monitor(), which also closes the leg when the engine stops. */
HrMonitorLeg *hr_monitor_leg_new (HrPeerFactory *factory);
