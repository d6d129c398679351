/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

/*
 * The sound of one recording, finished or not, from one moment in it on, sample by sample and as fast as it is asked for. Each call may wait for the
 * decoder; one thread at a time.
 */
typedef struct _HrRecordingReader HrRecordingReader;

/**
 * hr_recording_reader_new:
 * @recording: an Ogg Opus file, as far as it is written
 * @from: the sample of 48 kHz to begin at; less than 0: so many before its end
 * @error: return location for an error, or `NULL`
 */
HrRecordingReader *hr_recording_reader_new (GBytes  *recording,
                                            gint64   from,
                                            GError **error);
void               hr_recording_reader_free (HrRecordingReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrRecordingReader, hr_recording_reader_free)

/* In samples. */
gint64 hr_recording_reader_get_duration (HrRecordingReader *self);
/* The sample that comes next. */
gint64 hr_recording_reader_get_position (HrRecordingReader *self);
/* (element-type float) (transfer full) (nullable): the next samples; `NULL`: there is no more of it. */
GArray *hr_recording_reader_read (HrRecordingReader *self);
