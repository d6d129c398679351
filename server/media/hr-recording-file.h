/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-recording-format.h"

/**
 * hr_recording_file_examine:
 * @path: a file of HrRecorder, Ogg Opus or WebM, whole or cut off
 * @info: (out caller-allocates): what it is: length up to its last whole page or cluster, size and hash of all its bytes
 * @error: of %G_FILE_ERROR when it cannot be read, %G_IO_ERROR_INVALID_DATA when nothing in it is a recording
 *
 * Blocks; any thread. The file is evidence and is not changed, not even where its end is torn.
 */
gboolean hr_recording_file_examine (const char      *path,
                                    HrRecordingInfo *info,
                                    GError         **error);
