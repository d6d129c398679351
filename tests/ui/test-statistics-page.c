/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-demo-statistics.h"
#include "hr-fake-station.h"
#include "hr-file-chooser.h"
#include "hr-hour-chart.h"
#include "hr-test-files.h"
#include "hr-window-fixture.h"

#include <locale.h>
#include <math.h>

/* The page of figures, by its keys and by what it says. */

static GtkWidget *
find_page (HrWindowFixture *fixture)
{
  return hr_find (fixture->window, hr_is_of_type, "HrStatisticsPage");
}

static gboolean
begins (GtkWidget  *widget,
        const char *text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (widget)), text);
}

static GtkWidget *
get_named (HrWindowFixture *fixture,
           const char      *name)
{
  GtkWidget *widget = hr_find (find_page (fixture), hr_is_named, name);

  if (widget == NULL)
    g_error ("Nothing on the page is named “%s”", name);

  return widget;
}

static gboolean
is_chart_named (GtkWidget  *widget,
                const char *name)
{
  return HR_IS_HOUR_CHART (widget) && hr_is_named (widget, name);
}

static GtkWidget *
get_chart (HrWindowFixture *fixture,
           const char      *name)
{
  GtkWidget *chart = hr_find (find_page (fixture), is_chart_named, name);

  g_assert_nonnull (chart);

  return chart;
}

static void
open_page (HrWindowFixture *fixture,
           const char      *scene)
{
  hr_window_fixture_open (fixture, NULL, scene, 1366, 900);
  hr_wait_until (gtk_window_is_active (GTK_WINDOW (fixture->window)));
}

static void
count (guint *n_wanted)
{
  (*n_wanted)++;
}

static void
test_states (void)
{
  static const struct
  {
    const char *scene;
    const char *text;
    gboolean    can_retry;
    gboolean    can_save;
  } cases[] = {
    { "statistics", "How long it took", FALSE, TRUE },
    { "statistics-loading", "Counting…", FALSE, FALSE },
    { "statistics-empty", "No SOS in this span", FALSE, TRUE },
    { "statistics-empty", "Alarms: 1 · Drills: 2 · SOS of drills: 7", FALSE, TRUE },
    { "statistics-error", "The records: database disk image is malformed", TRUE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HrWindowFixture fixture = { 0 };
      GtkWidget      *retry = NULL;
      guint           n_wanted = 0;

      open_page (&fixture, cases[i].scene);
      g_assert_nonnull (hr_find (find_page (&fixture), hr_says, cases[i].text));
      g_assert_cmpint (gtk_widget_get_sensitive (hr_find (find_page (&fixture), hr_is_labelled, "Sav_e as CSV…")), ==, cases[i].can_save);

      g_signal_connect_swapped (hr_room_get_figures (fixture.room), "wanted", G_CALLBACK (count), &n_wanted);
      retry = hr_find (find_page (&fixture), hr_is_labelled, "_Try again");
      g_assert_cmpint (gtk_widget_get_mapped (retry), ==, cases[i].can_retry);
      if (cases[i].can_retry)
        g_signal_emit_by_name (retry, "clicked");
      g_assert_cmpuint (n_wanted, ==, cases[i].can_retry);
      hr_window_fixture_close (&fixture);
    }
}

/* The span is chosen by keys alone: what stood there of another one goes at once. */
static void
test_span (void)
{
  HrWindowFixture fixture = { 0 };
  HrFigures      *figures = NULL;
  guint           n_wanted = 0;

  open_page (&fixture, "statistics");
  figures = hr_room_get_figures (fixture.room);
  g_assert_cmpint (hr_figures_get_span (figures), ==, HR_SPAN_WEEK);
  g_assert_nonnull (hr_find (find_page (&fixture), hr_says, "412"));
  g_signal_connect_swapped (figures, "wanted", G_CALLBACK (count), &n_wanted);

  hr_window_fixture_press_until_focused (&fixture, get_named (&fixture, "Of which time"));
  hr_press_key ("space");
  hr_wait_until (gtk_widget_get_mapped (hr_find (find_page (&fixture), hr_is_of_type, "GtkPopover")));
  hr_window_fixture_settle (&fixture);
  hr_press_key ("Home");
  hr_press_key ("Down");
  hr_press_key ("Return");
  hr_wait_until (hr_figures_get_span (figures) == HR_SPAN_YESTERDAY);
  g_assert_cmpuint (n_wanted, ==, 1);
  g_assert_nonnull (hr_find (find_page (&fixture), hr_says, "Counting…"));
  g_assert_null (hr_find (find_page (&fixture), hr_says, "412"));

  hr_demo_statistics_take (fixture.room, HR_SPAN_YESTERDAY);
  hr_window_fixture_settle (&fixture);
  g_assert_nonnull (hr_find (find_page (&fixture), hr_says, "412"));
  hr_window_fixture_close (&fixture);
}

/* A chart is read hour by hour with the arrow keys, and as a whole by a screen reader. */
static void
test_chart (void)
{
  HrWindowFixture  fixture = { 0 };
  GtkWidget       *chart = NULL;
  g_autofree char *difference = NULL;

  open_page (&fixture, "statistics");
  chart = get_chart (&fixture, "From the press to the first sound, by the hour of the press");
  hr_window_fixture_press_until_focused (&fixture, chart);
  hr_press_key ("Home");
  hr_wait_until (hr_find (find_page (&fixture), hr_says, "00:00: 14 heard, half within 0.6 s, 95 % within 1.2 s, 99 % within 1.6 s") != NULL);
  for (int hour = 1; hour <= 4; hour++)
    {
      hr_press_key ("Right");
      hr_wait_until (hr_hour_chart_get_hour (HR_HOUR_CHART (chart)) == hour);
    }
  g_assert_nonnull (hr_find (find_page (&fixture), hr_says, "04:00: nothing"));
  hr_press_key ("Escape");
  hr_wait_until (hr_hour_chart_get_hour (HR_HOUR_CHART (chart)) == -1);

  chart = get_chart (&fixture, "SOS and alarms by hour");
  difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                                   "00:00: SOS 14, alarms 2. 01:00: SOS 9, alarms 1. 02:00: SOS 6, alarms 0. "
                                                   "03:00: SOS 3, alarms 0. 05:00: SOS 2, alarms 0. 06:00: SOS 4, alarms 0. "
                                                   "07:00: SOS 8, alarms 1. 08:00: SOS 12, alarms 1. 09:00: SOS 15, alarms 2. "
                                                   "10:00: SOS 16, alarms 2. 11:00: SOS 18, alarms 2. 12:00: SOS 17, alarms 2. "
                                                   "13:00: SOS 19, alarms 2. 14:00: SOS 21, alarms 3. 15:00: SOS 20, alarms 2. "
                                                   "16:00: SOS 22, alarms 3. 17:00: SOS 26, alarms 3. 18:00: SOS 31, alarms 4. "
                                                   "19:00: SOS 34, alarms 4. 20:00: SOS 38, alarms 5. 21:00: SOS 33, alarms 4. "
                                                   "22:00: SOS 27, alarms 3. 23:00: SOS 17, alarms 2.");
  g_assert_cmpstr (difference, ==, NULL);
  hr_window_fixture_close (&fixture);
}

