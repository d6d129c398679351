/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-fake-station.h"
#include "hr-figures-loader.h"
#include "hr-handovers-loader.h"
#include "hr-handovers.h"
#include "hr-json.h"
#include "hr-local-address.h"
#include "hr-recording-watch.h"
#include "hr-selection.h"
#include "hr-shift-loader.h"
#include "hr-time.h"
#include "hr-timeline-loader.h"

#define START_US 1795165327123000

typedef struct
{
  HrFakeStation    *station;
  HrKnownStations  *known_stations;
  HrStationLink    *link;
  HrBoard          *board;
  HrRoom           *room;
  HrSelection      *selection;
  HrTimelineLoader *timeline_loader;
  HrRecordingWatch *recording_watch;
  HrClock          *clock;
  HrShiftLoader    *shift_loader;
} Fixture;

static void
apply (Fixture    *fixture,
       const char *kind,
       const char *incident_id,
       const char *data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (data, &error);
  gint64 seq = hr_board_get_seq (fixture->board) + 1;
  g_autoptr (HrEvent) event = NULL;

  g_assert_no_error (error);
  event = hr_event_new (seq, START_US + seq * G_USEC_PER_SEC, kind, incident_id, "station", json_node_dup_object (node));
  hr_board_apply (fixture->board, event, &error);
  g_assert_no_error (error);
}

/* An SOS that rings at @operator_id, or is queued. */
static void
ring (Fixture    *fixture,
      const char *incident_id,
      const char *operator_id)
{
  g_autofree char *activation = g_strdup_printf ("{\"number\":\"%s\",\"source\":\"sos\",\"drill\":false,\"silent\":false,"
                                                 "\"citizen\":{\"id\":\"c-%s\"},\"activation_id\":\"a-%s\",\"session_id\":\"s-%s\","
                                                 "\"zone_reason\":\"none\"}",
                                                 incident_id, incident_id, incident_id, incident_id);
  g_autofree char *assignment = g_strdup_printf ("{\"operator_id\":\"%s\",\"ringing\":[\"%s\"],\"how\":\"primary\",\"reason\":\"first\"}",
                                                 operator_id, operator_id);

  apply (fixture, "incident.activated", incident_id, activation);
  if (operator_id != NULL)
    apply (fixture, "incident.assigned", incident_id, assignment);
  else
    apply (fixture, "incident.queued", incident_id, "{\"reason\":\"nobody is here\"}");
}

static void
acknowledge (Fixture    *fixture,
             const char *incident_id)
{
  apply (fixture, "incident.acknowledged", incident_id, "{\"operator_id\":\"asha\"}");
}

static void
save_operator (Fixture    *fixture,
               const char *id)
{
  g_autofree char *data = g_strdup_printf ("{\"id\":\"%s\",\"name\":\"%s\",\"role\":\"operator\",\"capacity\":9,"
                                           "\"enabled\":true,\"zones\":[]}",
                                           id, id);

  apply (fixture, "operator.saved", NULL, data);
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  fixture->station = hr_fake_station_new ();
  fixture->known_stations = hr_known_stations_new ("/nonexistent/known-stations");
  fixture->link = hr_station_link_new (fixture->known_stations);
  g_assert_true (hr_station_link_set_address (fixture->link, fixture->station->url, NULL, NULL));

  fixture->board = hr_board_new ();
  fixture->room = hr_room_new (fixture->board);
  fixture->selection = hr_selection_new (fixture->room);
  fixture->timeline_loader = hr_timeline_loader_new (fixture->room, fixture->link);
  fixture->recording_watch = hr_recording_watch_new (fixture->room, fixture->link);
  fixture->clock = hr_clock_new_fake (1000000);
  fixture->shift_loader = hr_shift_loader_new (fixture->room, fixture->link, fixture->clock);

  save_operator (fixture, "asha");
  save_operator (fixture, "bina");
  hr_room_set_operator (fixture->room, "asha", "Asha", FALSE);
  hr_room_set_connection (fixture->room, HR_CONNECTION_READY);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  g_assert_finalize_object (fixture->recording_watch);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (fixture->shift_loader);
  g_assert_finalize_object (fixture->clock);
  g_assert_finalize_object (fixture->timeline_loader);
  g_assert_finalize_object (fixture->selection);
  g_assert_finalize_object (fixture->room);
  g_assert_finalize_object (fixture->board);
  g_assert_finalize_object (fixture->link);
  g_assert_finalize_object (fixture->known_stations);
  hr_fake_station_free (fixture->station);
}

