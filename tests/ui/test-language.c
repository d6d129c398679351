/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-application.h"

#include "config.h"

#include "hr-carry.h"
#include "hr-fake-station.h"
#include "hr-json.h"
#include "hr-language.h"
#include "hr-login-dialog.h"
#include "hr-setting-row.h"
#include "hr-test-files.h"
#include "hr-window-fixture.h"
#include "hr-workplace.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <gst/gst.h>
#include <locale.h>

/* The language, switched in the program as it is while it is joined to a station. */

static gboolean
is_mapped_row (GtkWidget  *widget,
               const char *title)
{
  return ADW_IS_ACTION_ROW (widget) && gtk_widget_get_mapped (widget) &&
         g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0;
}

static guint
count_logins (HrFakeStation *station)
{
  guint n_logins = 0;

  for (guint i = 0; i < station->received->len; i++)
    {
      const char *type = hr_json_get_string (station->received->pdata[i], "type");

      n_logins += g_strcmp0 (type, "login") == 0 || g_strcmp0 (type, "resume") == 0;
    }

  return n_logins;
}

/* The window of before is gone and another is there. */
static void
choose (const char *name)
{
  GtkWidget *window = hr_find_toplevel ("HrWindow");
  GtkWidget *row = NULL;

  gtk_widget_activate_action (window, "win.page-settings", NULL);
  hr_wait_until ((row = hr_find (window, is_mapped_row, name)) != NULL);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_widget_activate (row);
  hr_wait_until (window == NULL && hr_find_toplevel ("HrWindow") != NULL && gtk_widget_get_mapped (hr_find_toplevel ("HrWindow")));
}

static void
assert_speaks (const char      *title,
               GtkTextDirection direction)
{
  GtkWidget *window = hr_find_toplevel ("HrWindow");

  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, title);
  g_assert_cmpint (gtk_widget_get_direction (window), ==, direction);
}

typedef struct
{
  HrFakeStation *station;
  GApplication  *application;
  gboolean       is_done;
} Fixture;

static const struct
{
  const char *page; /* the widget that it is in */
  const char *type;
  const char *text;
} drafts[] = {
  { "HrTimeline", "GtkEntry", "Door slams, a woman sh" },
  { "HrHistoryPage", "GtkSearchEntry", "0012" },
  { "HrHandoverForm", "AdwEntryRow", "Night" },
};

static GtkEditable *
find_draft (gsize i)
{
  return GTK_EDITABLE (hr_find (hr_find (hr_find_toplevel ("HrWindow"), hr_is_of_type, drafts[i].page), hr_is_of_type, drafts[i].type));
}

/* Half-written, as it is when somebody else asks for their own language. */
static void
write_drafts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (drafts); i++)
    gtk_editable_set_text (find_draft (i), drafts[i].text);

  gtk_editable_set_text (GTK_EDITABLE (hr_find (hr_find_toplevel ("HrWindow"), hr_is_of_type, "AdwPasswordEntryRow")), "2468");
}

static void
assert_drafts_are_kept (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (drafts); i++)
    g_assert_cmpstr (gtk_editable_get_text (find_draft (i)), ==, drafts[i].text);

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (hr_find (hr_find_toplevel ("HrWindow"), hr_is_of_type, "AdwPasswordEntryRow"))), ==, "");
}

static gboolean
on_activated (gpointer user_data)
{
  Fixture         *fixture = user_data;
  g_autofree char *english = NULL;

  hr_wait_until (hr_find_toplevel ("HrLoginDialog") != NULL);
  english = g_strdup (gtk_window_get_title (GTK_WINDOW (hr_find_toplevel ("HrWindow"))));
  g_signal_emit_by_name (hr_find_toplevel ("HrLoginDialog"), "login", "asha", "1234");
  hr_wait_until (hr_find_toplevel ("HrLoginDialog") == NULL);

  write_drafts ();
  gtk_widget_activate_action (hr_find_toplevel ("HrWindow"), "console.queue-window", NULL);
  hr_wait_until (hr_find_toplevel ("HrOwnWindow") != NULL);
  choose ("اردو");
  assert_speaks (_ ("Ham Rahi control room"), GTK_TEXT_DIR_RTL);
  assert_drafts_are_kept ();
  g_assert_cmpstr (_ ("Ham Rahi control room"), !=, english);
  choose ("हिन्दी");
  assert_speaks (_ ("Ham Rahi control room"), GTK_TEXT_DIR_LTR);
  g_assert_cmpstr (_ ("Ham Rahi control room"), !=, english);
  choose ("English");
  assert_speaks (english, GTK_TEXT_DIR_LTR);
  choose ("اردو");

  assert_drafts_are_kept ();

  /* What stands beside it speaks the same language. */
  gtk_window_present (GTK_WINDOW (hr_find_toplevel ("HrWindow")));
  hr_wait_until (hr_find_toplevel ("HrOwnWindow") != NULL);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (hr_find_toplevel ("HrOwnWindow"))), ==, _ ("Queue"));
  g_assert_cmpint (gtk_widget_get_direction (hr_find_toplevel ("HrOwnWindow")), ==, GTK_TEXT_DIR_RTL);

  /* The station has noticed nothing. */
  g_assert_cmpuint (count_logins (fixture->station), ==, 1);
  fixture->is_done = TRUE;
  gtk_window_close (GTK_WINDOW (hr_find_toplevel ("HrWindow")));

  return G_SOURCE_REMOVE;
}

