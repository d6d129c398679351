/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-find.h"
#include "hr-window.h"

/* A window in a scene of hr-demo-board, with a double of the console's actions. */
typedef struct
{
  HrRoom      *room;
  HrWorkplace *workplace; /* borrowed; set before it is opened, or NULL: one that remembers nothing */
  GtkWidget   *window;
  char        *activated; /* the last action and its parameter, as text */
  guint        n_frames;
} HrWindowFixture;

void hr_window_fixture_open (HrWindowFixture *fixture, GtkApplication *application, const char *scene, int width, int height);
/* Fails when anything goes on holding the window or the room. */
void hr_window_fixture_close (HrWindowFixture *fixture);
/* Some frames later. */
void hr_window_fixture_settle (HrWindowFixture *fixture);
/* The first visible control with that action. */
void hr_window_fixture_click (HrWindowFixture *fixture, const char *action);
/* It, or what is in it. */
gboolean hr_window_fixture_has_focus (HrWindowFixture *fixture, GtkWidget *widget);
void     hr_window_fixture_press_until_focused (HrWindowFixture *fixture, GtkWidget *widget);
void     hr_window_fixture_apply (HrRoom *room, const char *kind, const char *incident_id, JsonObject *data);

/* Writes what a window or a popover looks like. FALSE: there is nothing to be seen yet. */
gboolean hr_save_picture (GtkWidget *native, const char *path);

/* As a hand would, in the words of xdotool: to what has the keyboard's focus. */
void hr_press_key (const char *key);
void hr_type_text (const char *text);
