/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/*
 * Where an incident is: map, how old and how good the fix is, coordinates. A view that a person has moved stays as it is until it is
 * fitted again. Its item is an HrIncident, the room's selected one.
 */
#define HR_TYPE_MAP (hr_map_get_type ())
G_DECLARE_FINAL_TYPE (HrMap, hr_map, HR, MAP, HrView)

void     hr_map_refit (HrMap *self);
gboolean hr_map_is_hand_made (HrMap *self);
