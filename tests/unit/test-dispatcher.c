/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-dispatcher"

#include "hr-json.h"
#include "hr-reason.h"
#include "hr-message.h"
#include "hr-test-room.h"

#include <math.h>

/* A room with one zone, Asha its primary and Ravi its second operator (one incident each), and a supervisor of no zone. */

#define HERE "28.6,77.2"

static HrTestRoom *
new_room (void)
{
  HrTestRoom *room = hr_test_room_new ();

  hr_test_room_save_zone (room, "north", 28.6, 77.2, 0.1);
  hr_test_room_save_zone (room, "south", 28.4, 77.2, 0.1);
  hr_test_room_save_operator (room, "asha", "operator", 1, TRUE, "north:1");
  hr_test_room_save_operator (room, "ravi", "operator", 1, TRUE, "north:2");
  hr_test_room_save_operator (room, "meera", "supervisor", 4, TRUE, "");

  return room;
}

static void
join (HrTestRoom *room,
      const char *operator_id)
{
  hr_dispatcher_operator_joined (room->dispatcher, operator_id);
}

/* "ringing asha ravi", "acknowledged asha", "queued" */
static void
assert_state (HrTestRoom *room,
              const char *incident_id,
              const char *expected)
{
  HrIncident      *incident = hr_board_get_incident (room->board, incident_id);
  HrIncidentStatus status = hr_incident_get_status (incident);
  g_autofree char *ringing = g_strjoinv (" ", (GStrv) hr_incident_get_ringing (incident));
  const char      *who = status == HR_INCIDENT_ACKNOWLEDGED ? hr_incident_get_assigned_operator_id (incident) : ringing;
  g_autofree char *state = g_strstrip (g_strjoin (" ", hr_incident_status_to_string (status), who, NULL));

  g_assert_cmpstr (state, ==, expected);
}

static const char *
get_last (HrTestRoom *room,
          const char *kind,
          const char *member)
{
  HrEvent *event = hr_test_room_get_last (room, kind);

  g_assert_nonnull (event);
  return hr_json_get_string (hr_event_get_data (event), member);
}

#define assert_refused(result, code)                   \
  G_STMT_START                                         \
  {                                                    \
    g_autoptr (GError) error = NULL;                   \
    GError **failure = &error;                         \
    g_assert_false (result);                           \
    g_assert_error (error, HR_PROTOCOL_ERROR, (code)); \
  }                                                    \
  G_STMT_END

#define assert_done(result)          \
  G_STMT_START                       \
  {                                  \
    g_autoptr (GError) error = NULL; \
    GError **failure = &error;       \
    gboolean is_done = (result);     \
    g_assert_no_error (error);       \
    g_assert_true (is_done);         \
  }                                  \
  G_STMT_END

static void
test_rings_at_primary (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *incident = NULL;

  join (room, "asha");
  join (room, "ravi");
  incident = hr_test_room_activate (room, "c", HERE, FALSE);

  assert_state (room, incident, "ringing asha");
  g_assert_cmpstr (get_last (room, "incident.assigned", "how"), ==, "primary");
  g_assert_cmpstr (get_last (room, "incident.assigned", "reason"), ==, "Asha is a primary operator of Zone north.");
  g_assert_cmpstr (get_last (room, "incident.activated", "number"), ==, "HR-2026-000001");
  g_assert_cmpstr (get_last (room, "incident.activated", "zone_reason"), ==, "The location lies in Zone north.");
}

static void
test_queue (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *drill = hr_test_room_activate (room, "d", HERE, TRUE);
  g_autofree char *older = hr_test_room_activate (room, "c1", HERE, FALSE);
  g_autofree char *newer = NULL;

  hr_test_room_advance_ms (room, 1000);
  newer = hr_test_room_activate (room, "c2", HERE, FALSE);
  assert_state (room, older, "queued");
  g_assert_cmpstr (get_last (room, "incident.queued", "reason"), ==,
                   "No operator of Zone north is free: Asha is offline, Ravi is offline.");

  /* Served at once, real ones first, oldest first, one for each operator's capacity. */
  join (room, "ravi");
  assert_state (room, older, "ringing ravi");
  assert_state (room, newer, "queued");
  assert_state (room, drill, "queued");
  g_assert_cmpstr (get_last (room, "incident.assigned", "how"), ==, "queue");

  join (room, "asha");
  assert_state (room, newer, "ringing asha");
  assert_state (room, drill, "queued");

  assert_done (hr_dispatcher_acknowledge (room->dispatcher, "ravi", older, failure));
  assert_done (hr_dispatcher_end (room->dispatcher, "ravi", older, "genuine_resolved", NULL, NULL, failure));
  assert_state (room, drill, "ringing ravi");
}

