/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-location.h"

/* Somebody on foot with a phone: a true path, and what the phone's receiver makes of it. */
typedef struct _HrWalk HrWalk;

/**
 * hr_walk_new:
 * @lat_deg: latitude near which the walk starts
 * @lon_deg: longitude near which the walk starts
 * @seed: the same seed is the same walk
 */
HrWalk *hr_walk_new (double  lat_deg,
                     double  lon_deg,
                     guint32 seed);
/* Goes on for @seconds; returns the receiver's fix. (transfer full) */
HrLocation *hr_walk_step (HrWalk *self,
                          double  seconds);
void        hr_walk_free (HrWalk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrWalk, hr_walk_free)
