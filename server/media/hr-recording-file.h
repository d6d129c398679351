/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-recorder.h"

/**
 * hr_recording_file_examine:
 * @path: an Ogg Opus file of HrRecorder, whole or cut off
 * @info: (out caller-allocates): what it is: length up to its last whole page, size and hash of all its bytes
 * @error: of %G_FILE_ERROR when it cannot be read, %G_IO_ERROR_INVALID_DATA when it does not begin with an Ogg page
 *
 * Blocks; any thread. The file is evidence and is not changed, not even where its last page is torn.
 */
gboolean hr_recording_file_examine (const char      *path,
                                    HrRecordingInfo *info,
                                    GError         **error);
