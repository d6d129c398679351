/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-panel"

#include "hr-json.h"
#include "hr-test-station.h"

/* A console's way in, what it is told, and what becomes of it when it goes. */

static HrTestClient *
connect_console (HrTestStation *station)
{
  return hr_test_client_new (hr_station_get_url (station->station), "/api/v1/panel", "hamrahi.panel.v1");
}

static gint64
get_seq (JsonObject *message)
{
  gint64 seq = -1;

  g_assert_true (hr_json_get_int (message, "seq", &seq));
  return seq;
}

/* Tries to log in; NULL and a welcome, or the code of the error and a closed socket. */
static char *
try_to_log_in (HrTestStation *station,
               const char    *operator_id,
               const char    *pin)
{
  g_autoptr (HrTestClient) client = connect_console (station);
  JsonObject *answer = NULL;

  hr_test_client_send (client, "{\"type\":\"login\",\"operator_id\":\"%s\",\"pin\":\"%s\",\"ref\":3}", operator_id, pin);
  hr_test_until (hr_test_client_get_messages (client)->len > 0, "an answer to the login");
  answer = g_ptr_array_index (hr_test_client_get_messages (client), 0);
  if (g_str_equal (hr_json_get_string (answer, "type"), "welcome"))
    return NULL;

  g_assert_cmpuint (hr_test_client_expect_closed (client), ==, 1008);
  return g_strdup (hr_json_get_string (answer, "code"));
}

static void
assert_login (HrTestStation *station,
              const char    *operator_id,
              const char    *pin,
              const char    *expected)
{
  g_autofree char *code = try_to_log_in (station, operator_id, pin);

  g_assert_cmpstr (code, ==, expected);
}

static void
test_login (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();

  hr_test_station_save_operator (station, "asha", "operator", 1, 2);
  assert_login (station, "asha", "2468", NULL);
  assert_login (station, "asha", "1111", "unauthorized");
  assert_login (station, "nobody", "2468", "unauthorized");
  /* The first supervisor has no PIN. */
  assert_login (station, "supervisor", "", "unauthorized");

  json_object_unref (hr_test_station_run (station, "operator.save", "{\"id\":\"asha\",\"enabled\":false}"));
  assert_login (station, "asha", "2468", "unauthorized");
}

static void
test_throttle (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();

  hr_test_station_save_operator (station, "asha", "operator", 1, 2);
  for (guint i = 0; i < 5; i++)
    assert_login (station, "asha", "1111", "unauthorized");
  assert_login (station, "asha", "2468", "too_many_attempts");
  assert_login (station, "ravi", "2468", "too_many_attempts");
}

/* Who tries many PINs at once learns no more than who tries one after another. */
static void
test_throttle_at_once (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  HrTestClient *clients[12] = { NULL };
  guint         n_unauthorized = 0;

  hr_test_station_save_operator (station, "asha", "operator", 1, 2);
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    clients[i] = connect_console (station);
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    hr_test_client_send (clients[i], "{\"type\":\"login\",\"operator_id\":\"asha\",\"pin\":\"1%03u\"}", i);

  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    {
      const char *code = hr_json_get_string (hr_test_client_expect (clients[i], "error"), "code");

      n_unauthorized += g_str_equal (code, "unauthorized");
      g_assert_true (g_str_equal (code, "unauthorized") || g_str_equal (code, "too_many_attempts"));
      hr_test_client_free (clients[i]);
    }
  g_assert_cmpuint (n_unauthorized, ==, 5);
}

static void
test_first_messages (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autoptr (HrTestClient) client = connect_console (station);

  hr_test_client_send (client, "{\"type\":\"command\",\"name\":\"drill.stop\",\"ref\":1}");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect (client, "error"), "code"), ==, "unknown_type");
  hr_test_client_send (client, "{\"type\":\"login\"}");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect (client, "error"), "code"), ==, "missing_field");
  hr_test_client_send (client, "{\"type\":\"resume\"}");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect (client, "error"), "code"), ==, "missing_field");
  hr_test_client_send (client, "{\"type\":\"resume\",\"token\":\"forged\"}");
  g_assert_cmpstr (hr_json_get_string (hr_test_client_expect (client, "error"), "code"), ==, "unauthorized");
  g_assert_cmpuint (hr_test_client_expect_closed (client), ==, 1008);
}

