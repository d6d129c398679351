/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-incident.h"

#include <shumate/shumate.h>

/* Where the other open incidents are: a shape and a number each, as in the queue. */
#define HR_TYPE_MAP_OTHERS (hr_map_others_get_type ())
G_DECLARE_FINAL_TYPE (HrMapOthers, hr_map_others, HR, MAP_OTHERS, ShumateLayer)

/* @incidents: of HrIncident */
HrMapOthers *hr_map_others_new (ShumateViewport *viewport,
                                GListModel      *incidents);
/* The one that the map is about, which is drawn by somebody else; nullable. */
void hr_map_others_set_own (HrMapOthers *self,
                            HrIncident  *own);
/* How many of them are within the map as it is now. */
guint hr_map_others_count_seen (HrMapOthers *self);
