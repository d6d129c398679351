/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/*
 * The parts of the window that a person goes round by key. A part is a widget with the style class "pane"; they come in the order in
 * which they stand in the window.
 */

/* Puts the keyboard into the pane after (@step 1) or before (-1) the one that has it. FALSE: there is none. */
gboolean hr_panes_move_focus (GtkWidget *window,
                              int        step);
