/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * The connections of a port, by address and by whether they have proved anything. Where there is no room for another one, one that has
 * proved nothing is sent away: of the address that has most of those, the one that has been there longest. Main thread only.
 *
 * Counted, for connections may outlive the listener for a moment.
 */
typedef struct _HrCrowd HrCrowd;
/* One connection's place in it. */
typedef struct _HrPlace HrPlace;

HrCrowd *hr_crowd_new (void);
HrCrowd *hr_crowd_ref (HrCrowd *self);
void     hr_crowd_unref (HrCrowd *self);
guint    hr_crowd_get_total (HrCrowd *self);
guint    hr_crowd_get_count (HrCrowd *self, const char *address);
/* Sends one away, of @address where that is not NULL; it is not counted any more. FALSE: all have proved something. */
gboolean hr_crowd_make_room (HrCrowd *self, const char *address);

/* @sent_away is called at most once, with @user_data. */
HrPlace *hr_place_new (HrCrowd *crowd, const char *address, GDestroyNotify sent_away, gpointer user_data);
void     hr_place_free (HrPlace *self);
/* It is not sent away from now on. */
void hr_place_prove (HrPlace *self);
