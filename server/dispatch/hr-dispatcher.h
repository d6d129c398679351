/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-activation.h"
#include "hr-journal.h"
#include "hr-zone-index.h"

/*
 * Decides and records: what an activation becomes, where it rings, who may do what, what is late. It knows the board, the
 * clock and the journal, and nothing of sockets and media. Main thread only. Every command checks permission:
 * @actor is an operator's id ("cli" and "station" may do all).
 * Errors: HR_PROTOCOL_ERROR (forbidden, not_found, wrong_state, already_ended, bad_field, missing_field).
 */
typedef struct
{
  guint  ack_timeout_ms;     /* 15 000 */
  guint  queue_timeout_ms;   /* 10 000 */
  guint  neighbour_after_ms; /* 0: off */
  double zone_reach_m;       /* 20 000 */
  guint  stale_after_ms;     /* 6 000: used by the panel, here for its reason sentence */
} HrDispatchSettings;

#define HR_TYPE_DISPATCHER (hr_dispatcher_get_type ())
G_DECLARE_FINAL_TYPE (HrDispatcher, hr_dispatcher, HR, DISPATCHER, GObject)

HrDispatcher *hr_dispatcher_new (HrJournal *journal, const HrDispatchSettings *settings);
void          hr_dispatcher_set_settings (HrDispatcher *self, const HrDispatchSettings *settings);
/* After a start: rings, timers and alerts of the open incidents the board came with. */
void hr_dispatcher_resume (HrDispatcher *self);
/* Removes timers and handlers. */
void         hr_dispatcher_stop (HrDispatcher *self);
HrZoneIndex *hr_dispatcher_get_zone_index (HrDispatcher *self);

typedef enum
{
  HR_ACTIVATED_NEW,        /* a new incident */
  HR_ACTIVATED_REPEATED,   /* the same activation_id of the same citizen again, or one press too many: nothing recorded */
  HR_ACTIVATED_REACTIVATED /* the citizen's open incident goes on with a new media session */
} HrActivated;

/* Records incident.activated (with zone and a new session id), warnings, and assigned or queued. @incident_id: (out) (transfer full).
 * A repeated activation whose incident has ended returns its id with HR_ACTIVATED_REPEATED; it is not on the board. */
gboolean hr_dispatcher_activate (HrDispatcher *self, const HrActivation *activation, const char *source, HrActivated *activated, char **incident_id, GError **error);
gboolean hr_dispatcher_update_location (HrDispatcher *self, const char *incident_id, const HrLocation *location, GError **error);
gboolean hr_dispatcher_update_telemetry (HrDispatcher *self, const char *incident_id, double battery_pct, const char *network, GError **error);
gboolean hr_dispatcher_request_cancel (HrDispatcher *self, const char *incident_id, const char *reason, GError **error);
/* What the caller says anew; NULL leaves it as it is. */
gboolean hr_dispatcher_update_details (HrDispatcher *self, const char *incident_id, const char *phone, const char *zone_text, GError **error);
/* Somebody from outside helps; the operator who has it has it still. */
gboolean hr_dispatcher_add_helper (HrDispatcher *self, const char *incident_id, const char *helper, GError **error);
/* No helper is asked for any more; the incident stays open until an operator ends it with a code. @helper, @reason: (nullable) */
gboolean hr_dispatcher_complete_help (HrDispatcher *self, const char *incident_id, const char *helper, const char *reason, GError **error);

/* Presence of an operator's consoles. online is counted: two consoles of one operator are one operator. */
void hr_dispatcher_operator_joined (HrDispatcher *self, const char *operator_id);
/* @is_orderly: closed by the console; otherwise operator.stale, and after 30 s operator.offline. */
void hr_dispatcher_operator_left (HrDispatcher *self, const char *operator_id, gboolean is_orderly);
/* A socket that is still there but silent for stale_after_ms, and the frame that ends it. */
void     hr_dispatcher_operator_silent (HrDispatcher *self, const char *operator_id, gboolean is_silent);
gboolean hr_dispatcher_set_presence (HrDispatcher *self, const char *actor, const char *state, const char *reason, GError **error);

gboolean hr_dispatcher_acknowledge (HrDispatcher *self, const char *actor, const char *incident_id, GError **error);
gboolean hr_dispatcher_take (HrDispatcher *self, const char *actor, const char *incident_id, GError **error);
gboolean hr_dispatcher_assign (HrDispatcher *self, const char *actor, const char *incident_id, const char *operator_id, const char *reason, GError **error);
gboolean hr_dispatcher_note (HrDispatcher *self, const char *actor, const char *incident_id, const char *text, GError **error);
gboolean hr_dispatcher_end (HrDispatcher *self, const char *actor, const char *incident_id, const char *disposition, const char *note, const char *duplicate_of, GError **error);
gboolean hr_dispatcher_acknowledge_alert (HrDispatcher *self, const char *actor, const char *alert_id, GError **error);
/* What @actor, who listens, hears of a live incident: nothing for @silent_ms, which is an alarm; 0: something again. */
gboolean hr_dispatcher_tell_silence (HrDispatcher *self, const char *actor, const char *incident_id, gint64 silent_ms, GError **error);
/* TRUE when @actor is assigned to it, it rings there, or is a supervisor. */
gboolean hr_dispatcher_may_handle (HrDispatcher *self, const char *actor, const char *incident_id, GError **error);

/* Raises an alert, which says @reason (hr-reason.h), unless one of that kind is active for that incident or, without an incident, for that operator; clears it.
 * @incident_id, @operator_id nullable. */
void hr_dispatcher_raise_alert (HrDispatcher *self, const char *kind, guint priority, const char *incident_id, const char *operator_id, JsonArray *reason);
void hr_dispatcher_clear_alert (HrDispatcher *self, const char *kind, const char *incident_id);
/* Of one that is about no incident. */
void hr_dispatcher_clear_operator_alert (HrDispatcher *self, const char *kind, const char *operator_id);
