/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/* The page where the room is set up: one group under the other, and in their place the form for an operator, a key or a zone. */
#define HR_TYPE_SETTINGS_PAGE (hr_settings_page_get_type ())
G_DECLARE_FINAL_TYPE (HrSettingsPage, hr_settings_page, HR, SETTINGS_PAGE, AdwBin)
