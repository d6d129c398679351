/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-drill-plan.h"

/* All the citizens of one run. Main thread. */
#define HR_TYPE_DRILL (hr_drill_get_type ())
G_DECLARE_FINAL_TYPE (HrDrill, hr_drill, HR, DRILL, GObject)

/**
 * hr_drill_new:
 * @plan: (transfer full): what to do
 * @error: of a voice's file that cannot be used
 */
HrDrill *hr_drill_new (HrDrillPlan *plan,
                       GError     **error);
/**
 * hr_drill_run:
 * @error: %G_IO_ERROR_HOST_UNREACHABLE when no citizen reached the station, %G_IO_ERROR_PERMISSION_DENIED when it refused
 *   every one, %G_IO_ERROR_NOT_SUPPORTED when GStreamer lacks something
 *
 * Runs the main loop and prints one line per change. Once.
 */
gboolean hr_drill_run (HrDrill *self,
                       GError **error);
/* Ends the run under way in order: every citizen hangs up. */
void hr_drill_stop (HrDrill *self);
