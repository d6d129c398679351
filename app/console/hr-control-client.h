/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/**
 * hr_control_client_call_async:
 * @data_dir: the data directory of a station on this machine
 * @name: `station.info`, `operator.login` or an administrator's command
 * @args: (nullable): its arguments
 * @cancellable: (nullable): a way to give up
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Asks the station that runs on @data_dir over its control socket: one line out, one line back. Who
 * may open that socket owns the records, so there is no PIN. A station that does not answer within
 * 3 s is as good as none.
 */
void hr_control_client_call_async (const char         *data_dir,
                                   const char         *name,
                                   JsonObject         *args,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
/**
 * hr_control_client_call_finish:
 *
 * Returns: (transfer full): the answer's `data`, or %NULL with @error set to a %G_IO_ERROR when nobody answers and
 *   to a %HR_PROTOCOL_ERROR when the station refuses
 */
JsonObject *hr_control_client_call_finish (GAsyncResult *result,
                                           GError      **error);
