/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/*
 * The duty zones, for supervisors. Item: HrRoom.
 *
 * Signals:
 *   edit (HrZone *zone)    NULL: a new one
 *   import (GFile *file)   it was chosen to be looked at
 */
#define HR_TYPE_ZONE_SETTINGS (hr_zone_settings_get_type ())
G_DECLARE_FINAL_TYPE (HrZoneSettings, hr_zone_settings, HR, ZONE_SETTINGS, HrView)

/* Who answers for a zone: "Asha, Ravi", or that nobody does. (transfer full) */
char *hr_zone_settings_dup_staff (HrBoard    *board,
                                  const char *zone_id);
