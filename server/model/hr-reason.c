/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-reason"

#include "hr-reason.h"

#include "hr-json.h"

#include <glib/gi18n.h>
#include <stdarg.h>
#include <string.h>

/* A sentence may hold a sentence, as an alarm holds why there is no audio; a stranger's holds no more than this. */
#define MAX_DEPTH 4

typedef struct
{
  const char *code;
  const char *words;
  const char *plain; /* what stands in the text member where that is a word of the protocol and no sentence, or NULL */
} Saying;

/* Translators: {words in braces} are replaced; they stay as they are. */
static const Saying sayings[HR_N_REASONS] = {
  [HR_REASON_ZONE_HOLDS] = { "zone_holds", N_ ("The location lies in {zones}.") },
  [HR_REASON_ZONE_IS_SMALLEST] = { "zone_is_smallest", N_ ("The location lies in {zones}; {zone} is the smallest.") },
  [HR_REASON_ZONE_IS_NEAREST] = { "zone_is_nearest", N_ ("No zone holds the location; {zone} is the nearest, {distance} away.") },
  [HR_REASON_ZONE_IS_FAR] = { "zone_is_far", N_ ("No zone holds the location and none is within {distance} of it.") },
  [HR_REASON_ZONE_IS_CROSSED] = { "zone_is_crossed", N_ ("Its accuracy of ±{distance} reaches into {zones}.") },
  [HR_REASON_ZONE_WAS_NAMED] = { "zone_was_named", N_ ("There is no location; the device named {zone}.") },
  [HR_REASON_ZONE_WAS_RECENT] = { "zone_was_recent", N_ ("There is no location; the citizen was in {zone} within the last 24 hours.") },
  [HR_REASON_ZONE_NAME_UNKNOWN] = { "zone_name_unknown", N_ ("There is no location, and the zone that the device named is not known.") },
  [HR_REASON_ZONE_UNKNOWN] = { "zone_unknown", N_ ("There is no location, and no zone is known for the citizen.") },
  [HR_REASON_ALL_ZONES] = { "all_zones", N_ ("all zones") },
  [HR_REASON_ZONE_WITH_NEIGHBOURS] = { "zone_with_neighbours", N_ ("{zone} and the zones beside it") },
  [HR_REASON_METRES] = { "metres", N_ ("{count} m") },
  [HR_REASON_KILOMETRES] = { "kilometres", N_ ("{count} km") },
  [HR_REASON_SECONDS] = { "seconds", N_ ("{count} s") },
  [HR_REASON_MINUTES] = { "minutes", N_ ("{count} min") },
  [HR_REASON_HOURS] = { "hours", N_ ("{count} h") },

  [HR_REASON_OPERATOR_OF_ALL] = { "operator_of_all", N_ ("The incident has no zone; of the operators of all zones, {operator} is free with {open} open.") },
  [HR_REASON_OPERATOR_IS_PRIMARY] = { "operator_is_primary", N_ ("{operator} is a primary operator of {zone}.") },
  [HR_REASON_OPERATOR_WITHOUT_PRIMARY] = { "operator_without_primary", N_ ("{zone} has no primary operator; {operator} is next with rank {rank} and {open} open.") },
  [HR_REASON_OPERATOR_IS_NEXT] = { "operator_is_next", N_ ("Of {zone}, the primary operator {obstacle}; {operator} is next with rank {rank} and {open} open.") },
  [HR_REASON_ZONE_HAS_NOBODY] = { "zone_has_nobody", N_ ("Nobody is an operator of {zone}.") },
  [HR_REASON_NOBODY_IS_FREE] = { "nobody_is_free", N_ ("No operator of {zone} is free: {obstacles}.") },
  [HR_REASON_ABSENT] = { "absent", N_ ("{obstacles}.") },
  [HR_REASON_GOES_ON_RINGING] = { "goes_on_ringing", N_ ("It goes on ringing at {operator}.") },
  [HR_REASON_NOT_ACKNOWLEDGED] = { "not_acknowledged", N_ ("Nobody acknowledged within {seconds} s.") },
  [HR_REASON_TAKEN] = { "taken", N_ ("{operator} took it.") },
  [HR_REASON_ASSIGNED] = { "assigned", N_ ("Assigned by {operator}.") },
  [HR_REASON_ASSIGNED_BECAUSE] = { "assigned_because", N_ ("Assigned by {operator}: {detail}") },

  [HR_REASON_IS_OFFLINE] = { "is_offline", N_ ("{operator} is offline") },
  [HR_REASON_IS_FULL] = { "is_full", N_ ("{operator} has no capacity left") },
  [HR_REASON_IS_ON_BREAK] = { "is_on_break", N_ ("{operator} is on a break") },
  [HR_REASON_IS_OUT_OF_REACH] = { "is_out_of_reach", N_ ("{operator} is out of reach") },
  [HR_REASON_IS_THERE] = { "is_there", N_ ("{operator} is there") },
  [HR_REASON_HAS_IT] = { "has_it", N_ ("{operator} has it already") },
  [HR_REASON_IS_NO_OPERATOR] = { "is_no_operator", N_ ("{operator} is no longer an operator") },
  [HR_REASON_MORE_ARE_NOT_FREE] = { "more_are_not_free", N_ ("and {count} more are not free") },

  [HR_REASON_BREAK_GOES_ON] = { "break_goes_on", N_ ("The break goes on after the connection was lost.") },
  [HR_REASON_CAME_TO_TAKE] = { "came_to_take", N_ ("Took an incident.") },

  [HR_REASON_UNUSABLE] = { "unusable", N_ ("The device sent something that cannot be used; it was left out.") },
  [HR_REASON_PRESSED_TOO_OFTEN] = { "pressed_too_often", N_ ("The device presses again and again; for a minute its present session serves.") },

  [HR_REASON_WAITS] = { "waits", N_ ("{number} waits and nobody is available.") },
  [HR_REASON_NOBODY_HEARS] = { "nobody_hears", N_ ("Nobody hears {number}.") },
  [HR_REASON_NOBODY_ACKNOWLEDGED] = { "nobody_acknowledged", N_ ("Nobody acknowledged {number} within {seconds} s.") },
  /* xgettext:no-c-format */
  [HR_REASON_BATTERY_LOW] = { "battery_low", N_ ("The phone of {number} has {percent} % of its battery left.") },
  [HR_REASON_CALL_SILENT] = { "call_silent", N_ ("Nothing is heard on {number} for {seconds} s, though its audio arrives.") },
  [HR_REASON_AUDIO_SILENT] = { "audio_silent", N_ ("{number} has been silent for {seconds} s.") },
  [HR_REASON_NO_AUDIO] = { "no_audio", N_ ("No audio from {number}: {reason}") },
  [HR_REASON_NOT_RECORDED] = { "not_recorded", N_ ("{number} is not being recorded: {reason}") },
  [HR_REASON_BROKE_OFF] = { "broke_off", N_ ("The audio of {number} broke off when the station was restarted.") },
  [HR_REASON_NO_POSITION] = { "no_position", N_ ("The phone of {number} has told no position.") },
  [HR_REASON_POSITION_OLD] = { "position_old", N_ ("The phone of {number} has told no position for {seconds} s; the last one may be wrong by now.") },

  [HR_REASON_RELAY_FAILED] = { "relay_failed", N_ ("The TURN server gives no relay: it does not answer, or refuses the station's credentials.") },
  [HR_REASON_CONSOLE_SILENT] = { "console_silent", N_ ("The console of {operator} does not answer. Open there: {numbers}.") },
  [HR_REASON_CLOCK_FORWARD] = { "clock_forward", N_ ("The station's clock went forward by {duration} while it ran: times of before and after do not fit together.") },
  [HR_REASON_CLOCK_BACK] = { "clock_back", N_ ("The station's clock went back by {duration} while it ran: times of before and after do not fit together.") },
  [HR_REASON_UNSTAFFED] = { "unstaffed", N_ ("Nobody is available for {zones}.") },
  [HR_REASON_MORE_UNSTAFFED] = { "more_unstaffed", N_ ("Nobody is available for {zones} and {count} more zones.") },
  [HR_REASON_NO_BACKUP] = { "no_backup", N_ ("There is no backup of today: {detail}") },
  [HR_REASON_BACKUP_STUCK] = { "backup_stuck", N_ ("There is no backup of today: what was begun an hour ago has not come to its end.") },
  /* xgettext:no-c-format */
  [HR_REASON_DISK_LOW] = { "disk_low", N_ ("The disk under the records has {percent} % free.") },
  [HR_REASON_NOT_WRITTEN] = { "not_written", N_ ("Records cannot be written: {detail}") },

  [HR_REASON_NO_SOUND_UNANSWERED] = { "no_sound_unanswered", N_ ("No sound in time: the offer was not answered") },
  [HR_REASON_NO_SOUND_UNCONNECTED] = { "no_sound_unconnected", N_ ("No sound in time: the offer was answered, but nothing connected") },
  [HR_REASON_NO_SOUND_CONNECTED] = { "no_sound_connected", N_ ("No sound in time: the phone connected, but sent none") },
  [HR_REASON_CONNECTION_FAILED] = { "connection_failed", N_ ("ICE or DTLS failed") },
  [HR_REASON_ANSWER_UNFIT] = { "answer_unfit", N_ ("What the peer said does not fit") },
  [HR_REASON_WRONG_FINGERPRINT] = { "wrong_fingerprint", N_ ("The certificate's fingerprint is not the one in the answer") },
  [HR_REASON_AUDIO_WAS_LOST] = { "audio_was_lost", N_ ("the audio was lost") },
  [HR_REASON_OTHER_HAS_AUDIO] = { "other_has_audio", N_ ("another attempt has the audio") },
  [HR_REASON_DEVICE_OFFERED] = { "device_offered", N_ ("the device offered anew") },
  [HR_REASON_DEVICE_BEGAN_ANEW] = { "device_began_anew", N_ ("the device has started anew") },
  [HR_REASON_DEVICE_WAITS] = { "device_waits", N_ ("The device waits for an offer") },
  [HR_REASON_DEVICE_CAME_BACK] = { "device_came_back", N_ ("the device is there again") },
  [HR_REASON_DEVICE_ANSWERED_LATE] = { "device_answered_late", N_ ("the device answered an offer that was over") },
  [HR_REASON_OPERATOR_ASKED] = { "operator_asked", N_ ("An operator asked for it.") },
  [HR_REASON_RESTARTED] = { "restarted", N_ ("The station was restarted.") },
  [HR_REASON_RESOLVED] = { "resolved", N_ ("the SOS was ended"), "resolved" },
  [HR_REASON_REPLACED] = { "replaced", N_ ("a new press took its place"), "replaced" },
  [HR_REASON_STATION_STOPPING] = { "station_stopping", N_ ("the station stops"), "station_stopping" },
  [HR_REASON_TIME_WAS_OVER] = { "time_was_over", N_ ("Its time was over.") },

  [HR_REASON_HAS_ENDED] = { "has_ended", N_ ("The incident has ended already") },
  [HR_REASON_NO_SUCH_INCIDENT] = { "no_such_incident", N_ ("There is no such incident") },
  [HR_REASON_OPERATORS_ONLY] = { "operators_only", N_ ("Only an operator of this station may do that") },
  [HR_REASON_SUPERVISORS_ONLY] = { "supervisors_only", N_ ("Only a supervisor may do that") },
  [HR_REASON_RINGS_NOWHERE] = { "rings_nowhere", N_ ("It rings nowhere yet: take it instead") },
  [HR_REASON_TAKEN_BY_SUPERVISORS] = { "taken_by_supervisors", N_ ("Only a supervisor may take an incident that has an operator") },
  [HR_REASON_IS_YOURS] = { "is_yours", N_ ("It is yours already") },
  [HR_REASON_NO_SUCH_OPERATOR] = { "no_such_operator", N_ ("There is no such operator") },
  [HR_REASON_ASSIGNED_BY_SUPERVISORS] = { "assigned_by_supervisors", N_ ("Only a supervisor may assign an incident") },
  [HR_REASON_NO_SUCH_ALERT] = { "no_such_alert", N_ ("There is no such alert") },
  [HR_REASON_ALERT_OF_OTHERS] = { "alert_of_others", N_ ("Only a supervisor or the operator it concerns may acknowledge this alert") },
  [HR_REASON_HANDED_BY_SUPERVISORS] = { "handed_by_supervisors", N_ ("Only a supervisor hands a shift over") },
  [HR_REASON_EXERCISE_UNDER_WAY] = { "exercise_under_way", N_ ("An exercise is under way") },
  [HR_REASON_NO_EXERCISE] = { "no_exercise", N_ ("No exercise is under way") },
  [HR_REASON_NO_SUCH_ZONE] = { "no_such_zone", N_ ("There is no such zone") },
  [HR_REASON_PIN_IN_CHECK] = { "pin_in_check", N_ ("A PIN is being checked") },
  [HR_REASON_WRONG_PIN] = { "wrong_pin", N_ ("The operator or the PIN is not right") },
  [HR_REASON_TOO_MANY_PINS] = { "too_many_pins", N_ ("Too many wrong attempts; wait a minute") },
  [HR_REASON_PICTURE_BUSY] = { "picture_busy", N_ ("As many consoles as can be have this picture open") },
  [HR_REASON_STATION_STOPPED] = { "station_stopped", N_ ("The station has stopped") },
  [HR_REASON_COULD_NOT] = { "could_not", N_ ("The station could not do this") },
  [HR_REASON_ACKNOWLEDGED_BY] = { "acknowledged_by", N_ ("{operator} has acknowledged it already") },
  [HR_REASON_ALERT_SEEN_BY] = { "alert_seen_by", N_ ("{operator} has acknowledged the alert already") },
  [HR_REASON_IS_NOT_THERE] = { "is_not_there", N_ ("{operator} is not there") },
  [HR_REASON_NOT_YOURS] = { "not_yours", N_ ("{number} is neither assigned to you nor does it ring at you") },
  [HR_REASON_NOT_OWNED] = { "not_owned", N_ ("Nobody has {numbers}: an open SOS is not left without an owner") },
  [HR_REASON_SENDS_NO_PICTURE] = { "sends_no_picture", N_ ("The phone of {number} sends no picture") },
  [HR_REASON_ZONE_NOT_THERE] = { "zone_not_there", N_ ("There is no zone “{id}”") },
  [HR_REASON_KEY_NOT_THERE] = { "key_not_there", N_ ("There is no key “{id}” that is not revoked") },
  [HR_REASON_AUDIO_NOT_LIVE] = { "audio_not_live", N_ ("The audio of {number} is not live") },
  [HR_REASON_INCIDENT_NOT_THERE] = { "incident_not_there", N_ ("There is no incident “{id}”") },
  [HR_REASON_WAS_ERASED] = { "was_erased", N_ ("{number} was erased before") },
  [HR_REASON_HAS_NOT_ENDED] = { "has_not_ended", N_ ("{number} has not ended; only what is over can be erased") },

  [HR_REASON_DETAIL] = { "detail", N_ ("{detail}") },
};

