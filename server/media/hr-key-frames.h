/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-clock.h"

/* Two a second, whoever asks. */
#define HR_KEY_FRAMES_APART_MS 500
/* While somebody watches: so long a picture may be wrong that nobody complained about. */
#define HR_KEY_FRAMES_EVERY_MS 3000

/* Decides when a device is asked for a key frame. Main thread only. */
typedef struct _HrKeyFrames HrKeyFrames;

/* @ask: sends the request. */
HrKeyFrames *hr_key_frames_new (HrClock        *clock,
                                GSourceOnceFunc ask,
                                gpointer        user_data);
void         hr_key_frames_free (HrKeyFrames *self);
/* Somebody needs one: at once, or as soon as one may be asked for again. */
void hr_key_frames_request (HrKeyFrames *self);
/* Whether somebody watches, for whom one is asked for now and then without being needed. */
void hr_key_frames_set_watched (HrKeyFrames *self,
                                gboolean     is_watched);
