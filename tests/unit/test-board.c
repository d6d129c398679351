/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-board"

#include "hr-board.h"
#include "hr-json.h"

#define START_US 1795165327123000
#define ACTIVATION "{\"number\":\"HR-2026-000001\",\"source\":\"sos\",\"drill\":false,\"silent\":true,"            \
                   "\"citizen\":{\"id\":\"c1\",\"name\":\"Asha\"},\"activation_id\":\"a1\",\"session_id\":\"s1\"," \
                   "\"location\":{\"lat\":28.61,\"lon\":77.2,\"accuracy_m\":8},\"battery_pct\":55.5,\"zone_reason\":\"inside\"}"
#define AUDIO(attempt) "{\"session_id\":\"s1\",\"attempt\":" #attempt "}"

typedef struct
{
  HrBoard *board;
} Fixture;

static HrEvent *
new_event (gint64      seq,
           const char *kind,
           const char *incident_id,
           const char *data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (data, &error);

  g_assert_no_error (error);
  return hr_event_new (seq, START_US + seq * G_USEC_PER_SEC, kind, incident_id, "op-1", json_node_dup_object (node));
}

static void
apply (HrBoard    *board,
       const char *kind,
       const char *incident_id,
       const char *data)
{
  g_autoptr (HrEvent) event = new_event (hr_board_get_seq (board) + 1, kind, incident_id, data);
  g_autoptr (GError) error = NULL;

  hr_board_apply (board, event, &error);
  g_assert_no_error (error);
}

/* Refused with @code, and nothing has changed. */
static void
refuse (HrBoard     *board,
        HrBoardError code,
        const char  *kind,
        const char  *incident_id,
        const char  *data)
{
  g_autoptr (HrEvent) event = new_event (hr_board_get_seq (board) + 1, kind, incident_id, data);
  g_autoptr (JsonObject) before = hr_board_to_snapshot (board);
  g_autoptr (JsonObject) after = NULL;
  g_autofree char *text_before = hr_json_dup_canonical (before);
  g_autofree char *text_after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) check_error = NULL;

  g_assert_false (hr_board_check (board, event, &check_error));
  g_assert_error (check_error, HR_BOARD_ERROR, (int) code);
  g_assert_false (hr_board_apply (board, event, &error));
  g_assert_error (error, HR_BOARD_ERROR, (int) code);

  after = hr_board_to_snapshot (board);
  text_after = hr_json_dup_canonical (after);
  g_assert_cmpstr (text_after, ==, text_before);
}

static void
save_operator (HrBoard    *board,
               const char *id,
               const char *name)
{
  g_autofree char *data = g_strdup_printf ("{\"id\":\"%s\",\"name\":\"%s\",\"role\":\"operator\",\"capacity\":2,"
                                           "\"enabled\":true,\"zones\":[{\"zone_id\":\"z1\",\"rank\":1}]}",
                                           id, name);

  apply (board, "operator.saved", NULL, data);
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  fixture->board = hr_board_new ();
  save_operator (fixture->board, "op-2", "Bina");
  save_operator (fixture->board, "op-1", "Amit");
  apply (fixture->board, "zone.saved", NULL,
         "{\"id\":\"z1\",\"name\":\"Centre\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
         "[[[77,28],[78,28],[78,29],[77,28]]]}}");
  apply (fixture->board, "operator.online", NULL, "{\"operator_id\":\"op-1\"}");
  apply (fixture->board, "incident.activated", "i1", ACTIVATION);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  g_assert_finalize_object (fixture->board);
}

static HrIncident *
get_incident (Fixture *fixture)
{
  return hr_board_get_incident (fixture->board, "i1");
}

static guint
get_load (Fixture    *fixture,
          const char *operator_id)
{
  return hr_operator_get_open_incidents (hr_board_get_operator (fixture->board, operator_id));
}

