/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-demo-board.h"
#include "hr-follow-up.h"
#include "hr-map-fit.h"
#include "hr-map-others.h"
#include "hr-map.h"
#include "hr-operators.h"
#include "hr-view.h"
#include "hr-wait.h"
#include "hr-window-fixture.h"
#include "hr-words.h"

#include <locale.h>
#include <shumate/shumate.h>

#define NORMAL_DPI 96
#define LARGE_DPI 144

/* What the window does; what it looks like is test-sweep's. */

static void
test_layouts (void)
{
  static const struct
  {
    int      width;
    gboolean has_operators;
  } cases[] = { { 1800, TRUE }, { 1366, FALSE }, { 1024, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HrWindowFixture fixture = { 0 };
      GtkWidget      *queue = NULL;
      gboolean        has_operators = FALSE;

      hr_window_fixture_open (&fixture, NULL, "one-live", cases[i].width, 800);
      queue = hr_find (fixture.window, hr_is_of_type, "HrQueue");

      /* The right column is a sibling of the queue; the tab is not. */
      for (GtkWidget *widget = queue; widget != NULL; widget = gtk_widget_get_next_sibling (widget))
        has_operators |= HR_IS_OPERATORS (widget) && gtk_widget_get_mapped (widget);

      g_assert_cmpint (has_operators, ==, cases[i].has_operators);
      g_assert_cmpint (gtk_widget_get_mapped (hr_find (hr_find (fixture.window, hr_is_of_type, "HrIncidentView"), hr_is_of_type, "GtkStackSwitcher")), ==,
                       !cases[i].has_operators);
      hr_window_fixture_close (&fixture);
    }
}

/* Large text on a small screen: no page needs more than there is, and what is wrong keeps its name. */
static void
test_tight (void)
{
  static const char *const scenes[] = { "alarm", "history", "statistics", "handover", "settings", "operator" };

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", LARGE_DPI * 1024, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (scenes); i++)
    {
      HrWindowFixture fixture = { 0 };
      gboolean        is_disk_named = FALSE;

      hr_window_fixture_open (&fixture, NULL, scenes[i], 1024, 600);
      is_disk_named = hr_find (hr_find (fixture.window, hr_is_of_type, "HrHeader"), hr_says, "DISK") != NULL;
      g_assert_cmpint (gtk_widget_get_width (fixture.window), <=, 1024);
      g_assert_cmpint (is_disk_named, ==, g_str_equal (scenes[i], "alarm"));
      g_assert_null (hr_find (fixture.window, hr_says, "NET"));
      g_assert_nonnull (hr_find (fixture.window, hr_is_named, "NET: The station answers in 2 ms"));
      hr_window_fixture_close (&fixture);
    }

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", NORMAL_DPI * 1024, NULL);
}

static char *
dup_order (GListModel *model)
{
  g_autoptr (GString) order = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (model, i);

      g_string_append_printf (order, "%s ", hr_incident_get_id (incident));
    }

  return g_string_free (g_steal_pointer (&order), FALSE);
}

static void
test_queue_order (void)
{
  HrWindowFixture  fixture = { 0 };
  GtkWidget       *queue = NULL;
  GListModel      *model = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  JsonObject      *data = json_object_new ();

  hr_window_fixture_open (&fixture, NULL, "five-and-queue", 1366, 768);
  queue = hr_find (fixture.window, hr_is_of_type, "HrQueue");
  model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (hr_find (queue, hr_is_of_type, "GtkListView"))));

  before = dup_order (model);
  g_assert_cmpstr (before, ==, "w1 w2 w3 i2 i3 i1 i4 ");

  json_object_set_string_member (data, "operator_id", "sup");
  hr_window_fixture_apply (fixture.room, "incident.acknowledged", "w2", data);
  after = dup_order (model);
  g_assert_cmpstr (after, ==, "w1 w3 i2 i3 i1 w2 i4 ");
  hr_window_fixture_close (&fixture);
}

