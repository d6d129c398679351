/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-demo-history.h"
#include "hr-recording-wave.h"
#include "hr-window-fixture.h"

#include <locale.h>

/* The recordings of a record, heard by keyboard and pointer, as a screen reader is told of them. */

#define DEADLINE_S 20
#define DURATION_MS 98400

typedef struct
{
  HrWindowFixture window;
  HrPlayback     *playback;
  GtkWidget      *strip;
  GtkWidget      *wave;
} Fixture;

static gboolean
on_deadline (gpointer data)
{
  g_error ("Nothing came of it");

  return G_SOURCE_REMOVE;
}

#define wait_until(condition)                                                  \
  G_STMT_START                                                                 \
  {                                                                            \
    guint deadline_id = g_timeout_add_seconds (DEADLINE_S, on_deadline, NULL); \
                                                                               \
    while (!(condition))                                                       \
      g_main_context_iteration (NULL, TRUE);                                   \
                                                                               \
    g_source_remove (deadline_id);                                             \
  }                                                                            \
  G_STMT_END

static void
open_scene (Fixture    *fixture,
            const char *scene)
{
  hr_window_fixture_open (&fixture->window, NULL, scene, 1024, 600);
  fixture->playback = hr_history_get_playback (hr_room_get_history (fixture->window.room));
  fixture->strip = hr_find (fixture->window.window, hr_is_of_type, "HrPlaybackStrip");
  fixture->wave = hr_find (fixture->strip, hr_is_of_type, "HrRecordingWave");
}

static void
close_scene (Fixture *fixture)
{
  hr_window_fixture_close (&fixture->window);
}

static void
xdotool (const char *first,
         ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  va_list args;

  g_ptr_array_add (words, (char *) "xdotool");
  va_start (args, first);
  for (const char *word = first; word != NULL; word = va_arg (args, const char *))
    g_ptr_array_add (words, (char *) word);
  va_end (args);
  g_ptr_array_add (words, NULL);

  process = g_subprocess_newv ((const char *const *) words->pdata, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
tells (GtkWidget  *wave,
       double      now_s,
       const char *elapsed)
{
  g_autofree char *now = gtk_test_accessible_check_property (GTK_ACCESSIBLE (wave), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, now_s);
  HrPlayback      *playback = g_object_get_data (G_OBJECT (wave), "playback");
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (hr_playback_get_position_us (playback) / G_USEC_PER_SEC);
  g_autofree char *time = g_date_time_format (at, "%H:%M:%S");
  g_autofree char *expected = g_strdup_printf ("%s, at %s", elapsed, time);
  g_autofree char *text = gtk_test_accessible_check_property (GTK_ACCESSIBLE (wave), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, expected);

  return now == NULL && text == NULL;
}

static void
test_keys (void)
{
  static const struct
  {
    const char *key;
    double      now_s;
    const char *elapsed;
  } cases[] = {
    { "Right", 5, "00:05" },
    { "Right", 10, "00:10" },
    { "Left", 5, "00:05" },
    { "End", 98, "01:38" },
    { "Right", 98, "01:38" },
    { "Home", 0, "00:00" },
    { "Left", 0, "00:00" },
    { "Right", 5, "00:05" },
  };
  Fixture fixture = { 0 };

  open_scene (&fixture, "history-record");
  hr_playback_seek (fixture.playback, 0);
  g_object_set_data (G_OBJECT (fixture.wave), "playback", fixture.playback);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture.wave), GTK_ACCESSIBLE_ROLE_SLIDER);
  wait_until (gtk_window_is_active (GTK_WINDOW (fixture.window.window)));
  g_assert_true (gtk_widget_grab_focus (fixture.wave));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      xdotool ("key", cases[i].key, NULL);
      wait_until (tells (fixture.wave, cases[i].now_s, cases[i].elapsed));
    }

  g_assert_false (hr_playback_is_playing (fixture.playback));
  xdotool ("key", "space", NULL);
  wait_until (hr_playback_is_playing (fixture.playback));
  g_assert_nonnull (hr_find (fixture.strip, hr_is_labelled, "_Pause"));
  xdotool ("key", "space", NULL);
  wait_until (!hr_playback_is_playing (fixture.playback));

  /* By its letter, from wherever the focus is. */
  gtk_window_set_focus (GTK_WINDOW (fixture.window.window), NULL);
  xdotool ("key", "alt+p", NULL);
  wait_until (hr_playback_is_playing (fixture.playback));

  /* Who goes away hears no more of it. */
  g_assert_true (gtk_widget_activate_action (fixture.window.window, "win.page-live", NULL));
  wait_until (!hr_playback_is_playing (fixture.playback));
  close_scene (&fixture);
}

static void
test_pointer (void)
{
  Fixture          fixture = { 0 };
  graphene_rect_t  bounds;
  double           shadow_x = 0;
  double           shadow_y = 0;
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;

  open_scene (&fixture, "history-record");
  g_assert_true (gtk_widget_compute_bounds (fixture.wave, fixture.window.window, &bounds));
  gtk_native_get_surface_transform (GTK_NATIVE (fixture.window.window), &shadow_x, &shadow_y);
  x = g_strdup_printf ("%d", (int) (shadow_x + bounds.origin.x + bounds.size.width / 4));
  y = g_strdup_printf ("%d", (int) (shadow_y + bounds.origin.y + bounds.size.height / 3));
  xdotool ("mousemove", x, y, "click", "1", NULL);
  wait_until (ABS (hr_playback_get_position_ms (fixture.playback) - DURATION_MS / 4) < DURATION_MS / 100);
  g_assert_true (gtk_widget_has_focus (fixture.wave));
  close_scene (&fixture);
}