static void
test_activated (Fixture      *fixture,
                gconstpointer user_data)
{
  HrIncident *incident = get_incident (fixture);

  g_assert_cmpint (hr_incident_get_status (incident), ==, HR_INCIDENT_QUEUED);
  g_assert_cmpstr (hr_incident_get_citizen_name (incident), ==, "Asha");
  g_assert_null (hr_incident_get_citizen_phone (incident));
  g_assert_true (hr_incident_is_silent (incident));
  g_assert_cmpfloat (hr_incident_get_battery_pct (incident), ==, 55.5);
  g_assert_cmpfloat (hr_incident_get_activation_location (incident)->lat_deg, ==, 28.61);
  g_assert_cmpint (hr_incident_get_location_at_us (incident), ==, hr_incident_get_received_at_us (incident));
  g_assert_cmpint (hr_incident_get_live_ms (incident), ==, -1);
  g_assert_true (hr_board_find_open_incident_of (fixture->board, "c1") == incident);
  g_assert_null (hr_board_find_open_incident_of (fixture->board, "c2"));

  refuse (fixture->board, HR_BOARD_ERROR_WRONG_STATE, "incident.activated", "i1", ACTIVATION);
  refuse (fixture->board, HR_BOARD_ERROR_INVALID, "incident.activated", "i2", "{\"session_id\":\"s\"}");
  refuse (fixture->board, HR_BOARD_ERROR_INVALID, "incident.activated", NULL, ACTIVATION);
}

static void
test_life (Fixture      *fixture,
           gconstpointer user_data)
{
  HrBoard *board = fixture->board;
  g_autoptr (HrIncident) incident = g_object_ref (get_incident (fixture));

  refuse (board, HR_BOARD_ERROR_WRONG_STATE, "incident.acknowledged", "i1", "{\"operator_id\":\"op-1\"}");

  apply (board, "incident.assigned", "i1", "{\"operator_id\":\"op-1\",\"ringing\":[\"op-1\",\"op-2\"]}");
  g_assert_cmpint (hr_incident_get_status (incident), ==, HR_INCIDENT_RINGING);
  g_assert_true (hr_incident_rings_at (incident, "op-2"));
  g_assert_cmpuint (get_load (fixture, "op-1"), ==, 1);
  g_assert_cmpuint (get_load (fixture, "op-2"), ==, 1);

  apply (board, "incident.acknowledged", "i1", "{\"operator_id\":\"op-2\"}");
  g_assert_cmpint (hr_incident_get_status (incident), ==, HR_INCIDENT_ACKNOWLEDGED);
  g_assert_cmpstr (hr_incident_get_assigned_operator_id (incident), ==, "op-2");
  g_assert_cmpuint (g_strv_length ((char **) hr_incident_get_ringing (incident)), ==, 0);
  g_assert_cmpuint (get_load (fixture, "op-1"), ==, 0);
  g_assert_cmpuint (get_load (fixture, "op-2"), ==, 1);
  g_assert_cmpint (hr_operator_get_idle_since_us (hr_board_get_operator (board, "op-1")), ==,
                   hr_incident_get_acknowledged_at_us (incident));
  refuse (board, HR_BOARD_ERROR_WRONG_STATE, "incident.acknowledged", "i1", "{\"operator_id\":\"op-1\"}");

  apply (board, "incident.queued", "i1", "{\"reason\":\"nobody\"}");
  g_assert_cmpint (hr_incident_get_status (incident), ==, HR_INCIDENT_QUEUED);
  g_assert_cmpuint (get_load (fixture, "op-2"), ==, 0);

  refuse (board, HR_BOARD_ERROR_INVALID, "incident.ended", "i1", "{\"disposition\":\"bored\"}");
  refuse (board, HR_BOARD_ERROR_INVALID, "incident.ended", "i1", "{\"disposition\":\"duplicate\"}");
  apply (board, "incident.ended", "i1", "{\"disposition\":\"accidental\"}");
  g_assert_cmpint (hr_incident_get_status (incident), ==, HR_INCIDENT_ENDED);
  g_assert_cmpstr (hr_incident_get_ended_by (incident), ==, "op-1");
  g_assert_null (get_incident (fixture));
  g_assert_cmpuint (g_list_model_get_n_items (hr_board_get_incidents (board)), ==, 0);
}

