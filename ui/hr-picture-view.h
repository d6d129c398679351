/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/*
 * The picture that the phone of an incident sends: a line that says that there is one, and once it was asked for the picture itself, with what it is worth: live,
 * frozen, lost. Its item is an HrIncident; it takes no room where there is no picture.
 */
#define HR_TYPE_PICTURE_VIEW (hr_picture_view_get_type ())
G_DECLARE_FINAL_TYPE (HrPictureView, hr_picture_view, HR, PICTURE_VIEW, HrView)
