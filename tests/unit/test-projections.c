/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-projections"

#include "hr-json.h"
#include "hr-store.h"
#include "hr-test-files.h"

/* The board's rules are written twice, in C and in SQL. Random lives of a control room hold the two against each other. */

#define N_OPERATORS 4
#define N_INCIDENTS 12
#define N_ALERTS 6
#define START_US G_GINT64_CONSTANT (1795165327000000)

typedef struct
{
  char      *dir;
  HrStore   *store;
  HrBoard   *board;
  GPtrArray *waiting; /* of HrEvent: applied to the board, not given to the store yet */
  gint64     seq;
  gint64     at_us;
  guint      n_applied;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp (NULL, &error);
  g_assert_no_error (error);
  fixture->store = hr_store_open (fixture->dir, &error);
  g_assert_no_error (error);
  fixture->board = hr_board_new ();
  fixture->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->at_us = START_US;
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_store_close (fixture->store);
  g_assert_finalize_object (fixture->store);
  g_assert_finalize_object (fixture->board);
  g_ptr_array_unref (fixture->waiting);
  hr_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
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
write_waiting (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (fixture->waiting->len == 0)
    return;

  hr_store_append_async (fixture->store, fixture->waiting, take_result, &result);

  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  hr_store_append_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_ptr_array_set_size (fixture->waiting, 0);
}

/* Offers an event to the board; one that is not legal now is forgotten. */
static void
happen (Fixture    *fixture,
        const char *kind,
        const char *incident_id,
        JsonObject *data)
{
  g_autoptr (HrEvent) event = hr_event_new (fixture->seq + 1, fixture->at_us, kind, incident_id, "op-1", data);

  if (!hr_board_apply (fixture->board, event, NULL))
    return;

  fixture->seq++;
  fixture->n_applied++;
  g_ptr_array_add (fixture->waiting, g_steal_pointer (&event));
}

static int
pick (int n)
{
  return g_test_rand_int_range (0, n);
}

static char *
pick_operator (void)
{
  return g_strdup_printf ("op-%d", pick (N_OPERATORS));
}

static JsonArray *
pick_operators (void)
{
  JsonArray *operators = json_array_new ();

  for (int i = 0; i < N_OPERATORS; i++)
    {
      g_autofree char *id = g_strdup_printf ("op-%d", i);

      if (pick (3) == 0)
        json_array_add_string_element (operators, id);
    }

  return operators;
}

static JsonObject *
pick_location (void)
{
  JsonObject *location = json_object_new ();

  json_object_set_double_member (location, "lat", g_test_rand_double_range (-90, 90));
  json_object_set_double_member (location, "lon", g_test_rand_double_range (-180, 180));
  if (pick (2) == 0)
    json_object_set_double_member (location, "accuracy_m", g_test_rand_double_range (1, 500));
  if (pick (2) == 0)
    json_object_set_int_member (location, "altitude_m", pick (1000));
  if (pick (2) == 0)
    hr_json_set_time (location, "captured_at", START_US);
  if (pick (2) == 0)
    json_object_set_string_member (location, "source", "gps");

  return location;
}

static void
save_operator (Fixture *fixture)
{
  g_autofree char *id = pick_operator ();
  g_autofree char *name = g_strdup_printf ("Név %d \"%s\"", pick (5), id);
  JsonObject      *data = hr_json_new_object ("id", id, "name", name, "role", pick (2) ? "operator" : "supervisor", NULL);
  JsonArray       *zones = json_array_new ();

  for (int i = pick (3); i > 0; i--)
    {
      g_autofree char *zone_id = g_strdup_printf ("zone-%d", i);
      JsonObject      *zone = hr_json_new_object ("zone_id", zone_id, NULL);

      json_object_set_int_member (zone, "rank", 1 + pick (3));
      json_array_add_object_element (zones, zone);
    }

  json_object_set_int_member (data, "capacity", 1 + pick (5));
  json_object_set_boolean_member (data, "enabled", pick (4) != 0);
  json_object_set_array_member (data, "zones", zones);
  happen (fixture, "operator.saved", NULL, data);
}

static void
save_zone (Fixture *fixture)
{
  g_autofree char *id = g_strdup_printf ("zone-%d", pick (3));
  g_autofree char *text = g_strdup_printf ("{\"id\":\"%s\",\"name\":\"Zone %d\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
                                           "[[[77.1,28.1],[77.25,28.1],[77.2,28.%d],[77.1,28.1]]]}}",
                                           id, pick (9), 2 + pick (7));
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  happen (fixture, "zone.saved", NULL, json_node_dup_object (node));
  if (pick (4) == 0)
    happen (fixture, "zone.removed", NULL, hr_json_new_object ("id", id, NULL));
}

static void
change_presence (Fixture *fixture)
{
  static const char *const kinds[] = { "operator.online", "operator.offline", "operator.stale", "operator.presence" };
  static const char *const states[] = { "available", "break", "offline" };
  g_autofree char         *id = pick_operator ();

  happen (fixture, kinds[pick (G_N_ELEMENTS (kinds))], NULL,
          hr_json_new_object ("operator_id", id, "state", states[pick (G_N_ELEMENTS (states))], NULL));
}

static void
activate (Fixture *fixture)
{
  g_autofree char *id = g_strdup_printf ("incident-%d", pick (N_INCIDENTS));
  g_autofree char *unique = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->seq);
  g_autofree char *number = g_strdup_printf ("HR-2026-%06" G_GINT64_FORMAT, fixture->seq);
  g_autofree char *incident_id = g_strconcat (id, "-", unique, NULL);
  JsonObject      *data = hr_json_new_object ("number", number, "source", "sos", "activation_id", unique,
                                              "session_id", unique, "zone_reason", "nearest", "zone_id", pick (2) ? "zone-1" : NULL,
                                              "zone_text", pick (2) ? "Nordstadt" : NULL, NULL);
  JsonObject      *citizen = hr_json_new_object ("id", id, "name", pick (2) ? "आशा" : NULL, "phone", pick (2) ? "+91 1" : NULL, NULL);

  json_object_set_object_member (data, "citizen", citizen);
  json_object_set_boolean_member (data, "drill", pick (2));
  json_object_set_boolean_member (data, "silent", pick (2));
  if (pick (2) == 0)
    json_object_set_object_member (data, "location", pick_location ());
  if (pick (2) == 0)
    json_object_set_double_member (data, "battery_pct", g_test_rand_double_range (0, 100));
  if (pick (2) == 0)
    hr_json_set_time (data, "activated_at", fixture->at_us - 1234000);

  happen (fixture, "incident.activated", incident_id, data);
}