static gboolean
is_second_list (GtkWidget  *widget,
                const char *unused)
{
  return GTK_IS_LIST_VIEW (widget) && gtk_widget_get_mapped (widget) && hr_find (widget, hr_is_of_type, "HrQueueRow") == NULL;
}

static JsonObject *
live_data (const char *session_id)
{
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "session_id", session_id);
  json_object_set_int_member (data, "attempt", 1);
  json_object_set_int_member (data, "live_ms", 300);

  return data;
}

/* The follow-up desk's rows, as the words of their reasons. */
static char *
dup_reasons (GtkWidget *queue)
{
  GtkWidget  *list = gtk_widget_get_ancestor (hr_find (queue, hr_says, "needs a code"), GTK_TYPE_LIST_VIEW);
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  g_autoptr (GString) reasons = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (model, i);
      HrFollowUp reason = hr_follow_up_of (incident);

      g_string_append_printf (reasons, "%s %s %s, ", hr_incident_get_id (incident), hr_follow_up_get_shape (reason),
                              hr_follow_up_get_words (reason));
    }

  return g_string_free (g_steal_pointer (&reasons), FALSE);
}

static void
test_follow_up (void)
{
  HrWindowFixture  fixture = { 0 };
  GtkWidget       *queue = NULL;
  GtkWidget       *list = NULL;
  g_autofree char *reasons = NULL;

  hr_window_fixture_open (&fixture, NULL, "follow-up", 1900, 1060);
  queue = hr_find (fixture.window, hr_is_of_type, "HrQueue");
  list = gtk_widget_get_ancestor (hr_find (queue, hr_says, "needs a code"), GTK_TYPE_LIST_VIEW);
  reasons = dup_reasons (queue);
  g_assert_cmpstr (reasons, ==, "i5 ✎ needs a code, f1 ◇ dropped, f2 ▽ silent call, f3 ✕ cancelled by the citizen, f4 □ no audio came, ");

  g_assert_nonnull (hr_find (list, hr_says, "dropped"));
  g_assert_nonnull (hr_find (list, hr_says, "◇"));

  gtk_selection_model_select_item (gtk_list_view_get_model (GTK_LIST_VIEW (list)), 3, TRUE);
  g_assert_cmpstr (fixture.activated, ==, "select 'f3'");

  /* Its sound is back: it is the queue's again. */
  hr_window_fixture_apply (fixture.room, "media.live", "f1", live_data ("s-f1"));
  hr_window_fixture_settle (&fixture);
  g_assert_null (hr_find (list, hr_says, "dropped"));
  hr_window_fixture_close (&fixture);
}

/* With nothing to follow up the desk is its heading. */
static void
test_follow_up_calm (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *queue = NULL;

  hr_window_fixture_open (&fixture, NULL, "one-live", 1366, 768);
  queue = hr_find (fixture.window, hr_is_of_type, "HrQueue");
  g_assert_nonnull (hr_find (queue, hr_says, "nothing"));
  g_assert_null (hr_find (queue, is_second_list, NULL));
  hr_window_fixture_close (&fixture);
}

/* What is a matter of seconds interrupts a screen reader; what is a matter of a minute is there to be read. */
static void
test_announced (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *row = NULL;
  JsonObject     *data = json_object_new ();

  hr_window_fixture_open (&fixture, NULL, "one-live", 1366, 768);
  json_object_set_string_member (data, "id", "al2");
  json_object_set_string_member (data, "alert", "battery_low");
  json_object_set_int_member (data, "priority", 2);
  json_object_set_string_member (data, "text", "The phone has 7 % left");
  hr_window_fixture_apply (fixture.room, "alert.raised", "i1", data);
  hr_window_fixture_settle (&fixture);
  row = hr_find (hr_find (fixture.window, hr_is_of_type, "HrAlarmStrip"), hr_is_of_type, "HrAlarmRow");
  g_assert_nonnull (hr_find (row, hr_says, "BATTERY LOW"));
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (row)), ==, GTK_ACCESSIBLE_ROLE_STATUS);
  hr_window_fixture_close (&fixture);
}

