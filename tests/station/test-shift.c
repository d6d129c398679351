/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-shift"

#include "hr-json.h"
#include "hr-records.h"
#include "hr-test-station.h"

/* Handing a shift over: who may, what keeps them from it, what is on record of it. */

#define ARGS "{\"to\":\"meera\",\"pin\":\"2468\",\"shift\":\"B\",\"lamps\":{\"net\":\"good\",\"disk\":\"bad\",\"rec\":\"purple\",\"door\":\"good\"}}"

static HrTestStation *
new_station (void)
{
  HrTestStation *station = hr_test_station_new ();

  hr_test_station_save_operator (station, "ravi", "supervisor", 0, 4);
  hr_test_station_save_operator (station, "meera", "supervisor", 0, 4);
  hr_test_station_save_operator (station, "asha", "operator", 1, 4);

  return station;
}

static JsonObject *
read_handovers (HrTestStation *station)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrRecords) records = hr_records_open (station->dir, &error);
  JsonObject *list = NULL;

  g_assert_no_error (error);
  list = hr_records_get_handovers (records, &error);
  g_assert_no_error (error);

  return list;
}

static JsonObject *
get_handover (JsonObject *list,
              guint       index)
{
  return json_array_get_object_element (hr_json_get_array (list, "items"), index);
}

static guint
count_handovers (HrTestStation *station)
{
  g_autoptr (JsonObject) list = read_handovers (station);

  return json_array_get_length (hr_json_get_array (list, "items"));
}

static void
test_refused (void)
{
  g_autoptr (HrTestStation) station = new_station ();
  g_autoptr (HrTestClient) asha = hr_test_station_log_in (station, "asha");
  g_autoptr (HrTestClient) ravi = hr_test_station_log_in (station, "ravi");
  g_autoptr (JsonObject) control = NULL;

  hr_test_client_refuse (asha, "shift.hand_over", ARGS, "forbidden");
  hr_test_client_refuse (ravi, "shift.hand_over", "{\"to\":\"meera\"}", "missing_field");
  hr_test_client_refuse (ravi, "shift.hand_over", "{\"to\":\"ravi\",\"pin\":\"2468\"}", "bad_field");
  hr_test_client_refuse (ravi, "shift.hand_over", "{\"to\":\"asha\",\"pin\":\"2468\"}", "bad_field");
  hr_test_client_refuse (ravi, "shift.hand_over", "{\"to\":\"nobody\",\"pin\":\"2468\"}", "bad_field");
  hr_test_client_refuse (ravi, "shift.hand_over", "{\"to\":\"meera\",\"pin\":\"2468\",\"shift\":\"\"}", "bad_field");
  hr_test_client_refuse (ravi, "shift.hand_over", "{\"to\":\"meera\",\"pin\":\"1111\"}", "unauthorized");

  /* Nobody sits at the control socket whose shift it could be. */
  control = hr_test_station_control (station, "{\"name\":\"shift.hand_over\",\"args\":{\"to\":\"meera\"}}");
  g_assert_cmpstr (hr_json_get_string (hr_json_get_object (control, "error"), "code"), ==, "forbidden");
  g_assert_cmpuint (count_handovers (station), ==, 0);
}

/* A console that is logged in finds out no PIN of somebody else, and stays logged in. */
static void
test_throttle (void)
{
  g_autoptr (HrTestStation) station = new_station ();
  g_autoptr (HrTestClient) ravi = hr_test_station_log_in (station, "ravi");

  for (guint i = 0; i < 5; i++)
    hr_test_client_refuse (ravi, "shift.hand_over", "{\"to\":\"meera\",\"pin\":\"1111\"}", "unauthorized");
  hr_test_client_refuse (ravi, "shift.hand_over", ARGS, "too_many_attempts");
  hr_test_client_do (ravi, "presence.set", "{\"state\":\"break\"}");
  g_assert_cmpuint (count_handovers (station), ==, 0);
}

/* No shift ends while an SOS waits or rings; it does once somebody has it. */
static void
test_unowned (void)
{
  g_autoptr (HrTestStation) station = new_station ();
  g_autoptr (HrTestClient) ravi = hr_test_station_log_in (station, "ravi");
  g_autoptr (HrTestClient) meera = hr_test_station_log_in (station, "meera");
  g_autofree char *incident = hr_test_station_press (station, NULL, "c");
  const char      *number = hr_incident_get_number (hr_board_get_incident (hr_station_get_board (station->station), incident));
  g_autofree char *args = g_strdup_printf ("{\"incident_id\":\"%s\"}", incident);
  JsonObject      *refusal = hr_test_client_call (ravi, "shift.hand_over", ARGS);
  g_autoptr (JsonObject) list = NULL;
  JsonObject *item = NULL;

  g_assert_cmpstr (hr_json_get_string (refusal, "code"), ==, "not_owned");
  g_assert_nonnull (strstr (hr_json_get_string (refusal, "detail"), number));

  hr_test_client_do (meera, "incident.take", args);
  hr_test_client_do (ravi, "shift.hand_over", ARGS);
  list = read_handovers (station);
  item = json_array_get_object_element (hr_json_get_array (hr_json_get_object (get_handover (list, 0), "data"), "incidents"), 0);
  g_assert_cmpstr (hr_json_get_string (item, "number"), ==, number);
  g_assert_cmpstr (hr_json_get_string (item, "status"), ==, "acknowledged");
  g_assert_cmpstr (hr_json_get_string (item, "assigned_operator_id"), ==, "meera");
  g_assert_false (json_object_has_member (item, "citizen"));
  g_assert_false (json_object_has_member (item, "activation_location"));
}