static const char *
get_selected_id (Fixture *fixture)
{
  HrIncident *selected = hr_room_get_selected (fixture->room);

  return selected != NULL ? hr_incident_get_id (selected) : NULL;
}

static void
test_selects_what_rings (Fixture      *fixture,
                         gconstpointer user_data)
{
  /* What rings at somebody else, or waits for a supervisor, is not this operator's. */
  ring (fixture, "i1", "bina");
  ring (fixture, "i2", NULL);
  g_assert_null (get_selected_id (fixture));

  ring (fixture, "i3", "asha");
  g_assert_cmpstr (get_selected_id (fixture), ==, "i3");

  /* Nothing takes away what is looked at, until it has ended; it stays then, too, until another rings. */
  ring (fixture, "i4", "asha");
  g_assert_cmpstr (get_selected_id (fixture), ==, "i3");
  acknowledge (fixture, "i3");
  apply (fixture, "incident.ended", "i3", "{\"disposition\":\"test\"}");
  g_assert_cmpstr (get_selected_id (fixture), ==, "i3");
  ring (fixture, "i5", "asha");
  g_assert_cmpstr (get_selected_id (fixture), ==, "i4");
}

static void
go_live (Fixture    *fixture,
         const char *incident_id)
{
  apply (fixture, "media.offered", incident_id, "{\"session_id\":\"s-i1\",\"attempt\":1,\"offer_ms\":3}");
  apply (fixture, "media.live", incident_id, "{\"session_id\":\"s-i1\",\"attempt\":1,\"live_ms\":300}");
}

/* What rings at an operator comes before another's call that they look at, and before one of theirs that is over, but not before a call
 * that they are in. */
static void
test_operator_is_called (Fixture      *fixture,
                         gconstpointer user_data)
{
  ring (fixture, "i1", "bina");
  hr_selection_select (fixture->selection, "i1");
  ring (fixture, "i2", "asha");
  g_assert_cmpstr (get_selected_id (fixture), ==, "i2");

  acknowledge (fixture, "i2");
  hr_selection_select (fixture->selection, "i1");
  ring (fixture, "i3", "bina");
  g_assert_cmpstr (get_selected_id (fixture), ==, "i1");
  hr_selection_select (fixture->selection, "i2");
  ring (fixture, "i4", "asha");
  g_assert_cmpstr (get_selected_id (fixture), ==, "i2");

  apply (fixture, "media.offered", "i2", "{\"session_id\":\"s-i2\",\"attempt\":1,\"offer_ms\":3}");
  apply (fixture, "media.live", "i2", "{\"session_id\":\"s-i2\",\"attempt\":1,\"live_ms\":300}");
  apply (fixture, "media.closed", "i2", "{\"session_id\":\"s-i2\",\"attempt\":1,\"reason\":\"hung up\"}");
  ring (fixture, "i5", "asha");
  g_assert_cmpstr (get_selected_id (fixture), ==, "i4");
}

/* The key that answers never asks for what the station would refuse. */
static void
test_operator_answers_own (Fixture      *fixture,
                           gconstpointer user_data)
{
  ring (fixture, "i1", "bina");
  g_assert_null (hr_selection_get_oldest_unanswered (fixture->selection));
  ring (fixture, "i2", NULL);
  g_assert_cmpstr (hr_incident_get_id (hr_selection_get_oldest_unanswered (fixture->selection)), ==, "i2");
  ring (fixture, "i3", "asha");
  g_assert_cmpstr (hr_incident_get_id (hr_selection_get_oldest_unanswered (fixture->selection)), ==, "i3");

  hr_room_set_operator (fixture->room, "sup", "Sup", TRUE);
  g_assert_cmpstr (hr_incident_get_id (hr_selection_get_oldest_unanswered (fixture->selection)), ==, "i1");
}