static void
test_nobody_raises_an_alert (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *incident = hr_test_room_activate (room, "c", HERE, FALSE);
  HrAlert         *alert = NULL;

  hr_test_room_advance_ms (room, 9999);
  g_assert_null (hr_test_room_get_alert (room, "no_operator", incident));
  hr_test_room_advance_ms (room, 1);
  alert = hr_test_room_get_alert (room, "no_operator", incident);
  g_assert_nonnull (alert);
  g_assert_cmpuint (hr_alert_get_priority (alert), ==, 1);
  g_assert_cmpstr (hr_alert_get_text (alert), ==, "HR-2026-000001 waits and nobody is available.");

  hr_test_room_advance_ms (room, 60000);
  g_assert_cmpuint (hr_test_room_count (room, "alert.raised"), ==, 1);

  join (room, "asha");
  assert_state (room, incident, "ringing asha");
  g_assert_null (hr_test_room_get_alert (room, "no_operator", incident));
}

static void
test_capacity_that_is_raised_serves_the_queue (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  join (room, "asha");
  first = hr_test_room_activate (room, "c1", HERE, FALSE);
  second = hr_test_room_activate (room, "c2", HERE, FALSE);
  assert_state (room, second, "queued");

  hr_test_room_save_operator (room, "asha", "operator", 2, TRUE, "north:1");
  while (hr_test_room_count (room, "incident.assigned") < 2)
    g_main_context_iteration (NULL, TRUE);
  assert_state (room, second, "ringing asha");

  hr_test_room_save_operator (room, "asha", "operator", 2, FALSE, "north:1");
  while (hr_test_room_count (room, "incident.queued") < 3)
    g_main_context_iteration (NULL, TRUE);
  assert_state (room, first, "queued");
  assert_state (room, second, "queued");
}

static void
test_not_acknowledged (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *incident = NULL;

  join (room, "asha");
  join (room, "ravi");
  incident = hr_test_room_activate (room, "c", HERE, FALSE);

  hr_test_room_advance_ms (room, 14999);
  assert_state (room, incident, "ringing asha");
  hr_test_room_advance_ms (room, 1);
  assert_state (room, incident, "ringing asha ravi");
  g_assert_nonnull (hr_test_room_get_alert (room, "not_acknowledged", incident));
  g_assert_cmpstr (get_last (room, "alert.raised", "text"), ==, "Nobody acknowledged HR-2026-000001 within 15 s.");
  g_assert_cmpstr (get_last (room, "incident.assigned", "how"), ==, "escalation");
  g_assert_cmpstr (get_last (room, "incident.assigned", "reason"), ==,
                   "Nobody acknowledged within 15 s. Of Zone north, the primary operator Asha has it already; "
                   "Ravi is next with rank 2 and 0 open.");

  /* The first to acknowledge owns it; the other hears who that was. */
  assert_done (hr_dispatcher_acknowledge (room->dispatcher, "ravi", incident, failure));
  assert_refused (hr_dispatcher_acknowledge (room->dispatcher, "asha", incident, failure), HR_PROTOCOL_ERROR_WRONG_STATE);
  assert_state (room, incident, "acknowledged ravi");
  g_assert_null (hr_test_room_get_alert (room, "not_acknowledged", incident));
}

static void
test_late_and_nobody_left (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *incident = NULL;

  join (room, "asha");
  incident = hr_test_room_activate (room, "c", HERE, FALSE);
  hr_test_room_advance_ms (room, 20000);
  assert_state (room, incident, "ringing asha");

  /* Whoever comes next is asked at once, not at the end of another 15 s. */
  join (room, "ravi");
  assert_state (room, incident, "ringing asha ravi");
}

