-- SPDX-License-Identifier: GPL-3.0-or-later
-- What each kind of event does to the tables. A line of three dashes names the kinds that the statements below it are for; a
-- statement ends with a semicolon at the end of a line, and all of one kind run in the order they stand here.
--
-- The rules are the board's, written once more; a test holds the two against each other with random events. The board has checked
-- every event before it comes here, and nothing here may refuse one, for that would stop the log: numbers are cast, a row that is
-- not there is not changed. Of an incident that was erased the events no longer say who and where.

--- incident.activated
-- Presses are unique. Should one be recorded twice all the same, the second incident must not stop the log.
INSERT INTO incident (id, number, status, drill, source, citizen_id, citizen_name, citizen_phone, citizen_language, activation_id,
                      received_at_us, activated_at_us, zone_id, zone_reason, zone_text, session_id, silent, battery_pct, network)
SELECT :incident_id,
       :data ->> '$.number',
       'queued',
       coalesce (:data ->> '$.drill', 0) <> 0,
       :data ->> '$.source',
       :data ->> '$.citizen.id',
       :data ->> '$.citizen.name',
       :data ->> '$.citizen.phone',
       :data ->> '$.citizen.language',
       :data ->> '$.activation_id' || iif (EXISTS (SELECT 1 FROM incident
                                                   WHERE citizen_id = :data ->> '$.citizen.id'
                                                     AND activation_id = :data ->> '$.activation_id'), '#' || :seq, ''),
       :at_us,
       time_us (:data ->> '$.activated_at'),
       :data ->> '$.zone_id',
       :data ->> '$.zone_reason',
       :data ->> '$.zone_text',
       :data ->> '$.session_id',
       coalesce (:data ->> '$.silent', 0) <> 0,
       CAST (:data ->> '$.battery_pct' AS REAL),
       :data ->> '$.network'
WHERE TRUE
ON CONFLICT (id) DO NOTHING;

INSERT INTO meta (key, value)
VALUES ('last_number', CAST (substr (:data ->> '$.number', 9) AS INTEGER))
ON CONFLICT (key) DO UPDATE SET value = max (value, excluded.value);

--- incident.reactivated
-- The new press is a new media session, whose attempts count from one; a cancel or a helper before it is void.
UPDATE incident
SET cancelled_by_citizen = 0, helper = NULL, help_completed_at_us = NULL,
    activation_id = :data ->> '$.activation_id' || iif (EXISTS (SELECT 1 FROM incident AS other
                                                                WHERE other.citizen_id = incident.citizen_id
                                                                  AND other.activation_id = :data ->> '$.activation_id'
                                                                  AND other.id <> incident.id), '#' || :seq, '')
WHERE id = :incident_id;

UPDATE incident
SET session_id = :data ->> '$.session_id', attempt = 0, media_state = 'none', offer_ms = NULL, live_ms = NULL, live_at_us = NULL
WHERE id = :incident_id AND session_id IS NOT :data ->> '$.session_id';

--- incident.activated incident.reactivated
INSERT INTO activation (citizen_id, activation_id, incident_id)
SELECT citizen_id, :data ->> '$.activation_id', id FROM incident
WHERE id = :incident_id AND citizen_id IS NOT NULL AND :data ->> '$.activation_id' IS NOT NULL
ON CONFLICT DO NOTHING;

INSERT INTO location (seq, incident_id, at_us, lat, lon, accuracy_m, altitude_m, speed_mps, heading_deg, captured_at_us, source)
SELECT :seq, incident.id, :at_us,
       CAST (fix ->> 'lat' AS REAL), CAST (fix ->> 'lon' AS REAL), CAST (fix ->> 'accuracy_m' AS REAL),
       CAST (fix ->> 'altitude_m' AS REAL), CAST (fix ->> 'speed_mps' AS REAL), CAST (fix ->> 'heading_deg' AS REAL),
       time_us (fix ->> 'captured_at'), fix ->> 'source'
