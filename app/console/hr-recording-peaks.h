/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#define HR_RECORDING_PEAK_MS 20

/* How a recording sounds as a whole. */
typedef struct
{
  gint64  duration_ms;
  GArray *peaks; /* float, 0–1: the loudest of each HR_RECORDING_PEAK_MS; the last may be of less */
} HrRecordingPeaks;

void hr_recording_peaks_free (HrRecordingPeaks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrRecordingPeaks, hr_recording_peaks_free)

/**
 * hr_recording_peaks_read_async:
 * @recording: an Ogg Opus file
 * @cancellable: (nullable): a way to give up
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Decodes it once, as fast as it goes, in a worker thread. Of a file that is damaged it is what comes before the damage.
 */
void hr_recording_peaks_read_async (GBytes             *recording,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
/* (transfer full): `NULL` when there is no sound in it at all. */
HrRecordingPeaks *hr_recording_peaks_read_finish (GAsyncResult *result,
                                                  GError      **error);