static JsonObject *
resume (HrTestStation *station,
        HrTestClient **client,
        const char    *token,
        gint64         since)
{
  *client = connect_console (station);
  hr_test_client_send (*client, "{\"type\":\"resume\",\"token\":\"%s\",\"since\":%" G_GINT64_FORMAT "}", token, since);

  return hr_test_client_expect (*client, "welcome");
}

static void
test_snapshot (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autofree char *incident = hr_test_station_press (station, NULL, "c");
  g_autoptr (HrTestClient) client = NULL;
  JsonObject *welcome = NULL;
  JsonObject *snapshot = NULL;
  JsonObject *person = NULL;

  hr_test_station_save_operator (station, "asha", "operator", 2, 3);
  client = hr_test_station_log_in (station, "asha");
  welcome = g_ptr_array_index (hr_test_client_get_messages (client), 0);
  person = hr_json_get_object (welcome, "operator");
  g_assert_cmpstr (hr_json_get_string (person, "id"), ==, "asha");
  g_assert_cmpstr (hr_json_get_string (person, "role"), ==, "operator");
  g_assert_cmpuint (json_array_get_length (hr_json_get_array (person, "zones")), ==, 1);
  g_assert_nonnull (hr_json_get_string (welcome, "token"));
  g_assert_nonnull (hr_json_get_string (welcome, "server_time"));

  snapshot = hr_json_get_object (welcome, "snapshot");
  g_assert_cmpuint (json_array_get_length (hr_json_get_array (snapshot, "incidents")), ==, 1);
  g_assert_cmpstr (hr_json_get_string (json_array_get_object_element (hr_json_get_array (snapshot, "incidents"), 0), "id"), ==, incident);
  g_assert_cmpuint (json_array_get_length (hr_json_get_array (snapshot, "operators")), ==, 2);
  g_assert_cmpuint (json_array_get_length (hr_json_get_array (snapshot, "zones")), ==, 1);
  g_assert_nonnull (hr_json_get_array (snapshot, "alerts"));
  g_assert_nonnull (hr_json_get_object (snapshot, "settings"));
  g_assert_false (json_object_has_member (welcome, "events"));
}

static void
test_resume (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autoptr (HrTestClient) first = NULL;
  g_autoptr (HrTestClient) second = NULL;
  g_autoptr (HrTestClient) third = NULL;
  g_autofree char *token = NULL;
  g_autofree char *incident = NULL;
  JsonObject      *welcome = NULL;
  JsonArray       *events = NULL;
  gint64           since = 0;

  hr_test_station_save_operator (station, "asha", "operator", 2, 3);
  first = hr_test_station_log_in (station, "asha");
  welcome = g_ptr_array_index (hr_test_client_get_messages (first), 0);
  token = g_strdup (hr_json_get_string (welcome, "token"));
  since = get_seq (welcome);
  incident = hr_test_station_press (station, NULL, "c");
  hr_test_client_expect_event (first, "incident.assigned");

  welcome = resume (station, &second, token, since);
  g_assert_false (json_object_has_member (welcome, "snapshot"));
  events = hr_json_get_array (welcome, "events");
  g_assert_cmpuint (json_array_get_length (events), >=, 3);
  for (guint i = 0; i < json_array_get_length (events); i++)
    g_assert_cmpint (get_seq (json_array_get_object_element (events, i)), ==, since + 1 + i);
  g_assert_cmpint (get_seq (welcome), ==, since + json_array_get_length (events));

  /* A seq of another run may mean something else. */
  hr_test_station_restart (station);
  welcome = resume (station, &third, token, since);
  g_assert_true (json_object_has_member (welcome, "snapshot"));
  g_assert_false (json_object_has_member (welcome, "events"));
}

