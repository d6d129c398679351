/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-commands"

#include "hr-json.h"
#include "hr-reason.h"
#include "hr-test-station.h"

#include <sqlite3.h>

/* Every command: who may, what it refuses, what it does. */

typedef struct
{
  HrTestStation *station;
  HrTestClient  *asha;  /* the primary operator, with one incident at a time */
  HrTestClient  *ravi;  /* the second one */
  HrTestClient  *meera; /* a supervisor */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  fixture->station = hr_test_station_new ();
  hr_test_station_save_operator (fixture->station, "asha", "operator", 1, 1);
  hr_test_station_save_operator (fixture->station, "ravi", "operator", 2, 1);
  hr_test_station_save_operator (fixture->station, "meera", "supervisor", 0, 1);
  fixture->asha = hr_test_station_log_in (fixture->station, "asha");
  fixture->ravi = hr_test_station_log_in (fixture->station, "ravi");
  fixture->meera = hr_test_station_log_in (fixture->station, "meera");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  hr_test_client_free (fixture->asha);
  hr_test_client_free (fixture->ravi);
  hr_test_client_free (fixture->meera);
  hr_test_station_free (fixture->station);
}

static HrIncident *
get_incident (Fixture    *fixture,
              const char *incident_id)
{
  return hr_board_get_incident (hr_station_get_board (fixture->station->station), incident_id);
}

static char *
args_of (const char *incident_id,
         const char *more)
{
  return g_strdup_printf ("{\"incident_id\":\"%s\"%s}", incident_id, more);
}

static void
test_envelope (Fixture      *fixture,
               gconstpointer unused)
{
  hr_test_client_refuse (fixture->asha, "moon.land", "{}", "unknown_command");
  hr_test_client_send (fixture->asha, "{\"type\":\"command\",\"ref\":\"mine\"}");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect (fixture->asha, "error"), "code"), ==, "unknown_command");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect (fixture->asha, "error"), "ref"), ==, "mine");
  hr_test_client_send (fixture->asha, "{\"type\":\"ping\"}");
  hr_test_client_expect (fixture->asha, "pong");
  hr_test_client_send (fixture->asha, "{\"type\":\"login\",\"operator_id\":\"meera\",\"pin\":\"2468\"}");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect (fixture->asha, "error"), "code"), ==, "unknown_type");
}

static void
test_incident (Fixture      *fixture,
               gconstpointer unused)
{
  g_autofree char *incident = hr_test_station_press (fixture->station, NULL, "c");
  g_autofree char *args = args_of (incident, "");
  g_autofree char *note = args_of (incident, ",\"text\":\"a car\"");
  g_autofree char *to_ravi = args_of (incident, ",\"operator_id\":\"ravi\",\"reason\":\"closer\"");
  g_autofree char *resolved = args_of (incident, ",\"disposition\":\"genuine_resolved\",\"note\":\"safe\"");
  g_autofree char *dull = args_of (incident, ",\"disposition\":\"dull\"");

  g_assert_true (hr_incident_rings_at (get_incident (fixture, incident), "asha"));
  hr_test_client_refuse (fixture->ravi, "incident.acknowledge", args, "forbidden");
  hr_test_client_refuse (fixture->ravi, "incident.take", args, "forbidden");
  hr_test_client_refuse (fixture->ravi, "incident.retry_audio", args, "forbidden");
  hr_test_client_refuse (fixture->asha, "incident.acknowledge", "{}", "missing_field");
  hr_test_client_refuse (fixture->asha, "incident.acknowledge", "{\"incident_id\":\"moon\"}", "not_found");

  hr_test_client_do (fixture->asha, "incident.acknowledge", args);
  hr_test_client_refuse (fixture->asha, "incident.acknowledge", args, "wrong_state");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect_event (fixture->ravi, "incident.acknowledged"), "operator_id"), ==, "asha");

  hr_test_client_do (fixture->ravi, "incident.note", note);
  hr_test_client_refuse (fixture->ravi, "incident.note", args, "missing_field");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect_event (fixture->meera, "incident.note"), "text"), ==, "a car");

  hr_test_client_refuse (fixture->asha, "incident.assign", to_ravi, "forbidden");
  hr_test_client_do (fixture->meera, "incident.assign", to_ravi);
  g_assert_true (hr_incident_rings_at (get_incident (fixture, incident), "ravi"));
  hr_test_client_do (fixture->meera, "incident.take", args);
  g_assert_cmpstr (hr_incident_get_assigned_operator_id (get_incident (fixture, incident)), ==, "meera");
  hr_test_client_do (fixture->meera, "incident.retry_audio", args);

  hr_test_client_refuse (fixture->asha, "incident.end", resolved, "forbidden");
  hr_test_client_refuse (fixture->meera, "incident.end", dull, "bad_field");
  hr_test_client_do (fixture->meera, "incident.end", resolved);
  hr_test_client_refuse (fixture->meera, "incident.end", resolved, "already_ended");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect_event (fixture->ravi, "incident.ended"), "note"), ==, "safe");
}