static void
test_stale_operator (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *incident = NULL;

  join (room, "asha");
  join (room, "ravi");
  incident = hr_test_room_activate (room, "c", HERE, FALSE);
  assert_done (hr_dispatcher_acknowledge (room->dispatcher, "asha", incident, failure));

  hr_dispatcher_operator_silent (room->dispatcher, "asha", TRUE);
  g_assert_cmpstr (get_last (room, "operator.stale", "operator_id"), ==, "asha");
  assert_state (room, incident, "ringing asha ravi");
  g_assert_cmpstr (get_last (room, "incident.assigned", "how"), ==, "stale");
  g_assert_cmpstr (get_last (room, "incident.assigned", "reason"), ==,
                   "Asha is out of reach. Of Zone north, the primary operator Asha has it already; "
                   "Ravi is next with rank 2 and 0 open.");

  hr_test_room_advance_ms (room, 29999);
  g_assert_null (hr_test_room_get_last (room, "operator.offline"));
  hr_test_room_advance_ms (room, 1);
  g_assert_cmpstr (get_last (room, "operator.offline", "operator_id"), ==, "asha");
  assert_state (room, incident, "ringing ravi");
}

static void
test_stale_operator_comes_back (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *incident = NULL;

  join (room, "asha");
  incident = hr_test_room_activate (room, "c", HERE, FALSE);
  assert_done (hr_dispatcher_acknowledge (room->dispatcher, "asha", incident, failure));

  /* Nobody else is there: it stays hers, and the room hears of it at once. */
  hr_dispatcher_operator_left (room->dispatcher, "asha", FALSE);
  assert_state (room, incident, "acknowledged asha");
  g_assert_nonnull (hr_test_room_get_alert (room, "no_operator", incident));

  join (room, "asha");
  assert_state (room, incident, "acknowledged asha");
  g_assert_null (hr_test_room_get_alert (room, "no_operator", incident));
  hr_test_room_advance_ms (room, 60000);
  g_assert_null (hr_test_room_get_last (room, "operator.offline"));
}

static void
test_owner_who_leaves (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *incident = NULL;

  join (room, "asha");
  incident = hr_test_room_activate (room, "c", HERE, FALSE);
  assert_done (hr_dispatcher_acknowledge (room->dispatcher, "asha", incident, failure));
  hr_dispatcher_operator_left (room->dispatcher, "asha", TRUE);

  g_assert_null (hr_test_room_get_last (room, "operator.stale"));
  assert_state (room, incident, "queued");
  g_assert_cmpstr (get_last (room, "incident.queued", "reason"), ==,
                   "Asha is offline. No operator of Zone north is free: Asha is offline, Ravi is offline.");
  join (room, "ravi");
  assert_state (room, incident, "ringing ravi");
}

static void
test_two_consoles (void)
{
  g_autoptr (HrTestRoom) room = new_room ();

  join (room, "asha");
  join (room, "asha");
  g_assert_cmpuint (hr_test_room_count (room, "operator.online"), ==, 1);
  hr_dispatcher_operator_left (room->dispatcher, "asha", FALSE);
  hr_dispatcher_operator_silent (room->dispatcher, "asha", TRUE);
  g_assert_cmpuint (hr_test_room_count (room, "operator.stale"), ==, 1);
  hr_dispatcher_operator_silent (room->dispatcher, "asha", FALSE);
  g_assert_cmpuint (hr_test_room_count (room, "operator.online"), ==, 2);
  hr_dispatcher_operator_left (room->dispatcher, "asha", TRUE);
  g_assert_cmpuint (hr_test_room_count (room, "operator.offline"), ==, 1);
}

