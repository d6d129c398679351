/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station-link.h"

/**
 * hr_recording_fetch_async:
 * @link: a link with an address
 * @incident_id: whose recording it is
 * @recording_id: which of its recordings
 * @begun: (nullable): what was read of it before: it goes on after that
 * @cancellable: (nullable): a way to give up
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Reads a recording from the station, piece by piece and after everything that is more urgent.
 */
void hr_recording_fetch_async (HrStationLink      *link,
                               const char         *incident_id,
                               const char         *recording_id,
                               GBytes             *begun,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);
/**
 * hr_recording_fetch_finish:
 * @link: the link
 * @result: what the callback was given
 * @sha256: (out) (transfer full): the hash of the file, in hexadecimal digits
 * @error: return location for an error, or `NULL`
 *
 * Returns: (transfer full) (nullable): the whole file; `NULL` with %G_IO_ERROR_NOT_FOUND when the station has none, or no more of it, or another error
 */
GBytes *hr_recording_fetch_finish (HrStationLink *link,
                                   GAsyncResult  *result,
                                   char         **sha256,
                                   GError       **error);
