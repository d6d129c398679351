/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-demo-board.h"
#include "hr-event-text.h"
#include "hr-words.h"

#include <locale.h>
#include <math.h>

/* What the room says without a screen. */

static gboolean
on_deadline (gpointer data)
{
  g_error ("The deadline has passed");

  return G_SOURCE_REMOVE;
}

static void
count (guint *n_signals)
{
  *n_signals += 1;
}

static void
test_lamp (void)
{
  g_autoptr (HrBoard) board = hr_board_new ();
  g_autoptr (HrRoom) room = hr_room_new (board);
  HrLamp *lamp = hr_room_get_lamp (room, "REC");
  guint   n_signals = 0;

  g_assert_nonnull (lamp);
  g_assert_null (hr_room_get_lamp (room, "NONE"));
  g_assert_cmpint (g_list_model_get_n_items (hr_room_get_lamps (room)), ==, 5);
  g_assert_cmpint (hr_lamp_get_state (lamp), ==, HR_LAMP_UNKNOWN);
  g_assert_null (hr_lamp_get_text (lamp));

  g_signal_connect_swapped (lamp, "notify", G_CALLBACK (count), &n_signals);
  hr_lamp_set (lamp, HR_LAMP_BAD, "Nothing is recorded");
  hr_lamp_set (lamp, HR_LAMP_BAD, "Nothing is recorded");
  g_assert_cmpint (n_signals, ==, 2);
  g_assert_cmpstr (hr_lamp_get_text (lamp), ==, "Nothing is recorded");
}

static void
test_listening_silence (void)
{
  g_autoptr (HrListening) listening = hr_listening_new ("i");
  float levels_db[4] = { 0 };

  hr_listening_set_slot (listening, 0);
  hr_listening_push_level (listening, -20, -10);
  g_assert_true (hr_listening_has_sound (listening));
  g_assert_cmpint (hr_listening_get_silent_since_us (listening), ==, 0);

  hr_listening_push_level (listening, -INFINITY, -INFINITY);
  g_assert_cmpfloat (hr_listening_get_level_db (listening), ==, -100);
  g_assert_cmpint (hr_listening_get_silent_since_us (listening), >, 0);

  g_assert_cmpint (hr_listening_copy_levels (listening, levels_db, 4), ==, 2);
  g_assert_cmpfloat (levels_db[0], ==, -20);
  g_assert_cmpfloat (levels_db[1], ==, -100);

  /* What is off its slot is not heard, and so not silent either. */
  hr_listening_set_slot (listening, -1);
  g_assert_false (hr_listening_has_sound (listening));
  g_assert_cmpint (hr_listening_get_silent_since_us (listening), ==, 0);
}

static void
test_listening_ring (void)
{
  g_autoptr (HrListening) listening = hr_listening_new ("i");
  float levels_db[HR_LISTENING_N_LEVELS] = { 0 };

  for (int i = 0; i < HR_LISTENING_N_LEVELS + 10; i++)
    hr_listening_push_level (listening, -(i % 90), 0);

  g_assert_cmpint (hr_listening_copy_levels (listening, levels_db, HR_LISTENING_N_LEVELS), ==, HR_LISTENING_N_LEVELS);
  g_assert_cmpfloat (levels_db[0], ==, -10);
  g_assert_cmpfloat (levels_db[HR_LISTENING_N_LEVELS - 1], ==, -((HR_LISTENING_N_LEVELS + 9) % 90));
}

static void
test_listening_goes_quiet (void)
{
  g_autoptr (HrListening) listening = hr_listening_new ("i");
  guint deadline_id = g_timeout_add_seconds (10, on_deadline, NULL);

  hr_listening_push_level (listening, -20, -10);

  while (hr_listening_has_sound (listening))
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (deadline_id);
}

static void
test_room_keeps_listenings (void)
{
  g_autoptr (HrRoom) room = hr_demo_room_new ("ended");
  HrIncident      *ended = hr_room_get_selected (room);
  g_autofree char *id = g_strdup (hr_incident_get_id (ended));
  HrListening     *listening = hr_room_get_listening (room, id);

  /* The ended one is off the board, but it is selected. */
  g_assert_null (hr_board_get_incident (hr_room_get_board (room), id));
  g_assert_true (hr_room_get_listening (room, id) == listening);

  g_object_add_weak_pointer (G_OBJECT (listening), (gpointer *) &listening);
  hr_room_set_selected (room, NULL);
  g_assert_null (listening);
}

