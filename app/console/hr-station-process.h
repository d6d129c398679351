/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * One run of hamrahi-station, spawned here or found running. It is a session of its own, so that
 * Ctrl+C in the console's terminal and the end of the console do not reach it. Dropping the last
 * reference leaves the process alone. Main thread only.
 *
 * Signals:
 *   listening (const char *url)   a spawned one said so on its standard output
 *   ended (const char *reason)    once, last
 */
#define HR_TYPE_STATION_PROCESS (hr_station_process_get_type ())
G_DECLARE_FINAL_TYPE (HrStationProcess, hr_station_process, HR, STATION_PROCESS, GObject)

/* @listen: (nullable): ADDRESS:PORT; the station's own settings otherwise */
HrStationProcess *hr_station_process_spawn (const char *program,
                                            const char *data_dir,
                                            const char *listen,
                                            GError    **error);
HrStationProcess *hr_station_process_adopt (gint64   pid,
                                            GError **error);
gint64            hr_station_process_get_pid (HrStationProcess *self);
/* SIGTERM. %FALSE when nothing was sent: no console started it, or it is not ours to signal. */
gboolean hr_station_process_terminate (HrStationProcess *self);
/* SIGKILL, on the same condition; nothing once it has ended. */
void hr_station_process_kill (HrStationProcess *self);

/* hamrahi-station beside this program, in the build tree, in the installed place, or as PATH
 * finds it. (transfer full) */
char *hr_station_process_find_program (void);
