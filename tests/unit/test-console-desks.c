/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-alarm-desk.h"
#include "hr-audio-watch.h"
#include "hr-fake-station.h"
#include "hr-json.h"
#include "hr-lamps.h"
#include "hr-request-desk.h"
#include "hr-request.h"
#include "hr-sound.h"
#include "hr-silence-watch.h"

#include <gst/gst.h>

#define START_US 1795165327123000

typedef struct
{
  HrFakeStation   *station;
  HrClock         *clock;
  HrKnownStations *known_stations;
  HrStationLink   *link;
  HrBoard         *board;
  HrRoom          *room;
  HrPanelClient   *panel;
  HrMonitor       *monitor;
  HrAlarmTone     *tone;
  HrListeningDesk *listening_desk;
  HrAlarmDesk     *alarm_desk;
  HrAudioWatch    *audio_watch;
  HrLamps         *lamps;
  HrSilenceWatch  *silence_watch;
  HrClock         *silence_clock; /* of its own: the panel would miss its station in half a minute */
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
  apply (fixture, "incident.assigned", incident_id, assignment);
}

static void
raise_alert (Fixture    *fixture,
             const char *id,
             const char *incident_id,
             int         priority)
{
  g_autofree char *data = g_strdup_printf ("{\"id\":\"%s\",\"alert\":\"audio_lost\",\"priority\":%d,\"text\":\"…\"}", id, priority);

  apply (fixture, "alert.raised", incident_id, data);
}

static gboolean
is_ready (Fixture *fixture)
{
  return hr_panel_client_get_connection (fixture->panel) == HR_CONNECTION_READY;
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  static const char *const operators[] = { "asha", "bina" };

  fixture->station = hr_fake_station_new ();
  fixture->clock = hr_clock_new_fake (1000000);
  fixture->silence_clock = hr_clock_new_fake (1000000);
  fixture->known_stations = hr_known_stations_new ("/nonexistent/known-stations");
  fixture->link = hr_station_link_new (fixture->known_stations);
  g_assert_true (hr_station_link_set_address (fixture->link, fixture->station->url, NULL, NULL));
  hr_station_link_set_token (fixture->link, "good");
  fixture->board = hr_board_new ();
  fixture->room = hr_room_new (fixture->board);
  fixture->panel = hr_panel_client_new (fixture->board, fixture->link, fixture->clock);
  fixture->monitor = hr_monitor_new ("fakesink sync=true");
  fixture->tone = hr_alarm_tone_new ("fakesink sync=true");
  fixture->listening_desk = hr_listening_desk_new (fixture->room, fixture->panel, fixture->monitor, fixture->clock);
  fixture->alarm_desk = hr_alarm_desk_new (fixture->room, fixture->listening_desk, fixture->tone);
  fixture->audio_watch = hr_audio_watch_new (fixture->room, fixture->monitor, fixture->tone, fixture->listening_desk, fixture->alarm_desk);
  fixture->lamps = hr_lamps_new (fixture->room, fixture->panel, fixture->clock, NULL);
  fixture->silence_watch = hr_silence_watch_new (fixture->room, fixture->panel, fixture->listening_desk, fixture->silence_clock);

  hr_panel_client_resume (fixture->panel);
  hr_wait_until (is_ready (fixture));
  hr_room_set_operator (fixture->room, "asha", "Asha", FALSE);
  hr_room_set_connection (fixture->room, HR_CONNECTION_READY);

  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      g_autofree char *data = g_strdup_printf ("{\"id\":\"%s\",\"name\":\"%s\",\"role\":\"operator\",\"capacity\":9,"
                                               "\"enabled\":true,\"zones\":[]}",
                                               operators[i], operators[i]);

      apply (fixture, "operator.saved", NULL, data);
    }
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_monitor_close (fixture->monitor);
  hr_alarm_tone_close (fixture->tone);
  hr_panel_client_stop (fixture->panel);
  while (g_main_context_iteration (NULL, FALSE))
    continue;

  g_assert_finalize_object (fixture->silence_watch);
  g_assert_finalize_object (fixture->lamps);
  g_assert_finalize_object (fixture->audio_watch);
  g_assert_finalize_object (fixture->alarm_desk);
  g_assert_finalize_object (fixture->listening_desk);
  g_assert_finalize_object (fixture->tone);
  g_assert_finalize_object (fixture->monitor);
  g_assert_finalize_object (fixture->panel);
  g_assert_finalize_object (fixture->room);
  g_assert_finalize_object (fixture->board);
  g_assert_finalize_object (fixture->link);
  g_assert_finalize_object (fixture->known_stations);
  g_assert_finalize_object (fixture->clock);
  g_assert_finalize_object (fixture->silence_clock);
  hr_fake_station_free (fixture->station);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
