/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/*
 * A duty zone: its name, its outline on the map, and its removal, with what that does said beforehand.
 *
 * Signal: closed ()
 */
#define HR_TYPE_ZONE_FORM (hr_zone_form_get_type ())
G_DECLARE_FINAL_TYPE (HrZoneForm, hr_zone_form, HR, ZONE_FORM, AdwBin)

HrZoneForm *hr_zone_form_new (HrRoom *room);
/* @zone: (nullable): %NULL is a new one. */
void hr_zone_form_edit (HrZoneForm *self,
                        HrZone     *zone);
