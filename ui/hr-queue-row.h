/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* An open incident in the queue: number, wait or live clock, who, zone, accuracy, how it sounds, battery. Its item is an HrIncident. */
#define HR_TYPE_QUEUE_ROW (hr_queue_row_get_type ())
G_DECLARE_FINAL_TYPE (HrQueueRow, hr_queue_row, HR, QUEUE_ROW, HrView)

typedef enum
{
  HR_QUEUE_GROUP_UNANSWERED,
  HR_QUEUE_GROUP_ANSWERED,
  HR_QUEUE_GROUP_FOLLOW_UP, /* the media is over, the incident is not */
} HrQueueGroup;

HrQueueGroup hr_queue_group_of (HrIncident *incident);
/* Since when its clock runs, UTC: the press while it waits, the sound while it is live. */
gint64 hr_queue_clock_start_us (HrIncident *incident);