assert_sounds (Fixture *fixture,
               guint    priority)
{
  g_assert_cmpuint (hr_alarm_desk_get_priority (fixture->alarm_desk), ==, priority);
}

static void
test_ringing_sounds (Fixture      *fixture,
                     gconstpointer user_data)
{
  assert_sounds (fixture, 0);
  ring (fixture, "i1", "bina");
  assert_sounds (fixture, 0);
  ring (fixture, "i2", "asha");
  assert_sounds (fixture, 1);
  apply (fixture, "incident.acknowledged", "i2", "{\"operator_id\":\"asha\"}");
  assert_sounds (fixture, 0);
}

static void
test_alerts_sound_by_concern (Fixture      *fixture,
                              gconstpointer user_data)
{
  ring (fixture, "i1", "bina");
  ring (fixture, "i2", "asha");
  apply (fixture, "incident.acknowledged", "i2", "{\"operator_id\":\"asha\"}");

  raise_alert (fixture, "al1", "i1", 1);
  assert_sounds (fixture, 0);
  g_assert_null (hr_alarm_desk_get_most_urgent (fixture->alarm_desk));
  raise_alert (fixture, "al3", "i2", 3);
  assert_sounds (fixture, 3);
  raise_alert (fixture, "al2", "i2", 2);
  assert_sounds (fixture, 2);

  /* A supervisor answers for everybody's. */
  hr_room_set_operator (fixture->room, "sup", "Sup", TRUE);
  assert_sounds (fixture, 1);
  hr_room_set_operator (fixture->room, "asha", "Asha", FALSE);

  apply (fixture, "alert.acknowledged", NULL, "{\"id\":\"al2\"}");
  assert_sounds (fixture, 3);
}

/* What is over sounds no more, and is still to be seen by somebody. */
static void
test_cleared_unseen (Fixture      *fixture,
                     gconstpointer user_data)
{
  ring (fixture, "i1", "asha");
  apply (fixture, "incident.acknowledged", "i1", "{\"operator_id\":\"asha\"}");
  raise_alert (fixture, "al1", "i1", 1);
  assert_sounds (fixture, 1);
  apply (fixture, "alert.cleared", "i1", "{\"id\":\"al1\"}");
  assert_sounds (fixture, 0);
  g_assert_cmpstr (hr_alert_get_id (hr_alarm_desk_get_most_urgent (fixture->alarm_desk)), ==, "al1");

  /* One that stands goes before it, whatever its priority. */
  raise_alert (fixture, "al2", "i1", 2);
  g_assert_cmpstr (hr_alert_get_id (hr_alarm_desk_get_most_urgent (fixture->alarm_desk)), ==, "al2");
}

static void
test_cut_off_sounds (Fixture      *fixture,
                     gconstpointer user_data)
{
  hr_room_set_connection (fixture->room, HR_CONNECTION_LOST);
  assert_sounds (fixture, 2);
  g_assert_cmpint (hr_lamp_get_state (hr_room_get_lamp (fixture->room, "NET")), ==, HR_LAMP_BAD);
  hr_room_set_connection (fixture->room, HR_CONNECTION_READY);
  assert_sounds (fixture, 0);
  g_assert_cmpint (hr_lamp_get_state (hr_room_get_lamp (fixture->room, "NET")), ==, HR_LAMP_GOOD);

  g_signal_emit_by_name (fixture->monitor, "output-lost", "unplugged");
  assert_sounds (fixture, 2);
  g_assert_cmpint (hr_lamp_get_state (hr_room_get_lamp (fixture->room, "AUDIO")), ==, HR_LAMP_BAD);
  g_signal_emit_by_name (fixture->monitor, "output-found");
  assert_sounds (fixture, 0);
  g_assert_cmpint (hr_lamp_get_state (hr_room_get_lamp (fixture->room, "AUDIO")), ==, HR_LAMP_GOOD);
}

