/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * Why the station did something, as data: a JSON array of sentences, each an object of its `code` and of what stands in its holes.
 * A value is a text, a number, a sentence, or an array of texts or sentences. The station makes English of it, a console the words
 * of its own language, both from the one table in hr-reason.c: what has a code has words, and a reader who does not know a code
 * shows the English that came with it. A reason is never changed once somebody else has it.
 */
typedef enum
{
  /* The zone of an incident */
  HR_REASON_ZONE_HOLDS,
  HR_REASON_ZONE_IS_SMALLEST,
  HR_REASON_ZONE_IS_NEAREST,
  HR_REASON_ZONE_IS_FAR,
  HR_REASON_ZONE_IS_CROSSED,
  HR_REASON_ZONE_WAS_NAMED,
  HR_REASON_ZONE_WAS_RECENT,
  HR_REASON_ZONE_NAME_UNKNOWN,
  HR_REASON_ZONE_UNKNOWN,
  HR_REASON_ALL_ZONES,
  HR_REASON_ZONE_WITH_NEIGHBOURS,
  /* Measures within a sentence */
  HR_REASON_METRES,
  HR_REASON_KILOMETRES,
  HR_REASON_SECONDS,
  HR_REASON_MINUTES,
  HR_REASON_HOURS,
  /* Who an incident rings at */
  HR_REASON_OPERATOR_OF_ALL,
  HR_REASON_OPERATOR_IS_PRIMARY,
  HR_REASON_OPERATOR_WITHOUT_PRIMARY,
  HR_REASON_OPERATOR_IS_NEXT,
  HR_REASON_ZONE_HAS_NOBODY,
  HR_REASON_NOBODY_IS_FREE,
  HR_REASON_ABSENT,
  HR_REASON_GOES_ON_RINGING,
  HR_REASON_NOT_ACKNOWLEDGED,
  HR_REASON_TAKEN,
  HR_REASON_ASSIGNED,
  HR_REASON_ASSIGNED_BECAUSE,
  /* What is the matter with an operator */
  HR_REASON_IS_OFFLINE,
  HR_REASON_IS_FULL,
  HR_REASON_IS_ON_BREAK,
  HR_REASON_IS_OUT_OF_REACH,
  HR_REASON_IS_THERE,
  HR_REASON_HAS_IT,
  HR_REASON_IS_NO_OPERATOR,
  HR_REASON_MORE_ARE_NOT_FREE,
  /* An operator's state */
  HR_REASON_BREAK_GOES_ON,
  HR_REASON_CAME_TO_TAKE,
  /* What a phone sent */
  HR_REASON_UNUSABLE,
  HR_REASON_PRESSED_TOO_OFTEN,
  /* Alarms of an incident */
  HR_REASON_WAITS,
  HR_REASON_NOBODY_HEARS,
  HR_REASON_NOBODY_ACKNOWLEDGED,
  HR_REASON_BATTERY_LOW,
  HR_REASON_CALL_SILENT,
  HR_REASON_AUDIO_SILENT,
  HR_REASON_NO_AUDIO,
  HR_REASON_NOT_RECORDED,
  HR_REASON_BROKE_OFF,
  HR_REASON_NO_POSITION,
  HR_REASON_POSITION_OLD,
  /* Alarms of the station */
  HR_REASON_RELAY_FAILED,
  HR_REASON_CONSOLE_SILENT,
  HR_REASON_CLOCK_FORWARD,
  HR_REASON_CLOCK_BACK,
  HR_REASON_UNSTAFFED,
  HR_REASON_MORE_UNSTAFFED,
  HR_REASON_NO_BACKUP,
  HR_REASON_BACKUP_STUCK,
  HR_REASON_DISK_LOW,
  HR_REASON_NOT_WRITTEN,
  /* What became of an attempt */
  HR_REASON_NO_SOUND_UNANSWERED,
  HR_REASON_NO_SOUND_UNCONNECTED,
  HR_REASON_NO_SOUND_CONNECTED,
  HR_REASON_CONNECTION_FAILED,
  HR_REASON_ANSWER_UNFIT,
  HR_REASON_WRONG_FINGERPRINT,
  HR_REASON_AUDIO_WAS_LOST,
  HR_REASON_OTHER_HAS_AUDIO,
  HR_REASON_DEVICE_OFFERED,
  HR_REASON_DEVICE_BEGAN_ANEW,
  HR_REASON_DEVICE_WAITS,
  HR_REASON_DEVICE_CAME_BACK,
  HR_REASON_DEVICE_ANSWERED_LATE,
  HR_REASON_OPERATOR_ASKED,
  HR_REASON_RESTARTED,
  HR_REASON_RESOLVED,
  HR_REASON_REPLACED,
  HR_REASON_STATION_STOPPING,
  HR_REASON_TIME_WAS_OVER,
  /* What is refused */
  HR_REASON_HAS_ENDED,
  HR_REASON_NO_SUCH_INCIDENT,
  HR_REASON_OPERATORS_ONLY,
  HR_REASON_SUPERVISORS_ONLY,
  HR_REASON_RINGS_NOWHERE,
  HR_REASON_TAKEN_BY_SUPERVISORS,
  HR_REASON_IS_YOURS,
  HR_REASON_NO_SUCH_OPERATOR,
  HR_REASON_ASSIGNED_BY_SUPERVISORS,
  HR_REASON_NO_SUCH_ALERT,
  HR_REASON_ALERT_OF_OTHERS,
  HR_REASON_HANDED_BY_SUPERVISORS,
  HR_REASON_EXERCISE_UNDER_WAY,
  HR_REASON_NO_EXERCISE,
  HR_REASON_NO_SUCH_ZONE,
  HR_REASON_PIN_IN_CHECK,
  HR_REASON_WRONG_PIN,
  HR_REASON_TOO_MANY_PINS,
  HR_REASON_PICTURE_BUSY,
  HR_REASON_STATION_STOPPED,
  HR_REASON_COULD_NOT,
  HR_REASON_ACKNOWLEDGED_BY,
  HR_REASON_ALERT_SEEN_BY,
  HR_REASON_IS_NOT_THERE,
  HR_REASON_NOT_YOURS,
  HR_REASON_NOT_OWNED,
  HR_REASON_SENDS_NO_PICTURE,
  /* Nothing but its words: a library's, a disk's, a person's */
  HR_REASON_DETAIL,
  HR_N_REASONS,
} HrReasonCode;