/* Those of the popover too, which is not open. */
static void
add_alarms (GtkWidget *widget,
            GString   *alarms)
{
  if (hr_is_of_type (widget, "HrAlarmRow"))
    g_string_append_printf (alarms, "P%u %s, ", hr_alert_get_priority (hr_view_get_item (HR_VIEW (widget))),
                            hr_words_alert (hr_alert_get_kind (hr_view_get_item (HR_VIEW (widget)))));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    add_alarms (child, alarms);
}

/* The strip has this console's own among the station's: the graver first, then as they came. Every one is called by its name. */
static void
test_alarms (void)
{
  HrWindowFixture fixture = { 0 };
  HrOwnAlarms    *own = NULL;
  GtkWidget      *strip = NULL;
  g_autoptr (GString) alarms = g_string_new (NULL);

  hr_window_fixture_open (&fixture, NULL, "alarms", 1366, 768);
  own = hr_room_get_own_alarms (fixture.room);
  strip = hr_find (fixture.window, hr_is_of_type, "HrAlarmStrip");
  add_alarms (strip, alarms);
  g_assert_cmpstr (alarms->str, ==,
                   "P1 SOS WAITING, P2 CALLS NOT HEARD, P2 POSITION OLD, P2 NOTHING HEARD, P2 OPERATOR OUT OF REACH, P2 NO POSITION, "
                   "P3 ZONE UNSTAFFED, P3 CLOCK MOVED, ");
  g_assert_nonnull (hr_find (strip, hr_says, "+6 more"));
  g_assert_nonnull (hr_find (strip, hr_says, "Calls cannot be heard: the headset is gone"));

  /* Seen, it makes way for what nobody has seen; its cause gone, it is gone. */
  g_assert_true (hr_own_alarms_acknowledge (own, "own:calls_unheard", "sup"));
  hr_window_fixture_settle (&fixture);
  g_assert_null (hr_find (strip, hr_says, "Calls cannot be heard: the headset is gone"));
  hr_own_alarms_clear (own, "calls_unheard");
  hr_window_fixture_settle (&fixture);
  g_assert_nonnull (hr_find (strip, hr_says, "+5 more"));
  hr_window_fixture_close (&fixture);
}

/* Marked all over, and gone with the first press that is real. */
static void
test_drill (void)
{
  HrWindowFixture fixture = { 0 };
  JsonObject     *data = json_object_new ();
  JsonObject     *citizen = json_object_new ();

  hr_window_fixture_open (&fixture, NULL, "drill", 1366, 768);
  g_assert_nonnull (hr_find (fixture.window, hr_is_mapped_of_type, "HrWatermark"));
  g_assert_nonnull (hr_find (hr_find (fixture.window, hr_is_mapped_of_type, "HrDrillBar"), hr_says, "DRILL"));
  g_assert_nonnull (hr_find (hr_find (fixture.window, hr_is_of_type, "HrQueue"), hr_says, "DRILL"));
  g_assert_nonnull (hr_find (hr_find (fixture.window, hr_is_of_type, "HrIncidentHead"), hr_says, "DRILL"));

  json_object_set_string_member (citizen, "id", "real");
  json_object_set_string_member (data, "number", "HR-2026-009999");
  json_object_set_string_member (data, "source", "sos");
  json_object_set_boolean_member (data, "drill", FALSE);
  json_object_set_boolean_member (data, "silent", FALSE);
  json_object_set_object_member (data, "citizen", citizen);
  json_object_set_string_member (data, "activation_id", "real");
  json_object_set_string_member (data, "session_id", "s-real");
  json_object_set_string_member (data, "zone_reason", "none");
  hr_window_fixture_apply (fixture.room, "incident.activated", "real", data);
  g_assert_null (hr_find (fixture.window, hr_is_mapped_of_type, "HrWatermark"));

  data = json_object_new ();
  json_object_set_string_member (data, "drill_id", "d1");
  hr_window_fixture_apply (fixture.room, "drill.stopped", NULL, data);
  g_assert_null (hr_find (fixture.window, hr_is_mapped_of_type, "HrDrillBar"));
  hr_window_fixture_close (&fixture);
}

