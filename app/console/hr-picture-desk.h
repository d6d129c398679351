/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-panel-client.h"
#include "hr-picture.h"
#include "hr-room.h"

/*
 * Opens and closes the picture of an incident, one at a time: asks the station for it, carries the signalling of its connection, which is
 * nothing to the sound's, and puts what comes on the room's HrPicture. A connection that fails is made again, a few times; over a lost socket the picture
 * stays open and is asked for anew. Main thread only.
 */
#define HR_TYPE_PICTURE_DESK (hr_picture_desk_get_type ())
G_DECLARE_FINAL_TYPE (HrPictureDesk, hr_picture_desk, HR, PICTURE_DESK, GObject)

HrPictureDesk *hr_picture_desk_new (HrRoom        *room,
                                    HrPanelClient *panel,
                                    HrClock       *clock);
/* Another one that is open is closed. */
void hr_picture_desk_open (HrPictureDesk *self,
                           const char    *incident_id);
/* Nothing where none is open. */
void hr_picture_desk_close (HrPictureDesk *self);