static void
test_presence (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  HrOperator      *asha = hr_board_get_operator (room->board, "asha");
  g_autofree char *incident = NULL;

  join (room, "asha");
  incident = hr_test_room_activate (room, "c1", HERE, FALSE);
  join (room, "ravi");

  /* What rang at her rings at the next one as well. */
  assert_done (hr_dispatcher_set_presence (room->dispatcher, "asha", "break", "tea", failure));
  assert_state (room, incident, "ringing asha ravi");

  /* A lost connection does not end a break. */
  hr_dispatcher_operator_left (room->dispatcher, "asha", FALSE);
  join (room, "asha");
  g_assert_cmpint (hr_operator_get_presence (asha), ==, HR_PRESENCE_BREAK);

  assert_done (hr_dispatcher_set_presence (room->dispatcher, "asha", "offline", NULL, failure));
  assert_state (room, incident, "ringing ravi");
  assert_refused (hr_dispatcher_set_presence (room->dispatcher, "asha", "asleep", NULL, failure), HR_PROTOCOL_ERROR_BAD_FIELD);
  assert_refused (hr_dispatcher_set_presence (room->dispatcher, "asha", NULL, NULL, failure), HR_PROTOCOL_ERROR_MISSING_FIELD);
  assert_refused (hr_dispatcher_set_presence (room->dispatcher, "cli", "break", NULL, failure), HR_PROTOCOL_ERROR_FORBIDDEN);
}

static void
test_take (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *incident = NULL;

  hr_test_room_save_operator (room, "zoya", "operator", 1, TRUE, "south:1");
  incident = hr_test_room_activate (room, "c", HERE, FALSE);
  join (room, "zoya");

  /* Anybody may take what waits, from whatever zone. */
  assert_state (room, incident, "queued");
  assert_done (hr_dispatcher_take (room->dispatcher, "zoya", incident, failure));
  assert_state (room, incident, "acknowledged zoya");
  assert_refused (hr_dispatcher_take (room->dispatcher, "ravi", incident, failure), HR_PROTOCOL_ERROR_FORBIDDEN);

  assert_done (hr_dispatcher_take (room->dispatcher, "meera", incident, failure));
  assert_state (room, incident, "acknowledged meera");
  g_assert_cmpstr (get_last (room, "incident.assigned", "how"), ==, "take");
  g_assert_cmpstr (get_last (room, "operator.presence", "state"), ==, "available");
  assert_refused (hr_dispatcher_take (room->dispatcher, "meera", incident, failure), HR_PROTOCOL_ERROR_WRONG_STATE);
  assert_refused (hr_dispatcher_take (room->dispatcher, "cli", incident, failure), HR_PROTOCOL_ERROR_FORBIDDEN);
}

static void
test_assign (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  HrDispatcher    *dispatcher = room->dispatcher;
  g_autofree char *incident = NULL;

  join (room, "asha");
  join (room, "ravi");
  incident = hr_test_room_activate (room, "c", HERE, FALSE);
  assert_done (hr_dispatcher_acknowledge (dispatcher, "asha", incident, failure));

  assert_refused (hr_dispatcher_assign (dispatcher, "asha", incident, "ravi", NULL, failure), HR_PROTOCOL_ERROR_FORBIDDEN);
  assert_refused (hr_dispatcher_assign (dispatcher, "meera", incident, "nobody", NULL, failure), HR_PROTOCOL_ERROR_NOT_FOUND);
  assert_refused (hr_dispatcher_assign (dispatcher, "meera", incident, NULL, NULL, failure), HR_PROTOCOL_ERROR_MISSING_FIELD);
  assert_refused (hr_dispatcher_assign (dispatcher, "meera", incident, "asha", NULL, failure), HR_PROTOCOL_ERROR_WRONG_STATE);
  assert_refused (hr_dispatcher_assign (dispatcher, "meera", incident, "meera", NULL, failure), HR_PROTOCOL_ERROR_WRONG_STATE);
  assert_refused (hr_dispatcher_assign (dispatcher, "meera", "moon", "ravi", NULL, failure), HR_PROTOCOL_ERROR_NOT_FOUND);
  assert_refused (hr_dispatcher_assign (dispatcher, "meera", NULL, "ravi", NULL, failure), HR_PROTOCOL_ERROR_MISSING_FIELD);

  assert_done (hr_dispatcher_assign (dispatcher, "meera", incident, "ravi", "he speaks Tamil", failure));
  assert_state (room, incident, "ringing ravi");
  g_assert_cmpstr (get_last (room, "incident.assigned", "reason"), ==, "Assigned by Meera: he speaks Tamil");

  hr_test_room_advance_ms (room, 15000);
  assert_state (room, incident, "ringing ravi asha");
}

