/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

/*
 * What the screen says, in the person's language: every code of the protocol has its words here, and numbers and times are written
 * in the one way. An unknown code is shown as it is, because hiding a fact is worse than an ugly word.
 */

const char *hr_words_disposition (const char *code);
const char *hr_words_presence (HrPresence presence);
/* "available", "on break", "busy"; what the operator's load makes of the presence. */
const char *hr_words_operator_state (HrOperator *person);
/* That there is no SOS, as far as that can be known. */
const char *hr_words_nothing_open (HrConnection connection);
const char *hr_words_alert (const char *kind); /* in capitals: "SOS WAITING"; %NULL: no words for it */
const char *hr_words_media (HrMediaState state);

/* "Live · NAME is listening" (transfer full) */
char *hr_words_dup_incident_state (HrIncident *incident, HrBoard *board);
/* The citizen's name, or phone, or that nobody knows. (transfer full) */
char *hr_words_dup_who (HrIncident *incident);
/* It came from a phone with the older app, which calls helpers from outside too. */
gboolean hr_words_is_duress (HrIncident *incident);
/* Name of an operator or zone; its id when it is not on the board. (transfer full) */
char *hr_words_dup_operator (HrBoard *board, const char *id);
char *hr_words_dup_zone (HrBoard *board, const char *id);
/* The part of HR-2026-001234 that changes. Borrowed. */
const char *hr_words_short_number (const char *number);

/* "00:07", "1:02:07"; never negative. (transfer full) */
char *hr_words_dup_elapsed (gint64 elapsed_us);
/* "4 s ago", "3 min ago". (transfer full) */
char *hr_words_dup_age (gint64 age_us);
/* "0.6 s". (transfer full) */
char *hr_words_dup_duration_ms (gint64 duration_ms);
/* Wall clock here: "14:32:07". (transfer full) */
char *hr_words_dup_time (gint64 utc_us);
/* With its day: "27 Nov 2026, 14:32:07". (transfer full) */
char *hr_words_dup_date_time (gint64 utc_us);
/* "±18 m", "±1.2 km"; %NULL when not known. (transfer full) */
char *hr_words_dup_accuracy (const HrLocation *location);
/* Phone numbers and coordinates run from left to right within any text. (transfer full) */
char *hr_words_dup_isolated (const char *text);
/* "24.860735, 67.001137" in every locale, for it is copied into other programs. (transfer full) */
char *hr_words_dup_coordinates (const HrLocation *location);

/* What the station says, from its codes (hr-reason.h); @text, its English, where there are none or one is not known here; either may be %NULL. (transfer full) */
char *hr_words_dup_reason (JsonArray *reason, const char *text);
/* The same of an event: its "because", else its "reason"; %NULL: it has none. (transfer full) */
char *hr_words_dup_reason_of (JsonObject *data);
/* (transfer full) */
char *hr_words_dup_alert_text (HrAlert *alert);
