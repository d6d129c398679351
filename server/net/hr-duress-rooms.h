/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-duress-room.h"

/*
 * The rooms there are: a request makes one, and it is gone when the help is completed, the incident ended or nobody was connected for too
 * long. What happens is recorded on the incident. Bounded: duress.max_open rooms, and as many names whose end is still to be told. Main thread only.
 */
#define HR_TYPE_DURESS_ROOMS (hr_duress_rooms_get_type ())
G_DECLARE_FINAL_TYPE (HrDuressRooms, hr_duress_rooms, HR, DURESS_ROOMS, GObject)

/* What a request may say. */
#define HR_DURESS_NAME_MAX_CHARS 200

/* Borrows @station. */
HrDuressRooms *hr_duress_rooms_new (HrStation *station);
/* After a start: rooms for the incidents whose help is not completed. */
void hr_duress_rooms_resume (HrDuressRooms *self);
/* The request of @name, made now or already open; what it says anew is recorded. @zone, @mobile: (nullable).
 * Errors: busy, or what the dispatcher says. (transfer none) */
HrDuressRoom *hr_duress_rooms_open (HrDuressRooms *self, const char *name, const char *zone, const char *mobile, GError **error);
/* (transfer none) (nullable) */
HrDuressRoom *hr_duress_rooms_find (HrDuressRooms *self, const char *id);
HrDuressRoom *hr_duress_rooms_find_stream (HrDuressRooms *self, const char *stream_id);
HrDuressRoom *hr_duress_rooms_find_name (HrDuressRooms *self, const char *name);
/* The latest that has no helper. */
HrDuressRoom *hr_duress_rooms_get_newest (HrDuressRooms *self);
/* The first helper keeps it. */
void hr_duress_rooms_give_help (HrDuressRooms *self, HrDuressRoom *room, const char *helper);
/* @helper: "" when the one who asked says so. */
void hr_duress_rooms_complete (HrDuressRooms *self, HrDuressRoom *room, const char *helper);
/* Whether the request of @name has ended and that was not told yet; it is now. */
gboolean hr_duress_rooms_take_end (HrDuressRooms *self, const char *name);
/* The station stops: the requests are open when it starts again. */
void hr_duress_rooms_close (HrDuressRooms *self);
