/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* What a test looks for in a window. */

typedef gboolean (*HrMatchFunc) (GtkWidget *widget, const char *text);

/* The first in @widget, itself included, that matches; or NULL. */
GtkWidget *hr_find (GtkWidget *widget, HrMatchFunc matches, const char *text);
/* The first window of that type; or NULL. */
GtkWidget *hr_find_toplevel (const char *type);

gboolean hr_is_of_type (GtkWidget *widget, const char *type);
gboolean hr_is_mapped_of_type (GtkWidget *widget, const char *type);
gboolean hr_activates (GtkWidget *widget, const char *action);
/* Of a button. */
gboolean hr_is_labelled (GtkWidget *widget, const char *label);
gboolean hr_is_mapped_and_labelled (GtkWidget *widget, const char *label);
/* Of a label that is shown: all of its text, a part of it, the last of it. */
gboolean hr_says (GtkWidget *widget, const char *text);
gboolean hr_mentions (GtkWidget *widget, const char *part);
gboolean hr_ends_with (GtkWidget *widget, const char *end);
/* Of a row of settings. */
gboolean hr_is_titled (GtkWidget *widget, const char *title);
/* What a screen reader calls it. */
gboolean hr_is_named (GtkWidget *widget, const char *name);
