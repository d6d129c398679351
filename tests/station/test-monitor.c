/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-monitor"

#include "hr-json.h"
#include "hr-test-station.h"

/* Which incident a console hears on which slot, and whose picture it sees; that either comes out is the media and acceptance tests' business. */

typedef struct
{
  HrTestStation *station;
  HrTestClient  *asha;
  HrTestClient  *meera;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  fixture->station = hr_test_station_new ();
  hr_test_station_save_operator (fixture->station, "asha", "operator", 1, 9);
  hr_test_station_save_operator (fixture->station, "meera", "supervisor", 0, 1);
  fixture->asha = hr_test_station_log_in (fixture->station, "asha");
  fixture->meera = hr_test_station_log_in (fixture->station, "meera");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  hr_test_client_free (fixture->asha);
  hr_test_client_free (fixture->meera);
  hr_test_station_free (fixture->station);
}

static void
expect_slot (HrTestClient *client,
             gint64        slot,
             const char   *incident_id)
{
  JsonObject *message = hr_test_client_expect (client, "monitor.slot");
  gint64      told = -1;

  g_assert_true (hr_json_get_int (message, "slot", &told));
  g_assert_cmpint (told, ==, slot);
  g_assert_cmpstr (hr_json_get_string (message, "incident_id"), ==, incident_id);
}

static char *
args_of (const char *incident_id,
         int         slot)
{
  return g_strdup_printf ("{\"incident_id\":\"%s\",\"slot\":%d}", incident_id, slot);
}

static void
test_opens_by_itself (Fixture      *fixture,
                      gconstpointer unused)
{
  g_autofree char *before = hr_test_station_press (fixture->station, NULL, "c1");
  g_autofree char *after = NULL;
  g_autofree char *end = g_strdup_printf ("{\"incident_id\":\"%s\",\"disposition\":\"prank\"}", before);

  hr_test_client_send (fixture->asha, "{\"type\":\"monitor.start\"}");
  expect_slot (fixture->asha, 0, before);
  g_assert_nonnull (hr_json_get_string (hr_test_client_expect (fixture->asha, "monitor.offer"), "sdp"));

  after = hr_test_station_press (fixture->station, NULL, "c2");
  expect_slot (fixture->asha, 1, after);
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect_event (fixture->meera, "incident.listen_started"), "operator_id"), ==, "asha");

  hr_test_client_do (fixture->asha, "incident.end", end);
  expect_slot (fixture->asha, 0, NULL);
  hr_test_client_expect_event (fixture->meera, "incident.listen_stopped");
}

static void
test_slots_are_four (Fixture      *fixture,
                     gconstpointer unused)
{
  GPtrArray *messages = NULL;
  guint      n_slots = 0;

  hr_test_client_send (fixture->asha, "{\"type\":\"monitor.start\"}");
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *citizen = g_strdup_printf ("c%u", i);

      g_free (hr_test_station_press (fixture->station, NULL, citizen));
    }
  hr_test_client_do (fixture->asha, "presence.set", "{\"state\":\"available\"}");

  messages = hr_test_client_get_messages (fixture->asha);
  for (guint i = 0; i < messages->len; i++)
    n_slots += g_str_equal (hr_json_get_string (g_ptr_array_index (messages, i), "type"), "monitor.slot");
  g_assert_cmpuint (n_slots, ==, 4);
}

static void
test_listen (Fixture      *fixture,
             gconstpointer unused)
{
  g_autofree char *incident = hr_test_station_press (fixture->station, NULL, "c");
  g_autofree char *on_2 = args_of (incident, 2);
  g_autofree char *on_3 = args_of (incident, 3);
  g_autofree char *on_4 = args_of (incident, 4);
  JsonObject      *data = NULL;
  gint64           slot = -1;

  hr_test_client_do (fixture->meera, "incident.listen", on_2);
  expect_slot (fixture->meera, 2, incident);
  data = hr_test_client_expect_event (fixture->asha, "incident.listen_started");
  g_assert_cmpstr (hr_json_get_string (data, "operator_id"), ==, "meera");
  g_assert_true (hr_json_get_int (data, "slot", &slot) && slot == 2);

  /* One incident is on one slot. */
  hr_test_client_do (fixture->meera, "incident.listen", on_3);
  expect_slot (fixture->meera, 2, NULL);
  expect_slot (fixture->meera, 3, incident);
  hr_test_client_refuse (fixture->meera, "incident.unlisten", on_2, "wrong_state");
  hr_test_client_do (fixture->meera, "incident.unlisten", on_3);
  expect_slot (fixture->meera, 3, NULL);

  hr_test_client_refuse (fixture->meera, "incident.listen", on_4, "bad_field");
  hr_test_client_refuse (fixture->meera, "incident.unlisten", "{}", "bad_field");
  hr_test_client_refuse (fixture->meera, "incident.listen", "{\"incident_id\":\"moon\",\"slot\":0}", "not_found");
}