static void
test_supervisor_sees_all (Fixture      *fixture,
                          gconstpointer user_data)
{
  ring (fixture, "i1", "bina");
  g_assert_null (get_selected_id (fixture));
  hr_room_set_operator (fixture->room, "sup", "Sup", TRUE);
  g_assert_cmpstr (get_selected_id (fixture), ==, "i1");
}

static void
test_moves_in_queue_order (Fixture      *fixture,
                           gconstpointer user_data)
{
  ring (fixture, "i1", "asha");
  acknowledge (fixture, "i1");
  ring (fixture, "i2", "bina");
  ring (fixture, "i3", "asha");
  g_assert_cmpstr (get_selected_id (fixture), ==, "i1");

  /* The unanswered ones stand above. */
  hr_selection_move (fixture->selection, 1);
  g_assert_cmpstr (get_selected_id (fixture), ==, "i2");
  hr_selection_move (fixture->selection, 1);
  g_assert_cmpstr (get_selected_id (fixture), ==, "i3");
  hr_selection_move (fixture->selection, 1);
  g_assert_cmpstr (get_selected_id (fixture), ==, "i1");
  hr_selection_move (fixture->selection, -1);
  g_assert_cmpstr (get_selected_id (fixture), ==, "i3");

  hr_selection_select_nth (fixture->selection, 1);
  g_assert_cmpstr (get_selected_id (fixture), ==, "i2");
  hr_selection_select_nth (fixture->selection, 7);
  g_assert_cmpstr (get_selected_id (fixture), ==, "i2");
  hr_selection_select (fixture->selection, "nobody");
  g_assert_cmpstr (get_selected_id (fixture), ==, "i2");

  /* What rings here comes before what waits longer elsewhere. */
  g_assert_cmpstr (hr_incident_get_id (hr_selection_get_oldest_unanswered (fixture->selection)), ==, "i3");
}

static void
test_snapshot_without_selected (Fixture      *fixture,
                                gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) empty = json_from_string ("{" HR_EMPTY_SNAPSHOT "}", &error);
  JsonObject *snapshot = json_object_get_object_member (json_node_get_object (empty), "snapshot");

  ring (fixture, "i1", "asha");
  g_assert_cmpstr (get_selected_id (fixture), ==, "i1");
  g_assert_true (hr_board_load_snapshot (fixture->board, snapshot, 100, &error));

  /* It ended while nobody here was told. */
  g_assert_cmpstr (get_selected_id (fixture), ==, "i1");
  g_assert_cmpint (hr_incident_get_status (hr_room_get_selected (fixture->room)), ==, HR_INCIDENT_ENDED);
}

static char *
dup_timeline (Fixture *fixture)
{
  GListModel *timeline = hr_room_get_timeline (fixture->room);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (timeline); i++)
    {
      g_autoptr (HrEvent) event = g_list_model_get_item (timeline, i);

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", hr_event_get_seq (event));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_timeline (Fixture    *fixture,
                 const char *expected)
{
  g_autofree char *timeline = dup_timeline (fixture);

  g_assert_cmpstr (timeline, ==, expected);
}

static guint
count_timeline (Fixture *fixture)
{
  return g_list_model_get_n_items (hr_room_get_timeline (fixture->room));
}

/* The board is at event 2; the records hold 3 and 4 and something that is no event; 5 comes while they are read, 6 afterwards. */
static void
test_timeline (Fixture      *fixture,
               gconstpointer user_data)
{
  g_free (fixture->station->events);
  fixture->station->events = g_strdup ("{\"items\":[{\"seq\":3,\"at\":\"2026-11-20T09:02:07.123Z\",\"kind\":\"incident.activated\","
                                       "\"incident_id\":\"i1\",\"actor\":\"citizen\",\"data\":{}},7,"
                                       "{\"seq\":4,\"at\":\"2026-11-20T09:02:07.124Z\",\"kind\":\"incident.assigned\","
                                       "\"incident_id\":\"i1\",\"actor\":\"station\",\"data\":{}}]}");
  ring (fixture, "i1", "asha");
  apply (fixture, "incident.note", "i1", "{\"text\":\"while it is read\"}");
  g_assert_cmpuint (count_timeline (fixture), ==, 0);
  hr_wait_until (count_timeline (fixture) == 3);
  assert_timeline (fixture, "3 4 5");

  apply (fixture, "incident.note", "i1", "{\"text\":\"afterwards\"}");
  assert_timeline (fixture, "3 4 5 6");

  /* Joined again, the records are read again: nothing is there twice. */
  hr_room_set_connection (fixture->room, HR_CONNECTION_LOST);
  assert_timeline (fixture, "3 4 5 6");
  hr_room_set_connection (fixture->room, HR_CONNECTION_READY);
  hr_wait_until (count_timeline (fixture) == 2);
  hr_room_set_selected (fixture->room, NULL);
  g_assert_cmpuint (count_timeline (fixture), ==, 0);
}