/* Consoles that come in the middle of many presses: each hears every event after its welcome, once and in order. */
static void
test_order (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autoptr (GPtrArray) consoles = g_ptr_array_new_with_free_func ((GDestroyNotify) hr_test_client_free);
  g_autoptr (HrTestClient) device = NULL;

  hr_test_station_save_operator (station, "asha", "operator", 2, 3);
  device = hr_test_station_new_device (station);
  for (guint i = 0; i < 40; i++)
    {
      hr_test_client_send (device, "{\"type\":\"activate\",\"activation\":{\"activation_id\":\"p\",\"citizen\":{\"id\":\"c%u\"}}}", i);
      if (i % 8 == 4)
        g_ptr_array_add (consoles, hr_test_station_log_in (station, "asha"));
    }
  json_object_unref (hr_test_station_run (station, "settings.set", "{\"key\":\"dispatch.ack_timeout_ms\",\"value\":\"60000\"}"));

  for (guint i = 0; i < consoles->len; i++)
    {
      HrTestClient *console = g_ptr_array_index (consoles, i);
      GPtrArray    *messages = hr_test_client_get_messages (console);
      gint64        seq = get_seq (g_ptr_array_index (messages, 0));

      hr_test_client_expect_event (console, "settings.changed");
      for (guint j = 1; j < messages->len; j++)
        {
          JsonObject *message = g_ptr_array_index (messages, j);

          if (g_str_equal (hr_json_get_string (message, "type"), "event"))
            g_assert_cmpint (get_seq (message), ==, ++seq);
        }
    }
}

static HrPresence
get_presence (HrTestStation *station,
              const char    *operator_id)
{
  return hr_operator_get_presence (hr_board_get_operator (hr_station_get_board (station->station), operator_id));
}

static void
test_presence (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  HrTestClient *first = NULL;
  HrTestClient *second = NULL;

  hr_test_station_save_operator (station, "asha", "operator", 2, 3);
  first = hr_test_station_log_in (station, "asha");
  hr_test_until (get_presence (station, "asha") == HR_PRESENCE_AVAILABLE, "online");
  hr_test_client_free (first);
  hr_test_until (get_presence (station, "asha") == HR_PRESENCE_OFFLINE, "offline after an orderly end");

  second = hr_test_station_log_in (station, "asha");
  hr_test_client_cut (second);
  g_assert_cmpint (get_presence (station, "asha"), ==, HR_PRESENCE_AVAILABLE);
  hr_test_until (get_presence (station, "asha") == HR_PRESENCE_STALE, "stale after a broken connection");
  hr_test_client_free (second);

  first = hr_test_station_log_in (station, "asha");
  hr_test_until (get_presence (station, "asha") == HR_PRESENCE_AVAILABLE, "back");
  hr_test_client_free (first);
}

/* The connection that broke is not waited for when its operator has been back and has left. */
static void
test_back_and_gone (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autoptr (HrTestClient) broken = NULL;
  HrTestClient *back = NULL;

  hr_test_station_save_operator (station, "asha", "operator", 2, 3);
  broken = hr_test_station_log_in (station, "asha");
  hr_test_client_cut (broken);
  back = hr_test_station_log_in (station, "asha");
  g_assert_cmpint (get_presence (station, "asha"), ==, HR_PRESENCE_AVAILABLE);
  hr_test_client_free (back);
  hr_test_until (get_presence (station, "asha") != HR_PRESENCE_AVAILABLE, "the end of the second is known");
  g_assert_cmpint (get_presence (station, "asha"), ==, HR_PRESENCE_OFFLINE);
}

static void
test_shut_out (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autoptr (HrTestClient) client = NULL;

  hr_test_station_save_operator (station, "asha", "operator", 2, 3);
  client = hr_test_station_log_in (station, "asha");
  json_object_unref (hr_test_station_run (station, "operator.save", "{\"id\":\"asha\",\"enabled\":false}"));
  g_assert_cmpuint (hr_test_client_expect_closed (client), ==, 1008);
}

static void
assert_token_refused (HrTestStation *station,
                      const char    *token,
                      const char    *why)
{
  g_autoptr (HrTestClient) client = connect_console (station);
  JsonObject *error = NULL;

  hr_test_client_send (client, "{\"type\":\"resume\",\"token\":\"%s\"}", token);
  error = hr_test_client_expect (client, "error");
  g_assert_cmpstr (hr_json_get_string (error, "code"), ==, "unauthorized");
  g_assert_nonnull (strstr (hr_json_get_string (error, "detail"), why));
  g_assert_cmpuint (hr_test_client_expect_closed (client), ==, 1008);
}

static char *
dup_token (HrTestClient *client)
{
  return g_strdup (hr_json_get_string (g_ptr_array_index (hr_test_client_get_messages (client), 0), "token"));
}