static void
test_silence (Fixture      *fixture,
              gconstpointer user_data)
{
  gint64 before_us = g_get_monotonic_time ();

  ring (fixture, "i1", "asha");
  hr_alarm_desk_silence (fixture->alarm_desk);
  g_assert_cmpint (hr_room_get_alarms_silenced_until_us (fixture->room), >=, before_us + 30 * G_USEC_PER_SEC);

  /* For the ears: it rings on. */
  assert_sounds (fixture, 1);
}

static void
send_slot (Fixture    *fixture,
           int         slot,
           const char *incident_id)
{
  g_autofree char *quoted = incident_id != NULL ? g_strdup_printf ("\"%s\"", incident_id) : g_strdup ("null");
  g_autofree char *text = g_strdup_printf ("{\"type\":\"monitor.slot\",\"slot\":%d,\"incident_id\":%s}", slot, quoted);

  hr_fake_station_send (fixture->station, text);
}

static int
get_slot (Fixture    *fixture,
          const char *incident_id)
{
  return hr_listening_get_slot (hr_room_get_listening (fixture->room, incident_id));
}

static void
test_slots (Fixture      *fixture,
            gconstpointer user_data)
{
  static const char *const ids[] = { "i0", "i1", "i2", "i3", "i4" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    ring (fixture, ids[i], "asha");

  g_assert_cmpint (hr_listening_desk_find_slot (fixture->listening_desk, "i0"), ==, -1);
  for (int i = 0; i < 4; i++)
    send_slot (fixture, i, ids[i]);
  send_slot (fixture, 4, "i4");
  send_slot (fixture, -1, "i4");
  hr_wait_until (hr_listening_desk_find_slot (fixture->listening_desk, "i3") == 3);
  g_assert_cmpint (get_slot (fixture, "i0"), ==, 0);
  g_assert_cmpint (get_slot (fixture, "i4"), ==, -1);

  /* All are taken: the one that was given longest ago goes, and never the one that is looked at. */
  hr_room_set_selected (fixture->room, hr_board_get_incident (fixture->board, "i0"));
  g_assert_cmpuint (hr_listening_desk_choose_slot (fixture->listening_desk), ==, 1);

  send_slot (fixture, 2, NULL);
  hr_wait_until (get_slot (fixture, "i2") == -1);
  g_assert_cmpuint (hr_listening_desk_choose_slot (fixture->listening_desk), ==, 2);

  /* Sound makes the alarm duck, unless it is muted here or turned down to nothing. */
  g_signal_emit_by_name (fixture->monitor, "level", 1, -20.0, -10.0);
  g_assert_true (hr_listening_desk_is_heard (fixture->listening_desk));
  g_assert_cmpfloat (hr_listening_get_level_db (hr_room_get_listening (fixture->room, "i1")), ==, -20.0);
  hr_listening_set_muted (hr_room_get_listening (fixture->room, "i1"), TRUE);
  g_assert_false (hr_listening_desk_is_heard (fixture->listening_desk));
  hr_listening_set_muted (hr_room_get_listening (fixture->room, "i1"), FALSE);
  g_assert_true (hr_listening_desk_is_heard (fixture->listening_desk));
  hr_listening_set_volume (hr_room_get_listening (fixture->room, "i1"), 0);
  g_assert_false (hr_listening_desk_is_heard (fixture->listening_desk));

  /* A new socket has a new leg, on which nothing is yet. */
  hr_fake_station_drop (fixture->station);
  hr_wait_until (!is_ready (fixture));
  hr_fake_station_set_welcome (fixture->station, "\"seq\":99," HR_EMPTY_SNAPSHOT);
  hr_clock_advance (fixture->clock, 200 * 1000);
  hr_wait_until (is_ready (fixture));
  g_assert_cmpint (hr_listening_desk_find_slot (fixture->listening_desk, "i0"), ==, -1);
  hr_wait_until (g_strcmp0 (hr_json_get_string (hr_fake_station_get_last (fixture->station), "type"), "monitor.start") == 0);
}

static guint
count_starts (Fixture *fixture)
{
  guint n = 0;

  for (guint i = 0; i < fixture->station->received->len; i++)
    n += g_strcmp0 (hr_json_get_string (fixture->station->received->pdata[i], "type"), "monitor.start") == 0;
  return n;
}

static void
test_leg_is_made_again (Fixture      *fixture,
                        gconstpointer user_data)
{
  HrLamp *lamp = hr_room_get_lamp (fixture->room, "AUDIO");

  hr_wait_until (hr_lamp_get_state (lamp) == HR_LAMP_GOOD);
  hr_wait_until (count_starts (fixture) == 1);

  /* No offer comes, or it leads nowhere. */
  hr_clock_advance (fixture->clock, 5900 * 1000);
  g_assert_cmpint (hr_lamp_get_state (lamp), ==, HR_LAMP_GOOD);
  hr_clock_advance (fixture->clock, 200 * 1000);
  g_assert_cmpint (hr_lamp_get_state (lamp), ==, HR_LAMP_BAD);
  hr_wait_until (count_starts (fixture) == 2);

  g_signal_emit_by_name (fixture->monitor, "state", TRUE);
  g_assert_cmpint (hr_lamp_get_state (lamp), ==, HR_LAMP_GOOD);
  hr_clock_advance (fixture->clock, 60 * G_USEC_PER_SEC);
  g_assert_cmpint (hr_lamp_get_state (lamp), ==, HR_LAMP_GOOD);

  g_signal_emit_by_name (fixture->monitor, "state", FALSE);
  g_assert_cmpint (hr_lamp_get_state (lamp), ==, HR_LAMP_BAD);
  hr_clock_advance (fixture->clock, G_USEC_PER_SEC);
  hr_wait_until (count_starts (fixture) == 3);
}

/* What was told of @incident's silence: "31000 0 ". Each answer is awaited by the next question of the test. */
static char *
dup_told (Fixture *fixture)
{
  g_autoptr (GString) told = g_string_new (NULL);

  for (guint i = 0; i < fixture->station->received->len; i++)
    {
      JsonObject *message = fixture->station->received->pdata[i];
      gint64      silent_ms = -1;

      if (g_strcmp0 (hr_json_get_string (message, "name"), "incident.silence") != 0)
        continue;

      g_assert_cmpstr (hr_json_get_string (hr_json_get_object (message, "args"), "incident_id"), ==, "i1");
      hr_json_get_int (hr_json_get_object (message, "args"), "silent_ms", &silent_ms);
      g_string_append_printf (told, "%d ", (int) silent_ms);
    }

  return g_string_free (g_steal_pointer (&told), FALSE);
}

static gboolean
has_told (Fixture    *fixture,
          const char *expected)
{
  g_autofree char *told = dup_told (fixture);

  return g_str_equal (told, expected);
}

/* @seconds in which one level is heard of the call. */
static void
hear (Fixture *fixture,
      double   level_db,
      guint    seconds)
{
  for (guint i = 0; i < seconds; i++)
    {
      hr_listening_push_level (hr_room_get_listening (fixture->room, "i1"), level_db, level_db);
      hr_clock_advance (fixture->silence_clock, G_USEC_PER_SEC);
    }
}

static void
listen_live (Fixture *fixture)
{
  ring (fixture, "i1", "asha");
  send_slot (fixture, 0, "i1");
  hr_wait_until (get_slot (fixture, "i1") == 0);
  apply (fixture, "media.offered", "i1", "{\"session_id\":\"s-i1\",\"attempt\":1,\"offer_ms\":3}");
  apply (fixture, "media.live", "i1", "{\"session_id\":\"s-i1\",\"attempt\":1,\"live_ms\":300}");
}

/* Once each way, by what the station's alarm says; said again when no alarm came of it. */
static void
test_silent_call (Fixture      *fixture,
                  gconstpointer user_data)
{
  listen_live (fixture);
  hear (fixture, -20, 40);
  hear (fixture, -70, 30);
  hear (fixture, -20, 1);
  hear (fixture, -70, 31);
  hr_wait_until (has_told (fixture, "30000 "));
  hear (fixture, -70, 9);
  hear (fixture, -70, 1);
  hr_wait_until (has_told (fixture, "30000 40000 "));

  apply (fixture, "alert.raised", "i1", "{\"id\":\"a1\",\"alert\":\"call_silent\",\"priority\":2,\"text\":\"…\"}");
  hear (fixture, -70, 100);
  hear (fixture, -20, 1);
  hr_wait_until (has_told (fixture, "30000 40000 0 "));
  apply (fixture, "alert.cleared", "i1", "{\"id\":\"a1\"}");
  hear (fixture, -20, 100);
  g_assert_true (has_told (fixture, "30000 40000 0 "));
}

/* Of a call whose packets stay away, or that is not listened to here, nothing can be said. */
static void
test_silent_call_not_heard (Fixture      *fixture,
                            gconstpointer user_data)
{
  g_autoptr (JsonObject) last = hr_json_new_object ("type", "last", NULL);

  listen_live (fixture);
  hear (fixture, -70, 20);
  apply (fixture, "media.lost", "i1", "{\"session_id\":\"s-i1\",\"attempt\":1,\"silent_ms\":5000}");
  hear (fixture, -70, 20);
  apply (fixture, "media.live", "i1", "{\"session_id\":\"s-i1\",\"attempt\":1,\"live_ms\":300}");
  hear (fixture, -70, 30);
  send_slot (fixture, 0, NULL);
  hr_wait_until (get_slot (fixture, "i1") == -1);
  hear (fixture, -70, 100);

  /* What was sent before has arrived when this has. */
  hr_panel_client_send (fixture->panel, last);
  hr_wait_until (g_strcmp0 (hr_json_get_string (hr_fake_station_get_last (fixture->station), "type"), "last") == 0);
  g_assert_true (has_told (fixture, ""));
}

/* The lamps look once a second. */
static void
pass_second (Fixture *fixture)
{
  hr_clock_advance (fixture->clock, G_USEC_PER_SEC);
}

static void
test_clock_lamp (Fixture      *fixture,
                 gconstpointer user_data)
{
  HrLamp *lamp = hr_room_get_lamp (fixture->room, "CLOCK");

  hr_lamps_set_clock_offset (fixture->lamps, 11 * G_USEC_PER_SEC);
  g_assert_cmpint (hr_lamp_get_state (lamp), ==, HR_LAMP_BAD);
  hr_lamps_set_clock_offset (fixture->lamps, -3 * G_USEC_PER_SEC);
  g_assert_cmpint (hr_lamp_get_state (lamp), ==, HR_LAMP_WARNING);
  g_assert_nonnull (hr_room_find_alert (fixture->room, "clock_differs", NULL));
  hr_lamps_set_clock_offset (fixture->lamps, 100);
  g_assert_null (hr_room_find_alert (fixture->room, "clock_differs", NULL));
  g_assert_cmpint (hr_lamp_get_state (lamp), !=, HR_LAMP_WARNING);
  g_assert_cmpint (hr_lamp_get_state (lamp), !=, HR_LAMP_BAD);

  /* Put an hour ahead while it runs: the station is another computer, whose clock now differs. */
  hr_clock_jump (fixture->clock, G_TIME_SPAN_HOUR);
  pass_second (fixture);
  g_assert_cmpint (hr_lamp_get_state (lamp), ==, HR_LAMP_BAD);
  g_assert_cmpstr (hr_lamp_get_text (lamp), ==, "The station's clock differs from this one by 3599 s");
  g_assert_cmpuint (hr_alert_get_priority (hr_room_find_alert (fixture->room, "clock_differs", NULL)), ==, 3);
  assert_sounds (fixture, 3);
  hr_clock_jump (fixture->clock, -G_TIME_SPAN_HOUR);
  pass_second (fixture);
  g_assert_cmpint (hr_lamp_get_state (lamp), !=, HR_LAMP_BAD);
  assert_sounds (fixture, 0);
}

/* The station of this computer goes along with its clock: nothing differs, and the lamp says that it was moved. */
static void
test_clock_lamp_here (Fixture      *fixture,
                      gconstpointer user_data)
{
  HrLamp *lamp = hr_room_get_lamp (fixture->room, "CLOCK");

  g_clear_object (&fixture->lamps);
  fixture->lamps = hr_lamps_new (fixture->room, fixture->panel, fixture->clock, g_get_tmp_dir ());
  hr_lamps_set_clock_offset (fixture->lamps, 100);
  g_assert_cmpint (hr_lamp_get_state (lamp), !=, HR_LAMP_WARNING);
  hr_clock_jump (fixture->clock, -G_TIME_SPAN_HOUR);
  pass_second (fixture);
  g_assert_cmpint (hr_lamp_get_state (lamp), ==, HR_LAMP_WARNING);
  g_assert_cmpstr (hr_lamp_get_text (lamp), ==, "This computer's clock was moved by -3600 s while it ran");
  g_assert_null (hr_room_find_alert (fixture->room, "clock_differs", NULL));
}

/* What is not heard here stands in the strip, sounds until somebody has seen it, and is gone with its cause. */
static void
test_audio_gone (Fixture      *fixture,
                 gconstpointer user_data)
{
  HrAlert     *alert = NULL;
  HrOwnAlarms *own = hr_room_get_own_alarms (fixture->room);

  g_signal_emit_by_name (fixture->monitor, "output-lost", "unplugged");
  alert = hr_alarm_desk_get_most_urgent (fixture->alarm_desk);
  g_assert_cmpstr (hr_alert_get_kind (alert), ==, "calls_unheard");
  g_assert_cmpstr (hr_alert_get_text (alert), ==, "Calls cannot be heard: unplugged");
  g_assert_cmpuint (hr_alert_get_priority (alert), ==, 2);
  assert_sounds (fixture, 2);

  g_assert_true (hr_own_alarms_acknowledge (own, hr_alert_get_id (alert), "asha"));
  assert_sounds (fixture, 0);
  alert = hr_room_find_alert (fixture->room, "calls_unheard", NULL);
  g_assert_cmpint (hr_alert_get_state (alert), ==, HR_ALERT_ACKNOWLEDGED);
  g_assert_cmpstr (hr_alert_get_acknowledged_by (alert), ==, "asha");

  /* The same again is nothing new; another reason is. */
  g_signal_emit_by_name (fixture->monitor, "output-lost", "unplugged");
  assert_sounds (fixture, 0);
  g_signal_emit_by_name (fixture->monitor, "output-lost", "the sound server is gone");
  assert_sounds (fixture, 2);
  g_signal_emit_by_name (fixture->tone, "output-lost", "the sound server is gone");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (own)), ==, 2);
  g_signal_emit_by_name (fixture->monitor, "output-found");
  g_assert_nonnull (hr_room_find_alert (fixture->room, "alarms_unheard", NULL));
  g_signal_emit_by_name (fixture->tone, "output-found");
  g_assert_cmpuint (g_list_model_get_n_items (hr_room_get_alarms (fixture->room)), ==, 0);
  assert_sounds (fixture, 0);
  g_assert_false (hr_own_alarms_acknowledge (own, "own:calls_unheard", "asha"));

  /* Whatever the station's clock says. */
  hr_own_alarms_raise (own, "calls_unheard", 2, "…", 0);
  hr_own_alarms_raise (own, "alarms_unheard", 2, "…", G_MAXINT64);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (own)), ==, 2);
}