static HrLampState
get_rec (Fixture *fixture)
{
  return hr_lamp_get_state (hr_room_get_lamp (fixture->room, "REC"));
}

static void
test_recording_lamp (Fixture      *fixture,
                     gconstpointer user_data)
{
  g_assert_cmpint (get_rec (fixture), ==, HR_LAMP_UNKNOWN);
  ring (fixture, "i1", "asha");
  go_live (fixture, "i1");
  g_assert_cmpint (get_rec (fixture), ==, HR_LAMP_GOOD);
  apply (fixture, "recording.started", "i1", "{\"recording_id\":\"r1\",\"session_id\":\"s-i1\",\"attempt\":1,\"path\":\"a.ogg\"}");
  g_assert_cmpint (get_rec (fixture), ==, HR_LAMP_GOOD);

  apply (fixture, "recording.failed", "i1", "{\"recording_id\":\"r1\",\"session_id\":\"s-i1\",\"attempt\":1,\"reason\":\"full\"}");
  g_assert_cmpint (get_rec (fixture), ==, HR_LAMP_BAD);
  apply (fixture, "recording.started", "i1", "{\"recording_id\":\"r2\",\"session_id\":\"s-i1\",\"attempt\":1,\"path\":\"b.ogg\"}");
  g_assert_cmpint (get_rec (fixture), ==, HR_LAMP_GOOD);

  /* It is about the sound. */
  apply (fixture, "recording.failed", "i1", "{\"recording_id\":\"p1\",\"session_id\":\"s-i1\",\"attempt\":1,\"media\":\"picture\",\"reason\":\"none\"}");
  g_assert_cmpint (get_rec (fixture), ==, HR_LAMP_GOOD);
  apply (fixture, "recording.failed", "i1", "{\"recording_id\":\"r2\",\"session_id\":\"s-i1\",\"attempt\":1,\"reason\":\"full\"}");
  apply (fixture, "recording.started", "i1", "{\"recording_id\":\"p2\",\"session_id\":\"s-i1\",\"attempt\":1,\"media\":\"picture\",\"path\":\"a.webm\"}");
  g_assert_cmpint (get_rec (fixture), ==, HR_LAMP_BAD);
  apply (fixture, "recording.started", "i1", "{\"recording_id\":\"r3\",\"session_id\":\"s-i1\",\"attempt\":1,\"path\":\"c.ogg\"}");
  g_assert_cmpint (get_rec (fixture), ==, HR_LAMP_GOOD);

  apply (fixture, "alert.raised", "i1", "{\"id\":\"al1\",\"alert\":\"recording_failed\",\"priority\":1,\"text\":\"disk full\"}");
  g_assert_cmpint (get_rec (fixture), ==, HR_LAMP_BAD);
  apply (fixture, "alert.cleared", "i1", "{\"id\":\"al1\"}");
  g_assert_cmpint (get_rec (fixture), ==, HR_LAMP_GOOD);

  /* The next attempt is recorded while the file of the one before is still being closed. */
  apply (fixture, "recording.started", "i1", "{\"recording_id\":\"r3\",\"session_id\":\"s-i1\",\"attempt\":2,\"path\":\"c.ogg\"}");
  apply (fixture, "recording.finished", "i1",
         "{\"recording_id\":\"r2\",\"session_id\":\"s-i1\",\"attempt\":1,\"duration_ms\":9,\"bytes\":9,\"sha256\":\"0\"}");
  g_assert_cmpint (get_rec (fixture), ==, HR_LAMP_GOOD);
  apply (fixture, "recording.finished", "i1",
         "{\"recording_id\":\"r3\",\"session_id\":\"s-i1\",\"attempt\":2,\"duration_ms\":9,\"bytes\":9,\"sha256\":\"0\"}");
  g_assert_cmpint (get_rec (fixture), ==, HR_LAMP_BAD);
}