static void
test_note (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *incident = hr_test_room_activate (room, "c", HERE, FALSE);
  g_autofree char *longest = g_strnfill (4000, 'x');
  g_autofree char *too_long = g_strnfill (4001, 'x');

  assert_done (hr_dispatcher_note (room->dispatcher, "asha", incident, longest, failure));
  assert_refused (hr_dispatcher_note (room->dispatcher, "asha", incident, too_long, failure), HR_PROTOCOL_ERROR_BAD_FIELD);
  assert_refused (hr_dispatcher_note (room->dispatcher, "asha", incident, "", failure), HR_PROTOCOL_ERROR_MISSING_FIELD);
  assert_refused (hr_dispatcher_note (room->dispatcher, "stranger", incident, "x", failure), HR_PROTOCOL_ERROR_FORBIDDEN);
  g_assert_cmpuint (hr_test_room_count (room, "incident.note"), ==, 1);
}

static void
test_end (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  HrDispatcher    *dispatcher = room->dispatcher;
  g_autofree char *incident = NULL;
  g_autofree char *other = NULL;

  join (room, "asha");
  incident = hr_test_room_activate (room, "c1", HERE, FALSE);
  other = hr_test_room_activate (room, "c2", HERE, FALSE);
  hr_test_room_advance_ms (room, 20000);
  g_assert_nonnull (hr_test_room_get_alert (room, "not_acknowledged", incident));

  assert_refused (hr_dispatcher_end (dispatcher, "ravi", incident, "prank", NULL, NULL, failure), HR_PROTOCOL_ERROR_FORBIDDEN);
  assert_refused (hr_dispatcher_end (dispatcher, "asha", incident, "dull", NULL, NULL, failure), HR_PROTOCOL_ERROR_BAD_FIELD);
  assert_refused (hr_dispatcher_end (dispatcher, "asha", incident, NULL, NULL, NULL, failure), HR_PROTOCOL_ERROR_MISSING_FIELD);
  assert_refused (hr_dispatcher_end (dispatcher, "asha", incident, "duplicate", NULL, NULL, failure), HR_PROTOCOL_ERROR_MISSING_FIELD);
  assert_refused (hr_dispatcher_end (dispatcher, "asha", incident, "duplicate", NULL, "moon", failure), HR_PROTOCOL_ERROR_BAD_FIELD);
  assert_refused (hr_dispatcher_end (dispatcher, "asha", incident, "duplicate", NULL, incident, failure), HR_PROTOCOL_ERROR_BAD_FIELD);

  /* By its number, as a person writes it, once it is on record. */
  hr_test_room_write (room);
  assert_done (hr_dispatcher_end (dispatcher, "asha", incident, "duplicate", "the same car", "HR-2026-000002", failure));
  g_assert_cmpstr (get_last (room, "incident.ended", "duplicate_of"), ==, other);
  g_assert_null (hr_test_room_get_alert (room, "not_acknowledged", incident));
  assert_state (room, other, "ringing asha");

  hr_test_room_write (room);
  assert_refused (hr_dispatcher_end (dispatcher, "asha", incident, "prank", NULL, NULL, failure), HR_PROTOCOL_ERROR_ALREADY_ENDED);
  assert_refused (hr_dispatcher_acknowledge (dispatcher, "asha", incident, failure), HR_PROTOCOL_ERROR_ALREADY_ENDED);
  assert_refused (hr_dispatcher_end (dispatcher, "asha", "moon", "prank", NULL, NULL, failure), HR_PROTOCOL_ERROR_NOT_FOUND);
  assert_done (hr_dispatcher_end (dispatcher, "cli", other, "test", NULL, NULL, failure));
}