static HrLampState
get_disk (Fixture *fixture)
{
  return hr_lamp_get_state (hr_room_get_lamp (fixture->room, "DISK"));
}

static gboolean
disk_says (Fixture    *fixture,
           const char *words)
{
  const char *text = hr_lamp_get_text (hr_room_get_lamp (fixture->room, "DISK"));

  return text != NULL && strstr (text, words) != NULL;
}

static void
test_disk_lamp (Fixture      *fixture,
                gconstpointer user_data)
{
  g_autoptr (HrLamps) local = NULL;

  /* Another machine's disk is not seen from here, but its station says when it cannot write. */
  pass_second (fixture);
  g_assert_true (disk_says (fixture, "not seen from here"));
  g_assert_cmpint (get_disk (fixture), ==, HR_LAMP_UNKNOWN);
  apply (fixture, "alert.raised", NULL, "{\"id\":\"al1\",\"alert\":\"storage_degraded\",\"priority\":1,\"text\":\"full\"}");
  pass_second (fixture);
  g_assert_cmpint (get_disk (fixture), ==, HR_LAMP_BAD);
  apply (fixture, "alert.acknowledged", NULL, "{\"id\":\"al1\"}");
  apply (fixture, "alert.cleared", NULL, "{\"id\":\"al1\"}");
  pass_second (fixture);
  g_assert_cmpint (get_disk (fixture), ==, HR_LAMP_UNKNOWN);

  /* This machine's is measured, and one that is not there is not. */
  g_assert_finalize_object (fixture->lamps);
  local = hr_lamps_new (fixture->room, fixture->panel, fixture->clock, g_get_tmp_dir ());
  pass_second (fixture);
  hr_wait_until (disk_says (fixture, "free for records"));
  g_assert_cmpint (get_disk (fixture), !=, HR_LAMP_UNKNOWN);
  fixture->lamps = hr_lamps_new (fixture->room, fixture->panel, fixture->clock, "/nonexistent");
  g_clear_object (&local);
  pass_second (fixture);
  hr_wait_until (disk_says (fixture, "cannot be read"));
  g_assert_cmpint (get_disk (fixture), ==, HR_LAMP_UNKNOWN);
}

