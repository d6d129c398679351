/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-clock.h"
#include "hr-frame-bus.h"
#include "hr-recording-format.h"

#include <json-glib/json-glib.h>

/*
 * The recording of one attempt, of its sound or of its picture: its name, its place below the data directory, and what the log is told of it. Main thread only.
 *
 * Where the disk fails it is told once, and tried again for as long as the attempt lasts: after 2 s first, and then ever more rarely. What
 * the disk takes again is another recording of the same attempt, in a file of its own.
 *
 * Signals:
 *   happened (const char *kind, JsonObject *data)   recording.started, .finished or .failed
 *   finished ()                                     once, after the last of them
 *   key-frame ()                                    as HrRecorder's
 */
#define HR_TYPE_ATTEMPT_RECORDING (hr_attempt_recording_get_type ())
G_DECLARE_FINAL_TYPE (HrAttemptRecording, hr_attempt_recording, HR, ATTEMPT_RECORDING, GObject)

HrAttemptRecording *hr_attempt_recording_new (const HrRecordingFormat *format,
                                              const char              *session_id,
                                              guint                    attempt);
/* Opens the file and writes what comes over @bus from now on. */
void hr_attempt_recording_start (HrAttemptRecording *self,
                                 HrFrameBus         *bus,
                                 const char         *data_dir,
                                 HrClock            *clock);
/* Closes and hashes the file in the background. */
void hr_attempt_recording_finish (HrAttemptRecording *self);
