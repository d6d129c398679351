/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <shumate/shumate.h>

/*
 * An open incident on a map: its state, its number, and DRILL where it is one. It stands where the last fix is and is not seen without one. A click, or
 * Enter, activates console.select.
 */
#define HR_TYPE_MAP_PIN (hr_map_pin_get_type ())
G_DECLARE_FINAL_TYPE (HrMapPin, hr_map_pin, HR, MAP_PIN, ShumateMarker)

HrMapPin   *hr_map_pin_new (HrRoom *room, HrIncident *incident);
HrIncident *hr_map_pin_get_incident (HrMapPin *self);
void        hr_map_pin_set_selected (HrMapPin *self,
                                     gboolean  is_selected);
