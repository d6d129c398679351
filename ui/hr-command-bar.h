/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <gtk/gtk.h>

/*
 * Type to find a command, an open incident or an operator, by number, name or zone; Enter does it, Escape leaves all as it was.
 * Everything in it is an action of the window. It takes the keyboard only when a person asks for it, and gives it back.
 */
#define HR_TYPE_COMMAND_BAR (hr_command_bar_get_type ())
G_DECLARE_FINAL_TYPE (HrCommandBar, hr_command_bar, HR, COMMAND_BAR, GtkPopover)

HrCommandBar *hr_command_bar_new (HrRoom *room);
/**
 * hr_command_bar_set_commands:
 * @self: a bar
 * @commands: (transfer none): of HrCommand, in the order in which they are offered
 * @actions: (transfer none): whose enabled ones are offered; the commands' names are those with "console." before them
 */
void hr_command_bar_set_commands (HrCommandBar *self,
                                  GListModel   *commands,
                                  GActionGroup *actions);
