/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* GTK's own dialog in which somebody says where a file goes: the one that is open, or NULL. */
GtkWidget *hr_file_chooser_find (void);
/* Replaces the name that is proposed, which begins with @proposed, by @path. */
void hr_file_chooser_type (const char *proposed, const char *path);
