/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* A line under the header of an operator's window while an SOS rings there: for whom, how long already, and how to answer. It is on
 * every page. Its item is the room. */
#define HR_TYPE_RING_BAR (hr_ring_bar_get_type ())
G_DECLARE_FINAL_TYPE (HrRingBar, hr_ring_bar, HR, RING_BAR, HrView)
