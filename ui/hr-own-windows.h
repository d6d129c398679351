/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-own-window.h"

/*
 * Which windows of their own stand beside the main one, and where. Each opens full screen on a monitor that the main window is not on, where there is
 * one, and as a window else. What is open, how large and on which monitor it fills is remembered at the workplace. They go when the main window does; it has
 * to have been shown before one is opened. Main thread only.
 */
#define HR_TYPE_OWN_WINDOWS (hr_own_windows_get_type ())
G_DECLARE_FINAL_TYPE (HrOwnWindows, hr_own_windows, HR, OWN_WINDOWS, GObject)

/* @main: (transfer none): whose actions they have; it outlives the result */
HrOwnWindows *hr_own_windows_new (GtkWindow *main,
                                  HrRoom    *room);
/* The group "console" of those that are opened from then on. */
void hr_own_windows_set_actions (HrOwnWindows *self,
                                 GActionGroup *actions);
/* Opens it, or closes the one that is open. */
void hr_own_windows_toggle (HrOwnWindows *self,
                            HrOwnKind     kind);
/* Opens those that were open when the main window was last closed. */
void hr_own_windows_restore (HrOwnWindows *self);
/* (nullable): the one that is open. Borrowed. */
HrOwnWindow *hr_own_windows_get (HrOwnWindows *self,
                                 HrOwnKind     kind);
/* (nullable): the one that has the keyboard. Borrowed. */
HrOwnWindow *hr_own_windows_get_active (HrOwnWindows *self);
