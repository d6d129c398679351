/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station.h"

/*
 * The commands of docs/protocol.md section 3 that change or administer the station, by name, for the panel and the control socket
 * alike (incident.*, alert.*, presence.set, drill.*, operator.save, zone.save, key.*, settings.set). Listening is the panel's own.
 */
typedef void (*HrCommandReply) (JsonObject *data, const GError *error, gpointer user_data); /* exactly one of both */
void hr_command_run (HrStation *station, const char *actor, const char *name, JsonObject *args, HrCommandReply reply, gpointer user_data);