static void
test_ticker (void)
{
  g_autoptr (HrTicker) ticker = hr_ticker_new ();
  guint n_ticks = 0;
  guint deadline_id = g_timeout_add_seconds (10, on_deadline, NULL);

  g_signal_connect_swapped (ticker, "tick", G_CALLBACK (count), &n_ticks);
  g_assert_false (hr_ticker_is_running (ticker));
  hr_ticker_hold (ticker);
  hr_ticker_hold (ticker);
  g_assert_true (hr_ticker_is_running (ticker));

  while (n_ticks < 2)
    g_main_context_iteration (NULL, TRUE);

  /* Just after a full second. */
  g_assert_cmpint (g_get_real_time () / 1000 % 1000, <, 500);

  hr_ticker_release (ticker);
  g_assert_true (hr_ticker_is_running (ticker));
  hr_ticker_release (ticker);
  g_assert_false (hr_ticker_is_running (ticker));
  g_source_remove (deadline_id);
}

static void
test_elapsed (void)
{
  static const struct
  {
    gint64      us;
    const char *text;
  } cases[] = {
    { -5 * G_USEC_PER_SEC, "00:00" },
    { 7 * G_USEC_PER_SEC + 999999, "00:07" },
    { (gint64) 3599 * G_USEC_PER_SEC, "59:59" },
    { (gint64) 3727 * G_USEC_PER_SEC, "1:02:07" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = hr_words_dup_elapsed (cases[i].us);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_position_words (void)
{
  HrLocation       near = { .lat_deg = 24.860735, .lon_deg = 67.001137, .accuracy_m = 18 };
  HrLocation       far = { .accuracy_m = 1234 };
  HrLocation       unknown = { .accuracy_m = NAN };
  g_autofree char *near_text = hr_words_dup_accuracy (&near);
  g_autofree char *far_text = hr_words_dup_accuracy (&far);
  g_autofree char *coordinates = hr_words_dup_coordinates (&near);

  g_assert_cmpstr (near_text, ==, "±18 m");
  g_assert_cmpstr (far_text, ==, "±1.2 km");
  g_assert_null (hr_words_dup_accuracy (&unknown));
  g_assert_cmpstr (coordinates, ==, "24.860735, 67.001137");
}

static void
test_dispositions_have_words (void)
{
  const char *const *codes = hr_disposition_get_all ();

  g_assert_nonnull (codes[0]);

  for (gsize i = 0; codes[i] != NULL; i++)
    g_assert_cmpstr (hr_words_disposition (codes[i]), !=, codes[i]);
}

/* The kinds that the protocol names, as `incident.activated`, `.warning`, … (transfer full) */
static GStrv
dup_protocol_kinds (void)
{
  g_autofree char *protocol = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *family = NULL;
  g_auto (GStrv) quoted = NULL;
  char *section = NULL;

  g_file_get_contents (HR_PROTOCOL, &protocol, NULL, &error);
  g_assert_no_error (error);
  section = strstr (protocol, "### Event kinds");
  g_assert_nonnull (section);
  g_assert_nonnull (strstr (section, "\n## "));
  *strstr (section, "\n## ") = '\0';
  quoted = g_strsplit (section, "`", -1);

  for (guint i = 1; quoted[i] != NULL && quoted[i + 1] != NULL; i += 2)
    {
      const char      *dot = strchr (quoted[i], '.');
      g_autofree char *kind = NULL;

      g_assert_nonnull (dot);

      if (dot != quoted[i])
        {
          g_free (family);
          family = g_strndup (quoted[i], dot - quoted[i]);
        }

      kind = g_strconcat (family, dot, NULL);
      g_strv_builder_add (builder, kind);
    }

  return g_strv_builder_end (builder);
}

/* An event from a newer or broken station has a sentence even when its data is empty. */
static void
test_events_have_words (void)
{
  g_autoptr (HrBoard) board = hr_board_new ();
  g_auto (GStrv) kinds = dup_protocol_kinds ();

  g_assert_cmpuint (g_strv_length (kinds), >=, 43);
  g_assert_true (g_strv_contains ((const char *const *) kinds, "station.storage_recovered"));

  for (gsize i = 0; kinds[i] != NULL; i++)
    {
      g_autoptr (HrEvent) event = hr_event_new (1, 1, kinds[i], "i", "station", json_object_new ());
      g_autofree char *text = hr_event_text_dup (event, board);

      g_assert_nonnull (text);
      g_assert_cmpstr (text, !=, kinds[i]);
      g_assert_cmpint (strlen (text), >, 3);
    }
}

static void
test_room_sentences (void)
{
  static const struct
  {
    const char *kind;
    const char *data;
    const char *text;
  } cases[] = {
    { "drill.started", "{\"citizens\":1}", "Drill started: 1 citizen" },
    { "drill.started", "{\"citizens\":5}", "Drill started: 5 citizens" },
    { "drill.started", "{\"citizens\":-5}", "Drill started" },
    { "operator.online", "{\"operator_id\":\"asha\"}", "asha · online" },
    { "operator.stale", "{\"operator_id\":\"asha\"}", "asha · not reachable" },
    /* A name that runs from right to left does not turn the sentence around. */
    { "operator.stale", "{\"operator_id\":\"آشا\"}", "\u200e\u2068آشا\u2069 · not reachable" },
    { "operator.presence", "{\"operator_id\":\"asha\",\"state\":\"break\",\"reason\":\"tea\"}", "asha · on break: tea" },
    { "operator.presence", "{\"operator_id\":\"asha\",\"state\":\"asleep\"}", "asha · asleep" },
    { "zone.removed", "{\"id\":\"z1\",\"name\":\"North\"}", "Zone North removed" },
    { "settings.changed", "{\"key\":\"station.name\",\"value\":\"North\"}", "Setting station.name is now “North”" },
    { "key.created", "{\"name\":\"phones\",\"scope\":\"device\"}", "Key “phones” made (device)" },
    { "recording.started", "{\"path\":\"a.ogg\"}", "Recording started" },
    { "recording.started", "{\"media\":\"picture\",\"path\":\"a.webm\"}", "Recording of the picture started" },
    { "recording.finished", "{\"media\":\"picture\",\"duration_ms\":62000}", "Recording of the picture closed, length 01:02" },
    { "recording.failed", "{\"media\":\"picture\",\"reason\":\"the disk is full\"}", "Recording of the picture failed: the disk is full" },
    { "station.storage_degraded", "{\"reason\":\"the disk is full\"}", "Records cannot be written: the disk is full" },
    /* The codes are what is said; the station's sentence is for who does not know them. */
    { "incident.queued", "{\"reason\":\"English\",\"because\":[{\"code\":\"zone_has_nobody\",\"zone\":\"North\"}]}",
      "Nobody could take it: Nobody is an operator of North." },
    { "incident.queued", "{\"reason\":\"English\",\"because\":[{\"code\":\"of_a_newer_station\"}]}", "Nobody could take it: English" },
    { "incident.activated", "{\"zone_reason\":\"English\",\"zone_because\":[{\"code\":\"zone_was_named\",\"zone\":\"North\"}]}",
      "SOS pressed. There is no location; the device named North." },
    { "alert.raised", "{\"text\":\"English\",\"because\":[{\"code\":\"waits\",\"number\":\"HR-1\"}]}",
      "Alarm: HR-1 waits and nobody is available." },
    { "media.closed", "{\"reason\":\"station_stopping\",\"because\":[{\"code\":\"station_stopping\"}]}", "Audio ended: the station stops" },
  };
  g_autoptr (HrBoard) board = hr_board_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (cases[i].data, NULL);
      g_autoptr (HrEvent) event = hr_event_new (1, 1, cases[i].kind, NULL, "station", json_node_dup_object (node));
      g_autofree char *text = hr_event_text_dup (event, board);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_unknown_event_is_shown (void)
{
  g_autoptr (HrBoard) board = hr_board_new ();
  g_autoptr (HrEvent) event = hr_event_new (1, 1, "incident.teleported", "i", "station", json_object_new ());
  g_autofree char *text = hr_event_text_dup (event, board);

  g_assert_cmpstr (text, ==, "incident.teleported");
}

static void
test_event_sentences (void)
{
  g_autoptr (HrRoom) room = hr_demo_room_new ("one-live");
  GListModel *timeline = hr_room_get_timeline (room);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (timeline); i++)
    {
      g_autoptr (HrEvent) event = g_list_model_get_item (timeline, i);
      g_autofree char *text = hr_event_text_dup (event, hr_room_get_board (room));

      g_string_append_printf (all, "%s\n", text);
    }

  g_assert_nonnull (strstr (all->str, "Rings at Operator One\n"));
  g_assert_nonnull (strstr (all->str, "Audio live, 0.6 s after the press\n"));
  g_assert_nonnull (strstr (all->str, "The citizen asks to cancel: pressed by mistake\n"));
  g_assert_nonnull (strstr (all->str, "Operator One: “Cancel not believed."));
  g_assert_nonnull (strstr (all->str, "Phone battery 38 %\n"));
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/room/lamp", test_lamp);
  g_test_add_func ("/room/listening/silence", test_listening_silence);
  g_test_add_func ("/room/listening/ring", test_listening_ring);
  g_test_add_func ("/room/listening/goes-quiet", test_listening_goes_quiet);
  g_test_add_func ("/room/keeps-listenings", test_room_keeps_listenings);
  g_test_add_func ("/room/ticker", test_ticker);
  g_test_add_func ("/words/elapsed", test_elapsed);
  g_test_add_func ("/words/position", test_position_words);
  g_test_add_func ("/words/dispositions", test_dispositions_have_words);
  g_test_add_func ("/events/words", test_events_have_words);
  g_test_add_func ("/events/room-sentences", test_room_sentences);
  g_test_add_func ("/events/unknown", test_unknown_event_is_shown);
  g_test_add_func ("/events/sentences", test_event_sentences);

  return g_test_run ();
}
