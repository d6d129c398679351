/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-frame-bus.h"
#include "hr-recording-format.h"

/*
 * Writes one attempt's sound or picture to a file as received, without decoding. What is written is whole and at most 200 ms of it at a time, so that
 * the file can be read while it grows and loses no more than that when the process is killed.
 */
#define HR_TYPE_RECORDER (hr_recorder_get_type ())
G_DECLARE_FINAL_TYPE (HrRecorder, hr_recorder, HR, RECORDER, GObject)

/* Makes the folders (0700) and the file (0600); subscribes to @bus. */
HrRecorder *hr_recorder_new (const HrRecordingFormat *format, HrFrameBus *bus, const char *path, GError **error);
/* Unsubscribes, ends the stream, closes and hashes the file; answers on the caller's main context. */
void     hr_recorder_finish_async (HrRecorder *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean hr_recorder_finish_finish (HrRecorder *self, GAsyncResult *result, HrRecordingInfo *info, GError **error);
/* Signal: written (): the disk has taken the first bytes; emitted on the main context, once. */
/* Signal: failed (const char *reason): writing stopped (disk full, I/O error); emitted on the main context, once. */
/* Signal: key-frame (): packets come, and none can be written before the sender makes a key frame; on the main context, again every second. */
