/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-player.h"
#include "hr-replayer.h"

#include "hr-fake-station.h"
#include "hr-history.h"
#include "hr-json.h"
#include "hr-test-audio.h"

#define START_US 1795165327123000
#define PATH "/api/v1/incidents/i1/recording"

typedef struct
{
  HrFakeStation   *station;
  HrKnownStations *known_stations;
  HrStationLink   *link;
  HrClock         *clock;
  HrBoard         *board;
  HrRoom          *room;
  HrPanelClient   *panel;
  HrMonitor       *monitor;
  HrListeningDesk *desk;
  HrPlayback      *playback; /* of the room's history */
  HrPlayer        *player;
  HrReplayer      *replayer;
  GBytes          *recording; /* what the station has; NULL: nothing */
  SoupStatus       refusal;   /* 0: none */
  guint            n_asked;
  char            *asked_for;
} Fixture;

static void
answer_range (SoupServerMessage *request,
              GBytes            *recording)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request);
  goffset             size = (goffset) g_bytes_get_size (recording);
  SoupRange          *ranges = NULL;
  int                 n_ranges = 0;
  goffset             end = 0;
  g_autoptr (GBytes) piece = NULL;

  g_assert_true (soup_message_headers_get_ranges (headers, size, &ranges, &n_ranges));
  g_assert_cmpint (n_ranges, ==, 1);
  end = MIN (ranges[0].end, size - 1);
  piece = g_bytes_new_from_bytes (recording, (gsize) ranges[0].start, (gsize) (end - ranges[0].start + 1));
  soup_server_message_set_status (request, SOUP_STATUS_PARTIAL_CONTENT, NULL);
  soup_message_headers_set_content_range (soup_server_message_get_response_headers (request), ranges[0].start, end, size);
  soup_message_body_append_bytes (soup_server_message_get_response_body (request), piece);
  soup_message_headers_free_ranges (headers, ranges);
}

