/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

/*
 * The station's settings as a supervisor's console knows them: asked for with `settings.get` when somebody looks at them, and kept in
 * step with `settings.changed`. Main thread only.
 *
 * Property: revision (uint, read-only): another one whenever anything here has changed.
 */
#define HR_TYPE_STATION_CONFIG (hr_station_config_get_type ())
G_DECLARE_FINAL_TYPE (HrStationConfig, hr_station_config, HR, STATION_CONFIG, GObject)

HrStationConfig *hr_station_config_new (HrRoom *room);
/* Asks the station, now and whenever it is joined again. Nothing while somebody else than a supervisor sits here. */
void hr_station_config_read (HrStationConfig *self);
/* {key, value, default, live, min?, max?, …} of docs/protocol.md; borrowed, NULL: not known. */
JsonObject *hr_station_config_find (HrStationConfig *self, const char *key);
/* Its value as text, NULL: not known. */
const char *hr_station_config_get_value (HrStationConfig *self, const char *key);
/* What the station was heard to take. */
void hr_station_config_set_value (HrStationConfig *self, const char *key, const char *value);
/* What the station listens on, NULL: not known. */
const char *hr_station_config_get_url (HrStationConfig *self);
gboolean    hr_station_config_requires_device_token (HrStationConfig *self);
/* Why they could not be read: a sentence, or NULL. */
const char *hr_station_config_get_fault (HrStationConfig *self);
