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

/* How often an alarm of @kind was raised. */
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

/* An incident whose audio is live and heard from the press on. */
static char *
call (Fixture    *fixture,
      const char *at)
{
  char *incident_id = hr_test_room_activate (fixture->room, "c", at, FALSE);
  g_autoptr (GError) error = NULL;

  hr_dispatcher_acknowledge (fixture->room->dispatcher, "asha", incident_id, &error);
  g_assert_no_error (error);
  happen (fixture, incident_id, "media.offered");
  happen (fixture, incident_id, "media.live");
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
                   "The phone of HR-2026-000001 has told no position: ask where it is.");
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
  add ("position-ends-with-incident", test_position_ends_with_incident);
  add ("position-settings", test_position_settings);
  add ("position-after-restart", test_position_after_restart);

  return g_test_run ();
}
