/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/*
 * The map or the queue in a window of its own, to be read from across the room: it shows the room as the main window does, and a person does there
 * what can be done in that one, by the same actions. Escape leaves full screen.
 */
typedef enum
{
  HR_OWN_MAP,
  HR_OWN_QUEUE,
  HR_OWN_N
} HrOwnKind;

#define HR_TYPE_OWN_WINDOW (hr_own_window_get_type ())
G_DECLARE_FINAL_TYPE (HrOwnWindow, hr_own_window, HR, OWN_WINDOW, AdwWindow)

/* Returns: (transfer none): a window, owned by GTK */
HrOwnWindow *hr_own_window_new (HrOwnKind kind,
                                HrRoom   *room);
/* The map shows all again; nothing where there is none. */
void hr_own_window_refit_map (HrOwnWindow *self);
