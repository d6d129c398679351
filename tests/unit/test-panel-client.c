/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-fake-station.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-panel-client.h"

#include <glib/gstdio.h>

typedef struct
{
  HrFakeStation   *station;
  HrClock         *clock;
  HrBoard         *board;
  HrKnownStations *known_stations;
  HrStationLink   *link;
  HrPanelClient   *panel;
  GError          *refusal;
  GError          *command_error;
  JsonObject      *command_data;
  guint            n_welcomes;
  guint            n_resets;
} Fixture;

static void
on_refused (HrPanelClient *panel,
            GError        *error,
            Fixture       *fixture)
{
  g_assert_null (fixture->refusal);
  fixture->refusal = g_error_copy (error);
}

static void
count (guint *counter)
{
  (*counter)++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  fixture->station = hr_fake_station_new ();
  fixture->clock = hr_clock_new_fake (1000000);
  fixture->board = hr_board_new ();
  fixture->known_stations = hr_known_stations_new ("/nonexistent/known-stations");
  fixture->link = hr_station_link_new (fixture->known_stations);
  g_assert_true (hr_station_link_set_address (fixture->link, fixture->station->url, NULL, NULL));
  hr_station_link_set_token (fixture->link, "good");

  fixture->panel = hr_panel_client_new (fixture->board, fixture->link, fixture->clock);
  g_signal_connect (fixture->panel, "refused", G_CALLBACK (on_refused), fixture);
  g_signal_connect_swapped (fixture->panel, "welcome", G_CALLBACK (count), &fixture->n_welcomes);
  g_signal_connect_swapped (fixture->board, "reset", G_CALLBACK (count), &fixture->n_resets);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_panel_client_stop (fixture->panel);
  while (g_main_context_iteration (NULL, FALSE))
    continue;

  g_assert_finalize_object (fixture->panel);
  g_assert_finalize_object (fixture->link);
  g_assert_finalize_object (fixture->known_stations);
  g_assert_finalize_object (fixture->board);
  hr_fake_station_free (fixture->station);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_clear_object (&fixture->clock);
  g_clear_error (&fixture->refusal);
  g_clear_error (&fixture->command_error);
  g_clear_pointer (&fixture->command_data, json_object_unref);
}

static gboolean
is_ready (Fixture *fixture)
{
  return hr_panel_client_get_connection (fixture->panel) == HR_CONNECTION_READY;
}

static void
join (Fixture *fixture)
{
  hr_panel_client_resume (fixture->panel);
  g_assert_cmpint (hr_panel_client_get_connection (fixture->panel), ==, HR_CONNECTION_CONNECTING);
  hr_wait_until (is_ready (fixture));
}

static void
send_setting (Fixture *fixture,
              gint64   seq)
{
  g_autofree char *text = g_strdup_printf ("{\"type\":\"event\",\"seq\":%" G_GINT64_FORMAT ",\"at\":\"2026-11-20T09:02:07.123Z\","
                                           "\"kind\":\"settings.changed\",\"incident_id\":null,\"actor\":\"cli\","
                                           "\"data\":{\"key\":\"station.name\",\"value\":\"%" G_GINT64_FORMAT "\"}}",
                                           seq, seq);

  hr_fake_station_send (fixture->station, text);
}

static void
test_snapshot (Fixture      *fixture,
               gconstpointer user_data)
{
  hr_fake_station_set_welcome (fixture->station, "\"seq\":41," HR_EMPTY_SNAPSHOT);
  join (fixture);

  g_assert_cmpint (hr_board_get_seq (fixture->board), ==, 41);
  g_assert_cmpuint (fixture->n_welcomes, ==, 1);
  g_assert_cmpstr (hr_json_get_string (hr_fake_station_get_last (fixture->station), "type"), ==, "resume");
  g_assert_false (json_object_has_member (hr_fake_station_get_last (fixture->station), "since"));
}

static void
test_login (Fixture      *fixture,
            gconstpointer user_data)
{
  hr_station_link_set_token (fixture->link, NULL);
  hr_panel_client_login (fixture->panel, "asha", "1234");
  hr_wait_until (is_ready (fixture));

  g_assert_cmpstr (hr_station_link_get_token (fixture->link), ==, "good");
}

static void
test_events (Fixture      *fixture,
             gconstpointer user_data)
{
  join (fixture);
  send_setting (fixture, 1);
  send_setting (fixture, 2);
  hr_wait_until (hr_board_get_seq (fixture->board) == 2);

  g_assert_cmpstr (hr_json_get_string (hr_board_get_settings (fixture->board), "station.name"), ==, "2");
  g_assert_cmpuint (fixture->n_resets, ==, 1);
}