static void
count (guint *n)
{
  (*n)++;
}

/* What cannot be heard says why, and offers nothing that does nothing. */
static void
test_states (void)
{
  static const struct
  {
    const char *scene;
    const char *text;
    gboolean    can_be_played;
    gboolean    can_be_retried;
  } cases[] = {
    { "history-record", "00:41 / 01:38", TRUE, FALSE },
    { "history-attempts", "Fetching the recording…", TRUE, FALSE },
    { "history-removed", "The recording was removed: ", FALSE, FALSE },
    { "history-broken", "■ The recording cannot be fetched: Could not connect", FALSE, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture    fixture = { 0 };
      GtkWidget *play = NULL;
      GtkWidget *retry = NULL;
      guint      n_wanted = 0;

      open_scene (&fixture, cases[i].scene);
      play = hr_find (fixture.strip, hr_is_labelled, "_Play");
      retry = hr_find (fixture.strip, hr_is_labelled, "_Try again");
      g_signal_connect_swapped (fixture.playback, "wanted", G_CALLBACK (count), &n_wanted);

      g_assert_nonnull (hr_find (fixture.strip, hr_mentions, cases[i].text));
      g_assert_cmpint (gtk_widget_get_mapped (play) && gtk_widget_is_sensitive (play), ==, cases[i].can_be_played);
      g_assert_cmpint (gtk_widget_get_mapped (fixture.wave), ==, cases[i].can_be_played);
      g_assert_cmpint (gtk_widget_get_mapped (retry), ==, cases[i].can_be_retried);
      if (gtk_widget_get_mapped (retry))
        g_signal_emit_by_name (retry, "clicked");
      g_assert_cmpuint (n_wanted, ==, cases[i].can_be_retried);
      close_scene (&fixture);
    }
}

static void
test_attempts (void)
{
  Fixture      fixture = { 0 };
  GtkDropDown *drop = NULL;

  open_scene (&fixture, "history-attempts");
  drop = GTK_DROP_DOWN (hr_find (fixture.strip, hr_is_of_type, "GtkDropDown"));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (drop)));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (drop)), ==, 3);
  g_assert_cmpstr (hr_playback_get_wanted (fixture.playback)->id, ==, "r1");
  hr_demo_history_sound (fixture.window.room, DURATION_MS, 5000);

  /* Another one begins at its beginning, and says that it broke off. */
  gtk_drop_down_set_selected (drop, 1);
  g_assert_cmpstr (hr_playback_get_wanted (fixture.playback)->id, ==, "r2");
  g_assert_cmpint (hr_playback_get_position_ms (fixture.playback), ==, 0);
  hr_demo_history_sound (fixture.window.room, 20000, 0);
  hr_window_fixture_settle (&fixture.window);
  g_assert_nonnull (hr_find (fixture.strip, hr_mentions, "■ It broke off: no space left on the disk"));

  /* Heard to its end, the next one follows; after the last there is quiet. */
  hr_playback_set_playing (fixture.playback, TRUE);
  hr_playback_end (fixture.playback);
  g_assert_cmpstr (hr_playback_get_wanted (fixture.playback)->id, ==, "r3");
  g_assert_cmpuint (gtk_drop_down_get_selected (drop), ==, 2);
  g_assert_true (hr_playback_is_playing (fixture.playback));
  hr_playback_end (fixture.playback);
  g_assert_false (hr_playback_is_playing (fixture.playback));
  close_scene (&fixture);
}

/* A call comes first. */
static void
test_obstacle (void)
{
  Fixture    fixture = { 0 };
  GtkWidget *play = NULL;

  open_scene (&fixture, "history-record");
  play = hr_find (fixture.strip, hr_is_labelled, "_Play");
  hr_playback_set_playing (fixture.playback, TRUE);
  g_assert_true (hr_playback_is_playing (fixture.playback));
  hr_playback_set_obstacle (fixture.playback, "A call is heard");
  g_assert_false (hr_playback_is_playing (fixture.playback));
  g_assert_false (gtk_widget_is_sensitive (play));
  hr_window_fixture_settle (&fixture.window);
  g_assert_nonnull (hr_find (fixture.strip, hr_mentions, "■ A call is heard"));
  hr_playback_set_playing (fixture.playback, TRUE);
  g_assert_false (hr_playback_is_playing (fixture.playback));
  hr_playback_set_obstacle (fixture.playback, NULL);
  g_assert_true (gtk_widget_is_sensitive (play));
  close_scene (&fixture);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/playback/keys", test_keys);
  g_test_add_func ("/playback/pointer", test_pointer);
  g_test_add_func ("/playback/states", test_states);
  g_test_add_func ("/playback/attempts", test_attempts);
  g_test_add_func ("/playback/obstacle", test_obstacle);

  return g_test_run ();
}
