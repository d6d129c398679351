/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/*
 * What a person has written and chosen and not yet sent goes from one window into another that is made like it and shows the same room: a half-written note, what is
 * searched for, a name, a time. Never a PIN. What is in a settings form is not carried, as nobody leaves one but by closing it.
 */
void hr_carry (GtkWidget *from,
               GtkWidget *to);