static void
on_recording_asked (SoupServer        *server,
                    SoupServerMessage *request,
                    const char        *path,
                    GHashTable        *query,
                    gpointer           user_data)
{
  Fixture *fixture = user_data;

  fixture->n_asked++;
  g_free (fixture->asked_for);
  fixture->asked_for = g_strdup (g_hash_table_lookup (query, "id"));

  if (fixture->refusal != 0 || fixture->recording == NULL)
    {
      soup_server_message_set_status (request, fixture->refusal != 0 ? fixture->refusal : SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }

  answer_range (request, fixture->recording);
}

static GBytes *
record (const char *source,
        int         n_buffers)
{
  g_autofree char *description = g_strdup_printf ("audiotestsrc %s num-buffers=%d samplesperbuffer=480 ! audio/x-raw,rate=48000,channels=1 ! "
                                                  "opusenc bitrate=256000 bitrate-type=cbr ! oggmux ! appsink name=out sync=false",
                                                  source, n_buffers);

  return hr_test_audio_run_file (description);
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  fixture->station = hr_fake_station_new ();
  soup_server_add_handler (fixture->station->server, PATH, on_recording_asked, fixture, NULL);
  fixture->clock = hr_clock_new_fake (1000000);
  fixture->known_stations = hr_known_stations_new ("/nonexistent/known-stations");
  fixture->link = hr_station_link_new (fixture->known_stations);
  g_assert_true (hr_station_link_set_address (fixture->link, fixture->station->url, NULL, NULL));
  fixture->board = hr_board_new ();
  fixture->room = hr_room_new (fixture->board);
  fixture->panel = hr_panel_client_new (fixture->board, fixture->link, fixture->clock);
  fixture->monitor = hr_monitor_new ("fakesink sync=true");
  fixture->desk = hr_listening_desk_new (fixture->room, fixture->panel, fixture->monitor, fixture->clock);
  fixture->playback = hr_history_get_playback (hr_room_get_history (fixture->room));
  fixture->player = hr_player_new (fixture->playback, fixture->link, fixture->desk, fixture->monitor);
  fixture->replayer = hr_replayer_new (fixture->room, fixture->link, fixture->desk, fixture->monitor, fixture->clock);
  hr_room_set_connection (hr_playback_get_record (fixture->playback), HR_CONNECTION_READY);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_player_close (fixture->player);
  hr_replayer_close (fixture->replayer);
  hr_monitor_close (fixture->monitor);
  hr_panel_client_stop (fixture->panel);
  /* What was cancelled holds on until it is told. */
  hr_wait_until (G_OBJECT (fixture->player)->ref_count == 1 && G_OBJECT (fixture->replayer)->ref_count == 1);
  g_assert_finalize_object (fixture->replayer);
  g_assert_finalize_object (fixture->player);
  g_assert_finalize_object (fixture->desk);
  g_assert_finalize_object (fixture->monitor);
  g_assert_finalize_object (fixture->panel);
  g_assert_finalize_object (fixture->room);
  g_assert_finalize_object (fixture->board);
  g_assert_finalize_object (fixture->link);
  g_assert_finalize_object (fixture->known_stations);
  g_assert_finalize_object (fixture->clock);
  hr_fake_station_free (fixture->station);
  g_clear_pointer (&fixture->recording, g_bytes_unref);
  g_free (fixture->asked_for);
}

static void
append_event (HrRoom     *room,
              const char *kind,
              const char *data)
{
  GListStore *timeline = G_LIST_STORE (hr_room_get_timeline (room));
  gint64      seq = g_list_model_get_n_items (G_LIST_MODEL (timeline)) + 1;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (data, &error);
  g_autoptr (HrEvent) event = NULL;

  g_assert_no_error (error);
  event = hr_event_new (seq, START_US + seq * G_USEC_PER_SEC, kind, "i1", "station", json_node_dup_object (node));
  g_list_store_append (timeline, event);
}

static void
tell (Fixture    *fixture,
      const char *kind,
      const char *data)
{
  append_event (hr_playback_get_record (fixture->playback), kind, data);
}

static HrIncident *
new_incident (void)
{
  static const char incident_text[] = "{\"id\":\"i1\",\"number\":\"HR-1\",\"status\":\"ended\",\"drill\":false,\"source\":\"sos\",\"silent\":false,"
                                      "\"activation_id\":\"a1\",\"citizen\":{\"id\":\"c1\"},\"received_at\":\"2026-01-02T03:04:05.000Z\",\"ringing\":[],"
                                      "\"zone_reason\":\"none\",\"media\":{\"session_id\":\"s1\",\"attempt\":1,\"state\":\"closed\"}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (incident_text, &error);
  HrIncident *incident = hr_incident_new_from_json (json_node_get_object (node), &error);

  g_assert_no_error (error);

  return incident;
}

/* The record of an incident with one recording, of that hash. */
static void
open_record (Fixture    *fixture,
             const char *sha256)
{
  g_autofree char *finished = g_strdup_printf ("{\"recording_id\":\"r 1\",\"session_id\":\"s1\",\"attempt\":1,\"duration_ms\":1000,\"sha256\":\"%s\"}", sha256);
  g_autoptr (HrIncident) incident = new_incident ();

  hr_room_set_selected (hr_playback_get_record (fixture->playback), incident);
  g_assert_cmpint (hr_playback_get_state (fixture->playback), ==, HR_PLAYBACK_WAITING);
  tell (fixture, "incident.activated", "{}");
  g_assert_cmpint (hr_playback_get_state (fixture->playback), ==, HR_PLAYBACK_NONE);
  tell (fixture, "recording.started", "{\"recording_id\":\"r 1\",\"session_id\":\"s1\",\"attempt\":1}");
  g_assert_cmpint (hr_playback_get_state (fixture->playback), ==, HR_PLAYBACK_RECORDING);
  tell (fixture, "recording.finished", finished);
}

static void
open_recording (Fixture *fixture,
                GBytes  *recording)
{
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, recording);

  fixture->recording = recording;
  open_record (fixture, sha256);
}

static void
wait_for_failure (Fixture    *fixture,
                  const char *text)
{
  hr_wait_until (hr_playback_get_state (fixture->playback) == HR_PLAYBACK_FAILED);
  g_assert_nonnull (strstr (hr_playback_get_trouble (fixture->playback), text));
}