static void
test_live_switch (void)
{
  Fixture          fixture = { hr_fake_station_new (), G_APPLICATION (hr_application_new ()), FALSE };
  char            *arguments[] = { "hamrahi-control-room", "--station", fixture.station->url, NULL };
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "hamrahi", "workplace.conf", NULL);
  g_autoptr (HrWorkplace) workplace = NULL;

  g_idle_add (on_activated, &fixture);
  g_assert_cmpint (g_application_run (fixture.application, 3, arguments), ==, 0);
  g_assert_true (fixture.is_done);
  g_object_unref (fixture.application);
  hr_fake_station_free (fixture.station);

  workplace = hr_workplace_new (path);
  g_assert_cmpstr (hr_workplace_get (workplace, HR_WORKPLACE_LANGUAGE), ==, "ur");
}

static GtkSpinButton *
find_spin (GtkWidget *window)
{
  return GTK_SPIN_BUTTON (hr_find (hr_find (window, hr_is_of_type, "HrSettingRow"), hr_is_of_type, "GtkSpinButton"));
}

/* A time that was changed and not saved, though the station tells the new window its own; an unchanged one is the station's. */
static void
test_times_are_carried (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *other = NULL;
  double          known = 0;

  hr_window_fixture_open (&fixture, NULL, "settings", 1366, 768);
  known = gtk_spin_button_get_value (find_spin (fixture.window));
  g_assert_cmpfloat (known, >, 1);

  for (int added = 0; added < 2; added++)
    {
      gtk_spin_button_set_value (find_spin (fixture.window), known + added);
      other = GTK_WIDGET (hr_window_new (NULL, fixture.room));
      hr_carry (fixture.window, other);
      hr_window_show_page (HR_WINDOW (other), "settings");
      gtk_window_present (GTK_WINDOW (other));
      hr_wait_until (gtk_widget_is_sensitive (GTK_WIDGET (find_spin (other))));
      g_assert_cmpfloat (gtk_spin_button_get_value (find_spin (other)), ==, known + added);
      g_assert_cmpint (hr_setting_row_is_changed (HR_SETTING_ROW (hr_find (other, hr_is_of_type, "HrSettingRow"))), ==, added);
      gtk_window_destroy (GTK_WINDOW (other));
    }

  hr_window_fixture_close (&fixture);
}

/* The computer's own language is followed, in its own direction, until one is chosen, and again after that. */
static void
test_followed (void)
{
  static const char *const codes[] = { "ur", "hi", "en" };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *chosen = NULL;

      hr_language_apply (codes[i]);
      chosen = g_strdup (_ ("Live"));
      g_assert_cmpint (gtk_widget_get_default_direction (), ==, g_str_equal (codes[i], "ur") ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
      hr_language_apply ("");
      g_assert_cmpstr (_ ("Live"), ==, "Live");
      g_assert_true (g_str_equal (chosen, "Live") == g_str_equal (codes[i], "en"));
    }
}

static void
test_remembered (void)
{
  g_autofree char *dir = g_dir_make_tmp ("hr-workplace-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "below", "workplace.conf", NULL);

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (HrWorkplace) workplace = hr_workplace_new (path);

      g_assert_cmpstr (hr_workplace_get (workplace, HR_WORKPLACE_LANGUAGE), ==, i == 0 ? "" : "hi");
      hr_workplace_set (workplace, HR_WORKPLACE_LANGUAGE, "hi");
      g_assert_cmpstr (hr_workplace_get (workplace, HR_WORKPLACE_LANGUAGE), ==, "hi");
    }

  hr_test_remove_tree (dir);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *config_dir = g_dir_make_tmp ("hr-language-XXXXXX", NULL);
  int              status = 0;

  setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain (HR_GETTEXT_DOMAIN, HR_PO_DIR);
  bind_textdomain_codeset (HR_GETTEXT_DOMAIN, "UTF-8");
  textdomain (HR_GETTEXT_DOMAIN);
  hr_language_prepare ();
  g_setenv ("XDG_CONFIG_HOME", config_dir, TRUE);
  g_setenv ("HAMRAHI_AUDIO_SINK", "fakesink sync=true", TRUE);
  g_setenv ("HAMRAHI_ALARM_SINK", "fakesink sync=true", TRUE);
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  gtk_init ();
  adw_init ();

  g_test_add_func ("/language/followed", test_followed);
  g_test_add_func ("/language/remembered", test_remembered);
  g_test_add_func ("/language/times-are-carried", test_times_are_carried);
  g_test_add_func ("/language/live-switch", test_live_switch);

  status = g_test_run ();
  hr_test_remove_tree (config_dir);

  return status;
}
