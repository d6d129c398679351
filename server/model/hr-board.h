/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hr-alert.h"
#include "hr-event.h"
#include "hr-incident.h"
#include "hr-operator.h"
#include "hr-zone.h"

/*
 * The state of the control room: list models that widgets show and that dispatch decides on.
 * Applying an event is the only way to change it. The station's board and every console's run
 * this code on the same events, so that a console is a replica. Main thread only.
 *
 * Ended incidents leave the list at `incident.ended` (who still shows one holds a reference; the
 * object then says HR_INCIDENT_ENDED). Alerts leave when they are cleared and acknowledged; an alert
 * of priority 2 or 3 leaves as soon as it is cleared. An incident's alerts are cleared by the events that the
 * station records, never by the board of itself.
 */

#define HR_BOARD_ERROR (hr_board_error_quark ())
GQuark hr_board_error_quark (void);
typedef enum
{
  HR_BOARD_ERROR_NOT_FOUND,   /* an incident, operator, zone or alert that is not on the board */
  HR_BOARD_ERROR_WRONG_STATE, /* no such transition from the present state */
  HR_BOARD_ERROR_INVALID,     /* a member of the event is missing or of another type */
  HR_BOARD_ERROR_GAP,         /* an event whose seq is not the next one */
} HrBoardError;

#define HR_TYPE_BOARD (hr_board_get_type ())
G_DECLARE_FINAL_TYPE (HrBoard, hr_board, HR, BOARD, GObject)

HrBoard *hr_board_new (void);

/**
 * hr_board_check:
 * Whether @event may be applied now. Nothing changes.
 */
gboolean hr_board_check (HrBoard *self,
                         HrEvent *event,
                         GError **error);
/**
 * hr_board_apply:
 * Checks @event, then applies it and emits `applied`. Unchanged on error. Kinds the board does
 * not know are applied as nothing (the protocol may grow).
 * Events about the media or recording of an incident that has left the board are accepted as nothing.
 */
gboolean hr_board_apply (HrBoard *self,
                         HrEvent *event,
                         GError **error);

/* seq of the last event applied or of the snapshot loaded; 0: none. */
gint64 hr_board_get_seq (HrBoard *self);

GListModel *hr_board_get_incidents (HrBoard *self); /* of HrIncident, not ended, by received_at */
GListModel *hr_board_get_operators (HrBoard *self); /* of HrOperator, by name */
GListModel *hr_board_get_zones (HrBoard *self);     /* of HrZone, by name */
GListModel *hr_board_get_alerts (HrBoard *self);    /* of HrAlert, by priority, then oldest first */
/* What drill.started said, with `started_at`, while an exercise runs; NULL otherwise. Borrowed. */
JsonObject *hr_board_get_drill (HrBoard *self);
/* The shift that is on, once one was handed over: {name?, operator_id, began_at, seq}, of the shift.handed_over it began with. Borrowed, nullable. */
JsonObject *hr_board_get_shift (HrBoard *self);
JsonObject *hr_board_get_settings (HrBoard *self); /* borrowed: {"dispatch.ack_timeout_ms":"15000",…} */

/* Borrowed, NULL when not on the board. */
HrIncident *hr_board_get_incident (HrBoard *self, const char *id);
HrOperator *hr_board_get_operator (HrBoard *self, const char *id);
HrZone     *hr_board_get_zone (HrBoard *self, const char *id);
HrAlert    *hr_board_get_alert (HrBoard *self, const char *id);
HrIncident *hr_board_find_open_incident_of (HrBoard *self, const char *citizen_id);

/**
 * hr_board_to_snapshot:
 * Returns: (transfer full): {"incidents":[…],"operators":[…],"zones":[…],"alerts":[…],"settings":{…},"drill"?:{…},"shift"?:{…}}
 */
JsonObject *hr_board_to_snapshot (HrBoard *self);
/* Replaces everything, emits `reset`. Existing objects with the same id are updated in place. On error unchanged. */
gboolean hr_board_load_snapshot (HrBoard    *self,
                                 JsonObject *snapshot,
                                 gint64      seq,
                                 GError    **error);

/* Signals:  applied (HrEvent *event)   after the change;   reset ()   after a snapshot */
