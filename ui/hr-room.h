/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-base-map.h"
#include "hr-board.h"
#include "hr-lamp.h"
#include "hr-listening.h"
#include "hr-own-alarms.h"
#include "hr-shift.h"
#include "hr-ticker.h"

#include <gio/gio.h>

typedef struct _HrFigures   HrFigures;
typedef struct _HrHandovers HrHandovers;
typedef struct _HrHistory   HrHistory;
typedef struct _HrPicture   HrPicture;
typedef struct _HrRequest   HrRequest;
typedef struct _HrSound     HrSound;
typedef struct _HrWorkplace HrWorkplace;

/*
 * What the window shows besides the board: who sits here, how the station is reached, what is heard, the lamps, the selected
 * incident and its timeline. The console fills it; widgets read it and set only `selected`. Main thread only.
 *
 * Properties: board (HrBoard, construct-only), operator-id, operator-name, is-supervisor, station-name, station-url (how phones reach
 * it, with /sos), station-fingerprint (SHA-256 of its certificate; NULL: it has none), connection (HrConnection), selected (HrIncident, nullable; may have ended), clock-offset-us (station minus local UTC), alarms-silenced-until-us (monotonic, 0: not),
 * is-first-run (there has never been an incident here: the page that shows how phones reach the station), device-token (nullable: what phones
 * show to the station; made here on demand, and known to nobody once this console has ended).
 *
 * Signal: request (HrRequest *request)   the station is to be asked; the console finishes it.
 */
typedef enum
{
  HR_CONNECTION_STARTING, /* the station is being started */
  HR_CONNECTION_CONNECTING,
  HR_CONNECTION_READY,
  HR_CONNECTION_LOST, /* the screen is stale; joining again */
} HrConnection;

#define HR_TYPE_CONNECTION (hr_connection_get_type ())
GType hr_connection_get_type (void);

#define HR_TYPE_ROOM (hr_room_get_type ())
G_DECLARE_FINAL_TYPE (HrRoom, hr_room, HR, ROOM, GObject)

HrRoom     *hr_room_new (HrBoard *board);
HrBoard    *hr_room_get_board (HrRoom *self);
GListModel *hr_room_get_lamps (HrRoom *self); /* of HrLamp: NET AUDIO REC DISK CLOCK, in this order */
HrLamp     *hr_room_get_lamp (HrRoom *self, const char *name);
GListModel *hr_room_get_timeline (HrRoom *self); /* of HrEvent: the selected incident's, oldest first; kept by the console */
/* Made on demand; the same object for the same incident while it is on the board or selected. (transfer none) */
HrListening *hr_room_get_listening (HrRoom *self, const char *incident_id);
/* The streets that maps made from then on have; (nullable), borrowed. */
HrBaseMap *hr_room_get_base_map (HrRoom *self);
/* Why there are no streets though there is a file of them: a sentence to be translated; NULL: nothing is wrong. */
const char *hr_room_get_map_trouble (HrRoom *self);
/* @trouble: (nullable): never freed */
void         hr_room_set_base_map (HrRoom *self, HrBaseMap *base_map, const char *trouble);
HrPicture   *hr_room_get_picture (HrRoom *self); /* the one that is open here, or none */
HrIncident  *hr_room_get_selected (HrRoom *self);
void         hr_room_set_selected (HrRoom *self, HrIncident *incident);
const char  *hr_room_get_operator_id (HrRoom *self);
const char  *hr_room_get_operator_name (HrRoom *self);
gboolean     hr_room_is_supervisor (HrRoom *self);
void         hr_room_set_operator (HrRoom *self, const char *id, const char *name, gboolean is_supervisor);
const char  *hr_room_get_station_name (HrRoom *self);
const char  *hr_room_get_station_url (HrRoom *self);
void         hr_room_set_station (HrRoom *self, const char *name, const char *url);
const char  *hr_room_get_station_fingerprint (HrRoom *self);
void         hr_room_set_station_fingerprint (HrRoom *self, const char *fingerprint);
HrConnection hr_room_get_connection (HrRoom *self);
void         hr_room_set_connection (HrRoom *self, HrConnection connection);
/* Since when what is shown is stale, station's clock, UTC; 0: it is not. */
gint64 hr_room_get_lost_at_us (HrRoom *self);
/* Station's wall clock as best known here, UTC. */
gint64      hr_room_get_now_us (HrRoom *self);
void        hr_room_set_clock_offset (HrRoom *self, gint64 offset_us);
gint64      hr_room_get_alarms_silenced_until_us (HrRoom *self);
void        hr_room_set_alarms_silenced_until_us (HrRoom *self, gint64 until_us);
gboolean    hr_room_is_first_run (HrRoom *self);
void        hr_room_set_first_run (HrRoom *self, gboolean is_first_run);
const char *hr_room_get_device_token (HrRoom *self);
void        hr_room_set_device_token (HrRoom *self, const char *token);
HrShift    *hr_room_get_shift (HrRoom *self); /* kept by the console */
/* What only this console knows. */
HrOwnAlarms *hr_room_get_own_alarms (HrRoom *self);
/* Of HrAlert: this console's own, then the board's. */
GListModel *hr_room_get_alarms (HrRoom *self);
/* The active alert of @kind about @incident_id, or about none (NULL). Borrowed. */
HrAlert *hr_room_find_alert (HrRoom *self, const char *kind, const char *incident_id);
/* What has been: made when it is first asked for. */
HrHistory *hr_room_get_history (HrRoom *self);
/* The statistics that are looked at: made when they are first asked for. */
HrFigures *hr_room_get_figures (HrRoom *self);
/* The shifts that were handed over: made when they are first asked for. */
HrHandovers *hr_room_get_handovers (HrRoom *self);
/* One that remembers nothing unless it was set; to be set before anybody gets it. */
HrWorkplace *hr_room_get_workplace (HrRoom *self);
void         hr_room_set_workplace (HrRoom *self, HrWorkplace *workplace);
HrSound     *hr_room_get_sound (HrRoom *self); /* of the workplace */
/* Has the console ask the station. */
void hr_room_request (HrRoom *self, HrRequest *request);
/* Behind every clock of the window. */
HrTicker *hr_room_get_ticker (HrRoom *self);
