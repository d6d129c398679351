/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-board-replica"

#include "hr-board.h"
#include "hr-json.h"

#define N_EVENTS 6000
#define N_OPERATORS 5
#define TWIN "{\"id\":\"x\",\"alert\":\"a\",\"priority\":1,\"text\":\"t\",\"raised_at\":\"2026-11-20T09:02:07Z\"}"
#define START_US 1795165327123456

/* What a station's life is made of, drawn at random; what the board refuses was not legal then. */
static const struct
{
  const char *kind;
  gboolean    has_incident;
  const char *data; /* %1$d to %3$d are small random numbers */
} templates[] = {
  { "incident.activated", TRUE,
    "{\"number\":\"HR-2026-%1$06d\",\"source\":\"sos\",\"drill\":false,\"silent\":true,\"citizen\":{\"id\":\"c%2$d\"},"
    "\"activation_id\":\"a%1$d\",\"session_id\":\"s1\",\"location\":{\"lat\":28.6%3$d,\"lon\":77.2,\"captured_at\":"
    "\"2026-11-20T09:02:07.123456Z\"},\"battery_pct\":%1$d.5,\"zone_reason\":\"x\"}" },
  { "incident.assigned", TRUE, "{\"operator_id\":\"op-%1$d\",\"ringing\":[\"op-%1$d\",\"op-%2$d\"],\"how\":\"queue\",\"reason\":\"x\"}" },
  { "incident.assigned", TRUE, "{\"operator_id\":\"op-%1$d\",\"ringing\":[],\"how\":\"take\",\"reason\":\"x\"}" },
  { "incident.acknowledged", TRUE, "{\"operator_id\":\"op-%1$d\"}" },
  { "incident.queued", TRUE, "{\"reason\":\"nobody\"}" },
  { "incident.reactivated", TRUE, "{\"activation_id\":\"a\",\"session_id\":\"s%1$d\"}" },
  { "incident.location", TRUE, "{\"lat\":28.%1$d,\"lon\":77.%2$d,\"accuracy_m\":%3$d.25}" },
  { "incident.telemetry", TRUE, "{\"battery_pct\":%1$d.125,\"network\":\"4g\"}" },
  { "incident.cancel_requested", TRUE, "{}" },
  { "incident.ended", TRUE, "{\"disposition\":\"genuine_resolved\"}" },
  { "media.offered", TRUE, "{\"session_id\":\"s1\",\"attempt\":%1$d,\"offer_ms\":%2$d}" },
  { "media.answered", TRUE, "{\"session_id\":\"s1\",\"attempt\":%1$d}" },
  { "media.live", TRUE, "{\"session_id\":\"s1\",\"attempt\":%1$d,\"live_ms\":%2$d}" },
  { "media.lost", TRUE, "{\"session_id\":\"s1\",\"attempt\":%1$d,\"silent_ms\":5000}" },
  { "media.failed", TRUE, "{\"session_id\":\"s1\",\"attempt\":%1$d,\"code\":\"x\",\"reason\":\"x\"}" },
  { "operator.online", FALSE, "{\"operator_id\":\"op-%1$d\"}" },
  { "operator.offline", FALSE, "{\"operator_id\":\"op-%1$d\"}" },
  { "operator.stale", FALSE, "{\"operator_id\":\"op-%1$d\"}" },
  { "operator.presence", FALSE, "{\"operator_id\":\"op-%1$d\",\"state\":\"break\"}" },
  { "operator.saved", FALSE,
    "{\"id\":\"op-%1$d\",\"name\":\"Name %2$d\",\"role\":\"operator\",\"capacity\":%3$d,\"enabled\":true,"
    "\"zones\":[{\"zone_id\":\"z%2$d\",\"rank\":%3$d}]}" },
  { "zone.saved", FALSE,
    "{\"id\":\"z%1$d\",\"name\":\"Zone %2$d\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
    "[[[77.1,28],[78,28.%3$d],[78,29],[77.1,28]]]}}" },
  { "alert.raised", TRUE, "{\"id\":\"al%1$d\",\"alert\":\"no_operator\",\"priority\":%2$d,\"text\":\"x\"}" },
  { "alert.acknowledged", FALSE, "{\"id\":\"al%1$d\"}" },
  { "alert.cleared", FALSE, "{\"id\":\"al%1$d\"}" },
  { "settings.changed", FALSE, "{\"key\":\"k%1$d\",\"value\":\"%2$d\"}" },
};

static HrEvent *
draw_event (GRand *random,
            gint64 seq)
{
  gsize            i = g_rand_int_range (random, 0, G_N_ELEMENTS (templates));
  g_autofree char *incident_id = g_strdup_printf ("i%d", g_rand_int_range (random, 0, 12));
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  text = g_strdup_printf (templates[i].data, g_rand_int_range (random, 1, N_OPERATORS + 1),
                          g_rand_int_range (random, 1, 4), g_rand_int_range (random, 1, 9));
#pragma GCC diagnostic pop
  node = json_from_string (text, &error);
  g_assert_no_error (error);

  return hr_event_new (seq, START_US + seq * 700, templates[i].kind,
                       templates[i].has_incident ? incident_id : NULL, "station", json_node_dup_object (node));
}

static char *
dup_text (HrBoard *board)
{
  g_autoptr (JsonObject) snapshot = hr_board_to_snapshot (board);

  return hr_json_dup_canonical (snapshot);
}

