/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-frame-bus.h"

#include <gio/gio.h>

/*
 * Writes one attempt's audio to an Ogg Opus file as received, without decoding. The timeline is that of arrival:
 * a gap in the packets is a gap of the same length in the file. Pages are at most 200 ms so that the file can be read while it grows
 * and loses no more than that when the process is killed.
 */
#define HR_TYPE_RECORDER (hr_recorder_get_type ())
G_DECLARE_FINAL_TYPE (HrRecorder, hr_recorder, HR, RECORDER, GObject)

/* Makes the folders (0700) and the file (0600); subscribes to @bus. */
HrRecorder *hr_recorder_new (HrFrameBus *bus, const char *path, GError **error);
/* Unsubscribes, ends the stream, closes and hashes the file; answers on the caller's main context. */
void hr_recorder_finish_async (HrRecorder *self, GAsyncReadyCallback callback, gpointer user_data);
typedef struct
{
  gint64 duration_ms;
  gint64 size_bytes;
  char   sha256[65];
} HrRecordingInfo;
gboolean hr_recorder_finish_finish (HrRecorder *self, GAsyncResult *result, HrRecordingInfo *info, GError **error);
/* Signal: written (): the disk has taken the first bytes; emitted on the main context, once. */
/* Signal: failed (const char *reason): writing stopped (disk full, I/O error); emitted on the main context, once. */