FROM incident, (SELECT :data -> '$.location' AS fix)
WHERE incident.id = :incident_id AND fix ->> 'lat' IS NOT NULL AND fix ->> 'lon' IS NOT NULL;

--- incident.location
INSERT INTO location (seq, incident_id, at_us, lat, lon, accuracy_m, altitude_m, speed_mps, heading_deg, captured_at_us, source)
SELECT :seq, incident.id, :at_us,
       CAST (fix ->> 'lat' AS REAL), CAST (fix ->> 'lon' AS REAL), CAST (fix ->> 'accuracy_m' AS REAL),
       CAST (fix ->> 'altitude_m' AS REAL), CAST (fix ->> 'speed_mps' AS REAL), CAST (fix ->> 'heading_deg' AS REAL),
       time_us (fix ->> 'captured_at'), fix ->> 'source'
FROM incident, (SELECT :data AS fix)
WHERE incident.id = :incident_id AND fix ->> 'lat' IS NOT NULL AND fix ->> 'lon' IS NOT NULL;

--- incident.activated
UPDATE incident
SET activation_lat = fix.lat, activation_lon = fix.lon, activation_accuracy_m = fix.accuracy_m,
    activation_altitude_m = fix.altitude_m, activation_speed_mps = fix.speed_mps, activation_heading_deg = fix.heading_deg,
    activation_captured_at_us = fix.captured_at_us, activation_location_source = fix.source
FROM location AS fix
WHERE fix.seq = :seq AND incident.id = fix.incident_id;

--- incident.activated incident.reactivated incident.location
UPDATE incident
SET lat = fix.lat, lon = fix.lon, accuracy_m = fix.accuracy_m, altitude_m = fix.altitude_m, speed_mps = fix.speed_mps,
    heading_deg = fix.heading_deg, captured_at_us = fix.captured_at_us, location_source = fix.source, location_at_us = fix.at_us
FROM location AS fix
WHERE fix.seq = :seq AND incident.id = fix.incident_id;

--- incident.assigned incident.acknowledged incident.queued incident.ended
-- Before the incident changes hands: who has it no longer, and nothing else either, is idle from now on.
UPDATE operator
SET idle_since_us = :at_us
WHERE id IN (SELECT operator_id FROM incident_holder WHERE incident_id = :incident_id)
  AND id NOT IN (SELECT operator_id FROM incident_holder WHERE incident_id <> :incident_id)
  AND NOT (:kind IN ('incident.assigned', 'incident.acknowledged') AND id = :data ->> '$.operator_id')
  AND NOT (:kind = 'incident.assigned' AND id IN (SELECT value FROM json_each (:data, '$.ringing')));

--- incident.assigned
-- It rings until somebody has acknowledged it and it rings at nobody else.
UPDATE incident
SET assigned_operator_id = :data ->> '$.operator_id',
    ringing = :data -> '$.ringing',
    status = iif (json_array_length (:data, '$.ringing') = 0 AND acknowledged_at_us IS NOT NULL, 'acknowledged', 'ringing')
WHERE id = :incident_id;

--- incident.queued
UPDATE incident
SET assigned_operator_id = NULL, ringing = '[]', status = 'queued'
WHERE id = :incident_id;

--- incident.acknowledged
UPDATE incident
SET assigned_operator_id = :data ->> '$.operator_id', ringing = '[]', status = 'acknowledged',
    acknowledged_at_us = :at_us, acknowledged_by = :data ->> '$.operator_id'
WHERE id = :incident_id;

--- incident.cancel_requested
UPDATE incident SET cancelled_by_citizen = 1 WHERE id = :incident_id;

--- incident.details
UPDATE incident
SET citizen_phone = iif (json_type (:data, '$.phone') = 'text', :data ->> '$.phone', citizen_phone),
    zone_text = iif (json_type (:data, '$.zone_text') = 'text', :data ->> '$.zone_text', zone_text)
WHERE id = :incident_id;