static void
test_ended_refuses_all (Fixture      *fixture,
                        gconstpointer user_data)
{
  static const char *const kinds[] = { "incident.assigned", "incident.acknowledged", "incident.note", "incident.ended" };

  apply (fixture->board, "incident.ended", "i1", "{\"disposition\":\"test\"}");
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    refuse (fixture->board, HR_BOARD_ERROR_NOT_FOUND, kinds[i], "i1",
            "{\"operator_id\":\"op-1\",\"ringing\":[],\"text\":\"x\",\"disposition\":\"test\"}");

  /* What the legs report while they are taken down. */
  apply (fixture->board, "media.closed", "i1", AUDIO (1));
  apply (fixture->board, "recording.finished", "i1", "{}");
  apply (fixture->board, "incident.listen_stopped", "i1", "{\"operator_id\":\"op-1\",\"slot\":0}");
}

static void
test_stale_operator (Fixture      *fixture,
                     gconstpointer user_data)
{
  HrBoard *board = fixture->board;

  apply (board, "incident.assigned", "i1", "{\"operator_id\":\"op-1\",\"ringing\":[\"op-1\"]}");
  apply (board, "incident.acknowledged", "i1", "{\"operator_id\":\"op-1\"}");
  apply (board, "operator.stale", NULL, "{\"operator_id\":\"op-1\"}");
  apply (board, "incident.assigned", "i1", "{\"operator_id\":\"op-1\",\"ringing\":[\"op-2\"],\"how\":\"stale\"}");
  g_assert_cmpint (hr_incident_get_status (get_incident (fixture)), ==, HR_INCIDENT_RINGING);

  apply (board, "operator.online", NULL, "{\"operator_id\":\"op-1\"}");
  apply (board, "incident.assigned", "i1", "{\"operator_id\":\"op-1\",\"ringing\":[],\"how\":\"stale\"}");
  g_assert_cmpint (hr_incident_get_status (get_incident (fixture)), ==, HR_INCIDENT_ACKNOWLEDGED);
  g_assert_cmpuint (get_load (fixture, "op-1"), ==, 1);
  g_assert_cmpuint (get_load (fixture, "op-2"), ==, 0);
}

static void
test_unknown_names (Fixture      *fixture,
                    gconstpointer user_data)
{
  refuse (fixture->board, HR_BOARD_ERROR_NOT_FOUND, "incident.note", "nobody", "{\"text\":\"x\"}");
  refuse (fixture->board, HR_BOARD_ERROR_NOT_FOUND, "incident.note", NULL, "{\"text\":\"x\"}");
  refuse (fixture->board, HR_BOARD_ERROR_NOT_FOUND, "incident.assigned", "i1", "{\"operator_id\":\"op-9\",\"ringing\":[]}");
  refuse (fixture->board, HR_BOARD_ERROR_NOT_FOUND, "incident.assigned", "i1", "{\"operator_id\":\"op-1\",\"ringing\":[\"op-9\"]}");
  refuse (fixture->board, HR_BOARD_ERROR_INVALID, "incident.assigned", "i1", "{\"operator_id\":\"op-1\",\"ringing\":[1]}");
  refuse (fixture->board, HR_BOARD_ERROR_NOT_FOUND, "operator.online", NULL, "{\"operator_id\":\"op-9\"}");
  refuse (fixture->board, HR_BOARD_ERROR_INVALID, "operator.online", NULL, "{}");
  refuse (fixture->board, HR_BOARD_ERROR_NOT_FOUND, "alert.cleared", NULL, "{\"id\":\"none\"}");
  apply (fixture->board, "incident.invented_later", "i1", "{}");
}