static void
test_alerts (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  HrDispatcher    *dispatcher = room->dispatcher;
  g_autofree char *incident = NULL;
  g_autofree char *alert_id = NULL;
  g_autoptr (JsonArray) reason = hr_reason_new_from_text ("It fell silent.");

  join (room, "asha");
  incident = hr_test_room_activate (room, "c", HERE, FALSE);
  hr_dispatcher_raise_alert (dispatcher, "audio_lost", 1, incident, NULL, reason);
  hr_dispatcher_raise_alert (dispatcher, "audio_lost", 1, incident, NULL, reason);
  g_assert_cmpuint (hr_test_room_count (room, "alert.raised"), ==, 1);

  alert_id = g_strdup (get_last (room, "alert.raised", "id"));
  assert_refused (hr_dispatcher_acknowledge_alert (dispatcher, "ravi", alert_id, failure), HR_PROTOCOL_ERROR_FORBIDDEN);
  assert_done (hr_dispatcher_acknowledge_alert (dispatcher, "asha", alert_id, failure));
  assert_refused (hr_dispatcher_acknowledge_alert (dispatcher, "meera", alert_id, failure), HR_PROTOCOL_ERROR_WRONG_STATE);
  assert_refused (hr_dispatcher_acknowledge_alert (dispatcher, "meera", "moon", failure), HR_PROTOCOL_ERROR_NOT_FOUND);
  assert_refused (hr_dispatcher_acknowledge_alert (dispatcher, "meera", NULL, failure), HR_PROTOCOL_ERROR_NOT_FOUND);

  hr_dispatcher_clear_alert (dispatcher, "audio_lost", incident);
  hr_dispatcher_clear_alert (dispatcher, "audio_lost", incident);
  g_assert_cmpuint (hr_test_room_count (room, "alert.cleared"), ==, 1);
}

static void
activate_again (HrTestRoom *room,
                const char *activation_id,
                gboolean    is_drill,
                HrActivated expected,
                const char *same_as)
{
  HrActivation     activation = { .activation_id = (char *) activation_id, .citizen_id = (char *) "c", .battery_pct = NAN, .is_drill = is_drill };
  HrActivated      activated = HR_ACTIVATED_NEW;
  g_autofree char *incident_id = NULL;

  assert_done (hr_dispatcher_activate (room->dispatcher, &activation, "sos", &activated, &incident_id, failure));
  g_assert_cmpint (activated, ==, expected);
  g_assert_true (g_str_equal (incident_id, same_as) == (expected != HR_ACTIVATED_NEW));
}

static void
test_activation_is_idempotent (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *incident = hr_test_room_activate (room, "c", HERE, FALSE);
  g_autofree char *session_id = g_strdup (get_last (room, "incident.activated", "session_id"));

  activate_again (room, "press-1", FALSE, HR_ACTIVATED_REPEATED, incident);
  activate_again (room, "another", FALSE, HR_ACTIVATED_REACTIVATED, incident);
  g_assert_cmpstr (get_last (room, "incident.reactivated", "session_id"), !=, session_id);
  activate_again (room, "another", FALSE, HR_ACTIVATED_REPEATED, incident);
  activate_again (room, "exercise", TRUE, HR_ACTIVATED_NEW, incident);

  assert_done (hr_dispatcher_end (room->dispatcher, "meera", incident, "prank", NULL, NULL, failure));
  hr_test_room_write (room);
  activate_again (room, "press-1", FALSE, HR_ACTIVATED_REPEATED, incident);
  activate_again (room, "another", FALSE, HR_ACTIVATED_REPEATED, incident);
  activate_again (room, "third", FALSE, HR_ACTIVATED_NEW, incident);
  g_assert_cmpstr (get_last (room, "incident.activated", "number"), ==, "HR-2026-000003");
}

/* However often it presses: it is never refused, never loses its incident, and after a minute has new sessions again. */
static void
test_pressing_again_and_again (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *incident = hr_test_room_activate (room, "c", HERE, FALSE);
  g_autofree char *session_id = NULL;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *press = g_strdup_printf ("press again %u", i);

      activate_again (room, press, FALSE, i < 6 ? HR_ACTIVATED_REACTIVATED : HR_ACTIVATED_REPEATED, incident);
    }
  g_assert_cmpuint (hr_test_room_count (room, "incident.reactivated"), ==, 6);
  g_assert_cmpuint (hr_test_room_count (room, "incident.warning"), ==, 1);
  session_id = g_strdup (get_last (room, "incident.reactivated", "session_id"));
  g_assert_cmpstr (hr_incident_get_session_id (hr_board_get_incident (room->board, incident)), ==, session_id);

  g_free (hr_test_room_activate (room, "another", HERE, FALSE));
  hr_test_room_advance_ms (room, 60000);
  activate_again (room, "a minute later", FALSE, HR_ACTIVATED_REACTIVATED, incident);
  assert_done (hr_dispatcher_end (room->dispatcher, "meera", incident, "prank", NULL, NULL, failure));
  activate_again (room, "another day", FALSE, HR_ACTIVATED_NEW, incident);
}

