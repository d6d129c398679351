/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-statistics"

#include "hr-json.h"
#include "hr-records.h"
#include "hr-store.h"
#include "hr-test-files.h"

/* Half past a full hour, so that forty incidents a minute apart lie in two. */
#define START_US (G_GINT64_CONSTANT (1795165200) * G_USEC_PER_SEC + 30 * MINUTE_US)
#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define N_ANSWERED 40

/*
 * Forty incidents, the i-th acknowledged after (i + 1) × 500 ms and heard after (i + 1) × 10 ms; the first ten ended. After them one that
 * ended without either, one that waits, and a drill that took an hour. An alarm of one of them, one of nobody, and one of
 * the drill.
 */
typedef struct
{
  char      *dir;
  HrRecords *records;
} Fixture;

static void
add (GPtrArray  *events,
     gint64      at_us,
     const char *kind,
     const char *incident_id,
     JsonObject *data)
{
  g_ptr_array_add (events, hr_event_new (events->len + 1, at_us, kind, incident_id, "asha", data));
}

static gint64
get_press_us (int i)
{
  return START_US + i * MINUTE_US;
}

static char *
add_press (GPtrArray *events,
           int        i,
           gboolean   is_drill)
{
  char            *id = g_strdup_printf ("incident-%d", i);
  g_autofree char *number = g_strdup_printf ("HR-2026-%06d", i + 1);
  JsonObject      *data = hr_json_new_object ("number", number, "source", "sos", "activation_id", id, "session_id", id, NULL);

  json_object_set_boolean_member (data, "drill", is_drill);
  json_object_set_object_member (data, "citizen", hr_json_new_object ("id", id, NULL));
  add (events, get_press_us (i), "incident.activated", id, data);

  return id;
}

static void
add_live (GPtrArray  *events,
          gint64      at_us,
          const char *id)
{
  JsonObject *data = hr_json_new_object ("session_id", id, NULL);

  json_object_set_int_member (data, "attempt", 1);
  json_object_set_int_member (data, "live_ms", 1);
  add (events, at_us, "media.live", id, data);
}

static void
add_acknowledged (GPtrArray  *events,
                  gint64      at_us,
                  const char *id)
{
  add (events, at_us, "incident.acknowledged", id, hr_json_new_object ("operator_id", "asha", NULL));
}

static void
add_answered (GPtrArray *events,
              int        i)
{
  g_autofree char *id = add_press (events, i, FALSE);

  add_live (events, get_press_us (i) + (i + 1) * 10000, id);
  add_acknowledged (events, get_press_us (i) + (i + 1) * 500000, id);
  /* Heard again after a loss, and handed on. */
  add_live (events, get_press_us (i) + 40 * G_USEC_PER_SEC, id);
  add_acknowledged (events, get_press_us (i) + 50 * G_USEC_PER_SEC, id);
  if (i < 10)
    add (events, get_press_us (i) + 55 * G_USEC_PER_SEC, "incident.ended", id,
         hr_json_new_object ("disposition", i < 3 ? "prank" : "genuine_resolved", NULL));
}

static void
add_alarm (GPtrArray  *events,
           int         minute,
           const char *incident_id)
{
  g_autofree char *id = g_strdup_printf ("alert-%d", minute);
  JsonObject      *data = hr_json_new_object ("id", id, "alert", "audio_lost", "text", "…", NULL);

  json_object_set_int_member (data, "priority", 1);
  add (events, get_press_us (minute), "alert.raised", incident_id, data);
}

static GPtrArray *
new_events (void)
{
  GPtrArray       *events = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *abandoned = NULL;
  g_autofree char *waiting = NULL;
  g_autofree char *drill = NULL;

  for (int i = 0; i < N_ANSWERED; i++)
    add_answered (events, i);

  abandoned = add_press (events, N_ANSWERED, FALSE);
  add (events, get_press_us (N_ANSWERED) + 1000, "incident.ended", abandoned, hr_json_new_object ("disposition", "prank", NULL));
  waiting = add_press (events, N_ANSWERED + 1, FALSE);
  drill = add_press (events, N_ANSWERED + 2, TRUE);
  add_live (events, get_press_us (N_ANSWERED + 62), drill);
  add_acknowledged (events, get_press_us (N_ANSWERED + 62), drill);
  add_alarm (events, 5, "incident-5");
  add_alarm (events, N_ANSWERED + 1, NULL);
  add_alarm (events, N_ANSWERED + 2, drill);
  add (events, get_press_us (N_ANSWERED + 63), "incident.ended", drill, hr_json_new_object ("disposition", "test", NULL));
  add (events, get_press_us (N_ANSWERED + 63), "drill.started", NULL, hr_json_new_object ("drill_id", "d1", NULL));

  return events;
}

