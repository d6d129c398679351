/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <gtk/gtk.h>

/*
 * Ending an incident: a disposition is required, a note may be added, a duplicate says of which.
 * Activates console.end for the incident that was selected when it was opened.
 */
#define HR_TYPE_END_POPOVER (hr_end_popover_get_type ())
G_DECLARE_FINAL_TYPE (HrEndPopover, hr_end_popover, HR, END_POPOVER, GtkPopover)

void hr_end_popover_set_room (HrEndPopover *self,
                              HrRoom       *room);