--- incident.helper
UPDATE incident SET helper = :data ->> '$.helper' WHERE id = :incident_id;

--- incident.help_completed
UPDATE incident SET help_completed_at_us = :at_us WHERE id = :incident_id;

--- incident.telemetry
UPDATE incident
SET battery_pct = iif (json_type (:data, '$.battery_pct') IN ('integer', 'real'), :data ->> '$.battery_pct', battery_pct),
    network = iif (json_type (:data, '$.network') = 'text', :data ->> '$.network', network)
WHERE id = :incident_id;

--- incident.ended
UPDATE incident
SET ended_at_us = :at_us, ended_by = :actor, disposition = :data ->> '$.disposition', duplicate_of = :data ->> '$.duplicate_of',
    ringing = '[]', status = 'ended', media_state = iif (media_state = 'none', 'none', 'closed')
WHERE id = :incident_id;

--- incident.erased
-- The same transaction as the event: no kill leaves one without the other.
DELETE FROM event_private
WHERE seq IN (SELECT seq FROM event WHERE incident_id = :incident_id AND seq < :seq);

DELETE FROM location WHERE incident_id = :incident_id;

DELETE FROM activation WHERE incident_id = :incident_id;

UPDATE incident
SET citizen_id = NULL, citizen_name = NULL, citizen_phone = NULL, citizen_language = NULL, activation_id = NULL,
    activation_lat = NULL, activation_lon = NULL, activation_accuracy_m = NULL, activation_altitude_m = NULL,
    activation_speed_mps = NULL, activation_heading_deg = NULL, activation_captured_at_us = NULL, activation_location_source = NULL,
    lat = NULL, lon = NULL, accuracy_m = NULL, altitude_m = NULL, speed_mps = NULL, heading_deg = NULL, captured_at_us = NULL,
    location_source = NULL, location_at_us = NULL, zone_reason = NULL, zone_text = NULL, helper = NULL,
    battery_pct = NULL, network = NULL, erased_at_us = :at_us
WHERE id = :incident_id;

-- What it is found by has followed the incident; what was written about it goes too.
UPDATE incident_words SET notes = '' WHERE incident_id = :incident_id;

-- SQLite leaves copies behind when it divides a page, and the index of words keeps what it was told to forget: both are written anew when the station stops.
INSERT INTO meta (key, value)
VALUES ('unswept', :seq)
ON CONFLICT (key) DO UPDATE SET value = excluded.value;

--- media.offered
-- An incident shows one attempt of its present session; which one is said in hr-board-media.c. An ended one shows nothing new.
-- media_session has a row for every attempt, shown or not.
UPDATE incident
SET attempt = :data ->> '$.attempt', media_state = iif (media_state = 'degraded', 'degraded', 'offered'), offer_ms = coalesce (offer_ms, CAST (:data ->> '$.offer_ms' AS INTEGER))
WHERE id = :incident_id AND status <> 'ended' AND session_id = :data ->> '$.session_id';

INSERT INTO media_session (id, incident_id, attempt, state, offered_at_us, offer_ms)
SELECT :data ->> '$.session_id', id, :data ->> '$.attempt', 'offered', :at_us, CAST (:data ->> '$.offer_ms' AS INTEGER)
FROM incident WHERE id = :incident_id
ON CONFLICT DO NOTHING;

--- media.answered
UPDATE incident
SET media_state = iif (media_state = 'degraded', 'degraded', 'connecting')
WHERE id = :incident_id AND status <> 'ended' AND session_id = :data ->> '$.session_id' AND attempt = :data ->> '$.attempt';

UPDATE media_session
SET state = 'connecting', answered_at_us = :at_us
WHERE id = :data ->> '$.session_id' AND attempt = :data ->> '$.attempt';

--- media.connected
UPDATE incident
SET media_state = iif (media_state IN ('live', 'degraded'), media_state, 'connecting')
WHERE id = :incident_id AND status <> 'ended' AND session_id = :data ->> '$.session_id' AND attempt = :data ->> '$.attempt';