static void
test_shift_figures (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *view = NULL;

  hr_window_fixture_open (&fixture, NULL, "one-live", 1900, 1060);
  view = hr_find (fixture.window, hr_is_mapped_of_type, "HrShiftView");
  g_assert_nonnull (hr_find (view, hr_says, "0.6 s"));
  g_assert_nonnull (hr_find (view, hr_says, "1.4 s"));
  g_assert_nonnull (hr_find (view, hr_says, "92 %"));
  g_assert_nonnull (hr_find (view, hr_says, "17.4 s"));
  g_assert_nonnull (hr_find (view, hr_says, "12 · 3.0 an hour"));
  g_assert_null (hr_find (view, hr_says, "not measured"));

  /* Another shift has measured nothing yet. */
  hr_shift_begin (hr_room_get_shift (fixture.room), hr_room_get_now_us (fixture.room));
  g_assert_nonnull (hr_find (view, hr_says, "not measured"));
  g_assert_null (hr_find (view, hr_says, "0.6 s"));
  hr_window_fixture_close (&fixture);
}

static void
test_map_hand_made (void)
{
  HrWindowFixture  fixture = { 0 };
  HrMap           *map = NULL;
  ShumateViewport *viewport = NULL;
  JsonObject      *data = json_object_new ();

  hr_window_fixture_open (&fixture, NULL, "one-live", 1366, 768);
  map = HR_MAP (hr_find (fixture.window, hr_is_of_type, "HrMap"));
  viewport = shumate_map_get_viewport (SHUMATE_MAP (hr_find (GTK_WIDGET (map), hr_is_of_type, "ShumateMap")));
  g_assert_false (hr_map_is_hand_made (map));
  g_assert_cmpfloat_with_epsilon (shumate_location_get_latitude (SHUMATE_LOCATION (viewport)), 28.63165, 1e-5);

  shumate_viewport_set_zoom_level (viewport, 7);
  g_assert_true (hr_map_is_hand_made (map));

  json_object_set_double_member (data, "lat", 28.64);
  json_object_set_double_member (data, "lon", 77.23);
  hr_window_fixture_apply (fixture.room, "incident.location", "i1", data);
  hr_window_fixture_settle (&fixture);
  g_assert_cmpfloat (shumate_viewport_get_zoom_level (viewport), ==, 7);

  hr_window_refit_map (HR_WINDOW (fixture.window));
  g_assert_false (hr_map_is_hand_made (map));
  g_assert_cmpfloat_with_epsilon (shumate_location_get_latitude (SHUMATE_LOCATION (viewport)), 28.64, 1e-5);
  hr_window_fixture_close (&fixture);
}

/* Without a pointer: what has the focus is moved by the arrows, and seen from nearer or farther. */
static void
test_map_keys (void)
{
  static const struct
  {
    const char *key;
    int         east;
    int         north;
    int         nearer;
  } keys[] = {
    { "Right", 1, 0, 0 },
    { "Left", -1, 0, 0 },
    { "Up", 0, 1, 0 },
    { "Down", 0, -1, 0 },
    { "plus", 0, 0, 1 },
    { "minus", 0, 0, -1 },
  };
  HrWindowFixture  fixture = { 0 };
  GtkWidget       *map = NULL;
  ShumateViewport *viewport = NULL;

  hr_window_fixture_open (&fixture, NULL, "one-live", 1366, 768);
  map = hr_find (fixture.window, hr_is_mapped_of_type, "ShumateMap");
  viewport = shumate_map_get_viewport (SHUMATE_MAP (map));
  hr_window_fixture_press_until_focused (&fixture, map);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const double lon_deg = shumate_location_get_longitude (SHUMATE_LOCATION (viewport));
      const double lat_deg = shumate_location_get_latitude (SHUMATE_LOCATION (viewport));
      const double zoom = shumate_viewport_get_zoom_level (viewport);

      g_test_message ("%s", keys[i].key);
      hr_press_key (keys[i].key);
      hr_wait_until ((shumate_location_get_longitude (SHUMATE_LOCATION (viewport)) - lon_deg) * keys[i].east +
                       (shumate_location_get_latitude (SHUMATE_LOCATION (viewport)) - lat_deg) * keys[i].north +
                       (shumate_viewport_get_zoom_level (viewport) - zoom) * keys[i].nearer >
                     0);
    }

  g_assert_true (hr_map_is_hand_made (HR_MAP (hr_find (fixture.window, hr_is_mapped_of_type, "HrMap"))));
  hr_window_fixture_close (&fixture);
}