static void
test_citizen_reports (Fixture      *fixture,
                      gconstpointer user_data)
{
  HrBoard    *board = fixture->board;
  HrIncident *incident = get_incident (fixture);

  apply (board, "incident.location", "i1", "{\"lat\":28.7,\"lon\":77.3}");
  g_assert_cmpfloat (hr_incident_get_location (incident)->lat_deg, ==, 28.7);
  g_assert_cmpfloat (hr_incident_get_activation_location (incident)->lat_deg, ==, 28.61);
  refuse (board, HR_BOARD_ERROR_INVALID, "incident.location", "i1", "{\"lat\":999,\"lon\":77.3}");

  apply (board, "incident.telemetry", "i1", "{\"network\":\"4g\"}");
  g_assert_cmpstr (hr_incident_get_network (incident), ==, "4g");
  g_assert_cmpfloat (hr_incident_get_battery_pct (incident), ==, 55.5);

  apply (board, "incident.cancel_requested", "i1", "{}");
  g_assert_true (hr_incident_is_cancelled_by_citizen (incident));

  apply (board, "media.offered", "i1", AUDIO (1));
  apply (board, "incident.reactivated", "i1", "{\"activation_id\":\"a2\",\"session_id\":\"s2\"}");
  g_assert_false (hr_incident_is_cancelled_by_citizen (incident));
  g_assert_cmpint (hr_incident_get_media_state (incident), ==, HR_MEDIA_NONE);
  g_assert_cmpuint (hr_incident_get_attempt (incident), ==, 0);

  /* The old session is no longer shown. */
  apply (board, "media.live", "i1", AUDIO (1));
  g_assert_cmpint (hr_incident_get_media_state (incident), ==, HR_MEDIA_NONE);
}

static void
test_media (Fixture      *fixture,
            gconstpointer user_data)
{
  static const struct
  {
    const char  *kind;
    const char  *data;
    HrMediaState state;
    guint        attempt;
  } steps[] = {
    { "media.offered", "{\"session_id\":\"s1\",\"attempt\":1,\"offer_ms\":4}", HR_MEDIA_OFFERED, 1 },
    { "media.answered", AUDIO (1), HR_MEDIA_CONNECTING, 1 },
    { "media.connected", AUDIO (1), HR_MEDIA_CONNECTING, 1 },
    { "media.degraded", AUDIO (1), HR_MEDIA_DEGRADED, 1 },
    { "media.retry", AUDIO (2), HR_MEDIA_DEGRADED, 1 },
    { "media.offered", "{\"session_id\":\"s1\",\"attempt\":2,\"offer_ms\":900}", HR_MEDIA_DEGRADED, 2 },
    { "media.closed", AUDIO (1), HR_MEDIA_DEGRADED, 2 },
    { "media.answered", AUDIO (2), HR_MEDIA_DEGRADED, 2 },
    { "media.connected", AUDIO (2), HR_MEDIA_DEGRADED, 2 },
    { "media.live", "{\"session_id\":\"s1\",\"attempt\":2,\"live_ms\":1200}", HR_MEDIA_LIVE, 2 },
    { "media.lost", AUDIO (2), HR_MEDIA_AUDIO_LOST, 2 },
    { "media.offered", "{\"session_id\":\"s1\",\"attempt\":3,\"offer_ms\":9000}", HR_MEDIA_OFFERED, 3 },
    { "media.failed", AUDIO (3), HR_MEDIA_FAILED, 3 },
    { "media.closed", AUDIO (3), HR_MEDIA_FAILED, 3 },
    { "media.offered", AUDIO (4), HR_MEDIA_OFFERED, 4 },
    { "media.live", "{\"session_id\":\"s1\",\"attempt\":4,\"live_ms\":70000}", HR_MEDIA_LIVE, 4 },
    { "media.closed", AUDIO (4), HR_MEDIA_CLOSED, 4 },
    { "media.offered", AUDIO (5), HR_MEDIA_OFFERED, 5 },
    { "media.degraded", AUDIO (5), HR_MEDIA_DEGRADED, 5 },
    { "media.closed", AUDIO (5), HR_MEDIA_CLOSED, 5 },
  };
  HrIncident *incident = get_incident (fixture);

  refuse (fixture->board, HR_BOARD_ERROR_WRONG_STATE, "media.live", "i1", AUDIO (1));
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      apply (fixture->board, steps[i].kind, "i1", steps[i].data);
      g_assert_cmpint (hr_incident_get_media_state (incident), ==, steps[i].state);
      g_assert_cmpuint (hr_incident_get_attempt (incident), ==, steps[i].attempt);
    }

  g_assert_cmpint (hr_incident_get_offer_ms (incident), ==, 4);
  g_assert_cmpint (hr_incident_get_live_ms (incident), ==, 1200);
  refuse (fixture->board, HR_BOARD_ERROR_WRONG_STATE, "media.lost", "i1", AUDIO (5));
  refuse (fixture->board, HR_BOARD_ERROR_WRONG_STATE, "media.answered", "i1", AUDIO (5));
  refuse (fixture->board, HR_BOARD_ERROR_INVALID, "media.live", "i1", "{\"session_id\":\"s1\",\"attempt\":\"4\"}");
}

