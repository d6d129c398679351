/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-projections"

#include "hr-projections.h"

#define MAX_STATEMENTS 3

/*
 * The rules are HrBoard's, written once more as SQL; a test holds the two against each other with random events. The board has
 * checked every event before it comes here, and nothing here may refuse one: members are cast to the column's type, a row
 * that is not there is not changed.
 */

#define LOCATION_VALUES(path)                        \
  "CAST (:data ->> '" path "lat' AS REAL), "         \
  "CAST (:data ->> '" path "lon' AS REAL), "         \
  "CAST (:data ->> '" path "accuracy_m' AS REAL), "  \
  "CAST (:data ->> '" path "altitude_m' AS REAL), "  \
  "CAST (:data ->> '" path "speed_mps' AS REAL), "   \
  "CAST (:data ->> '" path "heading_deg' AS REAL), " \
  "time_us (:data ->> '" path "captured_at'), "      \
  "CAST (:data ->> '" path "source' AS TEXT)"

#define LOCATION_COLUMNS \
  "lat, lon, accuracy_m, altitude_m, speed_mps, heading_deg, captured_at_us, "

/* A fix without both coordinates is none. */
#define HAS_LOCATION(path) \
  ":data ->> '" path "lat' IS NOT NULL AND :data ->> '" path "lon' IS NOT NULL"

#define INSERT_LOCATION(path)                                                   \
  "INSERT INTO location (seq, incident_id, at_us, " LOCATION_COLUMNS "source) " \
  "SELECT :seq, id, :at_us, " LOCATION_VALUES (path) " FROM incident "          \
                                                     "WHERE id = :incident_id AND " HAS_LOCATION (path)

#define SET_LATEST_LOCATION(path)                                                \
  "UPDATE incident SET location_at_us = :at_us, "                                \
  "(" LOCATION_COLUMNS "location_source) = (SELECT " LOCATION_VALUES (path) ") " \
                                                                            "WHERE id = :incident_id AND " HAS_LOCATION (path)

#define SET_INCIDENT(what) "UPDATE incident SET " what " WHERE id = :incident_id"

/* Media events of a session that was replaced change its own row, not the incident. */
#define SET_INCIDENT_MEDIA(what) \
  SET_INCIDENT (what)            \
  " AND session_id = :data ->> 'session_id'"

#define SET_ATTEMPT(what)          \
  "UPDATE media_session SET " what \
  " WHERE id = :data ->> 'session_id' AND attempt = :data ->> 'attempt'"

#define SET_PRESENCE(what)                                               \
  "UPDATE operator SET presence = " what ", presence_since_us = :at_us " \
  "WHERE id = :data ->> 'operator_id'"