static void
test_map_others (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *map = NULL;
  HrMapOthers    *others = NULL;
  JsonObject     *data = json_object_new ();

  hr_window_fixture_open (&fixture, NULL, "five-and-queue", 1366, 768);
  map = hr_find (fixture.window, hr_is_mapped_of_type, "ShumateMap");
  others = HR_MAP_OTHERS (hr_find (map, hr_is_mapped_of_type, "HrMapOthers"));
  hr_map_fit_box (SHUMATE_MAP (map), &(HrBox){ 28.58, 77.17, 28.68, 77.25 });

  /* i2 to i5, w1 and w3; not the one that the map is about, nor w2, which has no position. */
  g_assert_cmpuint (hr_map_others_count_seen (others), ==, 6);
  hr_room_set_selected (fixture.room, hr_board_get_incident (hr_room_get_board (fixture.room), "w1"));
  hr_map_fit_box (SHUMATE_MAP (map), &(HrBox){ 28.58, 77.17, 28.68, 77.25 });
  g_assert_cmpuint (hr_map_others_count_seen (others), ==, 6);

  /* It goes where it is said to be. */
  json_object_set_double_member (data, "lat", 13.08);
  json_object_set_double_member (data, "lon", 80.27);
  hr_window_fixture_apply (fixture.room, "incident.location", "i1", data);
  g_assert_cmpuint (hr_map_others_count_seen (others), ==, 5);
  hr_window_fixture_close (&fixture);
}

static gboolean
has_tip (GtkWidget  *widget,
         const char *text)
{
  return gtk_widget_get_mapped (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0;
}

static void
test_map_copy (void)
{
  HrWindowFixture fixture = { 0 };
  GdkClipboard   *clipboard = NULL;
  GValue          value = G_VALUE_INIT;

  hr_window_fixture_open (&fixture, NULL, "one-live", 1366, 768);
  g_signal_emit_by_name (hr_find (fixture.window, has_tip, "Copy the coordinates"), "clicked");
  clipboard = gtk_widget_get_clipboard (fixture.window);
  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (gdk_clipboard_get_content (clipboard), &value, NULL));
  g_assert_cmpstr (g_value_get_string (&value), ==, "28.631650, 77.217800");
  g_value_unset (&value);
  hr_window_fixture_close (&fixture);
}

static gboolean
says_f2 (GtkWidget  *widget,
         const char *text)
{
  return GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), "F2") != NULL;
}

/* The keys are the console's: the window shows those that there are, and has none of its own. */
static void
test_keys (void)
{
  static const char *const f2[] = { "F2", NULL };
  g_autoptr (AdwApplication) application = adw_application_new ("org.hamrahi.ControlRoom.Test", G_APPLICATION_NON_UNIQUE);
  g_autoptr (GError) error = NULL;
  HrWindowFixture fixture = { 0 };

  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

  hr_window_fixture_open (&fixture, GTK_APPLICATION (application), "empty", 1366, 768);
  g_assert_null (hr_find (hr_find (fixture.window, hr_is_of_type, "HrStatusBar"), says_f2, NULL));
  hr_window_fixture_close (&fixture);

  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "console.take('')", f2);
  hr_window_fixture_open (&fixture, GTK_APPLICATION (application), "empty", 1366, 768);
  g_assert_nonnull (hr_find (hr_find (fixture.window, hr_is_of_type, "HrStatusBar"), says_f2, NULL));
  hr_window_fixture_close (&fixture);
}