static void
test_hedge (Fixture      *fixture,
            gconstpointer user_data)
{
  HrIncident *incident = get_incident (fixture);

  apply (fixture->board, "media.offered", "i1", AUDIO (1));
  apply (fixture->board, "media.answered", "i1", AUDIO (1));
  apply (fixture->board, "media.offered", "i1", "{\"session_id\":\"s1\",\"attempt\":2,\"hedge\":true}");
  apply (fixture->board, "media.live", "i1", AUDIO (1));
  g_assert_cmpuint (hr_incident_get_attempt (incident), ==, 1);

  /* The loser changes nothing, however it goes. */
  apply (fixture->board, "media.answered", "i1", AUDIO (2));
  apply (fixture->board, "media.failed", "i1", AUDIO (2));
  apply (fixture->board, "media.closed", "i1", AUDIO (2));
  g_assert_cmpint (hr_incident_get_media_state (incident), ==, HR_MEDIA_LIVE);
}

/* The hedge, which is shown, ends first: the attempt before it may still bring the sound, or its failure be the end. */
static void
test_hedge_ends_first (Fixture      *fixture,
                       gconstpointer user_data)
{
  HrIncident *incident = get_incident (fixture);

  apply (fixture->board, "media.offered", "i1", AUDIO (1));
  apply (fixture->board, "media.offered", "i1", "{\"session_id\":\"s1\",\"attempt\":2,\"hedge\":true}");
  apply (fixture->board, "media.closed", "i1", AUDIO (2));
  apply (fixture->board, "media.live", "i1", AUDIO (1));
  g_assert_cmpint (hr_incident_get_media_state (incident), ==, HR_MEDIA_LIVE);
  g_assert_cmpuint (hr_incident_get_attempt (incident), ==, 1);

  apply (fixture->board, "media.offered", "i1", AUDIO (3));
  apply (fixture->board, "media.offered", "i1", "{\"session_id\":\"s1\",\"attempt\":4,\"hedge\":true}");
  apply (fixture->board, "media.closed", "i1", AUDIO (4));
  apply (fixture->board, "media.failed", "i1", AUDIO (3));
  g_assert_cmpint (hr_incident_get_media_state (incident), ==, HR_MEDIA_FAILED);
}

static void
test_presence (Fixture      *fixture,
               gconstpointer user_data)
{
  HrBoard    *board = fixture->board;
  HrOperator *first = hr_board_get_operator (board, "op-1");
  gint64      since_us = hr_operator_get_presence_since_us (first);

  g_assert_cmpint (hr_operator_get_presence (first), ==, HR_PRESENCE_AVAILABLE);
  g_assert_cmpint (hr_operator_get_idle_since_us (first), ==, since_us);

  save_operator (board, "op-1", "Zara");
  g_assert_cmpint (hr_operator_get_presence (first), ==, HR_PRESENCE_AVAILABLE);
  g_assert_cmpint (hr_operator_get_presence_since_us (first), ==, since_us);

  apply (board, "operator.presence", NULL, "{\"operator_id\":\"op-1\",\"state\":\"break\"}");
  g_assert_cmpint (hr_operator_get_presence (first), ==, HR_PRESENCE_BREAK);
  g_assert_cmpint (hr_operator_get_presence_since_us (first), >, since_us);
  refuse (board, HR_BOARD_ERROR_INVALID, "operator.presence", NULL, "{\"operator_id\":\"op-1\",\"state\":\"stale\"}");

  apply (board, "operator.stale", NULL, "{\"operator_id\":\"op-1\"}");
  refuse (board, HR_BOARD_ERROR_WRONG_STATE, "operator.stale", NULL, "{\"operator_id\":\"op-1\"}");
  refuse (board, HR_BOARD_ERROR_WRONG_STATE, "operator.presence", NULL, "{\"operator_id\":\"op-1\",\"state\":\"break\"}");
  apply (board, "operator.online", NULL, "{\"operator_id\":\"op-1\"}");
  apply (board, "operator.offline", NULL, "{\"operator_id\":\"op-1\"}");
  refuse (board, HR_BOARD_ERROR_WRONG_STATE, "operator.stale", NULL, "{\"operator_id\":\"op-1\"}");
}