static void
test_gap (Fixture      *fixture,
          gconstpointer user_data)
{
  hr_fake_station_set_welcome (fixture->station, "\"seq\":3," HR_EMPTY_SNAPSHOT);
  join (fixture);
  hr_fake_station_set_welcome (fixture->station, "\"seq\":5," HR_EMPTY_SNAPSHOT);
  g_test_expect_message ("hr-panel-client", G_LOG_LEVEL_WARNING, "*does not follow*");
  send_setting (fixture, 5);
  hr_wait_until (!is_ready (fixture));
  g_test_assert_expected_messages ();
  g_assert_cmpint (hr_panel_client_get_connection (fixture->panel), ==, HR_CONNECTION_LOST);

  hr_clock_advance (fixture->clock, 200 * 1000);
  hr_wait_until (is_ready (fixture));
  g_assert_false (json_object_has_member (hr_fake_station_get_last (fixture->station), "since"));
  g_assert_cmpint (hr_board_get_seq (fixture->board), ==, 5);
  g_assert_cmpuint (fixture->n_resets, ==, 2);
}

static void
test_rejoin (Fixture      *fixture,
             gconstpointer user_data)
{
  gint64 since = -1;

  join (fixture);
  send_setting (fixture, 1);
  hr_wait_until (hr_board_get_seq (fixture->board) == 1);

  hr_fake_station_set_welcome (fixture->station,
                               "\"seq\":2,\"events\":[{\"type\":\"event\",\"seq\":2,\"at\":\"2026-11-20T09:02:08.123Z\","
                               "\"kind\":\"settings.changed\",\"incident_id\":null,\"actor\":\"cli\","
                               "\"data\":{\"key\":\"station.name\",\"value\":\"missed\"}}]");
  hr_fake_station_drop (fixture->station);
  hr_wait_until (hr_panel_client_get_connection (fixture->panel) == HR_CONNECTION_LOST);

  hr_clock_advance (fixture->clock, 200 * 1000);
  hr_wait_until (is_ready (fixture));
  g_assert_true (hr_json_get_int (hr_fake_station_get_last (fixture->station), "since", &since));
  g_assert_cmpint (since, ==, 1);
  g_assert_cmpstr (hr_json_get_string (hr_board_get_settings (fixture->board), "station.name"), ==, "missed");
  g_assert_cmpuint (fixture->n_resets, ==, 1);
}

/* A cable that is pulled says nothing: only the silence tells. */
static void
test_dead_socket (Fixture      *fixture,
                  gconstpointer user_data)
{
  join (fixture);
  hr_clock_advance (fixture->clock, 19 * G_USEC_PER_SEC);
  g_assert_true (is_ready (fixture));
  hr_clock_advance (fixture->clock, 2 * G_USEC_PER_SEC);
  g_assert_cmpint (hr_panel_client_get_connection (fixture->panel), ==, HR_CONNECTION_LOST);

  hr_wait_until (is_ready (fixture));
  g_assert_cmpuint (fixture->station->n_joins, ==, 2);
}

static void
test_round_trip (Fixture      *fixture,
                 gconstpointer user_data)
{
  join (fixture);
  g_assert_cmpint (hr_panel_client_get_round_trip_us (fixture->panel), ==, -1);
  hr_clock_advance (fixture->clock, 2 * G_USEC_PER_SEC);
  hr_wait_until (hr_panel_client_get_round_trip_us (fixture->panel) >= 0);
  g_assert_cmpint (hr_panel_client_get_silence_us (fixture->panel), ==, 0);
}

static void
test_refused (Fixture      *fixture,
              gconstpointer user_data)
{
  hr_station_link_set_token (fixture->link, "forged");
  hr_panel_client_resume (fixture->panel);
  hr_wait_until (fixture->refusal != NULL);
  g_assert_error (fixture->refusal, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_UNAUTHORIZED);

  /* Nothing is tried again by itself: the station counts failures. */
  hr_clock_advance (fixture->clock, 60 * G_USEC_PER_SEC);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (fixture->station->n_joins, ==, 1);
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_clear_error (&fixture->command_error);
  g_clear_pointer (&fixture->command_data, json_object_unref);
  fixture->command_data = hr_panel_client_command_finish (HR_PANEL_CLIENT (source), result, &fixture->command_error);
}