/* The word on the wire. */
const char *hr_reason_code_to_string (HrReasonCode code);
/* What is said, with {holes}; to be translated. */
const char *hr_reason_code_get_words (HrReasonCode code);

/**
 * hr_reason_new_sentence:
 * @code: which
 * @...: name of a hole, followed by its text, then more pairs, ended by %NULL; one without a text is left out
 *
 * Numbers, sentences and lists are set as members of what this returns.
 *
 * Returns: (transfer full): one sentence
 */
JsonObject *hr_reason_new_sentence (HrReasonCode code, ...) G_GNUC_NULL_TERMINATED;
/* A reason of one sentence, which it takes, or of the one that is nothing but its holes' texts. (transfer full) */
JsonArray *hr_reason_new (JsonObject *sentence);
JsonArray *hr_reason_new_plain (HrReasonCode code, ...) G_GNUC_NULL_TERMINATED;
/* The sentence that the table has word for word as @text, or NULL. (transfer full) */
JsonArray *hr_reason_find (const char *text);
/* What is a sentence of its own on the wire: one that the table has word for word, else a %HR_REASON_DETAIL. (transfer full) */
JsonArray *hr_reason_new_from_text (const char *text);
/* Adds a sentence, which is taken; the sentences of another reason. */
void hr_reason_add (JsonArray *reason, JsonObject *sentence);
void hr_reason_append (JsonArray *reason, JsonArray *other);

/**
 * hr_reason_dup_text:
 * @reason: (nullable): a reason, perhaps of a newer station
 * @translate: (nullable): makes of an English sentence with holes one of another language
 *
 * Returns: (transfer full) (nullable): its sentences in a row; %NULL where one is not known or has no value for a hole
 */
char *hr_reason_dup_text (JsonArray *reason,
                          const char *(*translate) (const char *words));

/* Sets @text_member to the English of @reason and @reason_member to @reason. */
void hr_reason_set (JsonObject *data,
                    const char *text_member,
                    const char *reason_member,
                    JsonArray  *reason);