static const char *
nth_id (GListModel *list,
        guint       position)
{
  g_autoptr (GObject) object = g_list_model_get_item (list, position);

  if (HR_IS_OPERATOR (object))
    return hr_operator_get_id (HR_OPERATOR (object));
  if (HR_IS_ALERT (object))
    return hr_alert_get_id (HR_ALERT (object));

  return hr_incident_get_id (HR_INCIDENT (object));
}

static void
test_order (Fixture      *fixture,
            gconstpointer user_data)
{
  HrBoard *board = fixture->board;

  g_assert_cmpstr (nth_id (hr_board_get_operators (board), 0), ==, "op-1");
  save_operator (board, "op-1", "Zara");
  g_assert_cmpstr (nth_id (hr_board_get_operators (board), 0), ==, "op-2");

  apply (board, "incident.activated", "i0", ACTIVATION);
  g_assert_cmpstr (nth_id (hr_board_get_incidents (board), 0), ==, "i1");
  g_assert_cmpstr (nth_id (hr_board_get_incidents (board), 1), ==, "i0");

  apply (board, "alert.raised", "i1", "{\"id\":\"x\",\"alert\":\"audio_lost\",\"priority\":2,\"text\":\"t\"}");
  apply (board, "alert.raised", "i1", "{\"id\":\"y\",\"alert\":\"no_operator\",\"priority\":1,\"text\":\"t\"}");
  g_assert_cmpstr (nth_id (hr_board_get_alerts (board), 0), ==, "y");
}

static void
test_alerts (Fixture      *fixture,
             gconstpointer user_data)
{
  HrBoard *board = fixture->board;
  HrAlert *alert = NULL;

  apply (board, "alert.raised", "i1", "{\"id\":\"p1\",\"alert\":\"no_operator\",\"priority\":1,\"text\":\"t\"}");
  apply (board, "alert.raised", NULL, "{\"id\":\"p2\",\"alert\":\"storage_degraded\",\"priority\":2,\"text\":\"t\"}");
  refuse (board, HR_BOARD_ERROR_WRONG_STATE, "alert.raised", NULL, "{\"id\":\"p1\",\"alert\":\"x\",\"priority\":1,\"text\":\"t\"}");
  refuse (board, HR_BOARD_ERROR_INVALID, "alert.raised", NULL, "{\"id\":\"p4\",\"alert\":\"x\",\"priority\":4,\"text\":\"t\"}");

  alert = hr_board_get_alert (board, "p1");
  g_assert_cmpstr (hr_alert_get_incident_id (alert), ==, "i1");
  g_assert_true (hr_alert_is_active (alert));

  apply (board, "alert.cleared", NULL, "{\"id\":\"p2\"}");
  g_assert_null (hr_board_get_alert (board, "p2"));

  apply (board, "alert.cleared", NULL, "{\"id\":\"p1\"}");
  g_assert_cmpint (hr_alert_get_state (alert), ==, HR_ALERT_CLEARED_UNACKNOWLEDGED);
  g_assert_false (hr_alert_is_active (alert));
  refuse (board, HR_BOARD_ERROR_WRONG_STATE, "alert.cleared", NULL, "{\"id\":\"p1\"}");

  apply (board, "alert.acknowledged", NULL, "{\"id\":\"p1\"}");
  g_assert_null (hr_board_get_alert (board, "p1"));
}

static void
count_notify (guint *count)
{
  (*count)++;
}