#define add(name, func) g_test_add ("/console-desks/" name, Fixture, NULL, set_up, func, tear_down)

static void
on_finished (HrRequest  *request,
             const char *fault,
             char      **said)
{
  *said = g_strdup (fault != NULL ? fault : "done");
}

static char *
dup_answer (Fixture    *fixture,
            const char *answer)
{
  g_autoptr (HrRequest) request = hr_request_new ("operator.save", hr_json_new_object ("id", "chitra", NULL));
  char            *said = NULL;
  gint64           ref = 0;
  g_autofree char *text = NULL;

  g_signal_connect (request, "finished", G_CALLBACK (on_finished), &said);
  hr_room_request (fixture->room, request);

  if (answer != NULL)
    {
      hr_wait_until (hr_fake_station_get_last (fixture->station) != NULL &&
                     g_strcmp0 (hr_json_get_string (hr_fake_station_get_last (fixture->station), "name"), "operator.save") == 0 &&
                     hr_json_get_int (hr_fake_station_get_last (fixture->station), "ref", &ref));
      g_assert_cmpstr (hr_json_get_string (hr_json_get_object (hr_fake_station_get_last (fixture->station), "args"), "id"), ==, "chitra");
      text = g_strdup_printf ("{\"ref\":%d,%s}", (int) ref, answer);
      g_ptr_array_set_size (fixture->station->received, 0);
      hr_fake_station_send (fixture->station, text);
    }

  hr_wait_until (said != NULL);
  return said;
}

