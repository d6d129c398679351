/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-station"

#include "hr-json.h"
#include "hr-test-station.h"

/* The station as a whole: its first records, its control socket, and what a restart leaves. */

static void
test_first_records (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  HrBoard    *board = hr_station_get_board (station->station);
  HrOperator *supervisor = hr_board_get_operator (board, "supervisor");

  g_assert_cmpstr (hr_zone_get_name (hr_board_get_zone (board, "zone-1")), ==, "Zone 1");
  g_assert_cmpstr (hr_operator_get_name (supervisor), ==, "Duty supervisor");
  g_assert_true (hr_operator_is_supervisor (supervisor));
  g_assert_cmpuint (hr_operator_get_capacity (supervisor), ==, 4);
  g_assert_cmpuint (hr_operator_get_rank (supervisor, "zone-1"), ==, 1);
  g_assert_null (hr_credentials_get_pin_hash (hr_station_get_credentials (station->station), "supervisor"));
  g_assert_false (hr_station_requires_device_token (station->station));

  hr_test_station_restart (station);
  g_assert_cmpuint (g_list_model_get_n_items (hr_board_get_operators (hr_station_get_board (station->station))), ==, 1);
}

static void
test_device_token (void)
{
  static const struct
  {
    const char *address;
    const char *wish;
    gboolean    is_required;
  } cases[] = {
    { "127.0.0.1", "auto", FALSE },
    { "::1", "auto", FALSE },
    { "0.0.0.0", "auto", TRUE },
    { "127.0.0.1", "true", TRUE },
    { "0.0.0.0", "false", FALSE },
  };
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  HrSettings *settings = hr_station_get_settings (station->station);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (hr_settings_set (settings, "listen.address", cases[i].address, NULL));
      g_assert_true (hr_settings_set (settings, "auth.require_device_token", cases[i].wish, NULL));
      g_assert_true (hr_station_requires_device_token (station->station) == cases[i].is_required);
    }
}

static const char *
get_error (JsonObject *answer)
{
  JsonObject *error = hr_json_get_object (answer, "error");

  return error != NULL ? hr_json_get_string (error, "code") : NULL;
}

static void
test_control (void)
{
  static const struct
  {
    const char *line;
    const char *code;
  } cases[] = {
    { "{\"name\":\"station.info\"}", NULL },
    { "{\"name\":\"operator.save\",\"args\":{\"id\":\"asha\",\"pin\":\"2468\"}}", NULL },
    { "{\"name\":\"operator.login\",\"args\":{\"operator_id\":\"asha\"}}", NULL },
    { "{\"name\":\"operator.login\",\"args\":{\"operator_id\":\"nobody\"}}", "not_found" },
    { "{\"name\":\"operator.login\"}", "missing_field" },
    { "{\"name\":\"presence.set\",\"args\":{\"state\":\"break\"}}", "forbidden" },
    { "{\"name\":\"moon.land\"}", "unknown_command" },
    { "{}", "unknown_command" },
    { "[]", "bad_json" },
    { "{\"name\":", "bad_json" },
  };
  g_autoptr (HrTestStation) station = hr_test_station_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonObject) answer = hr_test_station_control (station, cases[i].line);

      g_test_message ("%s", cases[i].line);
      g_assert_cmpstr (get_error (answer), ==, cases[i].code);
    }
}

static void
test_login_without_pin (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autoptr (JsonObject) answer = hr_test_station_control (station, "{\"name\":\"operator.login\",\"args\":{\"operator_id\":\"supervisor\"}}");
  JsonObject *data = hr_json_get_object (answer, "data");
  g_autoptr (HrTestClient) client = NULL;

  g_assert_cmpstr (hr_json_get_string (data, "url"), ==, hr_station_get_url (station->station));
  client = hr_test_client_new (hr_json_get_string (data, "url"), "/api/v1/panel", "hamrahi.panel.v1");
  hr_test_client_send (client, "{\"type\":\"resume\",\"token\":\"%s\"}", hr_json_get_string (data, "token"));
  g_assert_true (json_object_has_member (hr_test_client_expect (client, "welcome"), "snapshot"));
}

