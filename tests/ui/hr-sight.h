/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/*
 * What a person would see wrong in a window that is drawn. Complaints are sentences (char *) that end with the way to the widget.
 * @native: a window or an open popover; what other popovers show is not part of it.
 */

/* Texts that are cut or hidden, lie over each other, or reach out of the window; what can only be had by scrolling sideways. */
void hr_sight_check_texts (GtkWidget *native,
                           GPtrArray *complaints);
/* Controls that a screen reader has no name for. */
void hr_sight_check_names (GtkWidget *native,
                           GPtrArray *complaints);
/* The classes of this project that are there and can be seen: their names are the keys of @names. */
void hr_sight_add_classes (GtkWidget  *native,
                           GHashTable *names);

typedef void (*HrVisitFunc) (GtkWidget *widget, gpointer data);

/* @widget and what is visible in it, from outside to inside; not what is in its popovers. */
void hr_sight_visit (GtkWidget  *widget,
                     HrVisitFunc func,
                     gpointer    data);
/* "HrWindow/HrQueue/HrQueueRow/GtkLabel “HR-2026-001234”" (transfer full) */
char *hr_sight_dup_way (GtkWidget *widget);
