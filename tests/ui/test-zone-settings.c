/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-json.h"
#include "hr-outline.h"
#include "hr-settings-fixture.h"
#include "hr-wait.h"
#include "hr-zone-map.h"
#include "hr-zone-sketch.h"

#include <locale.h>

/* Where zones are named, drawn and imported. */

static void
open_zone (HrSettingsFixture *fixture,
           const char        *name)
{
  gtk_widget_activate (hr_find (hr_find (fixture->window.window, hr_is_of_type, "HrZoneSettings"), hr_is_titled, name));
  hr_window_fixture_settle (&fixture->window);
}

/* A zone is called anew with the outline it has, and what its removal does is said before it is asked for. */
static void
test_zone (void)
{
  HrSettingsFixture fixture = { 0 };
  GtkWidget        *form = NULL;

  hr_settings_fixture_open (&fixture);
  open_zone (&fixture, "Karol Bagh");
  form = hr_find (fixture.window.window, hr_is_mapped_of_type, "HrZoneForm");
  gtk_editable_set_text (GTK_EDITABLE (hr_find (form, hr_is_titled, "Name")), "  ");
  hr_settings_fixture_click (&fixture, "_Save");
  g_assert_nonnull (hr_find (form, hr_says, "Write the zone’s name, in at most 200 letters."));
  g_assert_cmpuint (fixture.n_requests, ==, 0);

  gtk_editable_set_text (GTK_EDITABLE (hr_find (form, hr_is_titled, "Name")), "Karol Bagh West");
  g_signal_emit_by_name (hr_find (form, hr_is_labelled, "_Save"), "clicked");
  g_assert_cmpstr (hr_request_get_name (fixture.request), ==, "zone.save");
  g_assert_cmpstr (hr_json_get_string (hr_request_get_args (fixture.request), "name"), ==, "Karol Bagh West");
  g_assert_true (json_object_equal (hr_json_get_object (hr_request_get_args (fixture.request), "geometry"),
                                    hr_zone_get_geometry (hr_board_get_zone (hr_room_get_board (fixture.window.room), "z2"))));
  hr_request_finish (fixture.request, NULL);
  hr_window_fixture_settle (&fixture.window);
  g_assert_false (gtk_widget_get_mapped (form));

  open_zone (&fixture, "Karol Bagh");
  g_signal_emit_by_name (hr_find (form, hr_is_labelled, "_Remove…"), "clicked");
  g_signal_emit_by_name (hr_find (hr_find_toplevel ("AdwMessageDialog"), hr_is_labelled, "_Remove"), "clicked");
  g_assert_cmpstr (hr_request_get_name (fixture.request), ==, "zone.remove");
  hr_window_fixture_apply (fixture.window.room, "zone.removed", NULL, hr_json_new_object ("id", "z2", NULL));
  hr_request_finish (fixture.request, NULL);
  hr_window_fixture_settle (&fixture.window);
  g_assert_null (hr_find (hr_find (fixture.window.window, hr_is_of_type, "HrZoneSettings"), hr_is_titled, "Karol Bagh"));
  hr_settings_fixture_close (&fixture);
}

static JsonArray *
get_ring (HrSettingsFixture *fixture)
{
  JsonObject *geometry = hr_json_get_object (hr_request_get_args (fixture->request), "geometry");

  g_assert_cmpstr (hr_json_get_string (geometry, "type"), ==, "Polygon");
  return json_array_get_array_element (hr_json_get_array (geometry, "coordinates"), 0);
}

static double
get_degrees (JsonArray *ring,
             guint      index,
             guint      axis)
{
  return json_array_get_double_element (json_array_get_array_element (ring, index), axis);
}

static void
press_and_settle (HrSettingsFixture *fixture,
                  const char        *name,
                  const char        *key)
{
  hr_press_key (key);
  hr_wait_until (hr_find (fixture->window.window, hr_is_named, name) != NULL);
}