static void
test_ends_with_the_duty (Fixture      *fixture,
                         gconstpointer unused)
{
  g_autofree char *incident = hr_test_station_press (fixture->station, NULL, "c");
  g_autofree char *on_0 = args_of (incident, 0);
  g_autofree char *take = g_strdup_printf ("{\"incident_id\":\"%s\"}", incident);

  hr_test_client_do (fixture->asha, "incident.listen", on_0);
  expect_slot (fixture->asha, 0, incident);
  hr_test_client_do (fixture->meera, "incident.take", take);
  expect_slot (fixture->asha, 0, NULL);
  hr_test_client_refuse (fixture->asha, "incident.listen", on_0, "forbidden");
}

static void
test_answers (Fixture      *fixture,
              gconstpointer unused)
{
  hr_test_client_send (fixture->asha, "{\"type\":\"monitor.answer\",\"sdp\":\"v=0\"}");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect (fixture->asha, "error"), "code"), ==, "wrong_state");
  hr_test_client_send (fixture->asha, "{\"type\":\"monitor.start\"}");
  hr_test_client_expect (fixture->asha, "monitor.offer");
  hr_test_client_send (fixture->asha, "{\"type\":\"monitor.answer\",\"sdp\":\"v=0\"}");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect (fixture->asha, "error"), "code"), ==, "bad_sdp");
  hr_test_client_send (fixture->asha, "{\"type\":\"monitor.answer\"}");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect (fixture->asha, "error"), "code"), ==, "missing_field");
  hr_test_client_send (fixture->asha, "{\"type\":\"monitor.candidate\",\"candidate\":\"rubbish\"}");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect (fixture->asha, "error"), "code"), ==, "bad_candidate");
}

/* As the recorder tells it when the phone's first frame has come. */
static void
begin_picture (Fixture    *fixture,
               const char *incident_id)
{
  static guint     n_recordings = 0;
  g_autofree char *recording_id = g_strdup_printf ("picture-%u", ++n_recordings);
  JsonObject      *data = hr_json_new_object ("recording_id", recording_id, "session_id", "s", "media", "picture", "path", "recordings/picture.webm", NULL);
  g_autoptr (GError) error = NULL;

  json_object_set_int_member (data, "attempt", 1);
  hr_journal_record (hr_station_get_journal (fixture->station->station), "recording.started", incident_id, "station", data, &error);
  g_assert_no_error (error);
}

static char *
press_with_picture (Fixture    *fixture,
                    const char *citizen_id)
{
  char *incident = hr_test_station_press (fixture->station, NULL, citizen_id);

  begin_picture (fixture, incident);
  return incident;
}

static char *
args_about (const char *incident_id)
{
  return g_strdup_printf ("{\"incident_id\":\"%s\"}", incident_id);
}

static void
expect_watched (HrTestClient *client,
                const char   *kind)
{
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect_event (client, kind), "operator_id"), ==, "asha");
}

static void
expect_ended (Fixture    *fixture,
              const char *incident_id,
              const char *code)
{
  JsonObject *message = hr_test_client_expect (fixture->asha, "picture.ended");

  g_assert_cmpstr (hr_json_get_string (message, "incident_id"), ==, incident_id);
  g_assert_cmpstr (hr_json_get_string (message, "code"), ==, code);
  g_assert_nonnull (hr_json_get_string (message, "reason"));
  expect_watched (fixture->meera, "incident.watch_stopped");
}

/* Errors with a `ref` are a command's. */
static void
refuse_message (Fixture    *fixture,
                const char *message,
                const char *code)
{
  JsonObject *answer = NULL;

  hr_test_client_send (fixture->asha, "%s", message);
  do
    answer = hr_test_client_expect (fixture->asha, "error");
  while (json_object_has_member (answer, "ref"));
  g_assert_cmpstr (hr_json_get_string (answer, "code"), ==, code);
}

