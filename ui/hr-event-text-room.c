/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-event-text"

#include "config.h"

#include "hr-event-text-private.h"
#include "hr-json.h"
#include "hr-words.h"

#include <glib/gi18n.h>

static char *
describe_drill (JsonObject *data,
                HrBoard    *board,
                HrEvent    *event)
{
  gint64 n_citizens = 0;

  if (!hr_json_get_int (data, "citizens", &n_citizens) || n_citizens < 1 || n_citizens > G_MAXUINT)
    return NULL;

  return g_strdup_printf (ngettext ("Drill started: %u citizen", "Drill started: %u citizens", (gulong) n_citizens),
                          (guint) n_citizens);
}

static char *
dup_state (const char *operator_id,
           const char *state,
           HrBoard    *board)
{
  g_autofree char *name = hr_words_dup_operator (board, operator_id);

  /* Translators: a person, then that person's state: available, on break. */
  return g_strdup_printf (_ ("%s · %s"), name, state);
}

static char *
describe_presence (JsonObject *data,
                   HrBoard    *board,
                   HrEvent    *event)
{
  g_autoptr (GEnumClass) presences = g_type_class_ref (HR_TYPE_PRESENCE);
  const char      *operator_id = hr_json_get_string (data, "operator_id");
  const char      *state = hr_json_get_string (data, "state");
  GEnumValue      *presence = state != NULL ? g_enum_get_value_by_nick (presences, state) : NULL;
  g_autofree char *sentence = NULL;

  if (operator_id == NULL || state == NULL)
    return NULL;

  sentence = dup_state (operator_id, presence != NULL ? hr_words_presence (presence->value) : state, board);

  return hr_event_text_dup_with_reason (sentence, data);
}

static char *
describe_online (JsonObject *data,
                 HrBoard    *board,
                 HrEvent    *event)
{
  const char *operator_id = hr_json_get_string (data, "operator_id");

  return operator_id != NULL ? dup_state (operator_id, _ ("online"), board) : NULL;
}

static char *
describe_offline (JsonObject *data,
                  HrBoard    *board,
                  HrEvent    *event)
{
  const char *operator_id = hr_json_get_string (data, "operator_id");

  return operator_id != NULL ? dup_state (operator_id, hr_words_presence (HR_PRESENCE_OFFLINE), board) : NULL;
}

static char *
describe_stale (JsonObject *data,
                HrBoard    *board,
                HrEvent    *event)
{
  const char *operator_id = hr_json_get_string (data, "operator_id");

  return operator_id != NULL ? dup_state (operator_id, hr_words_presence (HR_PRESENCE_STALE), board) : NULL;
}

static char *
describe_operator_saved (JsonObject *data,
                         HrBoard    *board,
                         HrEvent    *event)
{
  const char *name = hr_json_get_string (data, "name");

  return name != NULL ? g_strdup_printf (_ ("Operator %s saved"), name) : NULL;
}

static char *
describe_zone_saved (JsonObject *data,
                     HrBoard    *board,
                     HrEvent    *event)
{
  const char *name = hr_json_get_string (data, "name");

  return name != NULL ? g_strdup_printf (_ ("Zone %s saved"), name) : NULL;
}

static char *
describe_zone_removed (JsonObject *data,
                       HrBoard    *board,
                       HrEvent    *event)
{
  const char *name = hr_json_get_string (data, "name");

  return name != NULL ? g_strdup_printf (_ ("Zone %s removed"), name) : NULL;
}

static char *
describe_setting (JsonObject *data,
                  HrBoard    *board,
                  HrEvent    *event)
{
  const char *key = hr_json_get_string (data, "key");
  const char *value = hr_json_get_string (data, "value");

  return key != NULL && value != NULL ? g_strdup_printf (_ ("Setting %s is now “%s”"), key, value) : NULL;
}

static char *
describe_key_created (JsonObject *data,
                      HrBoard    *board,
                      HrEvent    *event)
{
  const char *name = hr_json_get_string (data, "name");
  const char *scope = hr_json_get_string (data, "scope");

  /* Translators: an access key’s name, then what it is for: device, read, admin. */
  return name != NULL && scope != NULL ? g_strdup_printf (_ ("Key “%s” made (%s)"), name, scope) : NULL;
}

static char *
describe_handed_over (JsonObject *data,
                      HrBoard    *board,
                      HrEvent    *event)
{
  const char *from = hr_json_get_string (data, "from_name");
  const char *to = hr_json_get_string (data, "to_name");

  /* Translators: two people: who hands over, who takes over. */
  return from != NULL && to != NULL ? g_strdup_printf (_ ("Shift handed over by %s to %s"), from, to) : NULL;
}

static char *
describe_station_started (JsonObject *data,
                          HrBoard    *board,
                          HrEvent    *event)
{
  const char *version = hr_json_get_string (data, "version");

  return version != NULL ? g_strdup_printf (_ ("Station started, version %s"), version) : NULL;
}

static char *
describe_storage_degraded (JsonObject *data,
                           HrBoard    *board,
                           HrEvent    *event)
{
  return hr_event_text_dup_with_reason (_ ("Records cannot be written"), data);
}

const HrEventKind hr_event_text_room_kinds[] = {
  { "drill.started", HR_EVENT_PLAIN, N_ ("Drill started"), describe_drill },
  { "drill.stopped", HR_EVENT_PLAIN, N_ ("Drill stopped"), NULL },
  { "key.created", HR_EVENT_PLAIN, N_ ("Key made"), describe_key_created },
  { "key.revoked", HR_EVENT_PLAIN, N_ ("Key revoked"), NULL },
  { "operator.offline", HR_EVENT_PLAIN, N_ ("An operator went offline"), describe_offline },
  { "operator.online", HR_EVENT_PLAIN, N_ ("An operator came online"), describe_online },
  { "operator.presence", HR_EVENT_PLAIN, N_ ("An operator’s state changed"), describe_presence },
  { "operator.saved", HR_EVENT_PLAIN, N_ ("Operator saved"), describe_operator_saved },
  { "operator.stale", HR_EVENT_BAD, N_ ("An operator is not reachable"), describe_stale },
  { "settings.changed", HR_EVENT_PLAIN, N_ ("A setting changed"), describe_setting },
  { "shift.handed_over", HR_EVENT_PLAIN, N_ ("Shift handed over"), describe_handed_over },
  { "station.backed_up", HR_EVENT_MINOR, N_ ("Records backed up"), NULL },
  { "station.started", HR_EVENT_PLAIN, N_ ("Station started"), describe_station_started },
  { "station.stopped", HR_EVENT_PLAIN, N_ ("Station stopped"), NULL },
  { "station.storage_degraded", HR_EVENT_BAD, N_ ("Records cannot be written"), describe_storage_degraded },
  { "station.storage_recovered", HR_EVENT_PLAIN, N_ ("Records are written again"), NULL },
  { "zone.removed", HR_EVENT_PLAIN, N_ ("Zone removed"), describe_zone_removed },
  { "zone.saved", HR_EVENT_PLAIN, N_ ("Zone saved"), describe_zone_saved },
  { .kind = NULL },
};
