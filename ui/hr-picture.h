/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/*
 * The picture of an incident that is open in this console, one at a time, and at the same time the paintable that shows its newest frame. Filled by
 * the console's picture desk, shown by the incident view. Main thread only.
 *
 * Properties: incident-id (nullable: none is open), state.
 * A new frame notifies nothing but the paintable's contents; the first one, and the first after a frozen one, state too.
 */
typedef enum
{
  HR_PICTURE_CLOSED,
  HR_PICTURE_OPENING, /* asked for */
  HR_PICTURE_WAITING, /* connected: nothing was seen yet */
  HR_PICTURE_SHOWN,   /* frames come, or came */
  HR_PICTURE_LOST,    /* the connection failed: it is tried again */
} HrPictureState;

/* Without a frame for so long it is no longer what happens: it is frozen. */
#define HR_PICTURE_FROZEN_US (3 * G_USEC_PER_SEC)

#define HR_TYPE_PICTURE_STATE (hr_picture_state_get_type ())
GType hr_picture_state_get_type (void);
#define HR_TYPE_PICTURE (hr_picture_get_type ())
G_DECLARE_FINAL_TYPE (HrPicture, hr_picture, HR, PICTURE, GObject)

HrPicture     *hr_picture_new (void);
const char    *hr_picture_get_incident_id (HrPicture *self);
gboolean       hr_picture_is_of (HrPicture *self, const char *incident_id);
HrPictureState hr_picture_get_state (HrPicture *self);
/* A sentence that says why that of @incident_id, the last one that was asked for, was not to be had or ended; or NULL. */
const char *hr_picture_get_fault (HrPicture *self, const char *incident_id);
/* For how long the newest frame has been shown, when that is too long to be taken for what happens now; else 0. */
gint64 hr_picture_get_frozen_us (HrPicture *self);

/* From the console's desk. What another one showed is forgotten. */
void hr_picture_open (HrPicture *self, const char *incident_id);
/* The last frame stays to be seen while it is LOST. */
void hr_picture_set_state (HrPicture *self, HrPictureState state);
/* @at_us: monotonic: when it came. */
void hr_picture_push_frame (HrPicture *self, GdkTexture *frame, gint64 at_us);
/* @fault: (nullable): see hr_picture_get_fault(); NULL: that it is closed is no surprise. */
void hr_picture_close (HrPicture *self, const char *fault);
