/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station.h"

/*
 * Runs hamrahi-drill, which plays citizens: one exercise at a time. When it stops, for whatever reason, the incidents that were opened
 * in it are ended as tests. Main thread only.
 */
#define HR_TYPE_DRILLS (hr_drills_get_type ())
G_DECLARE_FINAL_TYPE (HrDrills, hr_drills, HR, DRILLS, GObject)

/* Borrows @station, which owns it. */
HrDrills *hr_drills_new (HrStation *station);
/* @zone_id nullable: the first one. The drill's id; HR_PROTOCOL_ERROR_WRONG_STATE when one runs, _NOT_FOUND, _INTERNAL. */
char *hr_drills_start (HrDrills   *self,
                       const char *actor,
                       guint       n_citizens,
                       guint       seconds,
                       const char *zone_id,
                       GError    **error);
/* HR_PROTOCOL_ERROR_WRONG_STATE when none runs. */
gboolean hr_drills_stop (HrDrills   *self,
                         const char *actor,
                         GError    **error);
/* After a start of the station: ends the exercise that it was killed in. */
void hr_drills_resume (HrDrills *self);
/* Stops an exercise if one runs: a real incident came, or the station ends. */
void hr_drills_yield (HrDrills *self);