/* Each request gets the answer to itself, and one that cannot be sent is refused and not kept. */
static void
test_requests (Fixture      *fixture,
               gconstpointer user_data)
{
  g_autoptr (HrRequestDesk) desk = hr_request_desk_new (fixture->room, fixture->panel);
  g_autofree char *refused = dup_answer (fixture, "\"type\":\"error\",\"code\":\"bad_field\",\"detail\":\"A PIN has 4 bytes\"");
  g_autofree char *coded = dup_answer (fixture, "\"type\":\"error\",\"code\":\"wrong_state\",\"detail\":\"English\","
                                                "\"because\":[{\"code\":\"is_not_there\",\"operator\":\"Asha\"}]");
  g_autofree char *done = dup_answer (fixture, "\"type\":\"result\",\"data\":{\"id\":\"chitra\"}");
  g_autofree char *away = NULL;

  g_assert_cmpstr (refused, ==, "A PIN has 4 bytes");
  g_assert_cmpstr (coded, ==, "Asha is not there");
  g_assert_cmpstr (done, ==, "done");

  hr_panel_client_stop (fixture->panel);
  away = dup_answer (fixture, NULL);
  g_assert_cmpstr (away, ==, "The station is not joined");
}

/* Something is heard, but not where it was wanted. */
static void
test_device_gone (Fixture      *fixture,
                  gconstpointer user_data)
{
  HrLamp  *lamp = hr_room_get_lamp (fixture->room, "AUDIO");
  HrSound *sound = hr_room_get_sound (fixture->room);

  hr_wait_until (hr_lamp_get_state (lamp) == HR_LAMP_GOOD);
  hr_sound_set_fault (sound, HR_SOUND_ALARMS, "It is gone");
  g_assert_cmpint (hr_lamp_get_state (lamp), ==, HR_LAMP_WARNING);
  g_assert_cmpstr (hr_lamp_get_text (lamp), ==, "It is gone");
  hr_sound_set_fault (sound, HR_SOUND_ALARMS, NULL);
  g_assert_cmpint (hr_lamp_get_state (lamp), ==, HR_LAMP_GOOD);
}

int
main (int   argc,
      char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  add ("ringing-sounds", test_ringing_sounds);
  add ("alerts-sound-by-concern", test_alerts_sound_by_concern);
  add ("cleared-unseen", test_cleared_unseen);
  add ("cut-off-sounds", test_cut_off_sounds);
  add ("silence", test_silence);
  add ("slots", test_slots);
  add ("leg-is-made-again", test_leg_is_made_again);
  add ("silent-call", test_silent_call);
  add ("silent-call-not-heard", test_silent_call_not_heard);
  add ("clock-lamp", test_clock_lamp);
  add ("clock-lamp-here", test_clock_lamp_here);
  add ("audio-gone", test_audio_gone);
  add ("disk-lamp", test_disk_lamp);

  add ("requests", test_requests);
  add ("device-gone", test_device_gone);
  return g_test_run ();
}
