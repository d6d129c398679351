/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* How a recording sounds as a whole. */
typedef struct
{
  gint64  duration_ms;
  GArray *peaks; /* float, 0–1, one for each 50 ms */
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
 * Decodes it once, as fast as it goes, in a worker thread. What is damaged behind some sound is that sound.
 */
void hr_recording_peaks_read_async (GBytes             *recording,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
/* (transfer full) */
HrRecordingPeaks *hr_recording_peaks_read_finish (GAsyncResult *result,
                                                  GError      **error);
