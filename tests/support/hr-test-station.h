/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station.h"
#include "hr-test-client.h"

/* A whole station in this process: a folder of its own, a free port on loopback. */
typedef struct
{
  char      *dir;
  HrStation *station;
} HrTestStation;

HrTestStation *hr_test_station_new (void);
void           hr_test_station_free (HrTestStation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrTestStation, hr_test_station_free)
/* Stops in order and starts anew on the same records. */
void hr_test_station_restart (HrTestStation *self);

/* As the command line would. @args: JSON text. The answer's data. (transfer full) */
JsonObject *hr_test_station_run (HrTestStation *self, const char *name, const char *args);
/* One line to the control socket, and the line that answers it. (transfer full) */
JsonObject *hr_test_station_control (HrTestStation *self, const char *line);
/* An operator with PIN "2468", of zone-1, or of none when @rank is 0. */
void hr_test_station_save_operator (HrTestStation *self, const char *id, const char *role, guint rank, guint capacity);
/* A console: logged in by PIN, welcomed. */
HrTestClient *hr_test_station_log_in (HrTestStation *self, const char *operator_id);
/* A device's socket, not used yet. */
HrTestClient *hr_test_station_new_device (HrTestStation *self);
/* A press in zone-1; waits until it is accepted. @device (nullable): its socket. The incident's id. (transfer full) */
char *hr_test_station_press (HrTestStation *self, HrTestClient *device, const char *citizen_id);
