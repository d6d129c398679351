/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-event-text"

#include "config.h"

#include "hr-event-text-private.h"
#include "hr-json.h"
#include "hr-recording-media.h"
#include "hr-words.h"

#include <glib/gi18n.h>
#include <math.h>

char *
hr_event_text_dup_actor (HrEvent *event,
                         HrBoard *board)
{
  const char *actor = NULL;

  g_return_val_if_fail (HR_IS_EVENT (event), NULL);
  g_return_val_if_fail (HR_IS_BOARD (board), NULL);

  actor = hr_event_get_actor (event);

  if (g_strcmp0 (actor, "citizen") == 0)
    return g_strdup (_ ("Citizen"));

  if (g_strcmp0 (actor, "station") == 0)
    return g_strdup (_ ("Station"));

  return hr_words_dup_operator (board, actor);
}

static char *
dup_name (JsonObject *data,
          HrBoard    *board)
{
  return hr_words_dup_operator (board, hr_json_get_string (data, "operator_id"));
}

static char *
dup_duration (JsonObject *data,
              const char *member)
{
  gint64 duration_ms = 0;

  if (!hr_json_get_int (data, member, &duration_ms))
    return NULL;

  return hr_words_dup_duration_ms (duration_ms);
}

char *
hr_event_text_dup_with_reason (const char *sentence,
                               JsonObject *data)
{
  g_autofree char *reason = hr_words_dup_reason_of (data);

  if (reason == NULL || reason[0] == '\0')
    return g_strdup (sentence);

  /* Translators: what happened, then why. */
  return g_strdup_printf (_ ("%s: %s"), sentence, reason);
}

static char *
describe_activated (JsonObject *data,
                    HrBoard    *board,
                    HrEvent    *event)
{
  gboolean         is_drill = FALSE;
  g_autofree char *reason = hr_words_dup_reason (hr_json_get_array (data, "zone_because"), hr_json_get_string (data, "zone_reason"));
  g_autofree char *zone = hr_words_dup_zone (board, hr_json_get_string (data, "zone_id"));

  hr_json_get_bool (data, "drill", &is_drill);

  if (reason == NULL)
    return g_strdup_printf (is_drill ? _ ("Drill SOS pressed, %s") : _ ("SOS pressed, %s"), zone);

  return g_strdup_printf (is_drill ? _ ("Drill SOS pressed. %s") : _ ("SOS pressed. %s"), reason);
}

static char *
describe_warning (JsonObject *data,
                  HrBoard    *board,
                  HrEvent    *event)
{
  const char      *field = hr_json_get_string (data, "field");
  g_autofree char *reason = hr_words_dup_reason_of (data);

  return g_strdup_printf (_ ("The phone sent an unusable “%s”: %s"),
                          field != NULL ? field : "", reason != NULL ? reason : "");
}

/* The sentences hold one %s, so they are joined by replacing it. */
static const struct
{
  const char *how;
  const char *format;
} assignments[] = {
  { "primary", N_ ("Rings at %s") },
  { "fallback", N_ ("Rings at %s, next in line") },
  { "queue", N_ ("Rings at %s, who became free") },
  { "escalation", N_ ("Not answered: rings at %s as well") },
  { "stale", N_ ("Rings at %s as well: the first is not reachable") },
  { "take", N_ ("Taken by %s") },
  { "assign", N_ ("Assigned to %s") },
  { "acknowledge", N_ ("Answered by %s") },
};

static char *
describe_assigned (JsonObject *data,
                   HrBoard    *board,
                   HrEvent    *event)
{
  g_autofree char *name = dup_name (data, board);
  const char      *how = hr_json_get_string (data, "how");
  const char      *format = N_ ("Assigned to %s");
  g_auto (GStrv) halves = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (assignments); i++)
    {
      if (g_strcmp0 (assignments[i].how, how) == 0)
        format = assignments[i].format;
    }

  halves = g_strsplit (_ (format), "%s", 2);

  return g_strjoinv (name, halves);
}

