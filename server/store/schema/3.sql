-- SPDX-License-Identifier: GPL-3.0-or-later
-- What an event says of people stands beside the log, so that it can be erased: the log's own row is hashed and holds a digest of it.
-- The tables of incidents are made anew with columns that may be empty.

-- digest in the event's data is the SHA-256, in hex, of the salt and the text of data, one after the other.
CREATE TABLE event_private (
  seq  INTEGER PRIMARY KEY REFERENCES event (seq),
  salt BLOB NOT NULL CHECK (length (salt) = 32),
  data TEXT NOT NULL
) STRICT;

CREATE TRIGGER event_private_is_never_changed BEFORE UPDATE ON event_private
BEGIN
  SELECT RAISE (ABORT, 'what an event says is never changed');
END;

CREATE TRIGGER event_private_is_never_replaced BEFORE INSERT ON event_private
WHEN EXISTS (SELECT 1 FROM event_private WHERE seq = NEW.seq)
BEGIN
  SELECT RAISE (ABORT, 'what an event says is never changed');
END;

CREATE TRIGGER event_private_is_erased_by_an_event BEFORE DELETE ON event_private
WHEN NOT EXISTS (SELECT 1 FROM event AS erased JOIN event AS erasure ON erasure.incident_id = erased.incident_id
                 WHERE erased.seq = OLD.seq AND erasure.seq > erased.seq AND erasure.kind = 'incident.erased')
BEGIN
  SELECT RAISE (ABORT, 'what an event says stays until the incident is erased');
END;

-- The log as everybody reads it: `data` is whole, where nothing was erased; `hashed` is what the chain is made of.
CREATE VIEW whole_event AS
SELECT event.seq AS seq, at_us, kind, incident_id, actor,
       iif (json_valid (event.data) AND json_valid (private.data),
            json_patch (json_remove (event.data, '$.digest'), private.data), event.data) AS data,
       event.data AS hashed, salt, private.data AS private, prev_hash, hash
FROM event LEFT JOIN event_private AS private ON private.seq = event.seq;

DELETE FROM recording;
DELETE FROM location;
DELETE FROM media_session;
DELETE FROM activation;
DROP VIEW sos_session;
DROP VIEW incident_holder;
DROP TABLE incident;

CREATE TABLE incident (
  id                         TEXT PRIMARY KEY,
  number                     TEXT NOT NULL,
  status                     TEXT NOT NULL,
  drill                      INTEGER NOT NULL,
  source                     TEXT NOT NULL,
  citizen_id                 TEXT,         -- NULL: erased
  citizen_name               TEXT,
  citizen_phone              TEXT,
  citizen_language           TEXT,
  activation_id              TEXT,
  received_at_us             INTEGER NOT NULL,
  activated_at_us            INTEGER,
  activation_lat             REAL,
  activation_lon             REAL,
  activation_accuracy_m      REAL,
  activation_altitude_m      REAL,
  activation_speed_mps       REAL,
  activation_heading_deg     REAL,
  activation_captured_at_us  INTEGER,
  activation_location_source TEXT,
  lat                        REAL,
  lon                        REAL,
  accuracy_m                 REAL,
  altitude_m                 REAL,
  speed_mps                  REAL,
  heading_deg                REAL,
  captured_at_us             INTEGER,
  location_source            TEXT,
  location_at_us             INTEGER,
  zone_id                    TEXT,
  zone_reason                TEXT,
  assigned_operator_id       TEXT,
  ringing                    TEXT NOT NULL DEFAULT '[]',
  acknowledged_at_us         INTEGER,
  acknowledged_by            TEXT,
  session_id                 TEXT,
  attempt                    INTEGER NOT NULL DEFAULT 0,
  media_state                TEXT NOT NULL DEFAULT 'none',
  offer_ms                   INTEGER,
  live_ms                    INTEGER,
  live_at_us                 INTEGER,
  silent                     INTEGER NOT NULL,
  battery_pct                REAL,
  network                    TEXT,
  cancelled_by_citizen       INTEGER NOT NULL DEFAULT 0,
  ended_at_us                INTEGER,
  ended_by                   TEXT,
  disposition                TEXT,
  duplicate_of               TEXT,
  erased_at_us               INTEGER,
  UNIQUE (citizen_id, activation_id)
) STRICT;

CREATE INDEX incident_by_time ON incident (received_at_us, id);
CREATE INDEX incident_by_number ON incident (number);
CREATE INDEX incident_by_citizen ON incident (citizen_id, received_at_us);
CREATE INDEX incident_that_is_open ON incident (id) WHERE status <> 'ended';

-- Who has which open incident: it is assigned to them or rings at them.
CREATE VIEW incident_holder AS
SELECT assigned_operator_id AS operator_id, id AS incident_id
FROM incident
WHERE status <> 'ended' AND assigned_operator_id IS NOT NULL
UNION
SELECT ring.value, incident.id
FROM incident, json_each (ringing) AS ring
WHERE status <> 'ended';

-- One line for each SOS: who, when, where, who heard it, how it ended. The activation's position; where the phone
-- had none yet, the latest it sent.
CREATE VIEW sos_session AS
SELECT citizen_id,
       strftime ('%Y-%m-%dT%H:%M:%S', received_at_us / 1000000, 'unixepoch') ||
         printf ('.%03dZ', received_at_us / 1000 % 1000)                          AS activated_at,
       assigned_operator_id,
       session_id,
       iif (activation_lat IS NULL, lat, activation_lat)                          AS latitude,
       iif (activation_lat IS NULL, lon, activation_lon)                          AS longitude,
       iif (activation_lat IS NULL, accuracy_m, activation_accuracy_m)            AS accuracy_m,
       strftime ('%Y-%m-%dT%H:%M:%S', ended_at_us / 1000000, 'unixepoch') ||
         printf ('.%03dZ', ended_at_us / 1000 % 1000)                             AS resolved_at,
       number                                                                     AS incident_number,
       disposition
FROM incident
ORDER BY received_at_us;

-- When an operator was disabled last. It stays when the operator is enabled again: the consoles' tokens of before are not good any more.

ALTER TABLE operator ADD COLUMN disabled_at_us INTEGER;

-- What phones with the older interface say: how they call the zone, who helps from outside, and when that was over.

ALTER TABLE incident ADD COLUMN zone_text TEXT;
ALTER TABLE incident ADD COLUMN helper TEXT;
ALTER TABLE incident ADD COLUMN help_completed_at_us INTEGER;
