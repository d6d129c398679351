/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-own-windows.h"
#include "hr-room.h"

#include <adwaita.h>

/*
 * The console's window. It shows an HrRoom and activates actions of the group "console", which whoever owns the application
 * installs on the window or the application's own group:
 *
 * take (s: incident id, "" is the oldest unanswered), next, previous, select (s), acknowledge (s), assign (ss: incident, operator),
 * note (ss), focus-note, end (ssss: incident, disposition, note, duplicate of), ask-end, ask-assign, command-bar, show-operator (s), mute, volume-up, volume-down,
 * acknowledge-alert (s), silence, listen (s), unlisten (s), toggle-picture (s), retry-audio (s), try-it, presence (s: available or break), change-operator, refit,
 * shortcuts, about, quit.
 *
 * It has itself win.page-live, win.page-history, win.page-statistics, win.page-handover, win.page-settings: what is shown between the alarms and the status line.
 */
#define HR_TYPE_WINDOW (hr_window_get_type ())
G_DECLARE_FINAL_TYPE (HrWindow, hr_window, HR, WINDOW, AdwApplicationWindow)

/**
 * hr_window_new:
 * @application: (nullable): whose accelerators are shown as hints
 * @room: what is shown
 *
 * Returns: (transfer none): a window, owned by GTK
 */
HrWindow *hr_window_new (GtkApplication *application,
                         HrRoom         *room);

/* What the keys of the incident view do; nothing when no incident is shown. */
void hr_window_focus_note (HrWindow *self);
void hr_window_ask_assign (HrWindow *self);
void hr_window_ask_end (HrWindow *self);
void hr_window_refit_map (HrWindow *self);
/* One of HR_PAGE_… */
void hr_window_show_page (HrWindow   *self,
                          const char *name);

/* What the command bar finds beside incidents and operators; see hr-command-bar.h. */
void hr_window_set_commands (HrWindow     *self,
                             GListModel   *commands,
                             GActionGroup *actions);
void hr_window_show_command_bar (HrWindow *self);
/* The map and the queue beside it. Borrowed. */
HrOwnWindows *hr_window_get_own_windows (HrWindow *self);
/* Gives the keyboard to that operator's line of the roster. */
void hr_window_show_operator (HrWindow   *self,
                              const char *operator_id);

/* A calm sentence at the foot of the window that goes by itself: why something could not be done. */
void hr_window_show_message (HrWindow   *self,
                             const char *text);