/* A new SOS takes neither the focus nor what is being written. */
static void
test_focus_stays (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *entry = NULL;
  GtkWidget      *focus = NULL;
  JsonObject     *data = json_object_new ();

  hr_window_fixture_open (&fixture, NULL, "five-and-queue", 1366, 768);
  entry = hr_find (hr_find (fixture.window, hr_is_of_type, "HrTimeline"), hr_is_of_type, "GtkEntry");
  hr_window_focus_note (HR_WINDOW (fixture.window));
  gtk_editable_set_text (GTK_EDITABLE (entry), "He says");
  focus = gtk_window_get_focus (GTK_WINDOW (fixture.window));

  json_object_set_string_member (data, "id", "al9");
  json_object_set_string_member (data, "alert", "not_acknowledged");
  json_object_set_int_member (data, "priority", 1);
  json_object_set_string_member (data, "text", "HR-2026-001235 is not answered");
  hr_window_fixture_apply (fixture.room, "alert.raised", "w2", data);
  hr_window_fixture_settle (&fixture);

  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture.window)) == focus);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "He says");
  hr_window_fixture_close (&fixture);
}

/* Who helps from outside is named beside the operator, who has it all the same. */
static void
test_older_app (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *queue = NULL;
  GtkWidget      *head = NULL;

  hr_window_fixture_open (&fixture, NULL, "older-app", 1900, 1060);
  queue = hr_find (fixture.window, hr_is_of_type, "HrQueue");
  head = hr_find (fixture.window, hr_is_of_type, "HrIncidentHead");
  g_assert_nonnull (hr_find (queue, hr_says, "DURESS"));
  g_assert_nonnull (hr_find (head, hr_says, "DURESS"));
  g_assert_nonnull (hr_find (head, hr_says, "Warden Eight helps from outside"));
  g_assert_nonnull (hr_find (head, hr_mentions, "the caller said “Block C, gate 2”"));
  g_assert_nonnull (hr_find (hr_find (fixture.window, hr_is_of_type, "HrTimeline"), hr_says, "Warden Eight helps from outside"));

  hr_window_fixture_apply (fixture.room, "incident.help_completed", "d1", json_object_new ());
  hr_window_fixture_settle (&fixture);
  g_assert_nonnull (hr_find (head, hr_says, "Warden Eight helped from outside"));
  hr_window_fixture_close (&fixture);

  hr_window_fixture_open (&fixture, NULL, "five-and-queue", 1900, 1060);
  g_assert_null (hr_find (fixture.window, hr_says, "DURESS"));
  hr_window_fixture_close (&fixture);
}

static gboolean
is_calm_title (GtkWidget  *widget,
               const char *text)
{
  return hr_says (widget, text) && gtk_widget_has_css_class (widget, "calm-title");
}

/* That nobody calls is said only while that is known. */
static void
test_unknown_calm (void)
{
  static const struct
  {
    HrConnection connection;
    const char  *text;
  } cases[] = {
    { HR_CONNECTION_STARTING, "The station is starting…" },
    { HR_CONNECTION_CONNECTING, "Joining the station…" },
    { HR_CONNECTION_LOST, "No SOS was open when the station was lost" },
    { HR_CONNECTION_READY, "No SOS is open" },
  };
  HrWindowFixture fixture = { 0 };

  hr_window_fixture_open (&fixture, NULL, "empty", 1366, 768);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean is_ready = cases[i].connection == HR_CONNECTION_READY;

      hr_room_set_connection (fixture.room, cases[i].connection);
      hr_window_fixture_settle (&fixture);
      g_assert_nonnull (hr_find (hr_find (fixture.window, hr_is_of_type, "HrQueue"), hr_says, cases[i].text));
      g_assert_nonnull (hr_find (fixture.window, is_calm_title, cases[i].text));
      g_assert_cmpint (hr_find (fixture.window, hr_says, "No SOS is open") != NULL, ==, is_ready);
      g_assert_cmpint (hr_find (fixture.window, hr_says, "0 open · 0 waiting") != NULL, ==, is_ready);
      g_assert_cmpint (hr_find (fixture.window, hr_mentions, "Operator One · available 3:5") != NULL, ==, is_ready);
    }

  hr_window_fixture_close (&fixture);
}

