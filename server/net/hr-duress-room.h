/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-duress-message.h"
#include "hr-socket.h"
#include "hr-station.h"

/*
 * One request for help by a phone with the Duress app, and those who are connected to it: the phone that asks and those that watch. Its id is
 * all that is needed to join it, so nobody can guess it: it is derived from the media session's id with the station's key, and the same after a
 * restart. Main thread only; close it before the last reference goes.
 *
 * Signal: unjoined ()   nobody has been connected for duress.unjoined_ms
 */
#define HR_TYPE_DURESS_ROOM (hr_duress_room_get_type ())
G_DECLARE_FINAL_TYPE (HrDuressRoom, hr_duress_room, HR, DURESS_ROOM, GObject)

/* Borrows @station. What else the request says is the incident's. */
HrDuressRoom *hr_duress_room_new (HrStation *station, HrIncident *incident, const char *name);

const char *hr_duress_room_get_id (HrDuressRoom *self);
const char *hr_duress_room_get_stream_id (HrDuressRoom *self); /* SHA-256 of the id, in hex */
const char *hr_duress_room_get_incident_id (HrDuressRoom *self);
const char *hr_duress_room_get_session_id (HrDuressRoom *self);
const char *hr_duress_room_get_name (HrDuressRoom *self);   /* byte for byte */
const char *hr_duress_room_get_zone (HrDuressRoom *self);   /* "Unknown" where none was said */
const char *hr_duress_room_get_mobile (HrDuressRoom *self); /* "" where none was said */
const char *hr_duress_room_get_helper (HrDuressRoom *self); /* nullable */
void        hr_duress_room_set_zone (HrDuressRoom *self, const char *zone);
void        hr_duress_room_set_mobile (HrDuressRoom *self, const char *mobile);
void        hr_duress_room_set_helper (HrDuressRoom *self, const char *helper);

/* The phone that asks; one that was there before is closed. @is_offered_to: it wants the station to offer. */
void hr_duress_room_add_victim (HrDuressRoom *self, HrSocket *socket, gboolean is_offered_to);
void hr_duress_room_add_viewer (HrDuressRoom *self, HrSocket *socket);
/* Whether one more may watch. */
gboolean hr_duress_room_has_place (HrDuressRoom *self);
guint    hr_duress_room_get_n_viewers (HrDuressRoom *self);
gboolean hr_duress_room_is_live (HrDuressRoom *self);
/* Passes on what was said over HTTP: of the victim to those who watch, of those to the victim. */
void hr_duress_room_push (HrDuressRoom *self, gboolean is_of_victim, const HrDuressMessage *message);
/* Closes every socket after what was sent. May be called again. */
void hr_duress_room_close (HrDuressRoom *self, gushort code, const char *reason);