/* An open incident mostly, one that is not there sometimes. */
static char *
pick_incident (Fixture *fixture)
{
  GListModel *incidents = hr_board_get_incidents (fixture->board);
  guint       n_incidents = g_list_model_get_n_items (incidents);
  g_autoptr (HrIncident) incident = NULL;

  if (n_incidents == 0 || pick (20) == 0)
    return g_strdup ("incident-0-0");

  incident = g_list_model_get_item (incidents, (guint) pick ((int) n_incidents));
  return g_strdup (hr_incident_get_id (incident));
}

static void
change_hands (Fixture *fixture)
{
  static const char *const kinds[] = { "incident.assigned", "incident.assigned", "incident.acknowledged", "incident.queued" };
  g_autofree char         *incident_id = pick_incident (fixture);
  g_autofree char         *operator_id = pick_operator ();
  JsonObject              *data = hr_json_new_object ("operator_id", operator_id, "reason", "chance", "how", "take", NULL);
  const char              *kind = kinds[pick (G_N_ELEMENTS (kinds))];

  if (g_str_equal (kind, "incident.assigned"))
    json_object_set_array_member (data, "ringing", pick_operators ());

  happen (fixture, kind, incident_id, data);
}

static void
learn (Fixture *fixture)
{
  g_autofree char *incident_id = pick_incident (fixture);
  g_autofree char *unique = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->seq);
  JsonObject      *telemetry = hr_json_new_object ("network", pick (2) ? "4g" : NULL, NULL);
  JsonObject      *press = hr_json_new_object ("activation_id", unique, "session_id", unique, NULL);

  if (pick (2) == 0)
    json_object_set_int_member (telemetry, "battery_pct", pick (100));
  if (pick (2) == 0)
    json_object_set_object_member (press, "location", pick_location ());

  happen (fixture, "incident.telemetry", incident_id, telemetry);
  happen (fixture, "incident.location", incident_id, pick_location ());
  happen (fixture, "incident.cancel_requested", incident_id, json_object_new ());
  if (pick (3) == 0)
    happen (fixture, "incident.reactivated", incident_id, press);
  else
    json_object_unref (press);
}

static void
get_help (Fixture *fixture)
{
  g_autofree char *incident_id = pick_incident (fixture);

  happen (fixture, "incident.details", incident_id,
          hr_json_new_object ("phone", pick (2) ? "+91 2" : NULL, "zone_text", pick (2) ? "Südstadt" : NULL, NULL));
  happen (fixture, "incident.helper", incident_id, hr_json_new_object ("helper", pick (2) ? "Rosa" : NULL, NULL));
  if (pick (3) == 0)
    happen (fixture, "incident.help_completed", incident_id, hr_json_new_object ("helper", pick (2) ? "Rosa" : NULL, NULL));
}

static void
end (Fixture *fixture)
{
  g_autofree char *incident_id = pick_incident (fixture);

  if (pick (3) == 0)
    happen (fixture, "incident.ended", incident_id,
            hr_json_new_object ("disposition", pick (2) ? "prank" : "duplicate", "duplicate_of", "HR-2026-000001", NULL));
}

