/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* Which language this workplace speaks. Its item is the room itself. */
#define HR_TYPE_LANGUAGE_SETTINGS (hr_language_settings_get_type ())
G_DECLARE_FINAL_TYPE (HrLanguageSettings, hr_language_settings, HR, LANGUAGE_SETTINGS, HrView)
