/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-journal.h"

/**
 * hr_broken_recordings_close:
 * @journal: the journal of a station that has just started
 * @cancellable: cancelled before @journal's store is closed
 *
 * Records how the recordings ended that a killed station left open: `recording.finished` with what is in the file, or
 * `recording.failed` when it cannot be read. Reads the files in a worker thread; recordings begun from now on are left alone.
 */
void hr_broken_recordings_close (HrJournal    *journal,
                                 GCancellable *cancellable);