static char *dup_value (JsonNode *value, const char *(*translate) (const char *words), guint depth);

const char *
hr_reason_code_to_string (HrReasonCode code)
{
  g_return_val_if_fail (code < HR_N_REASONS, NULL);

  return sayings[code].code;
}

const char *
hr_reason_code_get_words (HrReasonCode code)
{
  g_return_val_if_fail (code < HR_N_REASONS, NULL);

  return sayings[code].words;
}

static JsonObject *
new_sentence (HrReasonCode code,
              va_list      holes)
{
  JsonObject *sentence = hr_json_new_object ("code", sayings[code].code, NULL);
  const char *hole = NULL;

  while ((hole = va_arg (holes, const char *)) != NULL)
    hr_json_set_string (sentence, hole, va_arg (holes, const char *));

  return sentence;
}

JsonObject *
hr_reason_new_sentence (HrReasonCode code,
                        ...)
{
  JsonObject *sentence = NULL;
  va_list     holes;

  g_return_val_if_fail (code < HR_N_REASONS, NULL);

  va_start (holes, code);
  sentence = new_sentence (code, holes);
  va_end (holes);

  return sentence;
}

JsonArray *
hr_reason_new (JsonObject *sentence)
{
  JsonArray *reason = json_array_new ();

  hr_reason_add (reason, sentence);
  return reason;
}

