/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/*
 * The program: reads its words, opens the window on a console, and ends in order, also on SIGTERM
 * and SIGINT. One console runs in a session, and a second start shows it; a console that joins
 * another workstation's station (--station) may run beside it.
 */
#define HR_TYPE_APPLICATION (hr_application_get_type ())
G_DECLARE_FINAL_TYPE (HrApplication, hr_application, HR, APPLICATION, AdwApplication)

HrApplication *hr_application_new (void);
