/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * One fact, recorded once, never changed. Immutable after construction but for the secret.
 *
 * `data` of each kind (all times RFC 3339, all ids strings; "?" may be absent). Where an event
 * changes who rings or who is assigned, it states the *resulting* lists, so that applying it
 * needs no knowledge of why.
 *
 * incident.activated   number, source, drill, silent, citizen{id,name?,phone?,language?}, activation_id,
 *                      session_id, activated_at?, location?, battery_pct?, network?, zone_id?, zone_reason, zone_text?
 * incident.reactivated activation_id, session_id, location?
 * incident.warning     field, reason
 * incident.assigned    operator_id, ringing[ids], how (primary|fallback|queue|escalation|stale|take|assign|acknowledge), reason
 * incident.queued      reason
 * incident.acknowledged operator_id                     → assigned to it, ringing becomes []
 * incident.cancel_requested reason?
 * incident.note        text
 * incident.location    lat, lon, accuracy_m?, altitude_m?, speed_mps?, heading_deg?, captured_at?, source?
 * incident.telemetry   battery_pct?, network?
 * incident.details     phone?, zone_text?                (what the caller says anew)
 * incident.helper      helper                            (somebody from outside is on the way)
 * incident.help_completed  helper?, reason?              (that is over; without a helper the citizen said so)
 * incident.listen_started|.listen_stopped  operator_id, slot
 * incident.watch_started|.watch_stopped    operator_id (who opens the picture)
 * incident.ended       disposition, note?, duplicate_of?
 * incident.erased      reason, events (whose private part is gone); the incident has ended
 * media.offered        session_id, attempt, offer_ms, hedge?
 * media.answered       session_id, attempt
 * media.connected      session_id, attempt, connected_ms
 * media.live           session_id, attempt, live_ms
 * media.degraded       session_id, attempt, code, reason   (an attempt failed; a retry follows)
 * media.retry          session_id, attempt, reason         (attempt = the new one)
 * media.failed         session_id, attempt, code, reason   (no automatic retry left)
 * media.lost           session_id, attempt, silent_ms
 * media.closed         session_id, attempt, reason
 * recording.started    recording_id, session_id, attempt, media?, path (relative to the data directory)
 * recording.finished   recording_id, session_id, attempt, media?, duration_ms, bytes, sha256
 * recording.failed     recording_id?, session_id, attempt, media?, reason   (media: picture; without it, the sound)
 * recording.removed    recording_id, reason                (its time was over)
 * operator.online      operator_id   (presence becomes available)
 * operator.offline     operator_id
 * operator.stale       operator_id
 * operator.presence    operator_id, state (available|break|offline), reason?
 * operator.saved       id, name, role (operator|supervisor), capacity, enabled, zones[{zone_id,rank}]
 * zone.saved           id, name, geometry (GeoJSON Polygon or MultiPolygon)
 * key.created          id, name, scope;   key.revoked  id
 * settings.changed     key, value (string)
 * alert.raised         id, alert (no_operator|not_acknowledged|media_failed|audio_lost|recording_failed|
 *                      storage_degraded|…), priority (1–3), operator_id?, text;   incident in incident_id
 * alert.acknowledged   id;   alert.cleared  id
 * drill.started        drill_id, citizens, seconds, zone?;   drill.stopped  drill_id
 * station.started      version, listen;   station.stopped  {}
 * shift.handed_over    from, from_name, to, to_name, shift?, ended?, began_at?, previous?, incidents[], alerts[], lamps{}, figures{}
 * station.backed_up    file (relative to the data directory), events, head
 * station.storage_degraded  reason;   station.storage_recovered  events (how many waited)
 */

#define HR_TYPE_EVENT (hr_event_get_type ())
G_DECLARE_FINAL_TYPE (HrEvent, hr_event, HR, EVENT, GObject)

/**
 * hr_event_new:
 * @seq: its place in the log, from 1
 * @at_us: UTC; cut to the millisecond that the wire has, so that an event is the same everywhere
 * @kind: for example "incident.assigned"
 * @incident_id: (nullable): the incident it belongs to
 * @actor: an operator's id, "citizen", "station" or "cli"
 * @data: (transfer full): its members
 */
HrEvent *hr_event_new (gint64      seq,
                       gint64      at_us,
                       const char *kind,
                       const char *incident_id,
                       const char *actor,
                       JsonObject *data);

/**
 * hr_event_new_from_json:
 * @object: as pushed to a console: seq, at, kind, incident_id, actor, data
 * @error: set to %G_IO_ERROR_INVALID_DATA when a member is missing or of another type
 */
HrEvent *hr_event_new_from_json (JsonObject *object,
                                 GError    **error);
/* With "type":"event", as it is pushed. (transfer full) */
JsonObject *hr_event_to_json (HrEvent *self);

gint64      hr_event_get_seq (HrEvent *self);
gint64      hr_event_get_at_us (HrEvent *self);
const char *hr_event_get_kind (HrEvent *self); /* interned: compare pointers or strings */
const char *hr_event_get_incident_id (HrEvent *self);
const char *hr_event_get_actor (HrEvent *self);
JsonObject *hr_event_get_data (HrEvent *self);
gboolean    hr_event_is_kind (HrEvent    *self,
                              const char *kind);

/* A PIN's or token's hash that the store keeps beside the event: never hashed into the chain, never sent. */
void        hr_event_set_secret (HrEvent    *self,
                                 const char *secret);
const char *hr_event_get_secret (HrEvent *self);
