/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <gtk/gtk.h>

/*
 * DRILL, large and faint, over all that is live, while an exercise runs and nothing real is open. It is seen through and takes neither
 * pointer nor keyboard.
 */
#define HR_TYPE_WATERMARK (hr_watermark_get_type ())
G_DECLARE_FINAL_TYPE (HrWatermark, hr_watermark, HR, WATERMARK, GtkWidget)

/* Puts one over the child of @viewport. */
void hr_watermark_cover (GtkViewport *viewport,
                         HrRoom      *room);
