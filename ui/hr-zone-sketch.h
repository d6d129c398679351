/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-zone-outline.h"

#include <shumate/shumate.h>

/*
 * The outline of a zone that is drawn on the map. A click sets a corner and chooses it, a corner is dragged; by keyboard Page Up and Page
 * Down choose one, the arrows move it (with Shift by a pixel), Insert sets one halfway to the next, Delete takes it away.
 *
 * Signal: changed ()
 */
#define HR_TYPE_ZONE_SKETCH (hr_zone_sketch_get_type ())
G_DECLARE_FINAL_TYPE (HrZoneSketch, hr_zone_sketch, HR, ZONE_SKETCH, ShumateLayer)

HrZoneSketch *hr_zone_sketch_new (ShumateViewport *viewport);
/* Copies @points (GArray of HrPoint); NULL: none. */
void    hr_zone_sketch_set_points (HrZoneSketch *self, GArray *points);
GArray *hr_zone_sketch_get_points (HrZoneSketch *self); /* borrowed */