static void
save_as (HrWindowFixture *fixture,
         const char      *path)
{
  hr_window_fixture_press_until_focused (fixture, hr_find (find_page (fixture), hr_is_labelled, "Sav_e as CSV…"));
  hr_press_key ("space");
  hr_wait_until (hr_file_chooser_find () != NULL && gtk_window_is_active (GTK_WINDOW (hr_file_chooser_find ())));
  hr_file_chooser_type ("hamrahi-", path);
  hr_press_key ("Return");
  hr_wait_until (hr_file_chooser_find () == NULL);
}

/* A comma between quotation marks is none; nothing in the scene has a mark itself. */
static char **
split_row (const char *row)
{
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();
  g_autoptr (GString) field = g_string_new (NULL);
  gboolean is_quoted = FALSE;

  for (const char *c = row; *c != '\0'; c++)
    {
      if (*c == '"')
        {
          is_quoted = !is_quoted;
        }
      else if (*c == ',' && !is_quoted)
        {
          g_strv_builder_add (fields, field->str);
          g_string_truncate (field, 0);
        }
      else
        {
          g_string_append_c (field, *c);
        }
    }
  g_strv_builder_add (fields, field->str);

  return g_strv_builder_end (fields);
}

/* "part/which/measure" → its value. */
static GHashTable *
parse_csv (const char *path)
{
  GHashTable      *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) rows = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  rows = g_strsplit (text, "\r\n", -1);
  g_assert_cmpstr (rows[0], ==, "\xef\xbb\xbfpart,which,name,measure,value");
  for (gsize i = 1; rows[i + 1] != NULL; i++)
    {
      g_auto (GStrv) fields = split_row (rows[i]);

      g_assert_cmpuint (g_strv_length (fields), ==, 5);
      g_hash_table_insert (values, g_strjoin ("/", fields[0], fields[1], fields[3], NULL), g_strdup (fields[4]));
    }

  return values;
}

static double
get_value (GHashTable *values,
           const char *key)
{
  const char *value = g_hash_table_lookup (values, key);

  return value != NULL ? g_ascii_strtod (value, NULL) : NAN;
}

