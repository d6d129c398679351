/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/*
 * Where all open incidents are, for a screen of its own: a pin each, the selected one with its trail and the circle of its accuracy, the zones, and
 * in words those that have told no position. A view that a person has moved stays as it is until it is fitted again, but for a newly selected incident
 * outside of it. Its item is the room.
 */
#define HR_TYPE_SITUATION_MAP (hr_situation_map_get_type ())
G_DECLARE_FINAL_TYPE (HrSituationMap, hr_situation_map, HR, SITUATION_MAP, HrView)

void     hr_situation_map_refit (HrSituationMap *self);
gboolean hr_situation_map_is_hand_made (HrSituationMap *self);