static void
test_details (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *incident = hr_test_room_activate (room, "c", NULL, FALSE);
  HrLocation       location = { .lat_deg = 28.61, .lon_deg = 77.21, .accuracy_m = 12, .altitude_m = NAN, .speed_mps = NAN, .heading_deg = NAN };
  HrIncident      *object = hr_board_get_incident (room->board, incident);

  assert_done (hr_dispatcher_update_location (room->dispatcher, incident, &location, failure));
  g_assert_cmpfloat (hr_incident_get_location (object)->lat_deg, ==, 28.61);
  assert_done (hr_dispatcher_update_telemetry (room->dispatcher, incident, 41, "4g", failure));
  g_assert_cmpfloat (hr_incident_get_battery_pct (object), ==, 41);
  assert_done (hr_dispatcher_request_cancel (room->dispatcher, incident, "by mistake", failure));
  g_assert_true (hr_incident_is_cancelled_by_citizen (object));
  assert_state (room, incident, "queued");
  assert_refused (hr_dispatcher_update_location (room->dispatcher, "moon", &location, failure), HR_PROTOCOL_ERROR_NOT_FOUND);
}

/* One alarm however the value wavers, until it is charged or the incident is over. */
static void
test_battery (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *incident = hr_test_room_activate (room, "c", NULL, FALSE);
  static const struct
  {
    double   battery_pct;
    gboolean is_alarmed;
  } steps[] = { { 10, FALSE }, { 9, TRUE }, { 7, TRUE }, { 12, TRUE }, { NAN, TRUE }, { 15, FALSE }, { 3, TRUE } };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      assert_done (hr_dispatcher_update_telemetry (room->dispatcher, incident, steps[i].battery_pct, NULL, failure));
      g_assert_cmpint (hr_test_room_get_alert (room, "battery_low", incident) != NULL, ==, steps[i].is_alarmed);
    }

  g_assert_cmpuint (hr_test_room_count (room, "alert.raised"), ==, 2);
  g_assert_cmpuint (hr_alert_get_priority (hr_test_room_get_alert (room, "battery_low", incident)), ==, 2);
  assert_done (hr_dispatcher_end (room->dispatcher, "meera", incident, "prank", NULL, NULL, failure));
  g_assert_null (hr_test_room_get_alert (room, "battery_low", incident));
}

static void
test_warnings (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autoptr (GPtrArray) warnings = g_ptr_array_new ();
  HrActivation     activation = { .activation_id = (char *) "p", .citizen_id = (char *) "c", .battery_pct = NAN, .warnings = warnings };
  HrActivated      activated = HR_ACTIVATED_REPEATED;
  g_autofree char *incident_id = NULL;

  g_ptr_array_add (warnings, (gpointer) "location.lat");
  assert_done (hr_dispatcher_activate (room->dispatcher, &activation, "sos", &activated, &incident_id, failure));
  g_assert_cmpstr (get_last (room, "incident.warning", "field"), ==, "location.lat");
}

static void
test_recent_zone (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *first = hr_test_room_activate (room, "c", HERE, FALSE);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  assert_done (hr_dispatcher_end (room->dispatcher, "meera", first, "prank", NULL, NULL, failure));
  hr_test_room_write (room);
  second = hr_test_room_activate (room, "c", NULL, FALSE);
  g_assert_cmpstr (get_last (room, "incident.activated", "zone_id"), ==, "north");
  assert_done (hr_dispatcher_end (room->dispatcher, "meera", second, "prank", NULL, NULL, failure));
  hr_test_room_write (room);

  hr_test_room_advance_ms (room, 25 * 3600 * 1000);
  third = hr_test_room_activate (room, "c", NULL, FALSE);
  g_assert_null (get_last (room, "incident.activated", "zone_id"));
}