static void
test_presence (Fixture      *fixture,
               gconstpointer unused)
{
  g_autofree char *incident = NULL;

  hr_test_client_refuse (fixture->asha, "presence.set", "{\"state\":\"asleep\"}", "bad_field");
  hr_test_client_refuse (fixture->asha, "presence.set", "{}", "missing_field");
  hr_test_client_do (fixture->asha, "presence.set", "{\"state\":\"break\",\"reason\":\"tea\"}");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect_event (fixture->ravi, "operator.presence"), "reason"), ==, "tea");

  incident = hr_test_station_press (fixture->station, NULL, "c");
  g_assert_true (hr_incident_rings_at (get_incident (fixture, incident), "ravi"));
}

static void
test_alert (Fixture      *fixture,
            gconstpointer unused)
{
  HrDispatcher    *dispatcher = hr_station_get_dispatcher (fixture->station->station);
  g_autofree char *incident = hr_test_station_press (fixture->station, NULL, "c");
  g_autofree char *args = NULL;
  g_autoptr (JsonArray) reason = hr_reason_new_from_text ("It fell silent.");

  hr_dispatcher_raise_alert (dispatcher, "audio_lost", 1, incident, NULL, reason);
  args = g_strdup_printf ("{\"alert_id\":\"%s\"}", hr_json_get_string (hr_test_client_expect_event (fixture->ravi, "alert.raised"), "id"));
  hr_test_client_refuse (fixture->ravi, "alert.acknowledge", args, "forbidden");
  hr_test_client_do (fixture->asha, "alert.acknowledge", args);
  hr_test_client_refuse (fixture->meera, "alert.acknowledge", args, "wrong_state");
  hr_test_client_refuse (fixture->meera, "alert.acknowledge", "{}", "not_found");
}

static void
become_live (Fixture    *fixture,
             const char *incident_id)
{
  HrIncident *incident = get_incident (fixture, incident_id);
  JsonObject *data = hr_json_new_object ("session_id", hr_incident_get_session_id (incident), NULL);
  g_autoptr (GError) error = NULL;

  json_object_set_int_member (data, "attempt", hr_incident_get_attempt (incident));
  json_object_set_int_member (data, "live_ms", 100);
  hr_journal_record (hr_station_get_journal (fixture->station->station), "media.live", incident_id, "station", data, &error);
  g_assert_no_error (error);
}

/* Who listens says that nothing is heard, and that something is again. */
static void
test_silence (Fixture      *fixture,
              gconstpointer unused)
{
  g_autofree char *incident = hr_test_station_press (fixture->station, NULL, "c");
  g_autofree char *silent = args_of (incident, ",\"silent_ms\":31000");
  g_autofree char *heard = args_of (incident, ",\"silent_ms\":0");
  g_autofree char *wrong = args_of (incident, ",\"silent_ms\":-1");
  g_autofree char *text = g_strdup_printf ("Nothing is heard on %s for 31 s, though its audio arrives.",
                                           hr_incident_get_number (get_incident (fixture, incident)));

  hr_test_client_refuse (fixture->ravi, "incident.silence", silent, "forbidden");
  hr_test_client_refuse (fixture->asha, "incident.silence", wrong, "bad_field");
  hr_test_client_refuse (fixture->asha, "incident.silence", "{\"silent_ms\":31000}", "missing_field");
  hr_test_client_refuse (fixture->asha, "incident.silence", silent, "wrong_state");

  become_live (fixture, incident);
  hr_test_client_do (fixture->asha, "incident.silence", silent);
  hr_test_client_do (fixture->meera, "incident.silence", silent);
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect_event (fixture->ravi, "alert.raised"), "text"), ==,
                   text);
  hr_test_client_do (fixture->asha, "incident.silence", heard);
  hr_test_client_expect_event (fixture->ravi, "alert.cleared");
}