static void
test_own_state (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *header = NULL;
  JsonObject     *data = json_object_new ();
  JsonObject     *away = json_object_new ();

  hr_window_fixture_open (&fixture, NULL, "one-live", 1366, 768);
  header = hr_find (fixture.window, hr_is_of_type, "HrHeader");
  g_assert_nonnull (hr_find (header, hr_says, "Operator One · busy 1/4"));

  json_object_set_string_member (away, "operator_id", "sup");
  json_object_set_string_member (away, "state", "break");
  hr_window_fixture_apply (fixture.room, "operator.presence", NULL, away);
  json_object_set_string_member (data, "disposition", "test");
  hr_window_fixture_apply (fixture.room, "incident.ended", "i1", data);
  hr_view_update (HR_VIEW (header));
  g_assert_nonnull (hr_find (header, hr_mentions, "Operator One · on break 00:0"));
  hr_window_fixture_close (&fixture);
}

/* A drill's alarm says so as long as it is there, which is longer than its incident. */
static void
test_drill_alarm (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *row = NULL;
  JsonObject     *data = json_object_new ();
  JsonObject     *ending = json_object_new ();

  /* Another alarm is in the first line, the drill's in the second. */
  hr_window_fixture_open (&fixture, NULL, "five-and-queue", 1366, 768);
  json_object_set_string_member (data, "id", "drill");
  json_object_set_string_member (data, "alert", "no_operator");
  json_object_set_int_member (data, "priority", 1);
  json_object_set_string_member (data, "text", "Nobody is available");
  hr_window_fixture_apply (fixture.room, "alert.raised", "i4", data);
  json_object_set_string_member (ending, "disposition", "test");
  hr_window_fixture_apply (fixture.room, "incident.ended", "i4", ending);
  hr_window_fixture_settle (&fixture);

  row = gtk_widget_get_next_sibling (hr_find (hr_find (fixture.window, hr_is_of_type, "HrAlarmStrip"), hr_is_of_type, "GtkListBoxRow"));
  row = hr_find (row, hr_is_of_type, "HrAlarmRow");
  g_assert_nonnull (hr_find (row, hr_says, "DRILL"));
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (row)), ==, GTK_ACCESSIBLE_ROLE_ALERT);
  g_assert_true (gtk_widget_has_css_class (row, "drill"));
  hr_window_fixture_close (&fixture);
}

static void
test_audio (void)
{
  HrWindowFixture fixture = { 0 };
  HrListening    *listening = NULL;
  GtkWidget      *strip = NULL;
  GtkRange       *volume = NULL;

  hr_window_fixture_open (&fixture, NULL, "one-live", 1366, 768);
  listening = hr_room_get_listening (fixture.room, "i1");
  strip = hr_find (fixture.window, hr_is_of_type, "HrAudioStrip");
  volume = GTK_RANGE (hr_find (strip, hr_is_of_type, "GtkScale"));
  g_assert_nonnull (hr_find (strip, hr_says, "■ No sound arrives"));

  hr_listening_push_level (listening, -20.4, -12);
  g_assert_nonnull (hr_find (strip, hr_says, "−20 dB"));
  g_assert_nonnull (hr_find (strip, hr_says, "● You hear this"));

  hr_listening_set_muted (listening, TRUE);
  g_assert_nonnull (hr_find (strip, hr_says, "■ Muted here"));

  gtk_range_set_value (volume, 0.5);
  g_assert_cmpfloat_with_epsilon (hr_listening_get_volume (listening), 0.5, 1e-6);
  hr_listening_set_volume (listening, 1.2);
  g_assert_cmpfloat_with_epsilon (gtk_range_get_value (volume), 1.2, 1e-6);

  hr_listening_set_slot (listening, -1);
  g_assert_nonnull (hr_find (strip, hr_says, "Not heard here"));
  hr_window_fixture_close (&fixture);
}