static void
test_settings_outlive_a_restart (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();

  json_object_unref (hr_test_station_run (station, "settings.set", "{\"key\":\"station.name\",\"value\":\"North\"}"));
  hr_test_station_restart (station);
  g_assert_cmpstr (hr_settings_get_string (hr_station_get_settings (station->station), "station.name"), ==, "North");
}

static void
test_stopping (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autoptr (HrTestClient) device = hr_test_station_new_device (station);
  g_autoptr (HrTestClient) console = NULL;

  hr_test_station_save_operator (station, "asha", "operator", 1, 4);
  console = hr_test_station_log_in (station, "asha");
  g_free (hr_test_station_press (station, device, "c"));
  hr_test_station_restart (station);

  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect (device, "ended"), "reason"), ==, "station_stopping");
  g_assert_cmpuint (hr_test_client_expect_closed (device), ==, 1000);
  g_assert_cmpuint (hr_test_client_expect_closed (console), ==, 1001);
}

/* The incident is there, its operator sees it, its phone finds its way back by its session token. */
static void
test_restart_with_open_incident (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autoptr (HrTestClient) device = hr_test_station_new_device (station);
  g_autoptr (HrTestClient) back = NULL;
  g_autoptr (HrTestClient) console = NULL;
  g_autofree char *incident_id = hr_test_station_press (station, device, "c");
  g_autofree char *token = NULL;
  GPtrArray       *messages = hr_test_client_get_messages (device);
  HrIncident      *incident = NULL;
  JsonObject      *offer = NULL;
  gint64           attempt = 0;

  token = g_strdup (hr_json_get_string (g_ptr_array_index (messages, messages->len - 1), "session_token"));
  hr_test_station_restart (station);

  incident = hr_board_get_incident (hr_station_get_board (station->station), incident_id);
  g_assert_nonnull (incident);
  g_assert_cmpint (hr_incident_get_media_state (incident), ==, HR_MEDIA_CLOSED);
  g_assert_null (hr_station_get_session (station->station, incident_id));
  hr_test_station_save_operator (station, "meera", "supervisor", 1, 4);
  console = hr_test_station_log_in (station, "meera");
  {
    g_autofree char *args = g_strdup_printf ("{\"incident_id\":\"%s\"}", incident_id);

    hr_test_client_refuse (console, "incident.retry_audio", args, "wrong_state");
  }

  back = hr_test_station_new_device (station);
  hr_test_client_send (back, "{\"type\":\"join\",\"token\":\"%s\"}", token);
  offer = hr_test_client_expect (back, "offer");
  g_assert_true (hr_json_get_int (offer, "attempt", &attempt));
  g_assert_cmpint (attempt, ==, 2);
  g_assert_nonnull (hr_station_get_session (station->station, incident_id));
  hr_test_client_expect_event (console, "media.offered");
  g_assert_cmpint (hr_incident_get_media_state (incident), ==, HR_MEDIA_OFFERED);
}

/* A phone that presses again with the same id instead of joining gets its incident and a session. */
static void
test_repeated_after_restart (void)
{
  static const char press[] = "{\"type\":\"activate\",\"activation\":{\"activation_id\":\"same\",\"citizen\":{\"id\":\"c\"}}}";
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autoptr (HrTestClient) device = hr_test_station_new_device (station);
  g_autoptr (HrTestClient) again = NULL;
  g_autofree char *incident_id = NULL;
  JsonObject      *accepted = NULL;

  hr_test_client_send (device, "%s", press);
  incident_id = g_strdup (hr_json_get_string (hr_test_client_expect (device, "accepted"), "incident_id"));
  hr_test_station_restart (station);

  again = hr_test_station_new_device (station);
  hr_test_client_send (again, "%s", press);
  accepted = hr_test_client_expect (again, "accepted");
  g_assert_cmpstr (hr_json_get_string (accepted, "incident_id"), ==, incident_id);
  g_assert_nonnull (hr_station_get_session (station->station, incident_id));
}

