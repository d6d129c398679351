/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

/*
 * How this workplace is set up, whichever station it joins: a key file in the person's settings, read once and written at every change. What
 * cannot be written is in effect all the same until the console ends. Main thread only.
 *
 * Signals:
 *   changed::KEY (const char *key)
 */
#define HR_WORKPLACE_LANGUAGE "language"         /* its code; "": as the computer is set */
#define HR_WORKPLACE_MAP_WINDOW "map-window"     /* where the map stands in a window of its own; "": it does not. See hr-own-windows.c. */
#define HR_WORKPLACE_QUEUE_WINDOW "queue-window" /* the same of the queue */
#define HR_WORKPLACE_STATION "station"           /* the other workstation's station that was joined last; "": this one's own */
#define HR_WORKPLACE_OPERATOR "operator"         /* who logged in there last */

#define HR_TYPE_WORKPLACE (hr_workplace_get_type ())
G_DECLARE_FINAL_TYPE (HrWorkplace, hr_workplace, HR, WORKPLACE, GObject)

/* @path: (nullable): the key file, which need not exist; %NULL: nothing is remembered */
HrWorkplace *hr_workplace_new (const char *path);
/* Borrowed, "" where nothing was chosen. */
const char *hr_workplace_get (HrWorkplace *self,
                              const char  *key);
void        hr_workplace_set (HrWorkplace *self,
                              const char  *key,
                              const char  *value);