static void
test_replay (void)
{
  HrWindowFixture fixture = { 0 };
  HrListening    *listening = NULL;
  HrReplay       *replay = NULL;
  GtkWidget      *strip = NULL;

  hr_window_fixture_open (&fixture, NULL, "one-live", 1366, 768);
  listening = hr_room_get_listening (fixture.room, "i1");
  replay = hr_listening_get_replay (listening);
  strip = hr_find (fixture.window, hr_is_of_type, "HrAudioStrip");
  hr_listening_push_level (listening, -20, -12);
  g_assert_null (hr_find (strip, hr_activates, "console.back-to-live"));

  hr_replay_set (replay, HR_REPLAY_FETCHING, 0);
  g_assert_nonnull (hr_find (strip, hr_says, "◀ Fetching what was said"));
  hr_replay_set (replay, HR_REPLAY_PAST, 72 * G_USEC_PER_SEC);
  g_assert_nonnull (hr_find (strip, hr_says, "◀ The past: 01:12 behind"));
  g_assert_true (gtk_widget_has_css_class (strip, "past"));
  hr_replay_set (replay, HR_REPLAY_CATCHING_UP, 12 * G_USEC_PER_SEC);
  g_assert_nonnull (hr_find (strip, hr_says, "◀ The past: 00:12 behind, catching up"));
  g_assert_nonnull (hr_find (strip, hr_activates, "console.back-to-live"));
  hr_listening_set_muted (listening, TRUE);
  g_assert_nonnull (hr_find (strip, hr_says, "◀ The past: 00:12 behind, catching up  ■ Muted here"));
  hr_listening_set_muted (listening, FALSE);

  hr_replay_set (replay, HR_REPLAY_NONE, 0);
  g_assert_nonnull (hr_find (strip, hr_says, "● You hear this"));
  g_assert_false (gtk_widget_has_css_class (strip, "past"));
  hr_replay_set_trouble (replay, "The disk is full");
  g_assert_nonnull (hr_find (strip, hr_says, "■ The disk is full"));
  hr_window_fixture_close (&fixture);

  /* A call that ends is told to its end. */
  hr_window_fixture_open (&fixture, NULL, "ended", 1366, 768);
  listening = hr_room_get_listening (fixture.room, hr_incident_get_id (hr_room_get_selected (fixture.room)));
  strip = hr_find (fixture.window, hr_is_of_type, "HrAudioStrip");
  g_assert_false (gtk_widget_get_visible (strip));
  hr_replay_set (hr_listening_get_replay (listening), HR_REPLAY_PAST, 3 * G_USEC_PER_SEC);
  g_assert_true (gtk_widget_get_visible (strip));
  g_assert_nonnull (hr_find (strip, hr_says, "◀ The past: 00:03 behind  ■ No sound arrives now"));
  hr_replay_set (hr_listening_get_replay (listening), HR_REPLAY_NONE, 0);
  g_assert_false (gtk_widget_get_visible (strip));
  hr_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/window/layouts", test_layouts);
  g_test_add_func ("/window/tight", test_tight);
  g_test_add_func ("/window/queue-order", test_queue_order);
  g_test_add_func ("/window/follow-up", test_follow_up);
  g_test_add_func ("/window/follow-up-calm", test_follow_up_calm);
  g_test_add_func ("/window/drill", test_drill);
  g_test_add_func ("/window/announced", test_announced);
  g_test_add_func ("/window/alarms", test_alarms);
  g_test_add_func ("/window/shift-figures", test_shift_figures);
  g_test_add_func ("/window/map-hand-made", test_map_hand_made);
  g_test_add_func ("/window/map-keys", test_map_keys);
  g_test_add_func ("/window/map-others", test_map_others);
  g_test_add_func ("/window/map-copy", test_map_copy);
  g_test_add_func ("/window/audio", test_audio);
  g_test_add_func ("/window/replay", test_replay);
  g_test_add_func ("/window/drill-alarm", test_drill_alarm);
  g_test_add_func ("/window/older-app", test_older_app);
  g_test_add_func ("/window/unknown-calm", test_unknown_calm);
  g_test_add_func ("/window/own-state", test_own_state);
  g_test_add_func ("/window/keys", test_keys);
  g_test_add_func ("/window/focus-stays", test_focus_stays);

  return g_test_run ();
}