/* Who acknowledges may be another than it rings at. @ringing: JSON */
static void
add_assigned (GPtrArray  *events,
              gint64      at_us,
              const char *id,
              const char *ringing)
{
  JsonObject *data = hr_json_new_object ("operator_id", "asha", "how", "primary", "reason", "first", NULL);
  g_autoptr (JsonNode) node = json_from_string (ringing, NULL);

  json_object_set_array_member (data, "ringing", json_node_dup_array (node));
  add (events, at_us, "incident.assigned", id, data);
}

static void
add_operator (GPtrArray  *events,
              const char *id,
              const char *name)
{
  JsonObject *data = hr_json_new_object ("id", id, "name", name, "role", "operator", NULL);

  json_object_set_int_member (data, "capacity", 1);
  json_object_set_boolean_member (data, "enabled", TRUE);
  json_object_set_array_member (data, "zones", json_array_new ());
  add (events, START_US - 60 * MINUTE_US, "operator.saved", NULL, data);
}

static void
add_ended (GPtrArray  *events,
           gint64      at_us,
           const char *id,
           const char *actor,
           const char *disposition)
{
  g_ptr_array_add (events, hr_event_new (events->len + 1, at_us, "incident.ended", id, actor, hr_json_new_object ("disposition", disposition, NULL)));
}

static void
add_acknowledged_by (GPtrArray  *events,
                     gint64      at_us,
                     const char *id,
                     const char *operator_id)
{
  add (events, at_us, "incident.acknowledged", id, hr_json_new_object ("operator_id", operator_id, NULL));
}

#define SECOND_US G_USEC_PER_SEC
#define NEXT_DAY (24 * 60)

/*
 * Minutes are those after 09:30 UTC, which is 15:00 in India.
 * −20: rings at Asha, heard after 1 s, she acknowledges after 4 s; it rings at both, and Binod has it after 30 s and ends it after 64 s.
 * −10: rings at nobody, ended by a program.
 *  10: rings at Asha, then at both; Binod acknowledges after 12 s and ends it after 42 s. Nothing was heard.
 *  15: a drill.
 *  20 of the next day: rings at Asha, heard after 2 s, acknowledged after 8 s, and open.
 * Alarms at −9 and 11, and one of nobody at 550 (00:10 in India).
 */
static GPtrArray *
new_shared_events (void)
{
  GPtrArray       *events = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *handed_on = NULL;
  g_autofree char *unheard = NULL;
  g_autofree char *program = NULL;
  g_autofree char *drill = NULL;
  g_autofree char *open = NULL;

  add_operator (events, "asha", "Asha");
  add_operator (events, "binod", "Binod");

  handed_on = add_press (events, -20, FALSE);
  add_assigned (events, get_press_us (-20), handed_on, "[\"asha\"]");
  add_live (events, get_press_us (-20) + 1 * SECOND_US, handed_on);
  add_acknowledged_by (events, get_press_us (-20) + 4 * SECOND_US, handed_on, "asha");
  add_assigned (events, get_press_us (-20) + 20 * SECOND_US, handed_on, "[\"asha\",\"binod\"]");
  add_acknowledged_by (events, get_press_us (-20) + 30 * SECOND_US, handed_on, "binod");
  add_ended (events, get_press_us (-20) + 64 * SECOND_US, handed_on, "binod", "genuine_dispatched");

  program = add_press (events, -10, FALSE);
  add_alarm (events, -9, program);
  add_ended (events, get_press_us (-8), program, "a program", "unverified");

  unheard = add_press (events, 10, FALSE);
  add_assigned (events, get_press_us (10), unheard, "[\"asha\"]");
  add_assigned (events, get_press_us (10) + 10 * SECOND_US, unheard, "[\"asha\",\"binod\"]");
  add_acknowledged_by (events, get_press_us (10) + 12 * SECOND_US, unheard, "binod");
  add_ended (events, get_press_us (10) + 42 * SECOND_US, unheard, "binod", "accidental");
  add_alarm (events, 11, unheard);

  drill = add_press (events, 15, TRUE);
  add_assigned (events, get_press_us (15), drill, "[\"asha\"]");
  add_acknowledged_by (events, get_press_us (16), drill, "asha");
  add_alarm (events, 550, NULL);

  open = add_press (events, NEXT_DAY + 20, FALSE);
  add_assigned (events, get_press_us (NEXT_DAY + 20), open, "[\"asha\"]");
  add_live (events, get_press_us (NEXT_DAY + 20) + 2 * SECOND_US, open);
  add_acknowledged_by (events, get_press_us (NEXT_DAY + 20) + 8 * SECOND_US, open, "asha");

  return events;
}