UPDATE media_session
SET connected_at_us = :at_us
WHERE id = :data ->> '$.session_id' AND attempt = :data ->> '$.attempt';

--- media.live
UPDATE incident
SET attempt = :data ->> '$.attempt', media_state = 'live', live_at_us = :at_us,
    live_ms = coalesce (live_ms, CAST (:data ->> '$.live_ms' AS INTEGER))
WHERE id = :incident_id AND status <> 'ended' AND session_id = :data ->> '$.session_id';

UPDATE media_session
SET state = 'live', live_at_us = :at_us, live_ms = CAST (:data ->> '$.live_ms' AS INTEGER)
WHERE id = :data ->> '$.session_id' AND attempt = :data ->> '$.attempt';

--- media.degraded media.failed
UPDATE incident
SET attempt = :data ->> '$.attempt', media_state = substr (:kind, 7)
WHERE id = :incident_id AND status <> 'ended' AND session_id = :data ->> '$.session_id'
  AND (attempt = :data ->> '$.attempt' OR media_state <> 'live');

-- An attempt may fail before it was offered.
INSERT INTO media_session (id, incident_id, attempt, state, failure)
SELECT :data ->> '$.session_id', id, :data ->> '$.attempt', substr (:kind, 7), :data ->> '$.reason'
FROM incident WHERE id = :incident_id
ON CONFLICT (id, attempt) DO UPDATE SET state = excluded.state, failure = excluded.failure;

--- media.lost
UPDATE incident
SET media_state = 'audio_lost'
WHERE id = :incident_id AND status <> 'ended' AND session_id = :data ->> '$.session_id' AND attempt = :data ->> '$.attempt';

UPDATE media_session
SET state = 'audio_lost'
WHERE id = :data ->> '$.session_id' AND attempt = :data ->> '$.attempt';

--- media.closed
-- That it failed for good stays to be seen when its leg is taken down.
UPDATE incident
SET media_state = iif (media_state = 'failed', 'failed', 'closed')
WHERE id = :incident_id AND status <> 'ended' AND session_id = :data ->> '$.session_id' AND attempt = :data ->> '$.attempt';

UPDATE media_session
SET state = iif (state IN ('degraded', 'failed'), state, 'closed'), closed_at_us = :at_us
WHERE id = :data ->> '$.session_id' AND attempt = :data ->> '$.attempt';

--- recording.started
INSERT INTO recording (id, incident_id, session_id, attempt, path, started_at_us)
SELECT :data ->> '$.recording_id', id, :data ->> '$.session_id', coalesce (CAST (:data ->> '$.attempt' AS INTEGER), 0),
       :data ->> '$.path', :at_us
FROM incident
WHERE id = :incident_id AND :data ->> '$.recording_id' IS NOT NULL AND :data ->> '$.path' IS NOT NULL
ON CONFLICT DO NOTHING;

--- recording.finished
UPDATE recording
SET duration_ms = CAST (:data ->> '$.duration_ms' AS INTEGER), bytes = CAST (:data ->> '$.bytes' AS INTEGER),
    sha256 = :data ->> '$.sha256'
WHERE id = :data ->> '$.recording_id';

--- recording.failed
UPDATE recording SET failure = :data ->> '$.reason' WHERE id = :data ->> '$.recording_id';

--- recording.removed
UPDATE recording SET removed_at_us = :at_us WHERE id = :data ->> '$.recording_id';

--- operator.online
UPDATE operator
SET presence_since_us = iif (presence = 'available', presence_since_us, :at_us), presence = 'available', idle_since_us = :at_us
WHERE id = :data ->> '$.operator_id';

--- operator.offline operator.stale
UPDATE operator
SET presence_since_us = iif (presence = substr (:kind, 10), presence_since_us, :at_us), presence = substr (:kind, 10)
WHERE id = :data ->> '$.operator_id';

