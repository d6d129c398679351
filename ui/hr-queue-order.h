/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-incident.h"

/* The one order of open incidents: on the screen, for the keys that go through them, and for their numbers. */
typedef enum
{
  HR_QUEUE_GROUP_UNANSWERED,
  HR_QUEUE_GROUP_ANSWERED,
  HR_QUEUE_GROUP_FOLLOW_UP, /* see hr-follow-up.h: in a list of its own */
} HrQueueGroup;

HrQueueGroup hr_queue_group_of (HrIncident *incident);
/* Since when its clock runs, UTC: the press while it waits, the sound while it is live. */
gint64 hr_queue_clock_start_us (HrIncident *incident);
/* By group; a drill's after the real ones; the longest first. A GCompareDataFunc of HrIncident. */
int hr_queue_compare (gconstpointer a,
                      gconstpointer b,
                      gpointer      unused);
