/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-lookout"

#include "hr-json.h"
#include "hr-lookout.h"
#include "hr-test-room.h"

#include <math.h>

#define S_MS 1000
#define FIRST_LOOK_MS (10 * S_MS)
#define HERE "28.6,77.2"

typedef struct
{
  HrTestRoom *room;
  HrSettings *settings;
  HrLookout  *lookout;
} Fixture;

static void
open_lookout (Fixture *fixture)
{
  fixture->lookout = hr_lookout_new (fixture->room->dispatcher, fixture->room->journal, fixture->settings);
  hr_lookout_start (fixture->lookout);
  hr_test_room_advance_ms (fixture->room, FIRST_LOOK_MS);
}

static void
close_lookout (Fixture *fixture)
{
  hr_lookout_stop (fixture->lookout);
  g_assert_finalize_object (g_steal_pointer (&fixture->lookout));
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  fixture->room = hr_test_room_new ();
  fixture->settings = hr_settings_new ();
  hr_test_room_save_zone (fixture->room, "north", 28.6, 77.2, 0.1);
  hr_test_room_save_operator (fixture->room, "asha", "operator", 1, TRUE, "north:1");
  hr_test_room_save_operator (fixture->room, "ravi", "operator", 1, TRUE, "north:2");
  hr_dispatcher_operator_joined (fixture->room->dispatcher, "asha");
  open_lookout (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  close_lookout (fixture);
  g_assert_finalize_object (fixture->settings);
  hr_test_room_free (fixture->room);
}

static void
set (Fixture    *fixture,
     const char *assignment)
{
  g_autoptr (GError) error = NULL;

  hr_settings_set (fixture->settings, assignment, NULL, &error);
  g_assert_no_error (error);
}

static void
pass_s (Fixture *fixture,
        guint    seconds)
{
  hr_test_room_advance_ms (fixture->room, seconds * S_MS);
}

static HrAlert *
get (Fixture    *fixture,
     const char *kind,
     const char *incident_id)
{
  return hr_test_room_get_alert (fixture->room, kind, incident_id);
}

/* The active alarm of @kind that is about no incident. */
static HrAlert *
find (Fixture    *fixture,
      const char *kind)
{
  return hr_test_room_get_alert (fixture->room, kind, NULL);
}

/* How often an alarm of @kind was raised, and of no other kind. */
static guint
count (Fixture    *fixture,
       const char *kind)
{
  HrEvent *last = hr_test_room_get_last (fixture->room, "alert.raised");

  if (last == NULL)
    return 0;

  /* A test looks at one kind of alarm: any other is a defect. */
  g_assert_cmpstr (hr_json_get_string (hr_event_get_data (last), "alert"), ==, kind);
  return hr_test_room_count (fixture->room, "alert.raised");
}

static void
happen (Fixture    *fixture,
        const char *incident_id,
        const char *kind)
{
  HrIncident *incident = hr_board_get_incident (fixture->room->board, incident_id);
  JsonObject *data = hr_json_new_object ("session_id", hr_incident_get_session_id (incident), "reason", "It is a test.", NULL);
  g_autoptr (GError) error = NULL;

  json_object_set_int_member (data, "attempt", 1);
  json_object_set_int_member (data, "live_ms", 100);
  json_object_set_int_member (data, "offer_ms", 1);
  hr_journal_record (fixture->room->journal, kind, incident_id, "station", data, &error);
  g_assert_no_error (error);
}

/* Its audio is live and heard from now on. */
static void
answer (Fixture    *fixture,
        const char *incident_id)
{
  g_autoptr (GError) error = NULL;

  hr_dispatcher_acknowledge (fixture->room->dispatcher, "asha", incident_id, &error);
  g_assert_no_error (error);
  happen (fixture, incident_id, "media.offered");
  happen (fixture, incident_id, "media.live");
}

static char *
call (Fixture    *fixture,
      const char *at)
{
  char *incident_id = hr_test_room_activate (fixture->room, "c", at, FALSE);

  answer (fixture, incident_id);
  return incident_id;
}

static void
fix (Fixture    *fixture,
     const char *incident_id)
{
  HrLocation location = { .lat_deg = 28.61, .lon_deg = 77.21, .accuracy_m = 12, .altitude_m = NAN, .speed_mps = NAN, .heading_deg = NAN };
  g_autoptr (GError) error = NULL;

  hr_dispatcher_update_location (fixture->room->dispatcher, incident_id, &location, &error);
  g_assert_no_error (error);
}

static void
end (Fixture    *fixture,
     const char *incident_id)
{
  g_autoptr (GError) error = NULL;

  hr_dispatcher_end (fixture->room->dispatcher, "cli", incident_id, "test", NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Of a call that has none half a minute after the press, until it has one. */
static void
test_no_position (Fixture      *fixture,
                  gconstpointer user_data)
{
  g_autofree char *incident = call (fixture, NULL);

  pass_s (fixture, 30);
  g_assert_null (get (fixture, "no_position", incident));
  pass_s (fixture, 1);
  g_assert_cmpuint (hr_alert_get_priority (get (fixture, "no_position", incident)), ==, 2);
  g_assert_cmpstr (hr_alert_get_text (get (fixture, "no_position", incident)), ==,
                   "The phone of HR-2026-000001 has told no position.");
  g_assert_cmpstr (hr_alert_get_operator_id (get (fixture, "no_position", incident)), ==, "asha");

  pass_s (fixture, 300);
  g_assert_cmpuint (count (fixture, "no_position"), ==, 1);
  fix (fixture, incident);
  pass_s (fixture, 1);
  g_assert_null (get (fixture, "no_position", incident));
}

/* Each alarm of the same phone takes twice as long as the one before. */
static void
test_old_position (Fixture      *fixture,
                   gconstpointer user_data)
{
  static const guint limits_s[] = { 120, 240, 480, 960, 960 };
  g_autofree char   *incident = call (fixture, HERE);

  pass_s (fixture, 1);
  for (guint i = 0; i < G_N_ELEMENTS (limits_s); i++)
    {
      pass_s (fixture, limits_s[i] - 1);
      g_assert_null (get (fixture, "position_old", incident));
      pass_s (fixture, 1);
      g_assert_cmpuint (hr_alert_get_priority (get (fixture, "position_old", incident)), ==, 2);
      pass_s (fixture, 600);
      g_assert_cmpuint (count (fixture, "position_old"), ==, i + 1);
      fix (fixture, incident);
      pass_s (fixture, 1);
      g_assert_null (get (fixture, "position_old", incident));
    }
}

/* A phone that tells its position as often as it should is never an alarm. */
static void
test_position_in_time (Fixture      *fixture,
                       gconstpointer user_data)
{
  g_autofree char *incident = call (fixture, HERE);

  for (guint i = 0; i < 10; i++)
    {
      pass_s (fixture, 119);
      fix (fixture, incident);
    }
  g_assert_cmpuint (hr_test_room_count (fixture->room, "alert.raised"), ==, 0);
}

/* While the audio is away another alarm says so; when it is over nothing is expected of the phone. */
static void
test_position_of_live_calls_only (Fixture      *fixture,
                                  gconstpointer user_data)
{
  g_autofree char *incident = call (fixture, HERE);

  pass_s (fixture, 60);
  happen (fixture, incident, "media.lost");
  pass_s (fixture, 200);
  g_assert_null (get (fixture, "position_old", incident));
  happen (fixture, incident, "media.live");
  pass_s (fixture, 1);
  g_assert_nonnull (get (fixture, "position_old", incident));
  happen (fixture, incident, "media.closed");
  pass_s (fixture, 1);
  g_assert_null (get (fixture, "position_old", incident));
  pass_s (fixture, 1000);
  g_assert_cmpuint (count (fixture, "position_old"), ==, 1);
}

/* The older phones have no way to tell one. */
static void
test_position_of_older_phones (Fixture      *fixture,
                               gconstpointer user_data)
{
  HrActivation     activation = { .activation_id = (char *) "p", .citizen_id = (char *) "c", .battery_pct = NAN };
  HrActivated      activated = HR_ACTIVATED_REPEATED;
  g_autofree char *incident = NULL;
  g_autoptr (GError) error = NULL;

  hr_dispatcher_activate (fixture->room->dispatcher, &activation, "duress", &activated, &incident, &error);
  g_assert_no_error (error);
  answer (fixture, incident);
  pass_s (fixture, 300);
  g_assert_cmpuint (count (fixture, "no_position"), ==, 0);
}

static void
test_position_ends_with_incident (Fixture      *fixture,
                                  gconstpointer user_data)
{
  g_autofree char *incident = call (fixture, NULL);

  pass_s (fixture, 31);
  g_assert_nonnull (get (fixture, "no_position", incident));
  end (fixture, incident);
  g_assert_null (get (fixture, "no_position", incident));
  pass_s (fixture, 300);
  g_assert_cmpuint (count (fixture, "no_position"), ==, 1);
}

static void
test_position_settings (Fixture      *fixture,
                        gconstpointer user_data)
{
  g_autofree char *incident = call (fixture, NULL);

  set (fixture, "dispatch.no_position_after_ms=0");
  set (fixture, "dispatch.old_position_after_ms=5000");
  pass_s (fixture, 600);
  g_assert_null (get (fixture, "no_position", incident));
  fix (fixture, incident);
  pass_s (fixture, 6);
  g_assert_nonnull (get (fixture, "position_old", incident));
}

/* What an earlier run of the station raised is judged anew by the next one. */
static void
test_position_after_restart (Fixture      *fixture,
                             gconstpointer user_data)
{
  g_autofree char *incident = call (fixture, HERE);

  pass_s (fixture, 121);
  g_assert_nonnull (get (fixture, "position_old", incident));
  close_lookout (fixture);
  hr_test_room_restart (fixture->room);
  hr_dispatcher_operator_joined (fixture->room->dispatcher, "asha");
  open_lookout (fixture);
  g_assert_null (get (fixture, "position_old", incident));
  pass_s (fixture, 120);
  g_assert_nonnull (get (fixture, "position_old", incident));
}

/* Who has nothing open may come and go. */
static void
test_operator_stale (Fixture      *fixture,
                     gconstpointer user_data)
{
  HrDispatcher    *dispatcher = fixture->room->dispatcher;
  HrAlert         *alert = NULL;
  g_autofree char *incident = NULL;

  hr_dispatcher_operator_left (dispatcher, "asha", FALSE);
  pass_s (fixture, 20);
  g_assert_cmpuint (count (fixture, "operator_stale"), ==, 0);
  hr_dispatcher_operator_joined (dispatcher, "asha");
  incident = call (fixture, HERE);
  hr_dispatcher_operator_joined (dispatcher, "ravi");

  hr_dispatcher_operator_left (dispatcher, "asha", FALSE);
  pass_s (fixture, 1);
  alert = find (fixture, "operator_stale");
  g_assert_cmpuint (hr_alert_get_priority (alert), ==, 2);
  g_assert_cmpstr (hr_alert_get_operator_id (alert), ==, "asha");
  g_assert_cmpstr (hr_alert_get_text (alert), ==, "The console of Asha does not answer. Open there: HR-2026-000001.");
}

/* A connection that comes and goes is one alarm, until it has stayed for a while. */
static void
test_operator_flaps (Fixture      *fixture,
                     gconstpointer user_data)
{
  HrDispatcher    *dispatcher = fixture->room->dispatcher;
  g_autofree char *incident = call (fixture, HERE);

  for (guint i = 0; i < 10; i++)
    {
      hr_dispatcher_operator_left (dispatcher, "asha", FALSE);
      pass_s (fixture, 5);
      g_assert_nonnull (find (fixture, "operator_stale"));
      hr_dispatcher_operator_joined (dispatcher, "asha");
      pass_s (fixture, 9);
      g_assert_nonnull (find (fixture, "operator_stale"));
    }

  pass_s (fixture, 2);
  g_assert_null (find (fixture, "operator_stale"));
  g_assert_cmpuint (hr_test_room_count_alerts (fixture->room, "operator_stale"), ==, 1);
}

/* Who stays away is an alarm until a supervisor has seen it; who logs out is none. */
static void
test_operator_stays_away (Fixture      *fixture,
                          gconstpointer user_data)
{
  HrDispatcher    *dispatcher = fixture->room->dispatcher;
  g_autofree char *incident = call (fixture, HERE);
  g_autoptr (GError) error = NULL;

  hr_dispatcher_operator_left (dispatcher, "asha", FALSE);
  pass_s (fixture, 600);
  g_assert_cmpint (hr_operator_get_presence (hr_board_get_operator (fixture->room->board, "asha")), ==, HR_PRESENCE_OFFLINE);
  g_assert_nonnull (find (fixture, "operator_stale"));
  g_assert_true (hr_dispatcher_acknowledge_alert (dispatcher, "cli", hr_alert_get_id (find (fixture, "operator_stale")), &error));
  pass_s (fixture, 1);
  g_assert_null (find (fixture, "operator_stale"));

  hr_dispatcher_operator_joined (dispatcher, "asha");
  g_assert_true (hr_incident_rings_at (hr_board_get_incident (fixture->room->board, incident), "asha"));
  hr_dispatcher_operator_left (dispatcher, "asha", TRUE);
  pass_s (fixture, 60);
  g_assert_cmpuint (hr_test_room_count_alerts (fixture->room, "operator_stale"), ==, 1);
}

/* Two that vanish at once are two alarms: each is known by its operator. */
static void
test_operators_of_one_cable (Fixture      *fixture,
                             gconstpointer user_data)
{
  static const char *const ids[] = { "asha", "ravi" };
  HrDispatcher            *dispatcher = fixture->room->dispatcher;
  g_autofree char         *first = call (fixture, HERE);
  g_autofree char         *second = NULL;

  hr_dispatcher_operator_joined (dispatcher, "ravi");
  second = hr_test_room_activate (fixture->room, "d", HERE, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    hr_dispatcher_operator_left (dispatcher, ids[i], FALSE);
  pass_s (fixture, 1);
  g_assert_cmpuint (hr_test_room_count_alerts (fixture->room, "operator_stale"), ==, 2);
  hr_dispatcher_operator_joined (dispatcher, "asha");
  pass_s (fixture, 12);
  g_assert_cmpstr (hr_alert_get_operator_id (find (fixture, "operator_stale")), ==, "ravi");
}

/* A zone of which nobody is available for two minutes. */
static void
test_zone_unstaffed (Fixture      *fixture,
                     gconstpointer user_data)
{
  HrDispatcher *dispatcher = fixture->room->dispatcher;
  g_autoptr (GError) error = NULL;

  pass_s (fixture, 600);
  g_assert_cmpuint (count (fixture, "zone_unstaffed"), ==, 0);

  /* A short break is none. */
  hr_dispatcher_set_presence (dispatcher, "asha", "break", "tea", &error);
  pass_s (fixture, 100);
  hr_dispatcher_set_presence (dispatcher, "asha", "available", NULL, &error);
  pass_s (fixture, 1);
  hr_dispatcher_set_presence (dispatcher, "asha", "break", "tea", &error);
  g_assert_no_error (error);
  pass_s (fixture, 119);
  g_assert_null (find (fixture, "zone_unstaffed"));
  pass_s (fixture, 2);
  g_assert_cmpuint (hr_alert_get_priority (find (fixture, "zone_unstaffed")), ==, 3);
  g_assert_cmpstr (hr_alert_get_text (find (fixture, "zone_unstaffed")), ==, "Nobody is available for Zone north.");
  pass_s (fixture, 3600);
  g_assert_cmpuint (count (fixture, "zone_unstaffed"), ==, 1);

  hr_dispatcher_operator_joined (dispatcher, "ravi");
  pass_s (fixture, 1);
  g_assert_null (find (fixture, "zone_unstaffed"));
}

/* However many zones are empty, it is one alarm that says which. */
static void
test_zones_unstaffed (Fixture      *fixture,
                      gconstpointer user_data)
{
  static const char *const ids[] = { "a", "b", "c", "d", "e" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    hr_test_room_save_zone (fixture->room, ids[i], 20 + (double) i, 77.2, 0.1);
  pass_s (fixture, 121);
  g_assert_cmpstr (hr_alert_get_text (find (fixture, "zone_unstaffed")), ==,
                   "Nobody is available for Zone a, Zone b, Zone c and 2 more zones.");
  g_assert_cmpuint (count (fixture, "zone_unstaffed"), ==, 1);

  /* Somebody comes for two of them, one after the other: it is said once, when a minute has passed. */
  pass_s (fixture, 30);
  hr_test_room_save_operator (fixture->room, "zoya", "operator", 1, TRUE, "a:1");
  hr_dispatcher_operator_joined (fixture->room->dispatcher, "zoya");
  pass_s (fixture, 10);
  hr_test_room_save_operator (fixture->room, "zoya", "operator", 1, TRUE, "a:1 b:1");
  pass_s (fixture, 10);
  g_assert_cmpuint (count (fixture, "zone_unstaffed"), ==, 1);
  pass_s (fixture, 10);
  g_assert_cmpuint (count (fixture, "zone_unstaffed"), ==, 2);
  g_assert_cmpstr (hr_alert_get_text (find (fixture, "zone_unstaffed")), ==, "Nobody is available for Zone c, Zone d, Zone e.");

  set (fixture, "dispatch.unstaffed_after_ms=0");
  pass_s (fixture, 1);
  g_assert_null (find (fixture, "zone_unstaffed"));
}

/* A restart says nothing anew that was said before it. */
static void
test_zone_after_restart (Fixture      *fixture,
                         gconstpointer user_data)
{
  hr_dispatcher_operator_left (fixture->room->dispatcher, "asha", TRUE);
  pass_s (fixture, 121);
  g_assert_nonnull (find (fixture, "zone_unstaffed"));
  close_lookout (fixture);
  hr_test_room_restart (fixture->room);
  open_lookout (fixture);
  pass_s (fixture, 300);
  g_assert_nonnull (find (fixture, "zone_unstaffed"));
  g_assert_cmpuint (count (fixture, "zone_unstaffed"), ==, 1);
}

/* Told for an hour, or until it is set right; a clock that is kept moves by less. */
static void
test_clock (Fixture      *fixture,
            gconstpointer user_data)
{
  hr_clock_jump (fixture->room->clock, G_USEC_PER_SEC);
  pass_s (fixture, 60);
  g_assert_cmpuint (count (fixture, "clock_jumped"), ==, 0);

  hr_clock_jump (fixture->room->clock, -5 * G_TIME_SPAN_MINUTE);
  pass_s (fixture, 1);
  g_assert_cmpuint (hr_alert_get_priority (find (fixture, "clock_jumped")), ==, 3);
  g_assert_cmpstr (hr_alert_get_text (find (fixture, "clock_jumped")), ==,
                   "The station's clock went back by 4 min while it ran: times of before and after do not fit together.");
  pass_s (fixture, 3598);
  g_assert_nonnull (find (fixture, "clock_jumped"));
  pass_s (fixture, 2);
  g_assert_null (find (fixture, "clock_jumped"));
  g_assert_cmpuint (count (fixture, "clock_jumped"), ==, 1);

  hr_clock_jump (fixture->room->clock, 10 * 365 * G_TIME_SPAN_DAY);
  pass_s (fixture, 1);
  g_assert_cmpstr (hr_alert_get_text (find (fixture, "clock_jumped")), ==,
                   "The station's clock went forward by 87600 h while it ran: times of before and after do not fit together.");
  hr_clock_jump (fixture->room->clock, -10 * 365 * G_TIME_SPAN_DAY);
  pass_s (fixture, 1);
  g_assert_null (find (fixture, "clock_jumped"));
}

static void
add (const char *name,
     void (*func) (Fixture *fixture, gconstpointer user_data))
{
  g_autofree char *path = g_strconcat ("/lookout/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("no-position", test_no_position);
  add ("old-position", test_old_position);
  add ("position-in-time", test_position_in_time);
  add ("position-of-live-calls-only", test_position_of_live_calls_only);
  add ("position-of-older-phones", test_position_of_older_phones);
  add ("position-ends-with-incident", test_position_ends_with_incident);
  add ("position-settings", test_position_settings);
  add ("position-after-restart", test_position_after_restart);
  add ("operator-stale", test_operator_stale);
  add ("operator-flaps", test_operator_flaps);
  add ("operator-stays-away", test_operator_stays_away);
  add ("operators-of-one-cable", test_operators_of_one_cable);
  add ("zone-unstaffed", test_zone_unstaffed);
  add ("zones-unstaffed", test_zones_unstaffed);
  add ("zone-after-restart", test_zone_after_restart);
  add ("clock", test_clock);

  return g_test_run ();
}