/* What only a supervisor may: refused to the operator, refused when it is wrong, done when it is right. */
static void
test_administration (Fixture      *fixture,
                     gconstpointer unused)
{
  static const struct
  {
    const char *name;
    const char *right;
    const char *wrong;
    const char *code;
  } cases[] = {
    { "operator.save", "{\"id\":\"zoya\",\"pin\":\"9876\"}", "{\"id\":\"zoya\",\"pin\":\"1\"}", "bad_field" },
    { "operator.save", "{\"id\":\"zoya\",\"name\":\"Zoya\"}", "{}", "missing_field" },
    { "operator.save", "{\"id\":\"zoya\",\"pin\":null}", "{\"id\":\"zoya\",\"pin\":9876}", "bad_field" },
    { "zone.save", "{\"id\":\"z2\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[1,1],[2,1],[2,2],[1,1]]]}}",
      "{\"id\":\"z2\",\"geometry\":{\"type\":\"Point\"}}", "bad_field" },
    { "zone.remove", "{\"id\":\"z2\"}", "{\"id\":\"z9\"}", "not_found" },
    { "key.create", "{\"name\":\"app\",\"scope\":\"device\"}", "{\"name\":\"app\",\"scope\":\"all\"}", "bad_field" },
    { "settings.set", "{\"key\":\"dispatch.ack_timeout_ms\",\"value\":20000}", "{\"key\":\"listen.port\",\"value\":1}", "bad_field" },
    { "settings.set", "{\"key\":\"station.name\",\"value\":\"North\"}", "{\"key\":\"moon.phase\",\"value\":1}", "bad_field" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      hr_test_client_refuse (fixture->asha, cases[i].name, cases[i].right, "forbidden");
      hr_test_client_refuse (fixture->meera, cases[i].name, cases[i].wrong, cases[i].code);
      hr_test_client_do (fixture->meera, cases[i].name, cases[i].right);
    }

  g_assert_cmpint (hr_settings_get_int (hr_station_get_settings (fixture->station->station), "dispatch.ack_timeout_ms"), ==, 20000);
}

static void
test_keys (Fixture      *fixture,
           gconstpointer unused)
{
  HrCredentials   *credentials = hr_station_get_credentials (fixture->station->station);
  JsonObject      *key = hr_test_client_do (fixture->meera, "key.create", "{\"name\":\"app\",\"scope\":\"read\"}");
  const char      *token = hr_json_get_string (key, "token");
  const char      *scope = NULL;
  g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\"}", hr_json_get_string (key, "id"));

  g_assert_cmpstr (hr_credentials_find_key (credentials, token, &scope), ==, hr_json_get_string (key, "id"));
  g_assert_cmpstr (scope, ==, "read");
  g_assert_false (json_object_has_member (hr_test_client_expect_event (fixture->asha, "key.created"), "token"));

  hr_test_client_refuse (fixture->asha, "key.revoke", args, "forbidden");
  hr_test_client_refuse (fixture->meera, "key.revoke", "{\"id\":\"moon\"}", "not_found");
  hr_test_client_do (fixture->meera, "key.revoke", args);
  g_assert_null (hr_credentials_find_key (credentials, token, &scope));
  hr_test_client_refuse (fixture->meera, "key.revoke", args, "not_found");
  hr_test_client_refuse (fixture->meera, "key.revoke", "{}", "missing_field");
}

/* Borrowed. */
static JsonObject *
find_setting (JsonObject *settings,
              const char *key)
{
  JsonArray *items = hr_json_get_array (settings, "items");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);

      if (g_str_equal (hr_json_get_string (item, "key"), key))
        return item;
    }

  g_assert_not_reached ();
}

/* A supervisor reads every setting, but no secret; what was changed is in it at once. */
static void
test_settings (Fixture      *fixture,
               gconstpointer unused)
{
  JsonObject *settings = NULL;
  JsonObject *ring = NULL;
  gint64      min = 0;
  gint64      max = 0;
  gboolean    is_live = FALSE;

  g_assert_true (hr_settings_set (hr_station_get_settings (fixture->station->station), "ice.turn_secret", "hush", NULL));
  hr_test_client_refuse (fixture->asha, "settings.get", "{}", "forbidden");
  hr_test_client_do (fixture->meera, "settings.set", "{\"key\":\"dispatch.ack_timeout_ms\",\"value\":\"25000\"}");
  hr_test_client_refuse (fixture->meera, "settings.set", "{\"key\":\"dispatch.ack_timeout_ms\",\"value\":999}", "bad_field");
  settings = hr_test_client_do (fixture->meera, "settings.get", "{}");

  g_assert_cmpstr (hr_json_get_string (settings, "url"), ==, hr_station_get_url (fixture->station->station));
  g_assert_false (json_object_get_boolean_member (settings, "requires_device_token"));
  ring = find_setting (settings, "dispatch.ack_timeout_ms");
  g_assert_cmpstr (hr_json_get_string (ring, "value"), ==, "25000");
  g_assert_cmpstr (hr_json_get_string (ring, "default"), ==, "15000");
  g_assert_true (hr_json_get_int (ring, "min", &min) && hr_json_get_int (ring, "max", &max));
  g_assert_cmpint (min, ==, 1000);
  g_assert_cmpint (max, ==, 3600000);
  g_assert_true (hr_json_get_bool (ring, "live", &is_live) && is_live);
  g_assert_true (hr_json_get_bool (find_setting (settings, "listen.port"), "live", &is_live) && !is_live);
  g_assert_cmpstr (hr_json_get_string (find_setting (settings, "ice.turn_secret"), "value"), ==, "set");
}