--- operator.presence
UPDATE operator
SET presence_since_us = iif (presence = :data ->> '$.state', presence_since_us, :at_us), presence = :data ->> '$.state'
WHERE id = :data ->> '$.operator_id';

--- operator.saved
INSERT INTO operator (id, name, role, capacity, enabled, pin_hash, disabled_at_us)
SELECT :data ->> '$.id', :data ->> '$.name', :data ->> '$.role', :data ->> '$.capacity', :data ->> '$.enabled', :secret,
       iif (:data ->> '$.enabled', NULL, :at_us)
WHERE TRUE
ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, capacity = excluded.capacity, enabled = excluded.enabled,
                               pin_hash = coalesce (excluded.pin_hash, pin_hash),
                               disabled_at_us = coalesce (excluded.disabled_at_us, disabled_at_us);

DELETE FROM zone_operator WHERE operator_id = :data ->> '$.id';

INSERT INTO zone_operator (zone_id, operator_id, rank)
SELECT value ->> '$.zone_id', :data ->> '$.id', value ->> '$.rank' FROM json_each (:data, '$.zones')
WHERE TRUE
ON CONFLICT DO NOTHING;

--- zone.saved
INSERT INTO zone (id, name, geometry)
VALUES (:data ->> '$.id', :data ->> '$.name', :data -> '$.geometry')
ON CONFLICT (id) DO UPDATE SET name = excluded.name, geometry = excluded.geometry;

--- zone.removed
DELETE FROM zone WHERE id = :data ->> '$.id';

--- settings.changed
INSERT INTO setting (key, value)
VALUES (:data ->> '$.key', :data ->> '$.value')
ON CONFLICT (key) DO UPDATE SET value = excluded.value;

--- key.created
INSERT INTO api_key (id, name, scope, token_hash, created_at_us)
SELECT :data ->> '$.id', coalesce (:data ->> '$.name', ''), coalesce (:data ->> '$.scope', ''), :secret, :at_us
WHERE :data ->> '$.id' IS NOT NULL
ON CONFLICT DO NOTHING;

--- key.revoked
UPDATE api_key SET revoked_at_us = :at_us WHERE id = :data ->> '$.id' AND revoked_at_us IS NULL;

--- drill.started
INSERT INTO meta (key, value)
VALUES ('unfinished_drill', :seq)
ON CONFLICT (key) DO UPDATE SET value = excluded.value;

--- drill.stopped
DELETE FROM meta WHERE key = 'unfinished_drill';

--- shift.handed_over
INSERT INTO meta (key, value)
VALUES ('shift', :seq)
ON CONFLICT (key) DO UPDATE SET value = excluded.value;

--- alert.raised
INSERT OR REPLACE INTO alert (id, kind, priority, incident_id, operator_id, text, raised_at_us)
VALUES (:data ->> '$.id', :data ->> '$.alert', :data ->> '$.priority', coalesce (:incident_id, :data ->> '$.incident_id'),
        :data ->> '$.operator_id', :data ->> '$.text', :at_us);

--- alert.acknowledged
UPDATE alert SET acknowledged_at_us = :at_us, acknowledged_by = :actor WHERE id = :data ->> '$.id';

--- alert.cleared
UPDATE alert SET cleared_at_us = :at_us WHERE id = :data ->> '$.id';

--- incident.activated
INSERT INTO incident_words (place, incident_id, who)
SELECT :seq, incident_id, who FROM incident_who WHERE incident_id = :incident_id
ON CONFLICT DO NOTHING;

--- incident.note incident.ended
-- The index takes in the whole text again with every note: what an incident is found by has an end, that a flood of notes may not hold up the log.
UPDATE incident_words
SET notes = trim (substr (notes || ' ' || coalesce (:data ->> '$.text', :data ->> '$.note'), 1, 8000))
WHERE incident_id = :incident_id AND length (notes) < 7900 AND coalesce (:data ->> '$.text', :data ->> '$.note', '') <> '';