/* What was given under the old PIN ends with it, over a restart too; what is given under the new one is good. */
static void
test_new_pin (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autoptr (HrTestClient) old = NULL;
  g_autoptr (HrTestClient) resumed = NULL;
  g_autoptr (HrTestClient) another = NULL;
  g_autofree char *token = NULL;
  g_autofree char *new_token = NULL;

  hr_test_station_save_operator (station, "asha", "operator", 2, 3);
  hr_test_station_save_operator (station, "ravi", "operator", 2, 3);
  old = hr_test_station_log_in (station, "asha");
  another = hr_test_station_log_in (station, "ravi");
  token = dup_token (old);
  json_object_unref (hr_test_station_run (station, "operator.save", "{\"id\":\"asha\",\"pin\":\"97531\"}"));

  g_assert_cmpuint (hr_test_client_expect_closed (old), ==, 1008);
  g_assert_cmpint (get_presence (station, "asha"), ==, HR_PRESENCE_AVAILABLE);
  assert_token_refused (station, token, "PIN");
  assert_login (station, "asha", "2468", "unauthorized");
  hr_test_client_do (another, "presence.set", "{\"state\":\"available\"}");

  resumed = connect_console (station);
  hr_test_client_send (resumed, "{\"type\":\"login\",\"operator_id\":\"asha\",\"pin\":\"97531\"}");
  hr_test_client_expect (resumed, "welcome");
  new_token = dup_token (resumed);

  hr_test_station_restart (station);
  assert_token_refused (station, token, "PIN");
  g_clear_pointer (&resumed, hr_test_client_free);
  resume (station, &resumed, new_token, -1);
}

static void
test_disabled_token (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autoptr (HrTestClient) client = NULL;
  g_autofree char *token = NULL;

  hr_test_station_save_operator (station, "asha", "operator", 2, 3);
  client = hr_test_station_log_in (station, "asha");
  token = dup_token (client);
  json_object_unref (hr_test_station_run (station, "operator.save", "{\"id\":\"asha\",\"enabled\":false}"));
  assert_token_refused (station, token, "no longer an operator");
}

/* Enabled again, an operator logs in again: what was given before stays worth nothing, over a restart too. */
static void
test_enabled_again (void)
{
  g_autoptr (HrTestStation) station = hr_test_station_new ();
  g_autoptr (HrTestClient) first = NULL;
  g_autoptr (HrTestClient) second = NULL;
  g_autoptr (HrTestClient) resumed = NULL;
  g_autofree char *token = NULL;
  g_autofree char *new_token = NULL;

  hr_test_station_save_operator (station, "asha", "operator", 2, 3);
  first = hr_test_station_log_in (station, "asha");
  token = dup_token (first);

  json_object_unref (hr_test_station_run (station, "operator.save", "{\"id\":\"asha\",\"enabled\":false}"));
  json_object_unref (hr_test_station_run (station, "operator.save", "{\"id\":\"asha\",\"enabled\":true}"));
  g_assert_cmpuint (hr_test_client_expect_closed (first), ==, 1008);
  assert_token_refused (station, token, "for a time");

  second = hr_test_station_log_in (station, "asha");
  new_token = dup_token (second);
  hr_test_station_restart (station);
  assert_token_refused (station, token, "for a time");
  resume (station, &resumed, new_token, -1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/panel/login", test_login);
  g_test_add_func ("/panel/throttle", test_throttle);
  g_test_add_func ("/panel/throttle-at-once", test_throttle_at_once);
  g_test_add_func ("/panel/first-messages", test_first_messages);
  g_test_add_func ("/panel/snapshot", test_snapshot);
  g_test_add_func ("/panel/resume", test_resume);
  g_test_add_func ("/panel/order", test_order);
  g_test_add_func ("/panel/presence", test_presence);
  g_test_add_func ("/panel/back-and-gone", test_back_and_gone);
  g_test_add_func ("/panel/shut-out", test_shut_out);
  g_test_add_func ("/panel/new-pin", test_new_pin);
  g_test_add_func ("/panel/disabled-token", test_disabled_token);
  g_test_add_func ("/panel/enabled-again", test_enabled_again);

  return g_test_run ();
}
