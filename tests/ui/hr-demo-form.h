/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-window.h"

/* Opens in @window what a person would: "end", "assign", "command-bar" or "picture" over an incident; the "filters" of the history; on
 * the page "settings" the form for an operator or a zone with that id, for a "key" that was just made, or for the file of zones of that name. */
void hr_demo_open (HrWindow   *window,
                   HrRoom     *room,
                   const char *what);
