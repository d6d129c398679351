/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/*
 * Goes through @window with Tab, once around. Complaints are sentences (char *): what is reached twice, what is never reached, and
 * where the way leads back against the direction of reading. A list is one stop; the arrows go on in it.
 */
void hr_tab_order_check (GtkWidget *window,
                         GPtrArray *complaints);