/* A call that was live before this console joined: the lamp is grey until its records say so. */
static void
test_recording_lamp_joins_late (Fixture      *fixture,
                                gconstpointer user_data)
{
  hr_room_set_connection (fixture->room, HR_CONNECTION_LOST);
  ring (fixture, "i1", "bina");
  go_live (fixture, "i1");
  g_free (fixture->station->events);
  fixture->station->events = g_strdup ("{\"items\":[{\"seq\":9,\"at\":\"2026-11-20T09:02:07.123Z\",\"kind\":\"recording.started\","
                                       "\"incident_id\":\"i1\",\"actor\":\"station\",\"data\":{}}]}");

  hr_room_set_connection (fixture->room, HR_CONNECTION_READY);
  g_assert_cmpint (get_rec (fixture), ==, HR_LAMP_UNKNOWN);
  hr_wait_until (get_rec (fixture) == HR_LAMP_GOOD);
}

static gint64
get_n_incidents (Fixture *fixture)
{
  JsonObject *figures = hr_shift_get_figures (hr_room_get_shift (fixture->room));
  gint64      n_incidents = -1;

  if (figures != NULL)
    hr_json_get_int (figures, "incidents", &n_incidents);

  return n_incidents;
}

static void
answer_statistics (Fixture *fixture,
                   int      n_incidents)
{
  g_free (fixture->station->statistics);
  fixture->station->statistics = g_strdup_printf ("{\"incidents\":%d}", n_incidents);
}

static void
test_shift (Fixture      *fixture,
            gconstpointer user_data)
{
  HrShift         *shift = hr_room_get_shift (fixture->room);
  gint64           begin_us = hr_shift_get_begin_us (shift);
  g_autofree char *from = hr_time_to_string (begin_us);
  g_autofree char *query = g_strdup_printf ("from=%s", from);

  g_assert_cmpint (begin_us, >, 0);
  g_assert_null (hr_shift_get_figures (shift));

  /* Asked once for all that happened within the second, and from the begin of the shift on. */
  answer_statistics (fixture, 3);
  ring (fixture, "i1", "asha");
  acknowledge (fixture, "i1");
  hr_clock_advance (fixture->clock, G_USEC_PER_SEC);
  hr_wait_until (get_n_incidents (fixture) == 3);
  g_assert_cmpuint (fixture->station->n_statistics, ==, 1);
  g_assert_cmpstr (fixture->station->statistics_query, ==, query);

  /* Time alone asks for nothing, nor does a position. */
  answer_statistics (fixture, 4);
  apply (fixture, "incident.note", "i1", "{\"text\":\"quiet\"}");
  hr_clock_advance (fixture->clock, (gint64) 600 * G_USEC_PER_SEC);
  apply (fixture, "incident.ended", "i1", "{\"disposition\":\"test\"}");
  g_assert_cmpint (get_n_incidents (fixture), ==, 3);
  hr_clock_advance (fixture->clock, G_USEC_PER_SEC);
  hr_wait_until (get_n_incidents (fixture) == 4);
  g_assert_cmpuint (fixture->station->n_statistics, ==, 2);

  /* A lost connection ends no shift; another person begins one. */
  hr_room_set_connection (fixture->room, HR_CONNECTION_LOST);
  hr_room_set_connection (fixture->room, HR_CONNECTION_READY);
  g_assert_cmpint (hr_shift_get_begin_us (shift), ==, begin_us);
  g_assert_cmpint (get_n_incidents (fixture), ==, 4);
  hr_room_set_operator (fixture->room, "bina", "Bina", FALSE);
  g_assert_cmpint (hr_shift_get_begin_us (shift), >, begin_us);
  g_assert_null (hr_shift_get_figures (shift));
}

