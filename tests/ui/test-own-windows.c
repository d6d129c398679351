/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-demo-board.h"
#include "hr-map-pin.h"
#include "hr-monitor-choice.h"
#include "hr-situation-map.h"
#include "hr-test-desktop.h"
#include "hr-test-files.h"
#include "hr-wait.h"
#include "hr-window-fixture.h"
#include "hr-workplace.h"

#include <json-glib/json-glib.h>
#include <locale.h>

/* The map and the queue in windows of their own, on a display that lets them fill it. */

static GtkWidget *
open_own (HrWindowFixture *fixture,
          HrOwnKind        kind)
{
  HrOwnWindows *windows = hr_window_get_own_windows (HR_WINDOW (fixture->window));

  hr_own_windows_toggle (windows, kind);
  hr_wait_until (gtk_window_is_active (GTK_WINDOW (hr_own_windows_get (windows, kind))));

  return GTK_WIDGET (hr_own_windows_get (windows, kind));
}

static gboolean
is_pin_of (GtkWidget  *widget,
           const char *id)
{
  return HR_IS_MAP_PIN (widget) && g_str_equal (hr_incident_get_id (hr_map_pin_get_incident (HR_MAP_PIN (widget))), id);
}

static HrIncident *
get_incident (HrWindowFixture *fixture,
              const char      *id)
{
  return hr_board_get_incident (hr_room_get_board (fixture->room), id);
}

/* As a hand would. */
static void
click (GtkWidget *window,
       GtkWidget *widget)
{
  graphene_point_t middle = GRAPHENE_POINT_INIT (gtk_widget_get_width (widget) / 2.0f, gtk_widget_get_height (widget) / 2.0f);
  graphene_point_t at = { 0 };
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;
  double           shadow_x = 0, shadow_y = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) xdotool = NULL;

  g_assert_true (gtk_widget_compute_point (widget, window, &middle, &at));
  gtk_native_get_surface_transform (GTK_NATIVE (window), &shadow_x, &shadow_y);
  x = g_strdup_printf ("%d", (int) (at.x + shadow_x));
  y = g_strdup_printf ("%d", (int) (at.y + shadow_y));
  xdotool = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "xdotool", "mousemove", x, y, "click", "1", NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (xdotool, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
is_on_screen (GtkWidget *window,
              GtkWidget *pin)
{
  GtkWidget      *map = hr_find (window, hr_is_of_type, "ShumateMap");
  graphene_rect_t bounds = { 0 };

  return gtk_widget_get_mapped (pin) && gtk_widget_compute_bounds (pin, map, &bounds) && bounds.origin.x >= 0 && bounds.origin.y >= 0 &&
         bounds.origin.x + bounds.size.width <= gtk_widget_get_width (map) &&
         bounds.origin.y + bounds.size.height <= gtk_widget_get_height (map);
}

/* Each that has told where it is, in view; the others in words. */
static void
test_map_shows_all (void)
{
  HrWindowFixture fixture = { 0 };
  GListModel     *incidents = NULL;
  GtkWidget      *window = NULL;
  guint           n_placed = 0;

  hr_window_fixture_open (&fixture, NULL, "five-and-queue", 1366, 768);
  window = open_own (&fixture, HR_OWN_MAP);
  incidents = hr_board_get_incidents (hr_room_get_board (fixture.room));

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);
      GtkWidget  *pin = hr_find (window, is_pin_of, hr_incident_get_id (incident));
      GtkWidget  *unplaced = hr_find (window, hr_mentions, "No position");
      const char *number = strrchr (hr_incident_get_number (incident), '-') + 3;

      g_assert_nonnull (pin);
      if (hr_incident_get_location (incident) != NULL)
        hr_wait_until (is_on_screen (window, pin));
      else
        g_assert_true (!gtk_widget_get_visible (pin) && hr_mentions (unplaced, number));
      n_placed += hr_incident_get_location (incident) != NULL;
    }

  g_assert_cmpuint (n_placed, >, 3);
  g_assert_cmpuint (n_placed, <, g_list_model_get_n_items (incidents));
  hr_window_fixture_close (&fixture);
}

/* What is chosen on the map is asked of the console, and what the room shows is marked on the map. */
static void
test_map_follows (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *window = NULL;
  GtkWidget      *pin = NULL;

  hr_window_fixture_open (&fixture, NULL, "five-and-queue", 1366, 768);
  window = open_own (&fixture, HR_OWN_MAP);
  pin = hr_find (window, is_pin_of, "i2");
  hr_wait_until (is_on_screen (window, pin));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (pin)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       gtk_widget_get_tooltip_text (gtk_widget_get_first_child (pin)));

  hr_room_set_selected (fixture.room, get_incident (&fixture, "i1"));
  g_assert_false (gtk_widget_has_css_class (pin, "chosen"));
  hr_window_fixture_settle (&fixture);
  click (window, pin);
  hr_wait_until (fixture.activated != NULL);
  g_assert_cmpstr (fixture.activated, ==, "select 'i2'");
  hr_room_set_selected (fixture.room, get_incident (&fixture, "i2"));
  g_assert_true (gtk_widget_has_css_class (pin, "chosen"));
  hr_window_fixture_close (&fixture);
}

