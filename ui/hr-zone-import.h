/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/*
 * A file of zones before it is taken: each with what it would change here, and then one zone.save after the other.
 *
 * Signal: closed ()
 */
#define HR_TYPE_ZONE_IMPORT (hr_zone_import_get_type ())
G_DECLARE_FINAL_TYPE (HrZoneImport, hr_zone_import, HR, ZONE_IMPORT, AdwBin)

HrZoneImport *hr_zone_import_new (HrRoom *room);
/* Reads it in another thread; what is wrong with it is said in the place of its zones. */
void hr_zone_import_open (HrZoneImport *self,
                          GFile        *file);
/* Why those arguments of zone.save are more than the station takes in one message: a sentence (transfer full), or NULL. */
char *hr_zone_import_dup_fault (JsonObject *args);