/* What is under way in a zone that is removed goes on ringing at its operators; what is pressed in it from then on is in the nearest one. */
static void
test_zone_removed (Fixture      *fixture,
                   gconstpointer unused)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  hr_test_client_do (fixture->asha, "presence.set", "{\"state\":\"break\"}");
  hr_test_client_do (fixture->ravi, "presence.set", "{\"state\":\"break\"}");
  before = hr_test_station_press (fixture->station, NULL, "c");
  g_assert_cmpint (hr_incident_get_status (get_incident (fixture, before)), ==, HR_INCIDENT_QUEUED);
  hr_test_client_do (fixture->meera, "zone.remove", "{\"id\":\"zone-1\"}");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect_event (fixture->asha, "zone.removed"), "id"), ==, "zone-1");
  g_assert_null (hr_board_get_zone (hr_station_get_board (fixture->station->station), "zone-1"));

  hr_test_client_do (fixture->asha, "presence.set", "{\"state\":\"available\"}");
  g_assert_true (hr_incident_rings_at (get_incident (fixture, before), "asha"));
  after = hr_test_station_press (fixture->station, NULL, "d");
  g_assert_null (hr_incident_get_zone_id (get_incident (fixture, after)));
}

/* Borrowed; NULL: no such key. */
static JsonObject *
find_key (JsonObject *keys,
          const char *id)
{
  JsonArray *items = hr_json_get_array (keys, "items");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);

      if (g_str_equal (hr_json_get_string (item, "id"), id))
        return item;
    }

  return NULL;
}

/* The list holds no token and no hash, says when a key was used, and keeps one that is revoked. */
static void
test_key_list (Fixture      *fixture,
               gconstpointer unused)
{
  HrCredentials   *credentials = hr_station_get_credentials (fixture->station->station);
  g_autofree char *id = g_strdup (hr_json_get_string (hr_test_client_do (fixture->meera, "key.create", "{\"name\":\"app\",\"scope\":\"read\"}"), "id"));
  g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\"}", id);
  JsonObject      *key = NULL;

  hr_test_client_refuse (fixture->asha, "key.list", "{}", "forbidden");
  key = find_key (hr_test_client_do (fixture->meera, "key.list", "{}"), id);
  g_assert_cmpstr (hr_json_get_string (key, "name"), ==, "app");
  g_assert_cmpstr (hr_json_get_string (key, "scope"), ==, "read");
  g_assert_nonnull (hr_json_get_string (key, "created_at"));
  g_assert_null (hr_json_get_string (key, "used_at"));
  g_assert_false (json_object_has_member (key, "token") || json_object_has_member (key, "token_hash"));

  hr_credentials_note_use (credentials, id, G_GINT64_CONSTANT (1800000000000000));
  key = find_key (hr_test_client_do (fixture->meera, "key.list", "{}"), id);
  g_assert_cmpstr (hr_json_get_string (key, "used_at"), ==, "2027-01-15T08:00:00.000Z");

  hr_test_client_do (fixture->meera, "key.revoke", args);
  key = find_key (hr_test_client_do (fixture->meera, "key.list", "{}"), id);
  g_assert_nonnull (hr_json_get_string (key, "revoked_at"));
}

