/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/types.h>

/*
 * What a desktop does for windows, as far as a test needs it, on a display that has none: it lets them fill the screen and leave it again, and gives the
 * keyboard to the window that was shown or asked for last. To be there before GTK opens the display.
 */
pid_t hr_test_desktop_start (void);
void  hr_test_desktop_stop (pid_t pid);