/* Once shifts are handed over, one lasts until the next handover, whoever sits here; its handover cannot be missed with a lost connection. */
static void
test_shift_handed_over (Fixture      *fixture,
                        gconstpointer user_data)
{
  HrShift *shift = hr_room_get_shift (fixture->room);
  gint64   logged_in_us = hr_shift_get_begin_us (shift);
  gint64   begin_us = 0;
  g_autoptr (JsonObject) snapshot = NULL;
  g_autofree char *began_at = NULL;

  answer_statistics (fixture, 3);
  apply (fixture, "shift.handed_over", NULL, "{\"from\":\"asha\",\"to\":\"bina\",\"shift\":\"B\"}");
  began_at = g_strdup (hr_json_get_string (hr_board_get_shift (fixture->board), "began_at"));
  g_assert_true (hr_time_from_string (began_at, &begin_us));
  g_assert_cmpint (hr_shift_get_begin_us (shift), ==, begin_us);
  g_assert_cmpint (begin_us, !=, logged_in_us);
  g_assert_cmpstr (hr_json_get_string (hr_board_get_shift (fixture->board), "name"), ==, "B");
  hr_clock_advance (fixture->clock, G_USEC_PER_SEC);
  hr_wait_until (get_n_incidents (fixture) == 3);

  hr_room_set_operator (fixture->room, "bina", "Bina", FALSE);
  g_assert_cmpint (hr_shift_get_begin_us (shift), ==, begin_us);

  snapshot = hr_board_to_snapshot (fixture->board);
  hr_json_set_time (hr_json_get_object (snapshot, "shift"), "began_at", begin_us + 60 * G_USEC_PER_SEC);
  g_assert_true (hr_board_load_snapshot (fixture->board, snapshot, 99, NULL));
  g_assert_cmpint (hr_shift_get_begin_us (shift), ==, begin_us + 60 * G_USEC_PER_SEC);
}

static void
on_handovers_asked (SoupServer        *server,
                    SoupServerMessage *request,
                    const char        *path,
                    GHashTable        *query,
                    gpointer           user_data)
{
  const char **answer = user_data;

  soup_server_message_set_status (request, *answer != NULL ? SOUP_STATUS_OK : SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL);
  if (*answer != NULL)
    soup_server_message_set_response (request, "application/json", SOUP_MEMORY_COPY, *answer, strlen (*answer));
}

/* They are read when somebody looks, and again when a shift was handed over; what fails is said, and what is no handover is passed over. */
static void
test_handovers (Fixture      *fixture,
                gconstpointer user_data)
{
  HrHandovers *handovers = hr_room_get_handovers (fixture->room);
  const char  *answer = "{\"items\":[{\"seq\":7,\"data\":{}},{\"seq\":6},3]}";
  g_autoptr (HrHandoversLoader) loader = hr_handovers_loader_new (fixture->room, fixture->link);
  gint64 seq = 0;

  soup_server_add_handler (fixture->station->server, "/api/v1/handovers", on_handovers_asked, &answer, NULL);
  hr_handovers_want (handovers);
  hr_wait_until (hr_handovers_get_n (handovers) == 1);
  g_assert_true (hr_json_get_int (hr_handovers_get (handovers, 0), "seq", &seq));
  g_assert_cmpint (seq, ==, 7);
  g_assert_null (hr_handovers_get (handovers, 1));

  answer = "{\"items\":[{\"seq\":9,\"data\":{}},{\"seq\":7,\"data\":{}}]}";
  apply (fixture, "shift.handed_over", NULL, "{\"from\":\"asha\",\"to\":\"bina\"}");
  hr_wait_until (hr_handovers_get_n (handovers) == 2);
  g_assert_null (hr_handovers_get_error (handovers));

  answer = NULL;
  hr_handovers_want (handovers);
  hr_wait_until (hr_handovers_get_error (handovers) != NULL);
  g_assert_cmpuint (hr_handovers_get_n (handovers), ==, 2);
}

static gboolean
has_figures (HrFigures *figures,
             gint64     n_incidents)
{
  JsonObject *statistics = hr_figures_get_statistics (figures);
  gint64      count = -1;

  return statistics != NULL && hr_json_get_int (statistics, "incidents", &count) && count == n_incidents;
}

