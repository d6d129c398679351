/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-console.h"

/**
 * hr_text_console_run:
 * @config: as for the window
 * @drill_citizens: how many drill citizens are asked to press once the room is calm and ready; 0: none
 *
 * The console for a machine without a display: says on standard output, live, what the window would show, and hears like it.
 * Blocks until SIGINT, SIGTERM or standard output is gone.
 *
 * Returns: the exit status
 */
int hr_text_console_run (const HrConsoleConfig *config,
                         guint                  drill_citizens);
