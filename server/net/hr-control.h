/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station.h"

/*
 * A Unix socket DIR/control.sock for those who own the data directory: the command line while the station runs, and this
 * workstation's console. One JSON object a line: {"name":"operator.save","args":{…}} → {"data":{…}} or {"error":{"code","detail"}}.
 * Names: the panel's commands that administer (actor "cli"), `operator.login` {operator_id} → {token, url, fingerprint?}, `station.info` → {url, station_id, pid}.
 */
#define HR_TYPE_CONTROL (hr_control_get_type ())
G_DECLARE_FINAL_TYPE (HrControl, hr_control, HR, CONTROL, GObject)

HrControl *hr_control_new (HrStation *station, GError **error);
void       hr_control_close (HrControl *self);