/* A corner of a zone is moved, and one set and taken away, by keyboard. */
static void
test_zone_outline (void)
{
  HrSettingsFixture fixture = { 0 };
  GtkWidget        *form = NULL;
  JsonArray        *ring = NULL;

  hr_settings_fixture_open (&fixture);
  open_zone (&fixture, "Karol Bagh");
  form = hr_find (fixture.window.window, hr_is_mapped_of_type, "HrZoneForm");
  g_assert_nonnull (hr_find (form, hr_is_named, "Outline with 5 corners"));
  gtk_widget_grab_focus (hr_find (form, hr_is_of_type, "HrZoneSketch"));
  press_and_settle (&fixture, "Outline, corner 1 of 5", "Page_Down");
  press_and_settle (&fixture, "Outline, corner 2 of 5", "Page_Down");
  press_and_settle (&fixture, "Outline, corner 3 of 6", "Insert");
  press_and_settle (&fixture, "Outline, corner 3 of 5", "Delete");
  press_and_settle (&fixture, "Outline, corner 2 of 5", "Page_Up");
  hr_press_key ("Right");
  hr_press_key ("Page_Up");
  hr_wait_until (hr_find (form, hr_is_named, "Outline, corner 1 of 5") != NULL);
  g_signal_emit_by_name (hr_find (form, hr_is_labelled, "_Save"), "clicked");

  ring = get_ring (&fixture);
  g_assert_cmpuint (json_array_get_length (ring), ==, 6);
  g_assert_cmpfloat (get_degrees (ring, 0, 0), ==, 77.170);
  g_assert_cmpfloat (get_degrees (ring, 5, 0), ==, 77.170);
  g_assert_cmpfloat (get_degrees (ring, 1, 0), >, 77.2031);
  g_assert_cmpfloat_with_epsilon (get_degrees (ring, 1, 1), 28.640, 1e-5);
  hr_settings_fixture_close (&fixture);
}

/* Where the pointer is sent for a place on @widget, told in shares of its size. */
static void
find_pointer (GtkWidget *widget,
              double     share_x,
              double     share_y,
              int       *x,
              int       *y)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (widget));
  double     root_x = 0, root_y = 0, shadow_x = 0, shadow_y = 0;

  gtk_native_get_surface_transform (GTK_NATIVE (root), &shadow_x, &shadow_y);
  gtk_widget_translate_coordinates (widget, root, share_x * gtk_widget_get_width (widget), share_y * gtk_widget_get_height (widget), &root_x, &root_y);
  *x = (int) (root_x + shadow_x);
  *y = (int) (root_y + shadow_y);
}

static void
point (const char *format,
       int         x,
       int         y)
{
  g_autofree char *command = g_strdup_printf ("xdotool mousemove %d %d %s", x, y, format);

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
}

static void
click_at (GtkWidget *widget,
          double     share_x,
          double     share_y)
{
  int x = 0, y = 0;

  find_pointer (widget, share_x, share_y, &x, &y);
  point ("click 1", x, y);
}

/* By a hand that first trembles. */
static void
drag_at (HrSettingsFixture *fixture,
         GtkWidget         *widget,
         double             share_x,
         double             share_y)
{
  int x = 0, y = 0;

  find_pointer (widget, share_x, share_y, &x, &y);
  point ("mousedown 1", x, y);
  hr_window_fixture_settle (&fixture->window);
  point ("", x + 2, y);
  hr_window_fixture_settle (&fixture->window);
  point ("", x + 60, y);
  hr_window_fixture_settle (&fixture->window);
  point ("mouseup 1", x + 60, y);
  hr_window_fixture_settle (&fixture->window);
}

/* A new zone is drawn by pointer; one that has no outline is not sent. */
static void
test_draw_zone (void)
{
  static const double places[][2] = { { 0.3, 0.3 }, { 0.7, 0.3 }, { 0.7, 0.7 } };
  HrSettingsFixture   fixture = { 0 };
  GtkWidget          *form = NULL;
  GtkWidget          *sketch = NULL;

  hr_settings_fixture_open (&fixture);
  hr_settings_fixture_click (&fixture, "_Draw a zone");
  form = hr_find (fixture.window.window, hr_is_mapped_of_type, "HrZoneForm");
  sketch = hr_find (form, hr_is_of_type, "HrZoneSketch");
  gtk_editable_set_text (GTK_EDITABLE (hr_find (form, hr_is_titled, "Name")), "Okhla");
  hr_settings_fixture_click (&fixture, "_Save");
  g_assert_nonnull (hr_find (form, hr_says, "Draw the outline on the map: at least three corners."));

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *name = g_strdup_printf ("Outline, corner %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT, i + 1, i + 1);

      click_at (sketch, places[i][0], places[i][1]);
      hr_wait_until (hr_find (form, hr_is_named, name) != NULL);
    }

  g_assert_cmpuint (fixture.n_requests, ==, 0);
  hr_settings_fixture_click (&fixture, "_Save");
  g_assert_cmpstr (hr_request_get_name (fixture.request), ==, "zone.save");
  g_assert_cmpstr (hr_json_get_string (hr_request_get_args (fixture.request), "name"), ==, "Okhla");
  g_assert_true (g_uuid_string_is_valid (hr_json_get_string (hr_request_get_args (fixture.request), "id")));
  g_assert_cmpuint (json_array_get_length (get_ring (&fixture)), ==, 4);
  g_assert_cmpfloat (get_degrees (get_ring (&fixture), 0, 0), <, get_degrees (get_ring (&fixture), 1, 0));
  g_assert_cmpfloat (get_degrees (get_ring (&fixture), 1, 1), >, get_degrees (get_ring (&fixture), 2, 1));
  hr_settings_fixture_close (&fixture);
}