/* More than one piece, whole. */
static void
test_fetched (Fixture      *fixture,
              gconstpointer user_data)
{
  open_recording (fixture, record ("wave=white-noise volume=0.3", 3000));
  g_assert_cmpuint (g_bytes_get_size (fixture->recording), >, 512 * 1024);
  hr_wait_until (hr_playback_get_state (fixture->playback) == HR_PLAYBACK_READY);
  g_assert_null (hr_playback_get_trouble (fixture->playback));
  g_assert_cmpuint (fixture->n_asked, ==, 2);
  g_assert_cmpstr (fixture->asked_for, ==, "r 1");
  g_assert_cmpint (ABS (hr_playback_get_duration_ms (fixture->playback) - 30000), <=, 20);
  g_assert_cmpint (ABS ((int) hr_playback_get_peaks (fixture->playback)->len - 1500), <=, 1);
  g_assert_cmpfloat (g_array_index (hr_playback_get_peaks (fixture->playback), float, 750), >, 0.2);
}

static void
test_forged (Fixture      *fixture,
             gconstpointer user_data)
{
  fixture->recording = record ("volume=0.3", 100);
  open_record (fixture, "00ff");
  hr_wait_until (hr_playback_get_state (fixture->playback) == HR_PLAYBACK_READY);
  g_assert_nonnull (strstr (hr_playback_get_trouble (fixture->playback), "hash"));
}

static void
test_not_there (Fixture      *fixture,
                gconstpointer user_data)
{
  open_record (fixture, "00");
  wait_for_failure (fixture, "the station has no file of it");
  hr_playback_set_playing (fixture->playback, TRUE);
  g_assert_false (hr_playback_is_playing (fixture->playback));

  /* It may have been a disk that was not mounted. */
  fixture->recording = record ("volume=0.3", 100);
  hr_playback_retry (fixture->playback);
  hr_wait_until (hr_playback_get_state (fixture->playback) == HR_PLAYBACK_READY);
}

static void
test_damaged (Fixture      *fixture,
              gconstpointer user_data)
{
  fixture->recording = g_bytes_new_static ("no recording", 12);
  open_record (fixture, "00");
  wait_for_failure (fixture, "its file is damaged");
}

static void
test_refused (Fixture      *fixture,
              gconstpointer user_data)
{
  fixture->refusal = SOUP_STATUS_SERVICE_UNAVAILABLE;
  open_record (fixture, "00");
  wait_for_failure (fixture, "the station answered “Service Unavailable”");
}

static void
test_unreachable (Fixture      *fixture,
                  gconstpointer user_data)
{
  soup_server_disconnect (fixture->station->server);
  open_record (fixture, "00");
  wait_for_failure (fixture, "The recording cannot be fetched: ");
  hr_room_set_connection (hr_playback_get_record (fixture->playback), HR_CONNECTION_LOST);
  hr_playback_retry (fixture->playback);
  wait_for_failure (fixture, "The station is not joined");
}

static void
test_played (Fixture      *fixture,
             gconstpointer user_data)
{
  open_recording (fixture, record ("volume=0.3", 100));

  /* Asked for before it is there. */
  hr_playback_set_playing (fixture->playback, TRUE);
  g_assert_true (hr_playback_is_playing (fixture->playback));
  hr_wait_until (hr_playback_get_position_ms (fixture->playback) > 100);
  g_assert_cmpint (hr_playback_get_position_us (fixture->playback), >, START_US + 2 * G_USEC_PER_SEC);
  hr_wait_until (!hr_playback_is_playing (fixture->playback));
  g_assert_cmpint (hr_playback_get_position_ms (fixture->playback), ==, hr_playback_get_duration_ms (fixture->playback));

  /* At the end Play begins again; a seek goes on from there. */
  hr_playback_set_playing (fixture->playback, TRUE);
  g_assert_cmpint (hr_playback_get_position_ms (fixture->playback), ==, 0);
  hr_playback_seek (fixture->playback, 600);
  hr_wait_until (hr_playback_get_position_ms (fixture->playback) > 600);
  hr_wait_until (!hr_playback_is_playing (fixture->playback));
}