static void
move_media (Fixture *fixture)
{
  static const char *const kinds[] = { "media.offered", "media.answered", "media.connected", "media.live", "media.degraded",
                                       "media.failed", "media.lost", "media.closed", "media.retry" };
  g_autofree char         *incident_id = pick_incident (fixture);
  HrIncident              *incident = hr_board_get_incident (fixture->board, incident_id);
  const char              *session_id = incident != NULL && pick (8) != 0 ? hr_incident_get_session_id (incident) : "another";
  JsonObject              *data = hr_json_new_object ("session_id", session_id, "reason", "chance", "code", "media_failed", NULL);

  json_object_set_int_member (data, "attempt", 1 + pick (3));
  json_object_set_int_member (data, "offer_ms", pick (100));
  json_object_set_int_member (data, "live_ms", pick (3000));
  happen (fixture, kinds[pick (G_N_ELEMENTS (kinds))], incident_id, data);
}

static void
alarm_somebody (Fixture *fixture)
{
  g_autofree char *id = g_strdup_printf ("alert-%d", pick (N_ALERTS));
  g_autofree char *incident_id = pick (2) ? pick_incident (fixture) : NULL;
  JsonObject      *data = hr_json_new_object ("id", id, "alert", "no_operator", "text", "Nobody hears", NULL);

  json_object_set_int_member (data, "priority", 1 + pick (3));

  if (pick (3) == 0)
    happen (fixture, "alert.raised", incident_id, data);
  else
    happen (fixture, pick (2) ? "alert.acknowledged" : "alert.cleared", NULL, data);
}

static void
change_setting (Fixture *fixture)
{
  g_autofree char *value = g_strdup_printf ("%d", pick (1000));

  happen (fixture, "settings.changed", NULL, hr_json_new_object ("key", "dispatch.zone_reach_m", "value", value, NULL));
}

static void (*const lives[]) (Fixture *fixture) = {
  save_operator,
  save_zone,
  change_presence,
  change_presence,
  activate,
  activate,
  change_hands,
  change_hands,
  change_hands,
  learn,
  get_help,
  end,
  move_media,
  move_media,
  move_media,
  move_media,
  alarm_somebody,
  alarm_somebody,
  change_setting,
};

static void
assert_same_board (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) stored = hr_store_load_snapshot (fixture->store, &error);
  g_autoptr (HrBoard) board = hr_board_new ();
  g_autoptr (JsonObject) expected = hr_board_to_snapshot (fixture->board);
  g_autoptr (JsonObject) found = NULL;
  g_autofree char *expected_text = hr_json_dup_canonical (expected);
  g_autofree char *found_text = NULL;

  g_assert_no_error (error);
  hr_board_load_snapshot (board, stored, fixture->seq, &error);
  g_assert_no_error (error);

  found = hr_board_to_snapshot (board);
  found_text = hr_json_dup_canonical (found);
  g_assert_cmpstr (found_text, ==, expected_text);
}

static void
test_random_lives (Fixture      *fixture,
                   gconstpointer user_data)
{
  for (int step = 0; step < 3000; step++)
    {
      fixture->at_us += 1000 * pick (5000);
      lives[pick (G_N_ELEMENTS (lives))](fixture);

      if (step % 100 == 0)
        {
          write_waiting (fixture);
          assert_same_board (fixture);
        }
    }

  write_waiting (fixture);
  assert_same_board (fixture);
  g_test_message ("%u events", fixture->n_applied);
  g_assert_cmpuint (fixture->n_applied, >, 1000);
}

static void
test_duplicate_press (Fixture      *fixture,
                      gconstpointer user_data)
{
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *incident_id = g_strdup_printf ("incident-%d", i);
      JsonObject      *data = hr_json_new_object ("number", "HR-2026-000007", "source", "sos", "activation_id", "press",
                                                  "session_id", incident_id, "zone_reason", "", NULL);

      json_object_set_object_member (data, "citizen", hr_json_new_object ("id", "asha", NULL));
      happen (fixture, "incident.activated", incident_id, data);
    }

  write_waiting (fixture);

  {
    g_autoptr (JsonObject) snapshot = hr_store_load_snapshot (fixture->store, NULL);
    g_autofree char *first = hr_store_dup_incident_of_activation (fixture->store, "asha", "press");

    g_assert_cmpuint (json_array_get_length (hr_json_get_array (snapshot, "incidents")), ==, 2);
    g_assert_cmpstr (first, ==, "incident-0");
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/projections/random-lives", Fixture, NULL, set_up, test_random_lives, tear_down);
  g_test_add ("/projections/duplicate-press", Fixture, NULL, set_up, test_duplicate_press, tear_down);

  return g_test_run ();
}