/* A view that a person has made stays, but for what is selected and would not be seen. */
static void
test_map_hand_made (void)
{
  HrWindowFixture  fixture = { 0 };
  HrSituationMap  *map = NULL;
  ShumateViewport *viewport = NULL;
  GtkWidget       *window = NULL;
  double           zoom = 0;

  hr_window_fixture_open (&fixture, NULL, "five-and-queue", 1366, 768);
  window = open_own (&fixture, HR_OWN_MAP);
  map = HR_SITUATION_MAP (hr_find (window, hr_is_of_type, "HrSituationMap"));
  viewport = shumate_map_get_viewport (SHUMATE_MAP (hr_find (window, hr_is_of_type, "ShumateMap")));
  hr_wait_until (is_on_screen (window, hr_find (window, is_pin_of, "i5")));
  g_assert_false (hr_situation_map_is_hand_made (map));

  shumate_location_set_location (SHUMATE_LOCATION (viewport), 10, 70);
  zoom = shumate_viewport_get_zoom_level (viewport);
  g_assert_true (hr_situation_map_is_hand_made (map));
  hr_room_set_selected (fixture.room, get_incident (&fixture, "i5"));
  hr_wait_until (is_on_screen (window, hr_find (window, is_pin_of, "i5")));
  g_assert_cmpfloat (shumate_viewport_get_zoom_level (viewport), ==, zoom);
  g_assert_true (hr_situation_map_is_hand_made (map));

  shumate_location_set_location (SHUMATE_LOCATION (viewport), 10, 70);
  hr_own_window_refit_map (HR_OWN_WINDOW (window));
  g_assert_false (hr_situation_map_is_hand_made (map));
  hr_wait_until (is_on_screen (window, hr_find (window, is_pin_of, "i1")));
  hr_window_fixture_close (&fixture);
}

static void
end_incident (HrWindowFixture *fixture,
              const char      *id)
{
  g_autoptr (JsonNode) data = json_from_string ("{\"disposition\":\"accidental\",\"ended_by\":\"sup\"}", NULL);

  hr_window_fixture_apply (fixture->room, "incident.ended", id, json_node_dup_object (data));
}

/* The same incidents as in the room, by pointer and keyboard; what has ended is gone from both windows. */
static void
test_queue (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *window = NULL;
  GtkWidget      *row = NULL;

  hr_window_fixture_open (&fixture, NULL, "five-and-queue", 1366, 768);
  window = open_own (&fixture, HR_OWN_QUEUE);
  hr_wait_until ((row = hr_find (window, hr_is_of_type, "HrQueueRow")) != NULL && gtk_widget_get_mapped (row));
  hr_window_fixture_settle (&fixture);
  click (window, row);
  hr_wait_until (fixture.activated != NULL);
  g_assert_cmpstr (fixture.activated, ==, "select 'w1'");

  /* The row has the keyboard now; Down is the next one. */
  g_clear_pointer (&fixture.activated, g_free);
  hr_press_key ("Down");
  hr_wait_until (fixture.activated != NULL);
  g_assert_cmpstr (fixture.activated, ==, "select 'w2'");

  open_own (&fixture, HR_OWN_MAP);
  end_incident (&fixture, "i5");
  g_assert_null (hr_find (GTK_WIDGET (hr_own_windows_get (hr_window_get_own_windows (HR_WINDOW (fixture.window)), HR_OWN_MAP)), is_pin_of, "i5"));
  hr_window_fixture_close (&fixture);
}

/* In letters for the other end of the room. */
static gboolean
is_far (GtkWidget  *widget,
        const char *unused)
{
  return gtk_widget_has_css_class (widget, "far");
}

static void
test_full_screen (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *window = NULL;

  hr_window_fixture_open (&fixture, NULL, "five-and-queue", 1366, 768);
  window = open_own (&fixture, HR_OWN_QUEUE);
  g_assert_false (gtk_window_is_fullscreen (GTK_WINDOW (window)));

  /* With one monitor, on which the room is, nothing is put over it. Escape is no way to close by mistake. */
  hr_press_key ("Escape");
  gtk_window_fullscreen (GTK_WINDOW (window));
  hr_wait_until (gtk_window_is_fullscreen (GTK_WINDOW (window)));
  g_assert_nonnull (hr_find (window, is_far, NULL));
  hr_press_key ("Escape");
  hr_wait_until (!gtk_window_is_fullscreen (GTK_WINDOW (window)));
  g_assert_null (hr_find (window, is_far, NULL));
  g_assert_true (gtk_widget_get_mapped (window));
  hr_window_fixture_close (&fixture);
}

