-- SPDX-License-Identifier: GPL-3.0-or-later
-- The first schema of the records. All times are microseconds since 1970-01-01 UTC.
-- `event` is the truth; every other table but `meta` and the two columns of secrets can be rebuilt from it.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  seq         INTEGER PRIMARY KEY,
  at_us       INTEGER NOT NULL,
  kind        TEXT NOT NULL,
  incident_id TEXT,
  actor       TEXT NOT NULL,
  data        TEXT NOT NULL,
  prev_hash   BLOB NOT NULL CHECK (length (prev_hash) = 32),
  hash        BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;

CREATE INDEX event_by_incident ON event (incident_id, seq) WHERE incident_id IS NOT NULL;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN
  SELECT RAISE (ABORT, 'the log is append-only');
END;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN
  SELECT RAISE (ABORT, 'the log is append-only');
END;

-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER event_follows_the_last BEFORE INSERT ON event
WHEN NEW.seq <> (SELECT coalesce (max (seq), 0) + 1 FROM event)
BEGIN
  SELECT RAISE (ABORT, 'the log has no gaps and no second row of one number');
END;

CREATE TABLE incident (
  id                         TEXT PRIMARY KEY,
  number                     TEXT NOT NULL,
  status                     TEXT NOT NULL,
  drill                      INTEGER NOT NULL,
  source                     TEXT NOT NULL,
  citizen_id                 TEXT NOT NULL,
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
  UNIQUE (citizen_id, activation_id)
) STRICT;

CREATE INDEX incident_by_time ON incident (received_at_us, id);
CREATE INDEX incident_by_number ON incident (number);
CREATE INDEX incident_by_citizen ON incident (citizen_id, received_at_us);
CREATE INDEX incident_that_is_open ON incident (id) WHERE status <> 'ended';

-- Every press there was, also those that joined an open incident: the idempotency keys.
CREATE TABLE activation (
  citizen_id    TEXT NOT NULL,
  activation_id TEXT NOT NULL,
  incident_id   TEXT NOT NULL REFERENCES incident (id),
  PRIMARY KEY (citizen_id, activation_id)
) STRICT, WITHOUT ROWID;

-- One row for each attempt; id is the session's.
CREATE TABLE media_session (
  id              TEXT NOT NULL,
  incident_id     TEXT NOT NULL REFERENCES incident (id),
  attempt         INTEGER NOT NULL,
  state           TEXT NOT NULL,
  offered_at_us   INTEGER,
  answered_at_us  INTEGER,
  connected_at_us INTEGER,
  live_at_us      INTEGER,
  closed_at_us    INTEGER,
  offer_ms        INTEGER,
  live_ms         INTEGER,
  failure         TEXT,
  PRIMARY KEY (id, attempt)
) STRICT;

CREATE INDEX media_session_by_incident ON media_session (incident_id);

CREATE TABLE location (
  seq            INTEGER PRIMARY KEY, -- of the event that brought it
  incident_id    TEXT NOT NULL REFERENCES incident (id),
  at_us          INTEGER NOT NULL,
  lat            REAL NOT NULL,
  lon            REAL NOT NULL,
  accuracy_m     REAL,
  altitude_m     REAL,
  speed_mps      REAL,
  heading_deg    REAL,
  captured_at_us INTEGER,
  source         TEXT
) STRICT;

CREATE INDEX location_by_incident ON location (incident_id, seq);

CREATE TABLE recording (
  id            TEXT PRIMARY KEY,
  incident_id   TEXT NOT NULL REFERENCES incident (id),
  session_id    TEXT,
  attempt       INTEGER NOT NULL,
  path          TEXT NOT NULL, -- relative to the data directory
  started_at_us INTEGER NOT NULL,
  duration_ms   INTEGER,
  bytes         INTEGER,
  sha256        TEXT,
  failure       TEXT
) STRICT;

CREATE INDEX recording_by_incident ON recording (incident_id);

CREATE TABLE operator (
  id                TEXT PRIMARY KEY,
  name              TEXT NOT NULL,
  role              TEXT NOT NULL,
  pin_hash          TEXT,
  capacity          INTEGER NOT NULL,
  enabled           INTEGER NOT NULL,
  presence          TEXT NOT NULL DEFAULT 'offline',
  presence_since_us INTEGER,
  idle_since_us     INTEGER
) STRICT;

-- Who has which open incident: it is assigned to them or rings at them.
CREATE VIEW incident_holder AS
SELECT assigned_operator_id AS operator_id, id AS incident_id
FROM incident
WHERE status <> 'ended' AND assigned_operator_id IS NOT NULL
UNION
SELECT ring.value, incident.id
FROM incident, json_each (ringing) AS ring
WHERE status <> 'ended';

CREATE TABLE zone (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  geometry TEXT NOT NULL
) STRICT;

-- An operator may be given a zone before the zone is drawn.
CREATE TABLE zone_operator (
  zone_id     TEXT NOT NULL,
  operator_id TEXT NOT NULL REFERENCES operator (id),
  rank        INTEGER NOT NULL,
  PRIMARY KEY (operator_id, zone_id)
) STRICT;

CREATE TABLE api_key (
  id            TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  scope         TEXT NOT NULL,
  token_hash    TEXT,
  created_at_us INTEGER NOT NULL,
  revoked_at_us INTEGER
) STRICT;

CREATE TABLE alert (
  id                 TEXT PRIMARY KEY,
  kind               TEXT NOT NULL,
  priority           INTEGER NOT NULL,
  incident_id        TEXT,
  operator_id        TEXT,
  text               TEXT NOT NULL,
  raised_at_us       INTEGER NOT NULL,
  acknowledged_at_us INTEGER,
  acknowledged_by    TEXT,
  cleared_at_us      INTEGER
) STRICT;

CREATE INDEX alert_by_clearing ON alert (cleared_at_us);

CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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
