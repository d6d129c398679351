/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-dispatcher.h"
#include "hr-settings.h"

/*
 * Sees what no event tells, because it is that something does not happen: looks over the board once a second, and raises and clears the alarms
 * of it. Durations are of the monotonic clock. Main thread only.
 */
#define HR_TYPE_LOOKOUT (hr_lookout_get_type ())
G_DECLARE_FINAL_TYPE (HrLookout, hr_lookout, HR, LOOKOUT, GObject)

HrLookout *hr_lookout_new (HrDispatcher *dispatcher,
                           HrJournal    *journal,
                           HrSettings   *settings);
/* Those who are on their way back after a start are given the time for it before the first look. */
void hr_lookout_start (HrLookout *self);
void hr_lookout_stop (HrLookout *self);
