/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"
#include "hr-station-link.h"

/*
 * Feeds the lamp REC: whether everything that is heard now is also being recorded. It follows the
 * events, and reads the records of calls that were live before this console joined. Main thread
 * only.
 */
#define HR_TYPE_RECORDING_WATCH (hr_recording_watch_get_type ())
G_DECLARE_FINAL_TYPE (HrRecordingWatch, hr_recording_watch, HR, RECORDING_WATCH, GObject)

HrRecordingWatch *hr_recording_watch_new (HrRoom        *room,
                                          HrStationLink *link);
