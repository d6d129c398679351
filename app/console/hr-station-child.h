/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-clock.h"

#include <gio/gio.h>

/*
 * The station of this workstation as a process of its own: started, watched, restarted with back-
 * off, and stopped in order. It outlives a console that is killed; the next console finds it by its
 * control socket and adopts it. Main thread only.
 *
 * Signals:
 *   ready (const char *url)       it listens; again after every restart
 *   lost (const char *reason)     it ended, or could not be started; another start follows by itself
 */
#define HR_TYPE_STATION_CHILD (hr_station_child_get_type ())
G_DECLARE_FINAL_TYPE (HrStationChild, hr_station_child, HR, STATION_CHILD, GObject)

/**
 * hr_station_child_new:
 * @data_dir: the station's data directory
 * @program: (nullable): path of hamrahi-station; %NULL looks beside this program, in the build tree and in PATH
 * @clock: what back-off is counted with
 */
HrStationChild *hr_station_child_new (const char *data_dir,
                                      const char *program,
                                      HrClock    *clock);
/* Adopts the station that runs on the data directory, or starts one. */
void hr_station_child_start (HrStationChild *self);
/**
 * hr_station_child_check:
 * @self: a station child
 *
 * For a station that is no longer heard: asks it over its control socket, and when that is not
 * answered either kills it, for it hangs. It is then started again. A station that was started by
 * somebody else than a console is left to whoever started it.
 */
void hr_station_child_check (HrStationChild *self);
/**
 * hr_station_child_stop_async:
 *
 * Sends SIGTERM and waits until the process is gone, at most 15 s; then it is killed, for a station
 * that hangs would keep the next one from starting. A station that was started by somebody else
 * than a console (a service manager) is left alone.
 */
void     hr_station_child_stop_async (HrStationChild     *self,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
gboolean hr_station_child_stop_finish (HrStationChild *self,
                                       GAsyncResult   *result,
                                       GError        **error);

const char *hr_station_child_get_url (HrStationChild *self); /* NULL while none listens */
gint64      hr_station_child_get_pid (HrStationChild *self); /* 0: none */
gboolean    hr_station_child_is_adopted (HrStationChild *self);
