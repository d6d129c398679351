/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-dispatcher.h"

/* A dispatcher with a clock that stands still and real records in a folder of its own. */
typedef struct
{
  char         *dir;
  HrClock      *clock;
  HrBoard      *board;
  HrStore      *store;
  HrJournal    *journal;
  HrDispatcher *dispatcher;
} HrTestRoom;

HrTestRoom *hr_test_room_new (void);
void        hr_test_room_free (HrTestRoom *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrTestRoom, hr_test_room_free)
/* Ends the dispatcher and opens the records again, as a restart of the station would. */
void hr_test_room_restart (HrTestRoom *self);
void hr_test_room_advance_ms (HrTestRoom *self,
                              guint       by_ms);
/* Runs the main loop until everything recorded is on disk. */
void hr_test_room_write (HrTestRoom *self);

/* Records an event as the station; it must be legal. */
void hr_test_room_record (HrTestRoom *self,
                          const char *kind,
                          JsonObject *data);
/* A square of @half_deg around a point; its name is "Zone " and @id. */
void hr_test_room_save_zone (HrTestRoom *self,
                             const char *id,
                             double      lat_deg,
                             double      lon_deg,
                             double      half_deg);
/* @zones: "north:1 south:2"; its name is @id with a capital. */
void hr_test_room_save_operator (HrTestRoom *self,
                                 const char *id,
                                 const char *role,
                                 guint       capacity,
                                 gboolean    is_enabled,
                                 const char *zones);
/* Activates with an activation_id of its own; the incident's id. @at: "LAT,LON", or NULL for no location. */
char *hr_test_room_activate (HrTestRoom *self,
                             const char *citizen_id,
                             const char *at,
                             gboolean    is_drill);
/* The last event of @kind since the room was made, borrowed; NULL: none. */
HrEvent *hr_test_room_get_last (HrTestRoom *self,
                                const char *kind);
guint    hr_test_room_count (HrTestRoom *self,
                             const char *kind);
/* How often an alert of that kind was raised. */
guint hr_test_room_count_alerts (HrTestRoom *self,
                                 const char *alert);
/* The active alert of @kind, borrowed. */
HrAlert *hr_test_room_get_alert (HrTestRoom *self,
                                 const char *kind,
                                 const char *incident_id);