/* A corner follows the pointer; elsewhere the map does, and no corner is set. */
static void
test_drag_corner (void)
{
  HrSettingsFixture fixture = { 0 };
  GtkWidget        *form = NULL;
  GtkWidget        *sketch = NULL;
  HrPoint           before = { 0 };

  hr_settings_fixture_open (&fixture);
  hr_settings_fixture_click (&fixture, "_Draw a zone");
  form = hr_find (fixture.window.window, hr_is_mapped_of_type, "HrZoneForm");
  sketch = hr_find (form, hr_is_of_type, "HrZoneSketch");
  click_at (sketch, 0.5, 0.5);
  hr_wait_until (hr_zone_sketch_get_points (HR_ZONE_SKETCH (sketch))->len == 1);
  before = g_array_index (hr_zone_sketch_get_points (HR_ZONE_SKETCH (sketch)), HrPoint, 0);

  drag_at (&fixture, sketch, 0.2, 0.2);
  g_assert_cmpuint (hr_zone_sketch_get_points (HR_ZONE_SKETCH (sketch))->len, ==, 1);
  g_assert_cmpfloat (g_array_index (hr_zone_sketch_get_points (HR_ZONE_SKETCH (sketch)), HrPoint, 0).lon_deg, ==, before.lon_deg);
  hr_zone_map_edit (HR_ZONE_MAP (hr_find (form, hr_is_of_type, "HrZoneMap")), NULL);
  hr_window_fixture_settle (&fixture.window);

  click_at (sketch, 0.5, 0.5);
  hr_wait_until (hr_zone_sketch_get_points (HR_ZONE_SKETCH (sketch))->len == 1);
  before = g_array_index (hr_zone_sketch_get_points (HR_ZONE_SKETCH (sketch)), HrPoint, 0);
  drag_at (&fixture, sketch, 0.5, 0.5);
  g_assert_cmpuint (hr_zone_sketch_get_points (HR_ZONE_SKETCH (sketch))->len, ==, 1);
  g_assert_cmpfloat (g_array_index (hr_zone_sketch_get_points (HR_ZONE_SKETCH (sketch)), HrPoint, 0).lon_deg, >, before.lon_deg);
  hr_settings_fixture_close (&fixture);
}

/* Where a corner belongs, and what no outline can be. */
static void
test_outline (void)
{
  static const HrPoint square[] = { { 28.0, 77.0 }, { 28.0, 77.1 }, { 28.1, 77.1 }, { 28.1, 77.0 } };
  static const HrPoint bow[] = { { 28.0, 77.0 }, { 28.1, 77.1 }, { 28.0, 77.1 }, { 28.1, 77.0 } };
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (HrPoint));

  g_assert_cmpuint (hr_outline_find_place (points, square[0]), ==, 0);
  g_array_append_vals (points, square, 4);
  g_assert_cmpuint (hr_outline_find_place (points, (HrPoint){ 27.99, 77.05 }), ==, 1);
  g_assert_cmpuint (hr_outline_find_place (points, (HrPoint){ 28.05, 77.12 }), ==, 2);
  g_assert_cmpuint (hr_outline_find_place (points, (HrPoint){ 28.05, 76.99 }), ==, 4);
  g_assert_false (hr_outline_crosses_itself (points));

  g_array_set_size (points, 0);
  g_array_append_vals (points, bow, 4);
  g_assert_true (hr_outline_crosses_itself (points));
  g_array_set_size (points, 3);
  g_assert_false (hr_outline_crosses_itself (points));
}

#define SQUARE "{'type':'Polygon','coordinates':[[[77.1,28.1],[77.2,28.1],[77.2,28.2],[77.1,28.1]]]}"
#define KAROL_BAGH "{'type':'Polygon','coordinates':[[[77.170,28.633],[77.203,28.640],[77.219,28.649],[77.206,28.668],[77.176,28.664],[77.170,28.633]]]}"

static GtkWidget *
import (HrSettingsFixture *fixture,
        const char        *content)
{
  g_autofree char *text = g_strdelimit (g_strdup (content), "'", '"');
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("zones-XXXXXX.geojson", &stream, NULL);

  g_assert_true (g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, NULL));
  g_signal_emit_by_name (hr_find (fixture->window.window, hr_is_of_type, "HrZoneSettings"), "import", file);
  hr_wait_until (hr_find (fixture->window.window, hr_is_mapped_of_type, "HrZoneImport") != NULL);
  hr_window_fixture_settle (&fixture->window);
  g_file_delete (file, NULL, NULL);

  return hr_find (fixture->window.window, hr_is_mapped_of_type, "HrZoneImport");
}