/* Of the span that is chosen, in the hours of this wall; nothing is asked before somebody looks. */
static void
test_figures (Fixture      *fixture,
              gconstpointer user_data)
{
  HrFigures       *figures = hr_room_get_figures (fixture->room);
  HrFiguresLoader *loader = hr_figures_loader_new (fixture->room, fixture->link);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *query = NULL;

  hr_room_set_connection (fixture->room, HR_CONNECTION_LOST);
  hr_room_set_connection (fixture->room, HR_CONNECTION_READY);
  g_assert_cmpuint (fixture->station->n_statistics, ==, 0);

  answer_statistics (fixture, 5);
  hr_figures_set_span (figures, HR_SPAN_YESTERDAY);
  hr_wait_until (has_figures (figures, 5));
  g_assert_cmpint (hr_figures_get_state (figures), ==, HR_FIGURES_READY);
  g_assert_cmpint (hr_figures_get_to_us (figures) - hr_figures_get_from_us (figures), ==, G_TIME_SPAN_DAY);
  from = hr_time_to_string (hr_figures_get_from_us (figures));
  to = hr_time_to_string (hr_figures_get_to_us (figures));
  query = g_strdup_printf ("from=%s&to=%s&utc_offset_min=330", from, to);
  g_assert_cmpstr (fixture->station->statistics_query, ==, query);

  /* Figures of another time do not stand under this one's title. */
  answer_statistics (fixture, 6);
  hr_figures_set_span (figures, HR_SPAN_SHIFT);
  g_assert_null (hr_figures_get_statistics (figures));
  hr_wait_until (has_figures (figures, 6));
  g_assert_cmpint (hr_figures_get_from_us (figures), ==, hr_shift_get_begin_us (hr_room_get_shift (fixture->room)));

  g_assert_finalize_object (loader);
}

static void
test_figures_fail (Fixture      *fixture,
                   gconstpointer user_data)
{
  HrFigures       *figures = hr_room_get_figures (fixture->room);
  HrFiguresLoader *loader = hr_figures_loader_new (fixture->room, fixture->link);

  g_free (fixture->station->statistics);
  fixture->station->statistics = g_strdup ("[1");
  hr_figures_want (figures);
  hr_wait_until (hr_figures_get_state (figures) == HR_FIGURES_FAILED);
  g_assert_cmpstr (hr_figures_get_error (figures), !=, "");

  hr_room_set_connection (fixture->room, HR_CONNECTION_LOST);
  hr_figures_want (figures);
  g_assert_nonnull (strstr (hr_figures_get_error (figures), "not joined"));

  /* They are read as soon as it is. */
  answer_statistics (fixture, 7);
  hr_room_set_connection (fixture->room, HR_CONNECTION_READY);
  hr_wait_until (has_figures (figures, 7));
  g_assert_null (hr_figures_get_error (figures));

  g_assert_finalize_object (loader);
}

static void
test_phone_url (void)
{
  g_autofree char *plain = hr_local_address_dup_phone_url ("http://127.0.0.1:8080");
  g_autofree char *remote = hr_local_address_dup_phone_url ("https://station.lan:8443");
  g_autofree char *secure = hr_local_address_dup_phone_url ("https://127.0.0.1:8443");

  g_assert_cmpstr (plain, ==, "http://127.0.0.1:8080/sos");
  g_assert_cmpstr (remote, ==, "https://station.lan:8443/sos");
  g_assert_true (g_str_has_prefix (secure, "https://"));
  g_assert_true (g_str_has_suffix (secure, ":8443/sos"));
}

#define add(name, func) g_test_add ("/console-room/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  /* Five hours and a half before UTC's. */
  g_setenv ("TZ", "IST-5:30", TRUE);
  g_test_init (&argc, &argv, NULL);

  add ("selects-what-rings", test_selects_what_rings);
  add ("operator-is-called", test_operator_is_called);
  add ("operator-answers-own", test_operator_answers_own);
  add ("supervisor-sees-all", test_supervisor_sees_all);
  add ("moves-in-queue-order", test_moves_in_queue_order);
  add ("snapshot-without-selected", test_snapshot_without_selected);
  add ("timeline", test_timeline);
  add ("shift", test_shift);
  add ("shift-handed-over", test_shift_handed_over);
  add ("handovers", test_handovers);
  add ("figures", test_figures);
  add ("figures-fail", test_figures_fail);
  add ("recording-lamp", test_recording_lamp);
  add ("recording-lamp-joins-late", test_recording_lamp_joins_late);
  g_test_add_func ("/console-room/phone-url", test_phone_url);

  return g_test_run ();
}
