/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-picture.h"
#include "hr-view.h"
#include "hr-window-fixture.h"

#include <locale.h>

/* What the incident view says and shows of a picture, and that a screen reader hears the same. */

#define INCIDENT "i1"
#define FRAME_WIDTH 8
#define FRAME_HEIGHT 4

static HrPicture *
get_picture (HrWindowFixture *fixture)
{
  return hr_room_get_picture (fixture->room);
}

static GtkWidget *
get_view (HrWindowFixture *fixture)
{
  return hr_find (fixture->window, hr_is_of_type, "HrPictureView");
}

/* A phone of that incident has begun to send one. */
static void
begin_picture (HrWindowFixture *fixture,
               const char      *incident_id)
{
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "recording_id", incident_id);
  json_object_set_string_member (data, "session_id", "s");
  json_object_set_int_member (data, "attempt", 1);
  json_object_set_string_member (data, "media", "picture");
  json_object_set_string_member (data, "path", "recordings/picture.webm");
  hr_window_fixture_apply (fixture->room, "recording.started", incident_id, data);
  hr_window_fixture_settle (fixture);
}

static void
push_frame (HrWindowFixture *fixture,
            gint64           age_us)
{
  static const guint8 pixels[FRAME_WIDTH * FRAME_HEIGHT * 4] = { 0 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (pixels, sizeof pixels);
  g_autoptr (GdkTexture) frame = gdk_memory_texture_new (FRAME_WIDTH, FRAME_HEIGHT, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bytes, FRAME_WIDTH * 4);

  hr_picture_push_frame (get_picture (fixture), frame, g_get_monotonic_time () - age_us);
  hr_view_update (HR_VIEW (get_view (fixture)));
}

static gboolean
says (GtkWidget  *widget,
      const char *text)
{
  return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
}

/* What is said beside the picture, and of it by a screen reader. */
static void
assert_says (HrWindowFixture *fixture,
             const char      *text)
{
  GtkWidget       *view = get_view (fixture);
  GtkWidget       *picture = hr_find (view, hr_is_of_type, "GtkPicture");
  g_autofree char *name = g_strdup_printf ("Picture from the phone of Citizen One: %s", text);
  g_autofree char *difference = NULL;

  hr_window_fixture_settle (fixture);
  if (hr_find (view, says, text) == NULL)
    g_error ("It says “%s”, not “%s”", gtk_label_get_text (GTK_LABEL (hr_find (view, hr_is_of_type, "GtkLabel"))), text);
  if (!gtk_widget_get_mapped (picture))
    return;

  difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  g_assert_cmpstr (difference, ==, NULL);
}

static gboolean
is_shown (HrWindowFixture *fixture)
{
  return gtk_widget_get_mapped (hr_find (get_view (fixture), hr_is_of_type, "GtkPicture"));
}

static void
test_states (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *picture = NULL;

  hr_window_fixture_open (&fixture, NULL, "one-live", 1024, 600);
  g_assert_false (gtk_widget_get_visible (get_view (&fixture)));
  begin_picture (&fixture, INCIDENT);
  g_assert_true (gtk_widget_get_mapped (get_view (&fixture)));
  g_assert_false (is_shown (&fixture));
  assert_says (&fixture, "This phone sends a picture");
  g_assert_nonnull (hr_find (get_view (&fixture), hr_is_labelled, "Show picture"));

  hr_picture_open (get_picture (&fixture), INCIDENT);
  assert_says (&fixture, "Opening the picture…");
  g_assert_true (is_shown (&fixture));
  g_assert_nonnull (hr_find (get_view (&fixture), hr_is_labelled, "Hide picture"));
  hr_picture_set_state (get_picture (&fixture), HR_PICTURE_WAITING);
  assert_says (&fixture, "No picture yet");

  picture = hr_find (get_view (&fixture), hr_is_of_type, "GtkPicture");
  push_frame (&fixture, 0);
  assert_says (&fixture, "● Live picture");
  g_assert_cmpfloat (gtk_widget_get_opacity (picture), ==, 1);
  push_frame (&fixture, HR_PICTURE_FROZEN_US + 2 * G_USEC_PER_SEC);
  assert_says (&fixture, "■ Picture frozen for 00:05");
  g_assert_cmpfloat (gtk_widget_get_opacity (picture), <, 0.6);
  hr_picture_set_state (get_picture (&fixture), HR_PICTURE_LOST);
  assert_says (&fixture, "■ The picture is lost; connecting again…");

  hr_picture_close (get_picture (&fixture), "Too many.");
  assert_says (&fixture, "■ No picture: Too many.");
  g_assert_false (is_shown (&fixture));
  hr_window_fixture_close (&fixture);
}

/* In the smallest window all of what is in the middle is still there. */
static void
test_fits (void)
{
  static const int sizes[][2] = { { 1024, 600 }, { 1366, 768 }, { 1900, 1060 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      HrWindowFixture fixture = { 0 };
      graphene_rect_t bounds;
      GtkWidget      *strip = NULL;
      GtkWidget      *picture = NULL;

      hr_window_fixture_open (&fixture, NULL, "one-live", sizes[i][0], sizes[i][1]);
      begin_picture (&fixture, INCIDENT);
      hr_picture_open (get_picture (&fixture), INCIDENT);
      push_frame (&fixture, 0);
      hr_window_fixture_settle (&fixture);
      g_assert_cmpint (gtk_widget_get_width (fixture.window), <=, sizes[i][0]);
      g_assert_cmpint (gtk_widget_get_height (fixture.window), <=, sizes[i][1]);
      strip = hr_find (fixture.window, hr_is_of_type, "HrAudioStrip");
      g_assert_true (gtk_widget_compute_bounds (get_view (&fixture), strip, &bounds));
      g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <, 1);
      picture = hr_find (get_view (&fixture), hr_is_of_type, "GtkPicture");
      g_assert_cmpint (gtk_widget_get_height (picture), >, 0);
      g_assert_cmpint (ABS (gtk_widget_get_width (picture) - 2 * gtk_widget_get_height (picture)), <=, 2);
      hr_window_fixture_close (&fixture);
    }
}

static void
test_asks (void)
{
  HrWindowFixture fixture = { 0 };
  HrBoard        *board = NULL;

  hr_window_fixture_open (&fixture, NULL, "five-and-queue", 1366, 768);
  board = hr_room_get_board (fixture.room);
  begin_picture (&fixture, INCIDENT);
  begin_picture (&fixture, "i2");
  hr_window_fixture_click (&fixture, "console.toggle-picture");
  g_assert_cmpstr (fixture.activated, ==, "toggle-picture 'i1'");

  /* One that is open stays with its incident. */
  hr_picture_open (get_picture (&fixture), INCIDENT);
  push_frame (&fixture, 0);
  g_assert_true (is_shown (&fixture));
  hr_room_set_selected (fixture.room, hr_board_get_incident (board, "i2"));
  hr_window_fixture_settle (&fixture);
  g_assert_false (is_shown (&fixture));
  hr_window_fixture_click (&fixture, "console.toggle-picture");
  g_assert_cmpstr (fixture.activated, ==, "toggle-picture 'i2'");
  hr_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/picture/states", test_states);
  g_test_add_func ("/picture/fits", test_fits);
  g_test_add_func ("/picture/asks", test_asks);

  return g_test_run ();
}