static void
test_commands (Fixture      *fixture,
               gconstpointer user_data)
{
  g_autoptr (JsonObject) args = hr_json_new_object ("state", "break", NULL);
  JsonObject *request = NULL;

  join (fixture);
  hr_panel_client_command_async (fixture->panel, "presence.set", args, on_answered, fixture);
  hr_wait_until (g_strcmp0 (hr_json_get_string (hr_fake_station_get_last (fixture->station), "type"), "command") == 0);
  request = hr_fake_station_get_last (fixture->station);
  g_assert_cmpstr (hr_json_get_string (request, "name"), ==, "presence.set");
  g_assert_cmpstr (hr_json_get_string (hr_json_get_object (request, "args"), "state"), ==, "break");

  /* An answer to nothing is nobody's. */
  hr_fake_station_send (fixture->station, "{\"type\":\"result\",\"ref\":99,\"data\":{}}");
  hr_fake_station_send (fixture->station, "{\"type\":\"result\",\"ref\":1,\"data\":{\"a\":\"b\"}}");
  hr_wait_until (fixture->command_data != NULL);
  g_assert_cmpstr (hr_json_get_string (fixture->command_data, "a"), ==, "b");

  hr_panel_client_command_async (fixture->panel, "presence.set", NULL, on_answered, fixture);
  hr_fake_station_send (fixture->station, "{\"type\":\"error\",\"ref\":2,\"code\":\"forbidden\",\"detail\":\"Not you\"}");
  hr_wait_until (fixture->command_error != NULL);
  g_assert_error (fixture->command_error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_FORBIDDEN);
  g_assert_cmpstr (fixture->command_error->message, ==, "Not you");

  hr_panel_client_command_async (fixture->panel, "presence.set", NULL, on_answered, fixture);
  hr_fake_station_drop (fixture->station);
  hr_wait_until (g_error_matches (fixture->command_error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED));
}

static void
test_nobody_there (Fixture      *fixture,
                   gconstpointer user_data)
{
  g_assert_true (hr_station_link_set_address (fixture->link, "http://127.0.0.1:1", NULL, NULL));
  hr_panel_client_resume (fixture->panel);
  hr_wait_until (hr_panel_client_get_silence_us (fixture->panel) == -1);
  g_assert_cmpint (hr_panel_client_get_connection (fixture->panel), ==, HR_CONNECTION_CONNECTING);

  /* The station comes up between two attempts. */
  g_assert_true (hr_station_link_set_address (fixture->link, fixture->station->url, NULL, NULL));
  hr_clock_advance (fixture->clock, 199 * 1000);
  g_assert_cmpint (hr_panel_client_get_silence_us (fixture->panel), ==, -1);
  hr_clock_advance (fixture->clock, 1000);
  hr_wait_until (is_ready (fixture));
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *given;
    const char *url;
  } cases[] = {
    { "wss://host:8443/api", "https://host:8443" },
    { "ws://127.0.0.1:8080", "http://127.0.0.1:8080" },
    { "https://host", "https://host:443" },
    { "http://[::1]:9/sos", "http://[::1]:9" },
    { "ftp://host", NULL },
    { "host:8443", NULL },
    { "", NULL },
  };
  g_autoptr (HrKnownStations) known_stations = hr_known_stations_new ("/nonexistent/known-stations");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HrStationLink) link = hr_station_link_new (known_stations);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (hr_station_link_set_address (link, cases[i].given, NULL, &error), ==, cases[i].url != NULL);
      g_assert_cmpstr (hr_station_link_get_url (link), ==, cases[i].url);
      g_assert_true ((error == NULL) == (cases[i].url != NULL));
    }
}

/* One that nobody logged in at is seen for the first time again; one that somebody did is held to what it showed. */
static void
test_known_stations (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("hamrahi-known-XXXXXX", &error);
  g_autofree char *path = g_build_filename (dir, "known-stations", NULL);

  for (int run = 0; run < 3; run++)
    {
      g_autoptr (HrKnownStations) known_stations = hr_known_stations_new (path);

      g_assert_false (hr_known_stations_is_new (known_stations, "host:8443"));
      g_assert_true (hr_known_stations_accept (known_stations, "host:8443", "AA:BB", &error));
      g_assert_no_error (error);
      g_assert_cmpint (hr_known_stations_is_new (known_stations, "host:8443"), ==, run < 2);
      g_assert_false (hr_known_stations_accept (known_stations, "host:8443", "AA:CC", &error));
      g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
      g_assert_nonnull (strstr (error->message, "AA:CC"));
      g_assert_nonnull (strstr (error->message, path));
      g_clear_error (&error);

      if (run == 1)
        hr_known_stations_keep (known_stations, "host:8443");
      g_assert_cmpint (hr_known_stations_is_new (known_stations, "host:8443"), ==, run == 0);
    }

  g_assert_no_errno (g_remove (path));
  g_assert_no_errno (g_rmdir (dir));
}

#define add(name, func) g_test_add ("/panel-client/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("snapshot", test_snapshot);
  add ("login", test_login);
  add ("events", test_events);
  add ("gap", test_gap);
  add ("rejoin", test_rejoin);
  add ("dead-socket", test_dead_socket);
  add ("round-trip", test_round_trip);
  add ("refused", test_refused);
  add ("commands", test_commands);
  add ("nobody-there", test_nobody_there);
  g_test_add_func ("/panel-client/addresses", test_addresses);
  g_test_add_func ("/panel-client/known-stations", test_known_stations);

  return g_test_run ();
}
