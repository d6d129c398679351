/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-recorder.h"

/* A recorder in a folder of its own, and what it said. */
typedef struct
{
  char           *dir;
  char           *path;
  HrFrameBus     *bus;
  HrRecorder     *recorder;
  GAsyncResult   *result;
  HrRecordingInfo info; /* once it was finished */
  guint           n_failed;
  guint           n_key_frames; /* asked for */
} HrTestRecorder;

void hr_test_recorder_set_up (HrTestRecorder          *self,
                              const HrRecordingFormat *format);
void hr_test_recorder_tear_down (HrTestRecorder *self);

gboolean hr_test_recorder_finish (HrTestRecorder *self,
                                  GError        **error);
/* And that what it says of the file is so. */
void    hr_test_recorder_finish_well (HrTestRecorder *self);
goffset hr_test_recorder_get_size (const char *path);
