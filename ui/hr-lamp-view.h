/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* A lamp of the header: a shape and a colour, its name, its sentence as the tooltip. Its item is an HrLamp. */
#define HR_TYPE_LAMP_VIEW (hr_lamp_view_get_type ())
G_DECLARE_FINAL_TYPE (HrLampView, hr_lamp_view, HR, LAMP_VIEW, HrView)

/* Whether it says its name only when something is wrong. */
void hr_lamp_view_set_terse (HrLampView *self,
                             gboolean    is_terse);