/* What the page says in words, made of the file's numbers. */
static void
check_words (HrWindowFixture *fixture,
             GHashTable      *values)
{
  static const struct
  {
    const char *key;
    const char *format;
    double      factor;
  } figures[] = {
    { "all//incidents", "SOS: %.0f", 1 },
    { "all//open", "Still open: %.0f", 1 },
    { "all//abandoned", "Ended unanswered: %.0f", 1 },
    { "all//press_to_acknowledge.within_10_s", "Answered within 10 s: %.0f %%", 100 },
    { "all//press_to_acknowledge.within_15_s", "Answered within 15 s: %.0f %%", 100 },
    { "all//press_to_acknowledge.within_20_s", "Answered within 20 s: %.0f %%", 100 },
    { "all//press_to_acknowledge.slowest_tenth_ms", "Slowest tenth answered in: %.1f s", 0.001 },
    { "all//drill_incidents", "SOS of drills: %.0f", 1 },
    { "all//press_to_sound.p99_ms", "To the first sound, 99 %% within: %.1f s", 0.001 },
    { "all//press_to_acknowledge.p50_ms", "To the answer, Half within: %.1f s", 0.001 },
    { "outcome/accidental/count", "Accidental, SOS: %.0f", 1 },
    { "outcome/duplicate/count", "Duplicate of another incident, SOS: %.0f", 1 },
    { "alarm/audio_lost/count", "AUDIO LOST, Raised: %.0f", 1 },
    { "operator/op1/rang", "Operator Two, Rang: %.0f", 1 },
    { "operator/op3/acknowledged", "आशा, Answered: %.0f", 1 },
    { "operator/op2/press_to_acknowledge.p50_ms", "An operator whose name is rather long, Half within: %.1f s", 0.001 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      g_auto (GStrv) parts = g_strsplit (figures[i].format, "%.", 2);
      g_autofree char *spelled = g_strdup_printf (parts[1][0] == '1' ? "%.1f" : "%.0f", get_value (values, figures[i].key) * figures[i].factor);
      g_auto (GStrv) halves = g_strsplit (parts[0], "%%", -1);
      g_autofree char *head = g_strjoinv ("%", halves);
      g_autofree char *tail = g_str_has_suffix (parts[1], "%%") ? g_strdup (" %") : g_strdup (parts[1] + strlen ("0f"));
      g_autofree char *name = g_strconcat (head, spelled, tail, NULL);

      get_named (fixture, name);
    }
}

static void
check_chart (HrWindowFixture *fixture,
             GHashTable      *values,
             const char      *title,
             const char      *part)
{
  static const char *const measures[] = { "p50_ms", "p95_ms", "p99_ms" };
  HrHourChart             *chart = HR_HOUR_CHART (get_chart (fixture, title));
  guint                    n_values = 0;

  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      for (int hour = 0; hour < HR_HOUR_CHART_N_HOURS; hour++)
        {
          g_autofree char *key = g_strdup_printf ("hour/%d/%s.%s", hour, part, measures[i]);
          double           value = get_value (values, key) / 1000;
          double           drawn = hr_hour_chart_get_value (chart, i, hour);

          g_assert_cmpint (isnan (value), ==, isnan (drawn));
          n_values += !isnan (value);
          if (!isnan (value))
            g_assert_cmpfloat_with_epsilon (drawn, value, 1e-9);
        }
    }

  g_assert_cmpuint (n_values, ==, 23 * G_N_ELEMENTS (measures));
}

/* The figures of the file are those of the page. */
static void
test_save (void)
{
  HrWindowFixture  fixture = { 0 };
  g_autofree char *dir = g_dir_make_tmp ("hr-statistics-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "figures.csv", NULL);
  g_autofree char *saved = g_strdup_printf ("Saved as %s", path);
  g_autoptr (GHashTable) values = NULL;

  open_page (&fixture, "statistics");
  save_as (&fixture, path);
  hr_wait_until (hr_find (find_page (&fixture), hr_says, saved) != NULL);
  values = parse_csv (path);
  check_words (&fixture, values);
  check_chart (&fixture, values, "From the press to the first sound, by the hour of the press", "press_to_sound");
  check_chart (&fixture, values, "From the press to the answer, by the hour of the press", "press_to_acknowledge");
  hr_window_fixture_close (&fixture);
  hr_test_remove_tree (dir);
}

/* What the disk refuses is said; the figures stay where they are. */
static void
test_not_saved (void)
{
  HrWindowFixture fixture = { 0 };

  open_page (&fixture, "statistics");
  save_as (&fixture, "/proc/figures.csv");
  hr_wait_until (hr_find (find_page (&fixture), begins, "■ Not saved: ") != NULL);
  g_assert_nonnull (hr_find (find_page (&fixture), hr_says, "412"));
  hr_window_fixture_close (&fixture);
}

/* Whoever is asked where to, and leaves the page or the room: nothing is left behind. */
static void
test_closed_while_asked (void)
{
  HrWindowFixture fixture = { 0 };

  open_page (&fixture, "statistics");
  g_signal_emit_by_name (hr_find (find_page (&fixture), hr_is_labelled, "Sav_e as CSV…"), "clicked");
  hr_wait_until (hr_file_chooser_find () != NULL);
  hr_window_fixture_close (&fixture);
  hr_wait_until (hr_file_chooser_find () == NULL);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/statistics-page/states", test_states);
  g_test_add_func ("/statistics-page/span", test_span);
  g_test_add_func ("/statistics-page/chart", test_chart);
  g_test_add_func ("/statistics-page/save", test_save);
  g_test_add_func ("/statistics-page/not-saved", test_not_saved);
  g_test_add_func ("/statistics-page/closed-while-asked", test_closed_while_asked);

  return g_test_run ();
}
