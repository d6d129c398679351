/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-console-actions.h"

struct _HrConsoleActions
{
  GObject parent_instance;

  GtkApplication *application; /* borrowed */
  HrConsole      *console;
  HrWindow       *window; /* weak */
};

/* One key. The tables are in the order in which a person is told of them. */
typedef struct
{
  const char *accel;  /* NULL: none */
  const char *action; /* with its target: "console.take('')" */
  const char *title;
} HrConsoleKey;

typedef struct
{
  const char         *title;
  const HrConsoleKey *keys;
  gsize               n_keys;
} HrConsoleKeyGroup;

extern const HrConsoleKeyGroup hr_console_key_groups[];
extern const gsize             hr_console_n_key_groups;

/* Of HrCommand: what the keys do, then what is in the menu and has no key. The command bar finds exactly these. (transfer full) */
GListModel *hr_console_new_commands (void);

/* What the station is asked to do. Errors are shown in the window. */
void hr_console_command_take (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_acknowledge (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_assign (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_note (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_end (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_listen (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_unlisten (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_toggle_listen (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_toggle_picture (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_replay_last (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_replay_press (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_back_to_live (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_retry_audio (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_acknowledge_alert (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_presence (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_try_it (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_start_drill (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_stop_drill (HrConsoleActions *self, GVariant *parameter);
void hr_console_command_make_phone_code (HrConsoleActions *self, GVariant *parameter);

/* What one must be able to do for the action "console.@name", as hr_permission_has() knows it; NULL: it is everybody's. */
const char *hr_console_action_get_command (const char *name);

/* The window of keys, made from the tables above: those of what @room's role may do. */
void hr_console_show_shortcuts (GtkWindow *parent, HrRoom *room);