/* Whoever opens another record hears and sees nothing of this one. */
static void
test_left (Fixture      *fixture,
           gconstpointer user_data)
{
  HrRoom *opened = hr_playback_get_record (fixture->playback);

  open_recording (fixture, record ("volume=0.3", 500));
  hr_playback_set_playing (fixture->playback, TRUE);
  hr_wait_until (hr_playback_get_position_ms (fixture->playback) > 100);
  g_list_store_remove_all (G_LIST_STORE (hr_room_get_timeline (opened)));
  hr_room_set_selected (opened, NULL);
  g_assert_false (hr_playback_is_playing (fixture->playback));
  g_assert_cmpint (hr_playback_get_position_ms (fixture->playback), ==, 0);
  g_assert_cmpint (hr_playback_get_state (fixture->playback), ==, HR_PLAYBACK_WAITING);
}

/* Its time is over while it is heard. */
static void
test_removed (Fixture      *fixture,
              gconstpointer user_data)
{
  open_recording (fixture, record ("volume=0.3", 500));
  hr_playback_set_playing (fixture->playback, TRUE);
  hr_wait_until (hr_playback_get_position_ms (fixture->playback) > 100);
  tell (fixture, "recording.removed", "{\"recording_id\":\"r 1\",\"reason\":\"its time was over\"}");
  g_assert_false (hr_playback_is_playing (fixture->playback));
  g_assert_cmpint (hr_playback_get_state (fixture->playback), ==, HR_PLAYBACK_REMOVED);
}

static void
test_call_comes_first (Fixture      *fixture,
                       gconstpointer user_data)
{
  HrListening *listening = hr_room_get_listening (fixture->room, "i2");

  hr_station_link_set_token (fixture->link, "good");
  hr_panel_client_resume (fixture->panel);
  hr_wait_until (hr_panel_client_get_connection (fixture->panel) == HR_CONNECTION_READY);
  open_recording (fixture, record ("volume=0.3", 500));
  hr_playback_set_playing (fixture->playback, TRUE);
  hr_wait_until (hr_playback_get_position_ms (fixture->playback) > 100);

  hr_fake_station_send (fixture->station, "{\"type\":\"monitor.slot\",\"slot\":0,\"incident_id\":\"i2\"}");
  hr_wait_until (hr_listening_desk_find_slot (fixture->desk, "i2") == 0);
  g_assert_true (hr_playback_is_playing (fixture->playback));
  g_signal_emit_by_name (fixture->monitor, "level", 0, -20.0, -10.0);
  g_assert_false (hr_playback_is_playing (fixture->playback));
  g_assert_nonnull (hr_playback_get_obstacle (fixture->playback));
  hr_playback_set_playing (fixture->playback, TRUE);
  g_assert_false (hr_playback_is_playing (fixture->playback));

  /* Whoever mutes the call may hear what was recorded; nothing begins by itself. */
  hr_listening_set_muted (listening, TRUE);
  g_assert_null (hr_playback_get_obstacle (fixture->playback));
  g_assert_false (hr_playback_is_playing (fixture->playback));
  hr_playback_set_playing (fixture->playback, TRUE);
  g_assert_true (hr_playback_is_playing (fixture->playback));
}

/* A call in front of the person; how the hearing of its past goes. */
static HrReplay *
select_call (Fixture *fixture)
{
  g_autoptr (HrIncident) incident = new_incident ();

  hr_room_set_selected (fixture->room, incident);
  hr_room_set_connection (fixture->room, HR_CONNECTION_READY);

  return hr_listening_get_replay (hr_room_get_listening (fixture->room, "i1"));
}

static void
add_attempt (Fixture    *fixture,
             const char *id)
{
  g_autofree char *started = g_strdup_printf ("{\"recording_id\":\"%s\",\"session_id\":\"s1\",\"attempt\":1}", id);
  g_autofree char *finished = g_strdup_printf ("{\"recording_id\":\"%s\",\"session_id\":\"s1\",\"attempt\":1,\"duration_ms\":300,\"sha256\":\"00\"}", id);

  append_event (fixture->room, "recording.started", started);
  append_event (fixture->room, "recording.finished", finished);
}