JsonArray *
hr_reason_new_plain (HrReasonCode code,
                     ...)
{
  JsonObject *sentence = NULL;
  va_list     holes;

  g_return_val_if_fail (code < HR_N_REASONS, NULL);

  va_start (holes, code);
  sentence = new_sentence (code, holes);
  va_end (holes);

  return hr_reason_new (sentence);
}

JsonArray *
hr_reason_find (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  for (int code = 0; code < HR_N_REASONS; code++)
    {
      if (g_str_equal (sayings[code].plain != NULL ? sayings[code].plain : sayings[code].words, text))
        return hr_reason_new_plain (code, NULL);
    }

  return NULL;
}

JsonArray *
hr_reason_new_from_text (const char *text)
{
  JsonArray *reason = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  reason = hr_reason_find (text);
  return reason != NULL ? reason : hr_reason_new_plain (HR_REASON_DETAIL, "detail", text, NULL);
}

void
hr_reason_add (JsonArray  *reason,
               JsonObject *sentence)
{
  g_return_if_fail (reason != NULL && sentence != NULL);

  json_array_add_object_element (reason, sentence);
}

void
hr_reason_append (JsonArray *reason,
                  JsonArray *other)
{
  g_return_if_fail (reason != NULL && other != NULL);

  for (guint i = 0; i < json_array_get_length (other); i++)
    json_array_add_element (reason, json_array_dup_element (other, i));
}