static void
assert_count (JsonObject *object,
              const char *member,
              gint64      expected)
{
  gint64 value = -1;

  g_assert_true (hr_json_get_int (object, member, &value));
  g_assert_cmpint (value, ==, expected);
}

static void
test_record (void)
{
  g_autoptr (HrTestStation) station = new_station ();
  g_autoptr (HrTestClient) ravi = hr_test_station_log_in (station, "ravi");
  g_autofree char *incident = hr_test_station_press (station, NULL, "c");
  g_autofree char *args = g_strdup_printf ("{\"incident_id\":\"%s\",\"disposition\":\"prank\"}", incident);
  gint64           seq = 0;
  g_autoptr (JsonObject) list = NULL;
  g_autoptr (JsonObject) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HrRecords) records = hr_records_open (station->dir, &error);
  JsonObject *data = NULL;

  hr_test_client_do (ravi, "incident.end", args);
  g_assert_true (hr_json_get_int (hr_test_client_do (ravi, "shift.hand_over", ARGS), "seq", &seq));
  list = read_handovers (station);
  assert_count (get_handover (list, 0), "seq", seq);
  data = hr_json_get_object (get_handover (list, 0), "data");
  g_assert_cmpstr (hr_json_get_string (data, "from"), ==, "ravi");
  g_assert_cmpstr (hr_json_get_string (data, "from_name"), !=, NULL);
  g_assert_cmpstr (hr_json_get_string (data, "to"), ==, "meera");
  g_assert_cmpstr (hr_json_get_string (data, "shift"), ==, "B");
  g_assert_false (json_object_has_member (data, "pin"));
  g_assert_false (json_object_has_member (data, "previous"));
  g_assert_cmpuint (json_array_get_length (hr_json_get_array (data, "incidents")), ==, 0);
  assert_count (hr_json_get_object (data, "figures"), "incidents", 1);
  /* What is no lamp, or no state of one, is not taken over. */
  g_assert_cmpuint (json_object_get_size (hr_json_get_object (data, "lamps")), ==, 2);
  g_assert_cmpstr (hr_json_get_string (hr_json_get_object (data, "lamps"), "disk"), ==, "bad");

  /* What is printed is in the chain. */
  g_assert_no_error (error);
  report = hr_records_verify (records, hr_json_get_string (get_handover (list, 0), "head"), &error);
  g_assert_no_error (error);
  g_assert_true (json_object_get_boolean_member (report, "ok"));
  g_assert_true (json_object_get_boolean_member (report, "head_found"));
}

/* The next shift begins with it: for figures, for who joins, and after a restart of the station. */
static void
test_next (void)
{
  g_autoptr (HrTestStation) station = new_station ();
  HrTestClient    *ravi = hr_test_station_log_in (station, "ravi");
  HrTestClient    *meera = NULL;
  g_autofree char *incident = hr_test_station_press (station, NULL, "c");
  g_autofree char *args = g_strdup_printf ("{\"incident_id\":\"%s\",\"disposition\":\"prank\"}", incident);
  JsonObject      *shift = NULL;
  gint64           seq = 0;
  g_autofree char *began_at = NULL;
  g_autoptr (JsonObject) list = NULL;
  JsonObject *data = NULL;

  hr_test_client_do (ravi, "incident.end", args);
  g_assert_true (hr_json_get_int (hr_test_client_do (ravi, "shift.hand_over", ARGS), "seq", &seq));
  shift = hr_board_get_shift (hr_station_get_board (station->station));
  g_assert_cmpstr (hr_json_get_string (shift, "name"), ==, "B");
  g_assert_cmpstr (hr_json_get_string (shift, "operator_id"), ==, "meera");
  began_at = g_strdup (hr_json_get_string (shift, "began_at"));
  hr_test_client_free (ravi);

  hr_test_station_restart (station);
  shift = hr_board_get_shift (hr_station_get_board (station->station));
  g_assert_nonnull (shift);
  assert_count (shift, "seq", seq);
  g_assert_cmpstr (hr_json_get_string (shift, "name"), ==, "B");
  g_assert_cmpstr (hr_json_get_string (shift, "operator_id"), ==, "meera");
  g_assert_cmpstr (hr_json_get_string (shift, "began_at"), ==, began_at);

  meera = hr_test_station_log_in (station, "meera");
  hr_test_client_do (meera, "shift.hand_over", "{\"to\":\"ravi\",\"pin\":\"2468\"}");
  list = read_handovers (station);
  g_assert_cmpuint (json_array_get_length (hr_json_get_array (list, "items")), ==, 2);
  data = hr_json_get_object (get_handover (list, 0), "data");
  assert_count (data, "previous", seq);
  g_assert_cmpstr (hr_json_get_string (data, "ended"), ==, "B");
  g_assert_cmpstr (hr_json_get_string (data, "began_at"), ==, began_at);
  assert_count (hr_json_get_object (data, "figures"), "incidents", 0);
  assert_count (get_handover (list, 1), "seq", seq);
  hr_test_client_free (meera);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shift/refused", test_refused);
  g_test_add_func ("/shift/throttle", test_throttle);
  g_test_add_func ("/shift/unowned", test_unowned);
  g_test_add_func ("/shift/record", test_record);
  g_test_add_func ("/shift/next", test_next);

  return g_test_run ();
}