static char *
describe_queued (JsonObject *data,
                 HrBoard    *board,
                 HrEvent    *event)
{
  return hr_event_text_dup_with_reason (_ ("Nobody could take it"), data);
}

static char *
describe_acknowledged (JsonObject *data,
                       HrBoard    *board,
                       HrEvent    *event)
{
  g_autofree char *name = dup_name (data, board);

  return g_strdup_printf (_ ("%s is listening"), name);
}

static char *
describe_cancel (JsonObject *data,
                 HrBoard    *board,
                 HrEvent    *event)
{
  return hr_event_text_dup_with_reason (_ ("The citizen asks to cancel"), data);
}

static char *
describe_note (JsonObject *data,
               HrBoard    *board,
               HrEvent    *event)
{
  const char      *text = hr_json_get_string (data, "text");
  g_autofree char *author = hr_event_text_dup_actor (event, board);

  /* Translators: who wrote a note, then the note. */
  return text != NULL ? g_strdup_printf (_ ("%s: “%s”"), author, text) : NULL;
}

static char *
describe_helper (JsonObject *data,
                 HrBoard    *board,
                 HrEvent    *event)
{
  const char *helper = hr_json_get_string (data, "helper");

  /* Translators: the name of a helper who is not an operator. */
  return helper != NULL ? g_strdup_printf (_ ("%s helps from outside"), helper) : NULL;
}

static char *
describe_location (JsonObject *data,
                   HrBoard    *board,
                   HrEvent    *event)
{
  g_autoptr (HrLocation) location = hr_location_new_from_json (data, NULL);
  g_autofree char *accuracy = hr_words_dup_accuracy (location);

  return accuracy != NULL ? g_strdup_printf (_ ("New position, %s"), accuracy) : NULL;
}

static char *
describe_telemetry (JsonObject *data,
                    HrBoard    *board,
                    HrEvent    *event)
{
  double battery_pct = 0;

  if (!hr_json_get_double (data, "battery_pct", &battery_pct))
    return NULL;

  return g_strdup_printf (_ ("Phone battery %.0f %%"), battery_pct);
}

static char *
describe_listen_started (JsonObject *data,
                         HrBoard    *board,
                         HrEvent    *event)
{
  g_autofree char *name = dup_name (data, board);

  return g_strdup_printf (_ ("Audio opened at %s"), name);
}

static char *
describe_listen_stopped (JsonObject *data,
                         HrBoard    *board,
                         HrEvent    *event)
{
  g_autofree char *name = dup_name (data, board);

  return g_strdup_printf (_ ("Audio closed at %s"), name);
}

static char *
describe_watch_started (JsonObject *data,
                        HrBoard    *board,
                        HrEvent    *event)
{
  g_autofree char *name = dup_name (data, board);

  return g_strdup_printf (_ ("Picture opened at %s"), name);
}

static char *
describe_watch_stopped (JsonObject *data,
                        HrBoard    *board,
                        HrEvent    *event)
{
  g_autofree char *name = dup_name (data, board);

  return g_strdup_printf (_ ("Picture closed at %s"), name);
}

static char *
describe_ended (JsonObject *data,
                HrBoard    *board,
                HrEvent    *event)
{
  const char *note = hr_json_get_string (data, "note");
  const char *disposition = hr_words_disposition (hr_json_get_string (data, "disposition"));

  if (note == NULL || note[0] == '\0')
    return g_strdup_printf (_ ("Ended: %s"), disposition);

  return g_strdup_printf (_ ("Ended: %s (“%s”)"), disposition, note);
}

static char *
describe_live (JsonObject *data,
               HrBoard    *board,
               HrEvent    *event)
{
  g_autofree char *after = dup_duration (data, "live_ms");

  return after != NULL ? g_strdup_printf (_ ("Audio live, %s after the press"), after) : NULL;
}

static char *
describe_degraded (JsonObject *data,
                   HrBoard    *board,
                   HrEvent    *event)
{
  return hr_event_text_dup_with_reason (_ ("An audio attempt failed"), data);
}