/* What a file would change is seen before it does, and only that is sent. */
static void
test_zone_import (void)
{
  HrSettingsFixture fixture = { 0 };
  GtkWidget        *form = NULL;

  hr_settings_fixture_open (&fixture);
  form = import (&fixture, "{'type':'FeatureCollection','features':["
                           "{'type':'Feature','id':'z2','properties':{'name':'Karol Bagh'},'geometry':" KAROL_BAGH "},"
                           "{'type':'Feature','id':'z1','properties':{'name':'Rajiv Chowk'},'geometry':" SQUARE "},"
                           "{'type':'Feature','id':7,'properties':{'name':'Okhla & <Jasola>'},'geometry':" SQUARE "}]}");
  hr_wait_until (hr_find (form, hr_says, "2 zones would change here. Zones that are not in the file stay as they are.") != NULL);
  g_assert_nonnull (hr_find (hr_find (form, hr_is_titled, "Karol Bagh"), hr_says, "As it is here"));
  g_assert_nonnull (hr_find (hr_find (form, hr_is_titled, "Rajiv Chowk"), hr_says, "Another outline; was called “Connaught Place”"));
  g_assert_nonnull (hr_find (hr_find (form, hr_is_titled, "Okhla & <Jasola>"), hr_says, "New"));
  g_assert_cmpuint (fixture.n_requests, ==, 0);

  hr_press_key ("Return");
  hr_wait_until (fixture.n_requests == 1);
  g_assert_cmpstr (hr_json_get_string (hr_request_get_args (fixture.request), "id"), ==, "z1");
  hr_request_finish (fixture.request, NULL);
  g_assert_cmpstr (hr_json_get_string (hr_request_get_args (fixture.request), "id"), ==, "7");
  hr_request_finish (fixture.request, "The station is not joined");
  hr_window_fixture_settle (&fixture.window);
  g_assert_nonnull (hr_find (form, hr_says, "“Okhla & <Jasola>”: The station is not joined"));
  hr_settings_fixture_click (&fixture, "_Import");
  g_assert_cmpuint (fixture.n_requests, ==, 3);
  hr_request_finish (fixture.request, NULL);
  hr_window_fixture_settle (&fixture.window);
  g_assert_false (gtk_widget_get_mapped (form));
  hr_settings_fixture_close (&fixture);
}

/* A file that is no map of zones changes nothing, and what is wrong with it is said. */
static void
test_zone_import_refused (void)
{
  static const struct
  {
    const char *content;
    const char *fault;
  } cases[] = {
    { "", ": It is not a GeoJSON FeatureCollection" },
    { "zones!", ": It is not JSON" },
    { "{'type':'Feature'}", ": It is not a GeoJSON FeatureCollection" },
    { "{'features':[]}", "There is no zone in this file." },
    { "{'features':[{'geometry':" SQUARE "}]}", ": Feature 1 has no id" },
    { "{'features':[{'id':'a','geometry':" SQUARE "},{'id':'a','geometry':" SQUARE "}]}", ": Feature 2 (“a”): An earlier Feature has the same id" },
    { "{'features':[{'id':'a','geometry':{'type':'Point','coordinates':[1,2]}}]}",
      ": Feature 1 (“a”): The geometry of “a” is not a Polygon or MultiPolygon of positions" },
  };
  HrSettingsFixture fixture = { 0 };

  hr_settings_fixture_open (&fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *form = import (&fixture, cases[i].content);

      hr_wait_until (hr_find (form, hr_ends_with, cases[i].fault) != NULL);
      g_assert_false (gtk_widget_is_sensitive (hr_find (form, hr_is_labelled, "_Import")));
      hr_settings_fixture_click (&fixture, "_Cancel");
    }

  g_assert_cmpuint (fixture.n_requests, ==, 0);
  hr_settings_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/zone-settings/zone", test_zone);
  g_test_add_func ("/zone-settings/zone-outline", test_zone_outline);
  g_test_add_func ("/zone-settings/draw-zone", test_draw_zone);
  g_test_add_func ("/zone-settings/drag-corner", test_drag_corner);
  g_test_add_func ("/zone-settings/outline", test_outline);
  g_test_add_func ("/zone-settings/zone-import", test_zone_import);
  g_test_add_func ("/zone-settings/zone-import-refused", test_zone_import_refused);

  return g_test_run ();
}