/* Whoever sees it later still sees that nobody was in need. */
static void
test_drill_alert (Fixture      *fixture,
                  gconstpointer user_data)
{
  HrBoard *board = fixture->board;
  HrAlert *alert = NULL;
  g_autoptr (JsonObject) snapshot = NULL;
  g_autoptr (HrBoard) replica = hr_board_new ();

  apply (board, "incident.activated", "d1",
         "{\"number\":\"HR-2026-000002\",\"source\":\"sos\",\"drill\":true,\"silent\":false,\"citizen\":{\"id\":\"c2\"},"
         "\"activation_id\":\"a2\",\"session_id\":\"s2\",\"zone_reason\":\"inside\"}");
  apply (board, "alert.raised", "d1", "{\"id\":\"drill\",\"alert\":\"no_operator\",\"priority\":1,\"text\":\"t\"}");
  apply (board, "alert.raised", "i1", "{\"id\":\"real\",\"alert\":\"no_operator\",\"priority\":1,\"text\":\"t\"}");
  apply (board, "alert.cleared", "d1", "{\"id\":\"drill\"}");
  apply (board, "incident.ended", "d1", "{\"disposition\":\"test\"}");

  alert = hr_board_get_alert (board, "drill");
  g_assert_nonnull (alert);
  g_assert_true (hr_alert_is_drill (alert));
  g_assert_false (hr_alert_is_drill (hr_board_get_alert (board, "real")));

  snapshot = hr_board_to_snapshot (board);
  hr_board_load_snapshot (replica, snapshot, hr_board_get_seq (board), NULL);
  g_assert_true (hr_alert_is_drill (hr_board_get_alert (replica, "drill")));
  g_assert_false (hr_alert_is_drill (hr_board_get_alert (replica, "real")));
}

static void
test_notify (Fixture      *fixture,
             gconstpointer user_data)
{
  HrIncident *incident = get_incident (fixture);
  guint       n_status = 0;
  guint       n_network = 0;

  g_signal_connect_swapped (incident, "notify::status", G_CALLBACK (count_notify), &n_status);
  g_signal_connect_swapped (incident, "notify::network", G_CALLBACK (count_notify), &n_network);

  apply (fixture->board, "incident.assigned", "i1", "{\"operator_id\":\"op-1\",\"ringing\":[\"op-1\"]}");
  apply (fixture->board, "incident.assigned", "i1", "{\"operator_id\":\"op-2\",\"ringing\":[\"op-2\"]}");
  apply (fixture->board, "incident.telemetry", "i1", "{\"network\":\"4g\"}");
  g_assert_cmpuint (n_status, ==, 1);
  g_assert_cmpuint (n_network, ==, 1);
}

static void
test_properties (Fixture      *fixture,
                 gconstpointer user_data)
{
  g_autofree char *number = NULL;
  g_auto (GStrv) ringing = NULL;
  g_autoptr (HrLocation) location = NULL;
  HrIncidentStatus status = HR_INCIDENT_ENDED;
  gint64           live_ms = 0;
  double           battery_pct = 0;

  g_object_get (get_incident (fixture), "number", &number, "status", &status, "ringing", &ringing,
                "location", &location, "live-ms", &live_ms, "battery-pct", &battery_pct, NULL);
  g_assert_cmpstr (number, ==, "HR-2026-000001");
  g_assert_cmpint (status, ==, HR_INCIDENT_QUEUED);
  g_assert_cmpuint (g_strv_length (ringing), ==, 0);
  g_assert_cmpfloat (location->lon_deg, ==, 77.2);
  g_assert_cmpint (live_ms, ==, -1);
  g_assert_cmpfloat (battery_pct, ==, 55.5);
}

static void
test_gap (Fixture      *fixture,
          gconstpointer user_data)
{
  gint64   seq = hr_board_get_seq (fixture->board);
  HrEvent *gaps[] = { new_event (seq, "incident.note", "i1", "{\"text\":\"x\"}"),
                      new_event (seq + 2, "incident.note", "i1", "{\"text\":\"x\"}"),
                      new_event (0, "incident.note", "i1", "{\"text\":\"x\"}") };

  for (gsize i = 0; i < G_N_ELEMENTS (gaps); i++)
    {
      g_autoptr (HrEvent) event = gaps[i];
      g_autoptr (GError) error = NULL;

      g_assert_false (hr_board_apply (fixture->board, event, &error));
      g_assert_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_GAP);
    }
  g_assert_cmpint (hr_board_get_seq (fixture->board), ==, seq);
}

