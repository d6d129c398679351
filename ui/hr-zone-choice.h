/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* One zone an operator may be of, and at which rank. */
#define HR_TYPE_ZONE_CHOICE (hr_zone_choice_get_type ())
G_DECLARE_FINAL_TYPE (HrZoneChoice, hr_zone_choice, HR, ZONE_CHOICE, AdwActionRow)

/* @rank: 0: not of this zone */
HrZoneChoice *hr_zone_choice_new (const char *zone_id,
                                  const char *name,
                                  guint       rank);
const char   *hr_zone_choice_get_zone_id (HrZoneChoice *self);
guint         hr_zone_choice_get_rank (HrZoneChoice *self); /* 0: not of this zone */