static void
take_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GAsyncResult **taken = user_data;

  *taken = g_object_ref (result);
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  GPtrArray *(*new_some_events) (void) = user_data;
  g_autoptr (GPtrArray) events = new_some_events ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HrStore *store = NULL;

  fixture->dir = g_dir_make_tmp (NULL, NULL);
  store = hr_store_open (fixture->dir, &error);
  g_assert_no_error (error);
  hr_store_append_async (store, events, take_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  hr_store_append_finish (store, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  hr_store_close (store);
  g_assert_finalize_object (store);

  fixture->records = hr_records_open (fixture->dir, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_records_free (fixture->records);
  hr_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

/* The statistics of what was pressed in these minutes, as text. */
static void
assert_statistics (Fixture    *fixture,
                   int         from_minute,
                   int         to_minute,
                   const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) statistics = hr_records_get_statistics (fixture->records, get_press_us (from_minute),
                                                                 to_minute >= 0 ? get_press_us (to_minute) : 0, 0, &error);
  g_autoptr (JsonNode) node = json_from_string (expected, &error);
  g_autofree char *text = NULL;
  g_autofree char *expected_text = NULL;

  g_assert_no_error (error);
  text = hr_json_dup_canonical (statistics);
  expected_text = hr_json_dup_canonical (json_node_get_object (node));
  g_assert_cmpstr (text, ==, expected_text);
}

static void
test_all (Fixture      *fixture,
          gconstpointer user_data)
{
  g_autoptr (JsonObject) statistics = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *acknowledge = NULL;
  double      share = 0;

  statistics = hr_records_get_statistics (fixture->records, 0, 0, 0, &error);
  g_assert_no_error (error);
  acknowledge = hr_json_get_object (statistics, "press_to_acknowledge");
  g_assert_true (hr_json_get_double (acknowledge, "within_10_s", &share));
  g_assert_cmpfloat_with_epsilon (share, 20 / 42.0, 1e-9);
  g_assert_true (hr_json_get_double (acknowledge, "within_15_s", &share));
  g_assert_cmpfloat_with_epsilon (share, 30 / 42.0, 1e-9);
  g_assert_true (hr_json_get_double (acknowledge, "within_20_s", &share));
  g_assert_cmpfloat_with_epsilon (share, 40 / 42.0, 1e-9);
}

static void
test_answered (Fixture      *fixture,
               gconstpointer user_data)
{
  assert_statistics (fixture, 0, N_ANSWERED,
                     "{\"incidents\":40,\"drill_incidents\":0,\"open\":30,\"abandoned\":0,\"alarms\":1,\"drills\":0,"
                     "\"press_to_sound\":{\"n\":40,\"p50_ms\":200,\"p95_ms\":380,\"p99_ms\":400},"
                     "\"press_to_acknowledge\":{\"n\":40,\"p50_ms\":10000,\"p95_ms\":19000,\"p99_ms\":20000,\"slowest_tenth_ms\":19250,"
                     "\"within_10_s\":0.5,\"within_15_s\":0.75,\"within_20_s\":1.0},"
                     "\"by_hour\":[{\"hour\":\"2026-11-20T09:00:00.000Z\",\"incidents\":30},"
                     "{\"hour\":\"2026-11-20T10:00:00.000Z\",\"incidents\":10}],"
                     "\"by_disposition\":{\"prank\":3,\"genuine_resolved\":7},\"by_alert\":{\"audio_lost\":1},"
                     "\"by_hour_of_day\":[{\"hour\":9,\"incidents\":30,\"alarms\":1,"
                     "\"press_to_sound\":{\"n\":30,\"p50_ms\":150,\"p95_ms\":290,\"p99_ms\":300},"
                     "\"press_to_acknowledge\":{\"n\":30,\"p50_ms\":7500,\"p95_ms\":14500,\"p99_ms\":15000,\"slowest_tenth_ms\":14500,"
                     "\"within_10_s\":0.66666666666666663,\"within_15_s\":1.0,\"within_20_s\":1.0}},"
                     "{\"hour\":10,\"incidents\":10,\"alarms\":0,"
                     "\"press_to_sound\":{\"n\":10,\"p50_ms\":350,\"p95_ms\":400,\"p99_ms\":400},"
                     "\"press_to_acknowledge\":{\"n\":10,\"p50_ms\":17500,\"p95_ms\":20000,\"p99_ms\":20000,\"slowest_tenth_ms\":20000,"
                     "\"within_10_s\":0.0,\"within_15_s\":0.0,\"within_20_s\":1.0}}],"
                     "\"by_operator\":[{\"operator_id\":\"asha\",\"rang\":0,\"acknowledged\":40,\"ended\":0,\"handled_ms\":522500,"
                     "\"press_to_acknowledge\":{\"n\":40,\"p50_ms\":10000,\"p95_ms\":19000,\"p99_ms\":20000}}]}");
}

/* A tenth of eleven is two. */
static void
test_few (Fixture      *fixture,
          gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) statistics = hr_records_get_statistics (fixture->records, 0, get_press_us (11), 0, &error);
  JsonObject *acknowledge = NULL;
  gint64      slowest_ms = 0, p50_ms = 0;

  g_assert_no_error (error);
  acknowledge = hr_json_get_object (statistics, "press_to_acknowledge");
  g_assert_true (hr_json_get_int (acknowledge, "slowest_tenth_ms", &slowest_ms));
  g_assert_true (hr_json_get_int (acknowledge, "p50_ms", &p50_ms));
  g_assert_cmpint (slowest_ms, ==, (5000 + 5500) / 2);
  g_assert_cmpint (p50_ms, ==, 3000);
}

static void
test_unanswered (Fixture      *fixture,
                 gconstpointer user_data)
{
  assert_statistics (fixture, N_ANSWERED, -1,
                     "{\"incidents\":2,\"drill_incidents\":1,\"open\":1,\"abandoned\":1,\"alarms\":1,\"drills\":1,\"press_to_sound\":{\"n\":0},"
                     "\"press_to_acknowledge\":{\"n\":0,\"within_10_s\":0.0,\"within_15_s\":0.0,\"within_20_s\":0.0},"
                     "\"by_hour\":[{\"hour\":\"2026-11-20T10:00:00.000Z\",\"incidents\":2}],\"by_disposition\":{\"prank\":1},"
                     "\"by_hour_of_day\":[{\"hour\":10,\"incidents\":2,\"alarms\":1,\"press_to_sound\":{\"n\":0},"
                     "\"press_to_acknowledge\":{\"n\":0,\"within_10_s\":0.0,\"within_15_s\":0.0,\"within_20_s\":0.0}}],"
                     "\"by_alert\":{\"audio_lost\":1},\"by_operator\":[]}");
}

static void
test_none (Fixture      *fixture,
           gconstpointer user_data)
{
  assert_statistics (fixture, N_ANSWERED + 2, -1,
                     "{\"incidents\":0,\"drill_incidents\":1,\"open\":0,\"abandoned\":0,\"alarms\":0,\"drills\":1,\"press_to_sound\":{\"n\":0},\"press_to_acknowledge\":{\"n\":0},"
                     "\"by_hour\":[],\"by_disposition\":{},\"by_hour_of_day\":[],\"by_alert\":{},\"by_operator\":[]}");
}

/* A member of the statistics of all time, as text. */
static void
assert_member (Fixture    *fixture,
               int         utc_offset_min,
               const char *member,
               const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) statistics = hr_records_get_statistics (fixture->records, 0, 0, utc_offset_min, &error);
  g_autoptr (JsonNode) node = json_from_string (expected, &error);
  g_autoptr (JsonObject) expected_object = json_object_new ();
  g_autoptr (JsonObject) found = json_object_new ();
  g_autofree char *text = NULL;
  g_autofree char *expected_text = NULL;

  g_assert_no_error (error);
  json_object_set_member (found, member, json_node_copy (json_object_get_member (statistics, member)));
  json_object_set_member (expected_object, member, g_steal_pointer (&node));
  text = hr_json_dup_canonical (found);
  expected_text = hr_json_dup_canonical (expected_object);
  g_assert_cmpstr (text, ==, expected_text);
}