static const Saying *
find_saying (const char *code)
{
  for (gsize i = 0; code != NULL && i < G_N_ELEMENTS (sayings); i++)
    {
      if (g_str_equal (sayings[i].code, code))
        return &sayings[i];
    }

  return NULL;
}

static char *
dup_sentence (JsonObject *sentence,
              const char *(*translate) (const char *words),
              guint depth)
{
  const Saying *saying = find_saying (hr_json_get_string (sentence, "code"));
  const char   *rest = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (saying == NULL)
    return NULL;

  rest = translate != NULL ? translate (saying->words) : saying->words;
  for (const char *hole = strchr (rest, '{'); hole != NULL; hole = strchr (rest, '{'))
    {
      const char      *end = strchr (hole, '}');
      g_autofree char *name = end != NULL ? g_strndup (hole + 1, (gsize) (end - hole - 1)) : NULL;
      g_autofree char *value = name != NULL ? dup_value (json_object_get_member (sentence, name), translate, depth + 1) : NULL;

      if (value == NULL)
        return NULL;

      g_string_append_len (text, rest, hole - rest);
      g_string_append (text, value);
      rest = end + 1;
    }

  g_string_append (text, rest);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_list (JsonArray  *list,
          const char *separator,
          const char *(*translate) (const char *words),
          guint depth)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      g_autofree char *value = dup_value (json_array_get_element (list, i), translate, depth + 1);

      if (value == NULL)
        return NULL;

      g_string_append_printf (text, "%s%s", i > 0 ? separator : "", value);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_value (JsonNode *value,
           const char *(*translate) (const char *words),
           guint depth)
{
  /* Translators: between the items of a list. */
  const char *separator = N_ (", ");

  if (value == NULL || depth > 2 * MAX_DEPTH)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (value))
    return dup_sentence (json_node_get_object (value), translate, depth);
  if (JSON_NODE_HOLDS_ARRAY (value))
    return dup_list (json_node_get_array (value), translate != NULL ? translate (separator) : separator, translate, depth);
  if (!JSON_NODE_HOLDS_VALUE (value))
    return NULL;
  if (json_node_get_value_type (value) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (value));
  if (json_node_get_value_type (value) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (value));

  return NULL;
}

char *
hr_reason_dup_text (JsonArray *reason,
                    const char *(*translate) (const char *words))
{
  return reason != NULL && json_array_get_length (reason) > 0 ? dup_list (reason, " ", translate, 0) : NULL;
}

static const char *
get_plain (JsonArray *reason)
{
  JsonNode     *first = json_array_get_length (reason) == 1 ? json_array_get_element (reason, 0) : NULL;
  const Saying *saying = first != NULL && JSON_NODE_HOLDS_OBJECT (first) ? find_saying (hr_json_get_string (json_node_get_object (first), "code")) : NULL;

  return saying != NULL ? saying->plain : NULL;
}

void
hr_reason_set (JsonObject *data,
               const char *text_member,
               const char *reason_member,
               JsonArray  *reason)
{
  g_autofree char *text = NULL;
  const char      *plain = NULL;

  g_return_if_fail (data != NULL && reason != NULL);

  plain = get_plain (reason);
  text = plain != NULL ? g_strdup (plain) : hr_reason_dup_text (reason, NULL);
  g_return_if_fail (text != NULL);

  json_object_set_string_member (data, text_member, text);
  json_object_set_array_member (data, reason_member, json_array_ref (reason));
}