static void
assert_equal (HrBoard *a,
              HrBoard *b)
{
  g_autofree char *text_a = dup_text (a);
  g_autofree char *text_b = dup_text (b);

  g_assert_cmpstr (text_a, ==, text_b);
  g_assert_cmpint (hr_board_get_seq (a), ==, hr_board_get_seq (b));
}

static JsonObject *
send (JsonObject *object)
{
  g_autofree char *text = hr_json_dup_canonical (object);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  return json_node_dup_object (node);
}

/* As a console gets an event: by the wire. */
static void
replicate (HrBoard *board,
           HrEvent *event)
{
  g_autoptr (JsonObject) object = hr_event_to_json (event);
  g_autoptr (JsonObject) received = send (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (HrEvent) copy = hr_event_new_from_json (received, &error);

  g_assert_no_error (error);
  hr_board_apply (board, copy, &error);
  g_assert_no_error (error);
}

static void
join (HrBoard *board,
      HrBoard *station)
{
  g_autoptr (JsonObject) snapshot = hr_board_to_snapshot (station);
  g_autoptr (JsonObject) received = send (snapshot);
  g_autoptr (GError) error = NULL;

  hr_board_load_snapshot (board, received, hr_board_get_seq (station), &error);
  g_assert_no_error (error);
  assert_equal (board, station);
}

/* The load that is kept up to date is the load that is there. */
static void
assert_load (HrBoard *board)
{
  GListModel *operators = hr_board_get_operators (board);

  for (guint i = 0; i < g_list_model_get_n_items (operators); i++)
    {
      g_autoptr (HrOperator) duty_operator = g_list_model_get_item (operators, i);
      const char *id = hr_operator_get_id (duty_operator);
      guint       load = 0;

      for (guint j = 0; j < g_list_model_get_n_items (hr_board_get_incidents (board)); j++)
        {
          g_autoptr (HrIncident) incident = g_list_model_get_item (hr_board_get_incidents (board), j);

          if (hr_incident_rings_at (incident, id) ||
              g_strcmp0 (hr_incident_get_assigned_operator_id (incident), id) == 0)
            load++;
        }
      g_assert_cmpuint (hr_operator_get_open_incidents (duty_operator), ==, load);
    }
}

static void
test_random_life (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (42);
  g_autoptr (HrBoard) station = hr_board_new ();
  g_autoptr (HrBoard) console = hr_board_new ();
  g_autoptr (HrBoard) late_console = hr_board_new ();
  guint n_applied = 0;

  while (n_applied < N_EVENTS)
    {
      g_autoptr (HrEvent) event = draw_event (random, hr_board_get_seq (station) + 1);

      if (!hr_board_check (station, event, NULL))
        continue;

      g_assert_true (hr_board_apply (station, event, NULL));
      replicate (console, event);
      n_applied++;

      if (n_applied % 500 == 0)
        join (late_console, station);
      else if (n_applied > 500)
        replicate (late_console, event);

      if (n_applied % 100 == 0)
        {
          assert_load (station);
          assert_equal (console, station);
        }
    }

  assert_equal (console, station);
  assert_equal (late_console, station);
}

static void
count (guint *n_emitted)
{
  (*n_emitted)++;
}

static void
test_snapshot_keeps_objects (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autoptr (HrBoard) station = hr_board_new ();
  g_autoptr (HrBoard) console = hr_board_new ();
  g_autoptr (HrOperator) before = NULL;
  g_autoptr (HrIncident) open = NULL;
  guint n_resets = 0;

  while (hr_board_find_open_incident_of (station, "c1") == NULL ||
         hr_board_get_operator (station, "op-1") == NULL)
    {
      g_autoptr (HrEvent) event = draw_event (random, hr_board_get_seq (station) + 1);

      hr_board_apply (station, event, NULL);
    }

  g_signal_connect_swapped (console, "reset", G_CALLBACK (count), &n_resets);
  join (console, station);
  g_assert_cmpuint (n_resets, ==, 1);
  g_set_object (&before, hr_board_get_operator (console, "op-1"));
  g_set_object (&open, hr_board_find_open_incident_of (console, "c1"));

  while (hr_board_get_incident (station, hr_incident_get_id (open)) != NULL)
    {
      g_autoptr (HrEvent) event = draw_event (random, hr_board_get_seq (station) + 1);

      hr_board_apply (station, event, NULL);
    }

  join (console, station);
  g_assert_true (hr_board_get_operator (console, "op-1") == before);
  g_assert_cmpint (hr_incident_get_status (open), ==, HR_INCIDENT_ENDED);
}

static void
test_bad_snapshots (void)
{
  static const char *const cases[] = {
    "{}",
    "{\"incidents\":[],\"operators\":[],\"zones\":{},\"alerts\":[]}",
    "{\"incidents\":[7],\"operators\":[],\"zones\":[],\"alerts\":[]}",
    "{\"incidents\":[{\"id\":\"i\"}],\"operators\":[],\"zones\":[],\"alerts\":[]}",
    "{\"incidents\":[],\"operators\":[],\"zones\":[],\"alerts\":[" TWIN "," TWIN "]}",
  };
  g_autoptr (HrBoard) board = hr_board_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (cases[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (hr_board_load_snapshot (board, json_node_get_object (node), 9, &error));
      g_assert_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID);
      g_assert_cmpint (hr_board_get_seq (board), ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/board/replica/random-life", test_random_life);
  g_test_add_func ("/board/replica/snapshot-keeps-objects", test_snapshot_keeps_objects);
  g_test_add_func ("/board/replica/bad-snapshots", test_bad_snapshots);

  return g_test_run ();
}
