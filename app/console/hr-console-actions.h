/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-console.h"
#include "hr-window.h"

/*
 * Everything a person can tell the console to do, as actions of the application: by key, by menu,
 * by button ("console.NAME" in the window) and over the session bus (`gapplication action
 * org.hamrahi.ControlRoom NAME`). One table holds names, keys and words, so that the window of keys
 * lists exactly what there is. Main thread only.
 */
#define HR_TYPE_CONSOLE_ACTIONS (hr_console_actions_get_type ())
G_DECLARE_FINAL_TYPE (HrConsoleActions, hr_console_actions, HR, CONSOLE_ACTIONS, GObject)

/* Adds them to @application, which owns the result, with their keys, and to @window as the group
 * "console". */
HrConsoleActions *hr_console_actions_new (GtkApplication *application,
                                          HrConsole      *console,
                                          HrWindow       *window);
