/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* An open incident in the queue: number, wait or live clock, who, zone, accuracy, how it sounds, battery. Its item is an HrIncident. */
#define HR_TYPE_QUEUE_ROW (hr_queue_row_get_type ())
G_DECLARE_FINAL_TYPE (HrQueueRow, hr_queue_row, HR, QUEUE_ROW, HrView)
