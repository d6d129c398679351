/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station-link.h"

/**
 * hr_recording_fetch_async:
 * @link: a link with an address
 * @incident_id: whose recording it is
 * @recording_id: which of its recordings
 * @cancellable: (nullable): a way to give up
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Reads a recording from the station, piece by piece, so that a line that is slow is not blocked for what is urgent.
 */
void hr_recording_fetch_async (HrStationLink      *link,
                               const char         *incident_id,
                               const char         *recording_id,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);
/* The whole file. (transfer full): @error in HR_PROTOCOL_ERROR or G_IO_ERROR */
GBytes *hr_recording_fetch_finish (GAsyncResult *result,
                                   GError      **error);