/* Somebody else has the records: what is done is answered all the same, and is on disk once they let go. */
static void
test_locked_records (Fixture      *fixture,
                     gconstpointer unused)
{
  HrJournal       *journal = hr_station_get_journal (fixture->station->station);
  g_autofree char *path = g_build_filename (fixture->station->dir, "records.sqlite3", NULL);
  sqlite3         *other = NULL;

  g_assert_cmpint (sqlite3_open (path, &other), ==, SQLITE_OK);
  /* The station may just be writing. */
  g_assert_cmpint (sqlite3_busy_timeout (other, 10000), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_test_expect_message ("hr-journal", G_LOG_LEVEL_WARNING, "Records wait in memory*");

  hr_test_client_do (fixture->asha, "presence.set", "{\"state\":\"break\"}");
  hr_test_until (hr_journal_is_degraded (journal), "the records wait");
  g_test_assert_expected_messages ();
  hr_test_client_do (fixture->asha, "presence.set", "{\"state\":\"available\"}");

  g_assert_cmpint (sqlite3_close (other), ==, SQLITE_OK);
  hr_test_until (!hr_journal_is_degraded (journal), "the records are written");
}

static guint
count_drill_incidents (Fixture *fixture)
{
  GListModel *incidents = hr_board_get_incidents (hr_station_get_board (fixture->station->station));
  guint       count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      count += hr_incident_is_drill (incident);
    }

  return count;
}

static void
test_drill (Fixture      *fixture,
            gconstpointer unused)
{
  JsonObject *started = NULL;

  hr_test_client_refuse (fixture->asha, "drill.start", "{\"citizens\":2,\"seconds\":60}", "forbidden");
  hr_test_client_refuse (fixture->meera, "drill.start", "{\"citizens\":51,\"seconds\":60}", "bad_field");
  hr_test_client_refuse (fixture->meera, "drill.start", "{\"citizens\":1}", "bad_field");
  hr_test_client_refuse (fixture->meera, "drill.start", "{\"citizens\":1,\"seconds\":60,\"zone\":\"moon\"}", "not_found");
  hr_test_client_refuse (fixture->meera, "drill.stop", "{}", "wrong_state");

  started = hr_test_client_do (fixture->meera, "drill.start", "{\"citizens\":2,\"seconds\":60}");
  g_assert_nonnull (hr_json_get_string (started, "drill_id"));
  hr_test_client_refuse (fixture->meera, "drill.start", "{\"citizens\":2,\"seconds\":60}", "wrong_state");
  hr_test_until (count_drill_incidents (fixture) == 2, "the citizens of the exercise have pressed");

  hr_test_client_refuse (fixture->asha, "drill.stop", "{}", "forbidden");
  hr_test_client_do (fixture->meera, "drill.stop", "{}");
  g_assert_cmpuint (count_drill_incidents (fixture), ==, 0);
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect_event (fixture->ravi, "drill.stopped"), "drill_id"), !=, NULL);
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect_event (fixture->ravi, "incident.ended"), "disposition"), ==, "test");
}

static void
test_drill_yields (Fixture      *fixture,
                   gconstpointer unused)
{
  g_autofree char *incident = NULL;

  hr_test_client_do (fixture->meera, "drill.start", "{\"citizens\":1,\"seconds\":60}");
  hr_test_until (count_drill_incidents (fixture) == 1, "the citizen of the exercise has pressed");
  incident = hr_test_station_press (fixture->station, NULL, "c");

  hr_test_client_expect_event (fixture->ravi, "drill.stopped");
  g_assert_cmpuint (count_drill_incidents (fixture), ==, 0);
  g_assert_nonnull (get_incident (fixture, incident));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/commands/envelope", Fixture, NULL, set_up, test_envelope, tear_down);
  g_test_add ("/commands/incident", Fixture, NULL, set_up, test_incident, tear_down);
  g_test_add ("/commands/presence", Fixture, NULL, set_up, test_presence, tear_down);
  g_test_add ("/commands/alert", Fixture, NULL, set_up, test_alert, tear_down);
  g_test_add ("/commands/silence", Fixture, NULL, set_up, test_silence, tear_down);
  g_test_add ("/commands/administration", Fixture, NULL, set_up, test_administration, tear_down);
  g_test_add ("/commands/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/commands/settings", Fixture, NULL, set_up, test_settings, tear_down);
  g_test_add ("/commands/key-list", Fixture, NULL, set_up, test_key_list, tear_down);
  g_test_add ("/commands/zone-removed", Fixture, NULL, set_up, test_zone_removed, tear_down);
  g_test_add ("/commands/locked-records", Fixture, NULL, set_up, test_locked_records, tear_down);
  g_test_add ("/commands/drill", Fixture, NULL, set_up, test_drill, tear_down);
  g_test_add ("/commands/drill-yields", Fixture, NULL, set_up, test_drill_yields, tear_down);

  return g_test_run ();
}
