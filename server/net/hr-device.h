/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-socket.h"
#include "hr-station.h"

/*
 * One citizen device's socket (docs/protocol.md section 2.2): it activates or joins, carries offer, answer and candidates between the
 * device and its media session, and tells the citizen what becomes of the SOS.
 *
 * Signals:
 *   joined (const char *incident_id)   it carries this incident from now on, before the first offer is sent
 *   closed ()                          its socket is gone
 */
#define HR_TYPE_DEVICE (hr_device_get_type ())
G_DECLARE_FINAL_TYPE (HrDevice, hr_device, HR, DEVICE, GObject)

/* @bearer: (nullable): the token of the upgrade's Authorization header */
HrDevice   *hr_device_new (HrStation *station, HrSocket *socket, const char *bearer);
const char *hr_device_get_incident_id (HrDevice *self); /* nullable */
/* Sends the receipts of what changed with its incident. */
void hr_device_update (HrDevice *self);
/* Sends `ended` and closes with 1000. With "replaced" the media goes on for the device that took over. */
void hr_device_end (HrDevice *self, const char *reason);

/* The members of `accepted`, and of the answer to a POST. (transfer full) */
JsonObject *hr_device_new_acceptance (HrStation *station, HrIncident *incident, const char *session_id);