static void
test_ended_incident_lets_its_phone_go (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autoptr (HrTestClient) device = hr_test_station_new_device (station);
  g_autofree char *incident_id = hr_test_station_press (station, device, "c");
  g_autofree char *args = g_strdup_printf ("{\"incident_id\":\"%s\",\"disposition\":\"prank\"}", incident_id);

  json_object_unref (hr_test_station_run (station, "incident.end", args));
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect (device, "ended"), "reason"), ==, "resolved");
  g_assert_null (hr_station_get_session (station->station, incident_id));
}

/* A socket that has pressed for two: the end of the first is not the end of the second. */
static void
test_device_of_two_incidents (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autoptr (HrTestClient) device = hr_test_station_new_device (station);
  g_autofree char *first = hr_test_station_press (station, device, "c");
  g_autofree char *second = hr_test_station_press (station, device, "d");
  g_autofree char *end_first = g_strdup_printf ("{\"incident_id\":\"%s\",\"disposition\":\"prank\"}", first);
  g_autofree char *end_second = g_strdup_printf ("{\"incident_id\":\"%s\",\"disposition\":\"test\"}", second);

  json_object_unref (hr_test_station_run (station, "incident.end", end_first));
  hr_test_client_send (device, "{\"type\":\"telemetry\",\"battery_pct\":50}");
  hr_test_until (hr_incident_get_battery_pct (hr_board_get_incident (hr_station_get_board (station->station), second)) == 50,
                 "the second is still heard");
  json_object_unref (hr_test_station_run (station, "incident.end", end_second));
  hr_test_client_expect (device, "ended");
}

/* What a device may write into the log is bounded. */
static void
test_device_that_says_too_much (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autoptr (HrTestClient) device = hr_test_station_new_device (station);
  g_autofree char *incident_id = hr_test_station_press (station, device, "c");
  g_autofree char *long_word = g_strnfill (33, 'x');
  HrIncident      *incident = hr_board_get_incident (hr_station_get_board (station->station), incident_id);

  hr_test_client_send (device, "{\"type\":\"telemetry\",\"battery_pct\":50,\"network\":\"%s\"}", long_word);
  hr_test_until (hr_incident_get_battery_pct (incident) == 50, "the battery is known");
  g_assert_null (hr_incident_get_network (incident));

  hr_test_client_send (device, "{\"type\":\"cancel\",\"reason\":\"a mistake\"}");
  hr_test_client_send (device, "{\"type\":\"cancel\",\"reason\":\"a mistake\"}");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect (device, "error"), "code"), ==, "rate_limited");
}

static void
happen (HrTestStation *station,
        const char    *incident_id,
        const char    *kind,
        const char    *member,
        const char    *value)
{
  HrMediaSession *session = hr_station_get_session (station->station, incident_id);
  g_autoptr (JsonObject) data = hr_json_new_object ("session_id", hr_media_session_get_id (session), member, value, NULL);

  json_object_set_int_member (data, "attempt", 1);
  json_object_set_int_member (data, "silent_ms", 5000);
  g_signal_emit_by_name (session, "happened", kind, data);
}

/* The text of the active alert of @kind, or NULL. */
static const char *
get_alarm (HrTestStation *station,
           const char    *kind)
{
  GListModel *alerts = hr_board_get_alerts (hr_station_get_board (station->station));

  for (guint i = 0; i < g_list_model_get_n_items (alerts); i++)
    {
      g_autoptr (HrAlert) alert = g_list_model_get_item (alerts, i);

      if (hr_alert_is_active (alert) && g_str_equal (hr_alert_get_kind (alert), kind))
        return hr_alert_get_text (alert); /* the board keeps it */
    }

  return NULL;
}

