/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * Of what a recording is: of the sound of a call, or of the picture that some devices send beside it. A picture's events say so
 * (`media`: `picture`), and so do the names of its files. That a picture is or is not recorded says nothing about the sound.
 */
#define HR_RECORDING_PICTURE "picture"

/* Of recording.started, .finished and .failed. */
gboolean hr_recording_event_is_picture (JsonObject *data);
gboolean hr_recording_path_is_picture (const char *path);
/* As HTTP names it. */
const char *hr_recording_path_get_content_type (const char *path);
