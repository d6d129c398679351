-- SPDX-License-Identifier: GPL-3.0-or-later
-- What incidents are found by: a row of words for each, an index of every three letters in them, and the order that lists are read in.
-- The index follows the words, and the words follow who the incident is of, whoever changes them.

CREATE TABLE incident_words (
  place       INTEGER PRIMARY KEY, -- seq of the event that brought the incident: newer ones have greater ones
  incident_id TEXT NOT NULL UNIQUE REFERENCES incident (id),
  who         TEXT NOT NULL, -- number, and the citizen's id, name and phone
  notes       TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE VIRTUAL TABLE incident_index USING fts5 (who, notes, content = 'incident_words', content_rowid = 'place', tokenize = 'trigram');

CREATE TRIGGER incident_words_come AFTER INSERT ON incident_words
BEGIN
  INSERT INTO incident_index (rowid, who, notes) VALUES (NEW.place, NEW.who, NEW.notes);
END;

CREATE TRIGGER incident_words_go AFTER DELETE ON incident_words
BEGIN
  INSERT INTO incident_index (incident_index, rowid, who, notes) VALUES ('delete', OLD.place, OLD.who, OLD.notes);
END;

CREATE TRIGGER incident_words_change AFTER UPDATE ON incident_words
BEGIN
  INSERT INTO incident_index (incident_index, rowid, who, notes) VALUES ('delete', OLD.place, OLD.who, OLD.notes);
  INSERT INTO incident_index (rowid, who, notes) VALUES (NEW.place, NEW.who, NEW.notes);
END;

-- A phone number is found with its spaces and without. Of an incident that was erased only the number is left.
CREATE VIEW incident_who AS
SELECT id AS incident_id,
       rtrim (number || ' ' || coalesce (citizen_id, '') || ' ' || coalesce (citizen_name, '') || ' ' || coalesce (citizen_phone, '') || ' '
                || coalesce (replace (replace (citizen_phone, ' ', ''), '-', ''), '')) AS who
FROM incident;

CREATE TRIGGER incident_words_follow AFTER UPDATE OF number, citizen_id, citizen_name, citizen_phone ON incident
BEGIN
  UPDATE incident_words SET who = (SELECT who FROM incident_who WHERE incident_id = NEW.id) WHERE incident_id = NEW.id;
END;

CREATE INDEX incident_by_zone ON incident (zone_id, received_at_us, id);
CREATE INDEX incident_by_operator ON incident (assigned_operator_id, received_at_us, id);
CREATE INDEX incident_by_disposition ON incident (disposition, received_at_us, id);