/* An incident's number stands between the two halves of the sentence; it begins with the year. */
static void
assert_alarm (HrTestStation *station,
              const char    *kind,
              const char    *before,
              const char    *after)
{
  HrBoard *board = hr_station_get_board (station->station);
  g_autoptr (HrIncident) incident = g_list_model_get_item (hr_board_get_incidents (board), 0);
  g_autofree char *expected = g_strconcat (before, hr_incident_get_number (incident), after, NULL);

  g_assert_cmpstr (get_alarm (station, kind), ==, expected);
}

/* What happens to a session is recorded, and what of it is an alarm ends with its cause. */
static void
test_media_alarms (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autofree char *incident_id = hr_test_station_press (station, NULL, "c");
  HrIncident      *incident = hr_board_get_incident (hr_station_get_board (station->station), incident_id);

  happen (station, incident_id, "media.live", NULL, NULL);
  g_assert_cmpint (hr_incident_get_media_state (incident), ==, HR_MEDIA_LIVE);
  g_assert_null (get_alarm (station, "audio_lost"));

  /* What makes no sound is another thing than what does not arrive. */
  hr_dispatcher_tell_silence (hr_station_get_dispatcher (station->station), "cli", incident_id, 30000, NULL);
  assert_alarm (station, "call_silent", "Nothing is heard on ", " for 30 s, though its audio arrives.");
  happen (station, incident_id, "media.lost", NULL, NULL);
  g_assert_null (get_alarm (station, "call_silent"));
  assert_alarm (station, "audio_lost", "", " has been silent for 5 s.");
  happen (station, incident_id, "media.live", NULL, NULL);
  g_assert_null (get_alarm (station, "audio_lost"));

  happen (station, incident_id, "media.failed", "reason", "No answer came.");
  assert_alarm (station, "media_failed", "No audio from ", ": No answer came.");
  happen (station, incident_id, "recording.failed", "media", "picture");
  g_assert_null (get_alarm (station, "recording_failed"));
  happen (station, incident_id, "recording.failed", "reason", "The disk is full.");
  assert_alarm (station, "recording_failed", "", " is not being recorded: The disk is full.");
  happen (station, incident_id, "recording.started", "media", "picture");
  assert_alarm (station, "recording_failed", "", " is not being recorded: The disk is full.");
  happen (station, incident_id, "recording.started", "recording_id", "r");
  g_assert_null (get_alarm (station, "recording_failed"));
}

/* Sound that was heard before the station went is missed, until its phone has come back. */
static void
test_restart_with_live_audio (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autofree char *incident_id = hr_test_station_press (station, NULL, "c");

  happen (station, incident_id, "media.live", NULL, NULL);
  hr_dispatcher_tell_silence (hr_station_get_dispatcher (station->station), "cli", incident_id, 30000, NULL);
  g_assert_nonnull (get_alarm (station, "call_silent"));
  hr_test_station_restart (station);
  g_assert_null (get_alarm (station, "call_silent"));
  assert_alarm (station, "audio_lost", "The audio of ", " broke off when the station was restarted.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/station/first-records", test_first_records);
  g_test_add_func ("/station/device-token", test_device_token);
  g_test_add_func ("/station/control", test_control);
  g_test_add_func ("/station/login-without-pin", test_login_without_pin);
  g_test_add_func ("/station/settings-outlive-a-restart", test_settings_outlive_a_restart);
  g_test_add_func ("/station/stopping", test_stopping);
  g_test_add_func ("/station/restart-with-open-incident", test_restart_with_open_incident);
  g_test_add_func ("/station/repeated-after-restart", test_repeated_after_restart);
  g_test_add_func ("/station/media-alarms", test_media_alarms);
  g_test_add_func ("/station/restart-with-live-audio", test_restart_with_live_audio);
  g_test_add_func ("/station/device-of-two-incidents", test_device_of_two_incidents);
  g_test_add_func ("/station/device-that-says-too-much", test_device_that_says_too_much);
  g_test_add_func ("/station/ended-incident-lets-its-phone-go", test_ended_incident_lets_its_phone_go);

  return g_test_run ();
}