static char *
describe_retry (JsonObject *data,
                HrBoard    *board,
                HrEvent    *event)
{
  return hr_event_text_dup_with_reason (_ ("Audio is tried again"), data);
}

static char *
describe_failed (JsonObject *data,
                 HrBoard    *board,
                 HrEvent    *event)
{
  return hr_event_text_dup_with_reason (_ ("No audio could be opened"), data);
}

static char *
describe_lost (JsonObject *data,
               HrBoard    *board,
               HrEvent    *event)
{
  g_autofree char *silence = dup_duration (data, "silent_ms");

  return silence != NULL ? g_strdup_printf (_ ("Audio lost: nothing arrived for %s"), silence) : NULL;
}

static char *
describe_closed (JsonObject *data,
                 HrBoard    *board,
                 HrEvent    *event)
{
  return hr_event_text_dup_with_reason (_ ("Audio ended"), data);
}

static char *
describe_recording (JsonObject *data,
                    HrBoard    *board,
                    HrEvent    *event)
{
  return hr_recording_event_is_picture (data) ? g_strdup (_ ("Recording of the picture started")) : NULL;
}

static char *
describe_recorded (JsonObject *data,
                   HrBoard    *board,
                   HrEvent    *event)
{
  gint64           duration_ms = 0;
  g_autofree char *length = NULL;

  if (!hr_json_get_int (data, "duration_ms", &duration_ms))
    return NULL;

  length = hr_words_dup_elapsed (duration_ms * 1000);

  if (hr_recording_event_is_picture (data))
    return g_strdup_printf (_ ("Recording of the picture closed, length %s"), length);

  return g_strdup_printf (_ ("Recording closed, length %s"), length);
}

static char *
describe_recording_failed (JsonObject *data,
                           HrBoard    *board,
                           HrEvent    *event)
{
  return hr_event_text_dup_with_reason (hr_recording_event_is_picture (data) ? _ ("Recording of the picture failed") : _ ("Recording failed"), data);
}

static char *
describe_alert_seen (JsonObject *data,
                     HrBoard    *board,
                     HrEvent    *event)
{
  g_autofree char *name = hr_event_text_dup_actor (event, board);

  return g_strdup_printf (_ ("Alarm seen by %s"), name);
}

static char *
describe_alert (JsonObject *data,
                HrBoard    *board,
                HrEvent    *event)
{
  g_autofree char *text = hr_words_dup_reason (hr_json_get_array (data, "because"), hr_json_get_string (data, "text"));

  return text != NULL ? g_strdup_printf (_ ("Alarm: %s"), text) : NULL;
}