static void
test_operators (Fixture      *fixture,
                gconstpointer user_data)
{
  assert_member (fixture, 0, "incidents", "4");
  assert_member (fixture, 0, "drill_incidents", "1");
  assert_member (fixture, 0, "by_disposition", "{\"genuine_dispatched\":1,\"accidental\":1,\"unverified\":1}");
  assert_member (fixture, 0, "by_operator",
                 "[{\"operator_id\":\"asha\",\"name\":\"Asha\",\"rang\":3,\"acknowledged\":2,\"ended\":0,\"handled_ms\":60000,"
                 "\"press_to_acknowledge\":{\"n\":2,\"p50_ms\":4000,\"p95_ms\":8000,\"p99_ms\":8000}},"
                 "{\"operator_id\":\"binod\",\"name\":\"Binod\",\"rang\":2,\"acknowledged\":1,\"ended\":2,\"handled_ms\":30000,"
                 "\"press_to_acknowledge\":{\"n\":1,\"p50_ms\":12000,\"p95_ms\":12000,\"p99_ms\":12000}}]");
}

/* Hours are those of the wall where the question comes from, half past an hour of UTC too. */
static void
test_hours (Fixture      *fixture,
            gconstpointer user_data)
{
  static const char in_india[] =
    "[{\"hour\":0,\"incidents\":0,\"alarms\":1,\"press_to_sound\":{\"n\":0},\"press_to_acknowledge\":{\"n\":0}},"
    "{\"hour\":14,\"incidents\":2,\"alarms\":1,\"press_to_sound\":{\"n\":1,\"p50_ms\":1000,\"p95_ms\":1000,\"p99_ms\":1000},"
    "\"press_to_acknowledge\":{\"n\":1,\"p50_ms\":4000,\"p95_ms\":4000,\"p99_ms\":4000,\"slowest_tenth_ms\":4000,"
    "\"within_10_s\":0.5,\"within_15_s\":0.5,\"within_20_s\":0.5}},"
    "{\"hour\":15,\"incidents\":2,\"alarms\":1,\"press_to_sound\":{\"n\":1,\"p50_ms\":2000,\"p95_ms\":2000,\"p99_ms\":2000},"
    "\"press_to_acknowledge\":{\"n\":2,\"p50_ms\":8000,\"p95_ms\":12000,\"p99_ms\":12000,\"slowest_tenth_ms\":12000,"
    "\"within_10_s\":0.5,\"within_15_s\":1.0,\"within_20_s\":1.0}}]";
  static const struct
  {
    int    utc_offset_min;
    gint64 first_hour; /* of those of 09:10 and 09:40, which are the first and the second incident */
    gint64 second_hour;
  } cases[] = { { 0, 9, 9 }, { 330, 14, 15 }, { -600, 23, 23 }, { 840, 23, 23 } };

  assert_member (fixture, 330, "by_hour_of_day", in_india);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonObject) statistics = hr_records_get_statistics (fixture->records, get_press_us (-20), get_press_us (11),
                                                                     cases[i].utc_offset_min, NULL);
      JsonArray *hours = hr_json_get_array (statistics, "by_hour_of_day");
      guint      n_hours = json_array_get_length (hours);
      gint64     hour = -1;

      g_assert_true (hr_json_get_int (json_array_get_object_element (hours, 0), "hour", &hour));
      g_assert_cmpint (hour, ==, cases[i].first_hour);
      g_assert_true (hr_json_get_int (json_array_get_object_element (hours, n_hours - 1), "hour", &hour));
      g_assert_cmpint (hour, ==, cases[i].second_hour);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/statistics/all", Fixture, new_events, set_up, test_all, tear_down);
  g_test_add ("/statistics/answered", Fixture, new_events, set_up, test_answered, tear_down);
  g_test_add ("/statistics/few", Fixture, new_events, set_up, test_few, tear_down);
  g_test_add ("/statistics/unanswered", Fixture, new_events, set_up, test_unanswered, tear_down);
  g_test_add ("/statistics/none", Fixture, new_events, set_up, test_none, tear_down);
  g_test_add ("/statistics/operators", Fixture, new_shared_events, set_up, test_operators, tear_down);
  g_test_add ("/statistics/hours", Fixture, new_shared_events, set_up, test_hours, tear_down);

  return g_test_run ();
}