static void
test_neighbours (void)
{
  const HrDispatchSettings settings = { 15000, 10000, 5000, 20000, 6000 };
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *incident = NULL;

  hr_test_room_save_operator (room, "zoya", "operator", 1, TRUE, "south:1");
  hr_dispatcher_set_settings (room->dispatcher, &settings);
  join (room, "zoya");
  incident = hr_test_room_activate (room, "c", HERE, FALSE);
  hr_test_room_advance_ms (room, 4999);
  assert_state (room, incident, "queued");
  hr_test_room_advance_ms (room, 1);
  assert_state (room, incident, "ringing zoya");
  g_assert_cmpstr (get_last (room, "incident.assigned", "reason"), ==, "Zoya is a primary operator of Zone north and the zones beside it.");
}

static void
test_restart (void)
{
  g_autoptr (HrTestRoom) room = new_room ();
  g_autofree char *owned = NULL;
  g_autofree char *ringing = NULL;
  g_autofree char *queued = NULL;

  join (room, "asha");
  owned = hr_test_room_activate (room, "c1", HERE, FALSE);
  assert_done (hr_dispatcher_acknowledge (room->dispatcher, "asha", owned, failure));
  join (room, "ravi");
  ringing = hr_test_room_activate (room, "c2", HERE, FALSE);
  queued = hr_test_room_activate (room, "c3", HERE, FALSE);
  hr_test_room_restart (room);

  /* Consoles are on their way back: nothing moves away from those who had it. */
  join (room, "asha");
  assert_state (room, owned, "acknowledged asha");
  assert_state (room, ringing, "ringing ravi");
  g_assert_null (hr_test_room_get_alert (room, "no_operator", ringing));
  hr_test_room_advance_ms (room, 6000);
  assert_state (room, owned, "acknowledged asha");
  assert_state (room, ringing, "ringing ravi");
  assert_state (room, queued, "queued");
  g_assert_nonnull (hr_test_room_get_alert (room, "no_operator", ringing));
  hr_test_room_advance_ms (room, 24000);
  g_assert_cmpstr (get_last (room, "operator.offline", "operator_id"), ==, "ravi");
  assert_state (room, ringing, "queued");

  join (room, "ravi");
  assert_state (room, ringing, "ringing ravi");
  assert_done (hr_dispatcher_end (room->dispatcher, "asha", owned, "prank", NULL, NULL, failure));
  assert_state (room, queued, "ringing asha");
  g_free (hr_test_room_activate (room, "c4", HERE, FALSE));
  g_assert_cmpstr (get_last (room, "incident.activated", "number"), ==, "HR-2026-000004");
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    GTestFunc   func;
  } tests[] = {
    { "/dispatcher/rings-at-primary", test_rings_at_primary },
    { "/dispatcher/queue", test_queue },
    { "/dispatcher/nobody-raises-an-alert", test_nobody_raises_an_alert },
    { "/dispatcher/capacity-that-is-raised-serves-the-queue", test_capacity_that_is_raised_serves_the_queue },
    { "/dispatcher/not-acknowledged", test_not_acknowledged },
    { "/dispatcher/late-and-nobody-left", test_late_and_nobody_left },
    { "/dispatcher/stale-operator", test_stale_operator },
    { "/dispatcher/stale-operator-comes-back", test_stale_operator_comes_back },
    { "/dispatcher/owner-who-leaves", test_owner_who_leaves },
    { "/dispatcher/two-consoles", test_two_consoles },
    { "/dispatcher/presence", test_presence },
    { "/dispatcher/take", test_take },
    { "/dispatcher/assign", test_assign },
    { "/dispatcher/note", test_note },
    { "/dispatcher/end", test_end },
    { "/dispatcher/alerts", test_alerts },
    { "/dispatcher/activation-is-idempotent", test_activation_is_idempotent },
    { "/dispatcher/pressing-again-and-again", test_pressing_again_and_again },
    { "/dispatcher/details", test_details },
    { "/dispatcher/battery", test_battery },
    { "/dispatcher/warnings", test_warnings },
    { "/dispatcher/recent-zone", test_recent_zone },
    { "/dispatcher/neighbours", test_neighbours },
    { "/dispatcher/restart", test_restart },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_func (tests[i].path, tests[i].func);

  return g_test_run ();
}