static void
test_picture (Fixture      *fixture,
              gconstpointer unused)
{
  g_autofree char *incident = hr_test_station_press (fixture->station, NULL, "c1");
  g_autofree char *other = press_with_picture (fixture, "c2");
  g_autofree char *args = args_about (incident);
  g_autofree char *other_args = args_about (other);

  hr_test_client_refuse (fixture->asha, "picture.start", args, "wrong_state");
  hr_test_client_refuse (fixture->asha, "picture.start", "{\"incident_id\":\"moon\"}", "not_found");
  hr_test_client_refuse (fixture->asha, "picture.start", "{}", "missing_field");
  hr_test_client_refuse (fixture->asha, "picture.stop", args, "wrong_state");
  refuse_message (fixture, "{\"type\":\"picture.answer\",\"sdp\":\"v=0\"}", "wrong_state");
  refuse_message (fixture, "{\"type\":\"picture.candidate\",\"candidate\":\"\"}", "wrong_state");

  begin_picture (fixture, incident);
  hr_test_client_do (fixture->asha, "picture.start", args);
  expect_watched (fixture->meera, "incident.watch_started");
  refuse_message (fixture, "{\"type\":\"picture.answer\"}", "missing_field");
  refuse_message (fixture, "{\"type\":\"picture.candidate\"}", "missing_field");

  /* Nothing was offered: the phone is not live. */
  refuse_message (fixture, "{\"type\":\"picture.answer\",\"sdp\":\"v=0\"}", "wrong_state");
  refuse_message (fixture, "{\"type\":\"picture.candidate\",\"candidate\":\"rubbish\"}", "bad_candidate");

  /* One at a time. */
  hr_test_client_do (fixture->asha, "picture.start", other_args);
  expect_watched (fixture->meera, "incident.watch_stopped");
  expect_watched (fixture->meera, "incident.watch_started");
  hr_test_client_refuse (fixture->asha, "picture.stop", args, "wrong_state");
  hr_test_client_do (fixture->asha, "picture.stop", other_args);
  expect_watched (fixture->meera, "incident.watch_stopped");
}

static void
test_picture_ends (Fixture      *fixture,
                   gconstpointer unused)
{
  g_autofree char *incident = press_with_picture (fixture, "c1");
  g_autofree char *other = press_with_picture (fixture, "c2");
  g_autofree char *again = NULL;
  g_autofree char *other_args = args_about (other);
  g_autofree char *args = args_about (incident);
  g_autofree char *give = g_strdup_printf ("{\"incident_id\":\"%s\",\"operator_id\":\"asha\"}", incident);
  g_autofree char *end = g_strdup_printf ("{\"incident_id\":\"%s\",\"disposition\":\"prank\"}", incident);

  /* With the session: after another press it may be asked for anew. */
  hr_test_client_do (fixture->asha, "picture.start", args);
  again = hr_test_station_press (fixture->station, NULL, "c1");
  g_assert_cmpstr (again, ==, incident);
  expect_ended (fixture, incident, "media_failed");

  /* With the duty, */
  hr_test_client_do (fixture->asha, "picture.start", args);
  hr_test_client_do (fixture->meera, "incident.take", args);
  expect_ended (fixture, incident, "forbidden");
  hr_test_client_refuse (fixture->asha, "picture.start", args, "forbidden");

  /* with the incident, */
  hr_test_client_do (fixture->meera, "incident.assign", give);
  hr_test_client_do (fixture->asha, "picture.start", args);
  hr_test_client_do (fixture->meera, "incident.end", end);
  expect_ended (fixture, incident, "already_ended");

  /* and with the socket. */
  hr_test_client_do (fixture->asha, "picture.start", other_args);
  hr_test_client_cut (fixture->asha);
  expect_watched (fixture->meera, "incident.watch_started");
  expect_watched (fixture->meera, "incident.watch_stopped");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/monitor/opens-by-itself", Fixture, NULL, set_up, test_opens_by_itself, tear_down);
  g_test_add ("/monitor/slots-are-four", Fixture, NULL, set_up, test_slots_are_four, tear_down);
  g_test_add ("/monitor/listen", Fixture, NULL, set_up, test_listen, tear_down);
  g_test_add ("/monitor/ends-with-the-duty", Fixture, NULL, set_up, test_ends_with_the_duty, tear_down);
  g_test_add ("/monitor/answers", Fixture, NULL, set_up, test_answers, tear_down);
  g_test_add ("/monitor/picture", Fixture, NULL, set_up, test_picture, tear_down);
  g_test_add ("/monitor/picture-ends", Fixture, NULL, set_up, test_picture_ends, tear_down);

  return g_test_run ();
}
