/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-location.h"

#include <shumate/shumate.h>

/*
 * Where the phone was and is: the trail with its times, the accuracy circle to scale, the fix with a ring that
 * runs out as it ages.
 */
#define HR_TYPE_MAP_TRACK (hr_map_track_get_type ())
G_DECLARE_FINAL_TYPE (HrMapTrack, hr_map_track, HR, MAP_TRACK, ShumateLayer)

/* After this long a fix is old. */
#define HR_MAP_FIX_OLD_US (60 * G_USEC_PER_SEC)

/* @timeline: (transfer none): of HrEvent in the order of time, whose fixes are the trail */
HrMapTrack *hr_map_track_new (ShumateViewport *viewport,
                              GListModel      *timeline);
/* The latest fix, which is what the circle is drawn around; %NULL: none. */
void hr_map_track_set_fix (HrMapTrack       *self,
                           const HrLocation *location,
                           gboolean          is_drill);
void hr_map_track_set_age (HrMapTrack *self,
                           gint64      age_us);
/* The distance from the fix to the farthest point of the trail, in metres. */
double hr_map_track_get_span_m (HrMapTrack *self);
