/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

/* One thing that the command bar finds: its words, and the action that it stands for. Immutable. */
#define HR_TYPE_COMMAND (hr_command_get_type ())
G_DECLARE_FINAL_TYPE (HrCommand, hr_command, HR, COMMAND, GObject)

/**
 * hr_command_new:
 * @title: what it is
 * @hint: what stands beside it: a key, a state; it is searched too
 * @action: with its target, as for g_action_parse_detailed_name(): "console.take('')"
 */
HrCommand  *hr_command_new (const char *title,
                            const char *hint,
                            const char *action);
const char *hr_command_get_title (HrCommand *self);
const char *hr_command_get_hint (HrCommand *self);
const char *hr_command_get_action (HrCommand *self);