static void
test_replay_nothing (Fixture      *fixture,
                     gconstpointer user_data)
{
  HrReplay *replay = select_call (fixture);

  hr_replayer_replay (fixture->replayer, FALSE);
  g_assert_false (hr_replayer_is_active (fixture->replayer));
  g_assert_nonnull (strstr (hr_replay_get_trouble (replay), "Nothing of this call is recorded yet"));
  hr_clock_advance (fixture->clock, 9 * G_USEC_PER_SEC);
  g_assert_null (hr_replay_get_trouble (replay));

  hr_room_set_connection (fixture->room, HR_CONNECTION_LOST);
  hr_replayer_replay (fixture->replayer, TRUE);
  g_assert_nonnull (strstr (hr_replay_get_trouble (replay), "The station is not joined"));
}

/* One after the other, to the end of the last. */
static void
test_replay_attempts (Fixture      *fixture,
                      gconstpointer user_data)
{
  HrReplay *replay = select_call (fixture);

  fixture->recording = record ("volume=0.3", 30);
  add_attempt (fixture, "r1");
  add_attempt (fixture, "r2");
  hr_replayer_replay (fixture->replayer, TRUE);
  g_assert_true (hr_replayer_is_active (fixture->replayer));
  g_assert_true (hr_listening_desk_is_heard (fixture->desk));
  g_assert_cmpint (hr_replay_get_state (replay), ==, HR_REPLAY_FETCHING);
  hr_wait_until (g_strcmp0 (fixture->asked_for, "r1") == 0);
  hr_wait_until (g_strcmp0 (fixture->asked_for, "r2") == 0);
  /* On a busy machine the voice has not begun by now. */
  hr_wait_until ((hr_clock_advance (fixture->clock, G_USEC_PER_SEC / 5), hr_replay_get_state (replay) == HR_REPLAY_PAST));
  g_assert_cmpint (hr_replay_get_behind_us (replay), >, 0);
  hr_wait_until (!hr_replayer_is_active (fixture->replayer));
  g_assert_nonnull (strstr (hr_replay_get_trouble (replay), "Heard to its end"));
  g_assert_cmpint (hr_replay_get_state (replay), ==, HR_REPLAY_NONE);
  g_assert_false (hr_listening_desk_is_heard (fixture->desk));
  g_assert_cmpuint (fixture->n_asked, ==, 2);

  /* The last half minute is of the last one alone. */
  hr_replayer_replay (fixture->replayer, FALSE);
  hr_wait_until (fixture->n_asked == 3);
  g_assert_cmpstr (fixture->asked_for, ==, "r2");
  g_assert_null (hr_replay_get_trouble (replay));
  hr_listening_set_muted (hr_room_get_listening (fixture->room, "i1"), TRUE);
  g_assert_false (hr_listening_desk_is_heard (fixture->desk));
  hr_replayer_back_to_live (fixture->replayer);
  g_assert_false (hr_replayer_is_active (fixture->replayer));
  g_assert_null (hr_replay_get_trouble (replay));
}

static void
test_replay_refused (Fixture      *fixture,
                     gconstpointer user_data)
{
  HrReplay *replay = select_call (fixture);

  add_attempt (fixture, "r1");
  fixture->refusal = SOUP_STATUS_SERVICE_UNAVAILABLE;
  hr_replayer_replay (fixture->replayer, TRUE);
  hr_wait_until (!hr_replayer_is_active (fixture->replayer));
  g_assert_nonnull (strstr (hr_replay_get_trouble (replay), "Service Unavailable"));
  g_assert_false (hr_listening_desk_is_heard (fixture->desk));
}

#define add(name, func) g_test_add ("/player/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  add ("fetched", test_fetched);
  add ("forged", test_forged);
  add ("not-there", test_not_there);
  add ("damaged", test_damaged);
  add ("refused", test_refused);
  add ("unreachable", test_unreachable);
  add ("played", test_played);
  add ("left", test_left);
  add ("removed", test_removed);
  add ("call-comes-first", test_call_comes_first);
  add ("replay-nothing", test_replay_nothing);
  add ("replay-attempts", test_replay_attempts);
  add ("replay-refused", test_replay_refused);

  return g_test_run ();
}