static void
test_station_lost (void)
{
  HrWindowFixture  fixture = { 0 };
  GtkWidget       *window = NULL;
  GtkWidget       *bar = NULL;
  g_autofree char *text = NULL;

  hr_window_fixture_open (&fixture, NULL, "connection-lost", 1366, 768);
  text = g_strdup (gtk_label_get_text (GTK_LABEL (hr_find (hr_find (fixture.window, hr_is_of_type, "HrConnectionBar"), hr_is_of_type, "GtkLabel"))));
  window = open_own (&fixture, HR_OWN_QUEUE);
  bar = hr_find (window, hr_is_of_type, "HrConnectionBar");
  g_assert_true (gtk_widget_get_mapped (bar));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (hr_find (bar, hr_is_of_type, "GtkLabel"))), ==, text);
  g_assert_nonnull (strstr (text, "as of"));
  hr_window_fixture_close (&fixture);
}

/* What was open is open again when the room is, as it stood; what a person has closed is not. */
static void
test_remembered (void)
{
  g_autofree char *dir = g_dir_make_tmp ("hr-own-windows-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "workplace.conf", NULL);
  HrOwnWindows    *windows = NULL;

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (HrWorkplace) workplace = hr_workplace_new (path);
      HrWindowFixture fixture = { .workplace = workplace };
      int             width_px = 0, height_px = 0;

      hr_window_fixture_open (&fixture, NULL, "five-and-queue", 1366, 768);
      windows = hr_window_get_own_windows (HR_WINDOW (fixture.window));
      hr_own_windows_restore (windows);
      hr_wait_until (gtk_window_is_active (GTK_WINDOW (fixture.window)) || hr_own_windows_get_active (windows) != NULL);

      if (i == 0)
        {
          g_assert_null (hr_own_windows_get (windows, HR_OWN_MAP));
          gtk_window_set_default_size (GTK_WINDOW (open_own (&fixture, HR_OWN_MAP)), 900, 500);
          open_own (&fixture, HR_OWN_QUEUE);
        }
      else if (i == 1)
        {
          hr_wait_until (hr_own_windows_get (windows, HR_OWN_QUEUE) != NULL);
          gtk_window_get_default_size (GTK_WINDOW (hr_own_windows_get (windows, HR_OWN_MAP)), &width_px, &height_px);
          g_assert_cmpint (width_px, ==, 900);
          g_assert_cmpint (height_px, ==, 500);
          gtk_window_close (GTK_WINDOW (hr_own_windows_get (windows, HR_OWN_MAP)));
          g_assert_null (hr_own_windows_get (windows, HR_OWN_MAP));
        }
      else
        {
          hr_wait_until (hr_own_windows_get (windows, HR_OWN_QUEUE) != NULL);
          g_assert_null (hr_own_windows_get (windows, HR_OWN_MAP));
        }
      hr_window_fixture_close (&fixture);
    }

  hr_test_remove_tree (dir);
}

static void
test_monitor_choice (void)
{
  const HrMonitorSlot one[] = { { "eDP-1", TRUE } };
  const HrMonitorSlot three[] = { { "eDP-1", TRUE }, { "HDMI-1", FALSE }, { "DP-2", FALSE } };
  const HrMonitorSlot nameless[] = { { NULL, TRUE }, { NULL, FALSE } };

  g_assert_cmpint (hr_monitor_choice (NULL, 0, NULL), ==, -1);
  g_assert_cmpint (hr_monitor_choice (one, 1, NULL), ==, -1);
  /* Never over the room, wherever it was before. */
  g_assert_cmpint (hr_monitor_choice (one, 1, "eDP-1"), ==, -1);
  g_assert_cmpint (hr_monitor_choice (three, 3, NULL), ==, 1);
  g_assert_cmpint (hr_monitor_choice (three, 3, "DP-2"), ==, 2);
  g_assert_cmpint (hr_monitor_choice (three, 3, "eDP-1"), ==, 1);
  g_assert_cmpint (hr_monitor_choice (three, 3, "VGA-1"), ==, 1);
  g_assert_cmpint (hr_monitor_choice (nameless, 2, "VGA-1"), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  pid_t desktop = hr_test_desktop_start ();
  int   status = 0;

  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/own-windows/map-shows-all", test_map_shows_all);
  g_test_add_func ("/own-windows/map-follows", test_map_follows);
  g_test_add_func ("/own-windows/map-hand-made", test_map_hand_made);
  g_test_add_func ("/own-windows/queue", test_queue);
  g_test_add_func ("/own-windows/full-screen", test_full_screen);
  g_test_add_func ("/own-windows/station-lost", test_station_lost);
  g_test_add_func ("/own-windows/remembered", test_remembered);
  g_test_add_func ("/own-windows/monitor-choice", test_monitor_choice);

  status = g_test_run ();
  hr_test_desktop_stop (desktop);

  return status;
}