static const HrEventKind kinds[] = {
  { "alert.acknowledged", HR_EVENT_MINOR, N_ ("Alarm seen"), describe_alert_seen },
  { "alert.cleared", HR_EVENT_MINOR, N_ ("Alarm over"), NULL },
  { "alert.raised", HR_EVENT_BAD, N_ ("Alarm"), describe_alert },
  { "incident.acknowledged", HR_EVENT_PLAIN, N_ ("A human is listening"), describe_acknowledged },
  { "incident.activated", HR_EVENT_PLAIN, N_ ("SOS pressed"), describe_activated },
  { "incident.assigned", HR_EVENT_PLAIN, N_ ("Assigned"), describe_assigned },
  { "incident.cancel_requested", HR_EVENT_BAD, N_ ("The citizen asks to cancel"), describe_cancel },
  { "incident.details", HR_EVENT_MINOR, N_ ("The caller gave other details"), NULL },
  { "incident.ended", HR_EVENT_PLAIN, N_ ("Ended"), describe_ended },
  { "incident.erased", HR_EVENT_PLAIN, N_ ("Who it was, where, and what was written were erased"), NULL },
  { "incident.help_completed", HR_EVENT_PLAIN, N_ ("Outside help is over"), NULL },
  { "incident.helper", HR_EVENT_PLAIN, N_ ("Somebody helps from outside"), describe_helper },
  { "incident.listen_started", HR_EVENT_MINOR, N_ ("Audio opened"), describe_listen_started },
  { "incident.listen_stopped", HR_EVENT_MINOR, N_ ("Audio closed"), describe_listen_stopped },
  { "incident.location", HR_EVENT_MINOR, N_ ("New position"), describe_location },
  { "incident.note", HR_EVENT_PLAIN, N_ ("Note"), describe_note },
  { "incident.queued", HR_EVENT_BAD, N_ ("Nobody could take it"), describe_queued },
  { "incident.reactivated", HR_EVENT_PLAIN, N_ ("SOS pressed again"), NULL },
  { "incident.telemetry", HR_EVENT_MINOR, N_ ("The phone reports its state"), describe_telemetry },
  { "incident.warning", HR_EVENT_MINOR, N_ ("The phone sent something unusable"), describe_warning },
  { "incident.watch_started", HR_EVENT_MINOR, N_ ("Picture opened"), describe_watch_started },
  { "incident.watch_stopped", HR_EVENT_MINOR, N_ ("Picture closed"), describe_watch_stopped },
  { "media.answered", HR_EVENT_MINOR, N_ ("The phone answered the offer of audio"), NULL },
  { "media.closed", HR_EVENT_PLAIN, N_ ("Audio ended"), describe_closed },
  { "media.connected", HR_EVENT_MINOR, N_ ("The phone is connected"), NULL },
  { "media.degraded", HR_EVENT_BAD, N_ ("An audio attempt failed"), describe_degraded },
  { "media.failed", HR_EVENT_BAD, N_ ("No audio could be opened"), describe_failed },
  { "media.live", HR_EVENT_PLAIN, N_ ("Audio live"), describe_live },
  { "media.lost", HR_EVENT_BAD, N_ ("Audio lost"), describe_lost },
  { "media.offered", HR_EVENT_MINOR, N_ ("Audio offered to the phone"), NULL },
  { "media.retry", HR_EVENT_PLAIN, N_ ("Audio is tried again"), describe_retry },
  { "recording.failed", HR_EVENT_BAD, N_ ("Recording failed"), describe_recording_failed },
  { "recording.finished", HR_EVENT_MINOR, N_ ("Recording closed"), describe_recorded },
  { "recording.removed", HR_EVENT_MINOR, N_ ("Recording removed, its time was over"), NULL },
  { "recording.started", HR_EVENT_MINOR, N_ ("Recording started"), describe_recording },
  { .kind = NULL },
};

static const HrEventKind *
find_kind_of (const HrEventKind *table,
              HrEvent           *event)
{
  for (const HrEventKind *at = table; at->kind != NULL; at++)
    {
      if (hr_event_is_kind (event, at->kind))
        return at;
    }

  return NULL;
}

static const HrEventKind *
find_kind (HrEvent *event)
{
  const HrEventKind *kind = find_kind_of (kinds, event);

  return kind != NULL ? kind : find_kind_of (hr_event_text_room_kinds, event);
}

char *
hr_event_text_dup (HrEvent *event,
                   HrBoard *board)
{
  const HrEventKind *kind = NULL;
  char              *text = NULL;

  g_return_val_if_fail (HR_IS_EVENT (event), NULL);
  g_return_val_if_fail (HR_IS_BOARD (board), NULL);

  kind = find_kind (event);

  if (kind == NULL)
    return g_strdup (hr_event_get_kind (event));

  if (kind->describe != NULL)
    text = kind->describe (hr_event_get_data (event), board, event);

  return text != NULL ? text : g_strdup (_ (kind->text));
}

gboolean
hr_event_text_is_minor (HrEvent *event)
{
  const HrEventKind *kind = find_kind (event);

  return kind != NULL && kind->weight == HR_EVENT_MINOR;
}

gboolean
hr_event_text_is_bad (HrEvent *event)
{
  const HrEventKind *kind = find_kind (event);

  return kind != NULL && kind->weight == HR_EVENT_BAD;
}
