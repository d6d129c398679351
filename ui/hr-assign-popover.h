/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <gtk/gtk.h>

/* To whom the selected incident may be given: those who are there. A choice activates console.assign. */
#define HR_TYPE_ASSIGN_POPOVER (hr_assign_popover_get_type ())
G_DECLARE_FINAL_TYPE (HrAssignPopover, hr_assign_popover, HR, ASSIGN_POPOVER, GtkPopover)

void hr_assign_popover_set_room (HrAssignPopover *self,
                                 HrRoom          *room);