static void
test_zone (Fixture      *fixture,
           gconstpointer user_data)
{
  static const char *const bad[] = {
    "null",
    "{\"type\":\"Point\",\"coordinates\":[77,28]}",
    "{\"type\":\"Polygon\",\"coordinates\":[]}",
    "{\"type\":\"Polygon\",\"coordinates\":[[[77,28],[78,28],[77,28]]]}",
    "{\"type\":\"Polygon\",\"coordinates\":[[[77,28],[78,28],[78,\"29\"],[77,28]]]}",
    "{\"type\":\"Polygon\",\"coordinates\":[[[77,28],[78,28],[78,1e999],[77,28]]]}",
    "{\"type\":\"MultiPolygon\",\"coordinates\":[[[77,28],[78,28],[78,29],[77,28]]]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *data = g_strdup_printf ("{\"id\":\"z2\",\"name\":\"East\",\"geometry\":%s}", bad[i]);

      refuse (fixture->board, HR_BOARD_ERROR_INVALID, "zone.saved", NULL, data);
    }

  apply (fixture->board, "zone.saved", NULL,
         "{\"id\":\"z1\",\"name\":\"North\",\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":"
         "[[[[77,28],[78,28],[78,29],[77,28]]]]}}");
  g_assert_cmpstr (hr_zone_get_name (hr_board_get_zone (fixture->board, "z1")), ==, "North");

  refuse (fixture->board, HR_BOARD_ERROR_NOT_FOUND, "zone.removed", NULL, "{\"id\":\"z7\"}");
  refuse (fixture->board, HR_BOARD_ERROR_INVALID, "zone.removed", NULL, "{}");
  apply (fixture->board, "zone.removed", NULL, "{\"id\":\"z1\"}");
  g_assert_null (hr_board_get_zone (fixture->board, "z1"));
}

/* Known to whoever joins while it runs. */
static void
test_drill (Fixture      *fixture,
            gconstpointer user_data)
{
  g_autoptr (HrBoard) other = hr_board_new ();
  g_autoptr (JsonObject) running = NULL;
  g_autoptr (JsonObject) over = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (hr_board_get_drill (fixture->board));
  apply (fixture->board, "drill.started", NULL, "{\"drill_id\":\"d1\",\"citizens\":5,\"seconds\":300}");
  g_assert_cmpstr (hr_json_get_string (hr_board_get_drill (fixture->board), "drill_id"), ==, "d1");
  g_assert_nonnull (hr_json_get_string (hr_board_get_drill (fixture->board), "started_at"));

  running = hr_board_to_snapshot (fixture->board);
  hr_board_load_snapshot (other, running, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hr_json_get_string (hr_board_get_drill (other), "drill_id"), ==, "d1");

  apply (fixture->board, "drill.stopped", NULL, "{\"drill_id\":\"d1\"}");
  g_assert_null (hr_board_get_drill (fixture->board));
  over = hr_board_to_snapshot (fixture->board);
  hr_board_load_snapshot (other, over, 2, &error);
  g_assert_no_error (error);
  g_assert_null (hr_board_get_drill (other));
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer user_data);
  } tests[] = {
    { "/board/activated", test_activated },
    { "/board/life", test_life },
    { "/board/ended-refuses-all", test_ended_refuses_all },
    { "/board/stale-operator", test_stale_operator },
    { "/board/unknown-names", test_unknown_names },
    { "/board/citizen-reports", test_citizen_reports },
    { "/board/media", test_media },
    { "/board/hedge", test_hedge },
    { "/board/hedge-ends-first", test_hedge_ends_first },
    { "/board/presence", test_presence },
    { "/board/order", test_order },
    { "/board/alerts", test_alerts },
    { "/board/drill-alert", test_drill_alert },
    { "/board/drill", test_drill },
    { "/board/notify", test_notify },
    { "/board/properties", test_properties },
    { "/board/gap", test_gap },
    { "/board/zone", test_zone },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);

  return g_test_run ();
}
