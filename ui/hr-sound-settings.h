/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* Where calls are heard and where alarms sound at this workplace. Its item is the room itself. */
#define HR_TYPE_SOUND_SETTINGS (hr_sound_settings_get_type ())
G_DECLARE_FINAL_TYPE (HrSoundSettings, hr_sound_settings, HR, SOUND_SETTINGS, HrView)
