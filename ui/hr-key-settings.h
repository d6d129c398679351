/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/*
 * The keys that phones and programs come with, for supervisors: who has one, when it was made and used, and the end of it. Item: HrRoom.
 *
 * Signal: make ()   a new one is wanted
 */
#define HR_TYPE_KEY_SETTINGS (hr_key_settings_get_type ())
G_DECLARE_FINAL_TYPE (HrKeySettings, hr_key_settings, HR, KEY_SETTINGS, HrView)
