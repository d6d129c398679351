/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-command-bar.h"
#include "hr-command.h"
#include "hr-fuzzy.h"
#include "hr-panes.h"
#include "hr-window-fixture.h"

#include <locale.h>

/* Finding a command, an incident or a person by typing, and going round the window by key. */

static void
test_fuzzy (void)
{
  static const struct
  {
    const char *query;
    const char *text;
    gboolean    is_meant;
  } cases[] = {
    { "", "Next incident", TRUE },
    { "ne", "Next incident", TRUE },
    { "INC nex", "Next incident", TRUE },
    { "nxt", "Next incident", TRUE },
    { "ext", "Next incident", FALSE },
    { "1233", "HR-2026-001233 · Citizen One", TRUE },
    { "33", "HR-2026-001233 · Citizen One", TRUE },
    { "one 9", "HR-2026-001233 · Citizen One", FALSE },
    { "नाग", "नागरिक पाँच", TRUE },
    { "zürich", "Zürich", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (hr_fuzzy_match (cases[i].query, cases[i].text) >= 0, ==, cases[i].is_meant);

  /* What is written out comes before what is guessed. */
  g_assert_cmpint (hr_fuzzy_match ("next", "Next incident"), <, hr_fuzzy_match ("nex", "Next incident"));
  g_assert_cmpint (hr_fuzzy_match ("nex", "Next incident"), <, hr_fuzzy_match ("nxt", "Next incident"));
}

typedef struct
{
  HrWindowFixture     window;
  GSimpleActionGroup *actions;
  GtkWidget          *bar;
  GtkEditable        *entry;
  GtkListBox         *list;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  static const char *const names[] = { "silence", "refit", "select", "show-operator" };
  g_autoptr (GListStore) commands = g_list_store_new (HR_TYPE_COMMAND);
  g_autoptr (HrCommand) silence = hr_command_new ("Silence the alarms", "F9", "console.silence");
  g_autoptr (HrCommand) refit = hr_command_new ("Fit the map", "Ctrl+G", "console.refit");

  hr_window_fixture_open (&fixture->window, NULL, "five-and-queue", 1366, 768);
  fixture->actions = g_simple_action_group_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (names[i], NULL);

      g_action_map_add_action (G_ACTION_MAP (fixture->actions), G_ACTION (action));
    }

  g_list_store_append (commands, silence);
  g_list_store_append (commands, refit);
  hr_window_set_commands (HR_WINDOW (fixture->window.window), G_LIST_MODEL (commands), G_ACTION_GROUP (fixture->actions));
  hr_window_show_command_bar (HR_WINDOW (fixture->window.window));
  hr_window_fixture_settle (&fixture->window);
  fixture->bar = hr_find (fixture->window.window, hr_is_of_type, "HrCommandBar");
  fixture->entry = GTK_EDITABLE (hr_find (fixture->bar, hr_is_of_type, "GtkEntry"));
  fixture->list = GTK_LIST_BOX (hr_find (fixture->bar, hr_is_of_type, "GtkListBox"));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  /* GTK moves the keyboard on with the next frame, and until then holds who had it. */
  hr_window_fixture_settle (&fixture->window);
  hr_window_fixture_close (&fixture->window);
  g_clear_object (&fixture->actions);
}

/* The row at @i, as the words that a screen reader hears. */
static const char *
get_row (Fixture *fixture,
         int      i)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (fixture->list, i);

  return row != NULL ? g_object_get_data (G_OBJECT (row), "hr-name") : NULL;
}

static void
test_commands (Fixture      *fixture,
               gconstpointer user_data)
{
  GAction *refit = g_action_map_lookup_action (G_ACTION_MAP (fixture->actions), "refit");

  g_assert_true (gtk_widget_get_mapped (fixture->bar));
  g_assert_cmpstr (get_row (fixture, 0), ==, "Silence the alarms, F9");
  g_assert_cmpstr (get_row (fixture, 1), ==, "Fit the map, Ctrl+G");
  g_assert_null (get_row (fixture, 2));

  /* What cannot be done now is not offered. */
  g_simple_action_set_enabled (G_SIMPLE_ACTION (refit), FALSE);
  gtk_editable_set_text (fixture->entry, "map");
  g_assert_null (get_row (fixture, 0));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (refit), TRUE);
  gtk_editable_set_text (fixture->entry, "ma");
  g_assert_cmpstr (get_row (fixture, 0), ==, "Fit the map, Ctrl+G");

  g_signal_emit_by_name (fixture->entry, "activate");
  g_assert_cmpstr (fixture->window.activated, ==, "refit ");
  hr_window_fixture_settle (&fixture->window);
  g_assert_false (gtk_widget_get_mapped (fixture->bar));
}

static void
test_incidents (Fixture      *fixture,
                gconstpointer user_data)
{
  gtk_editable_set_text (fixture->entry, "1229");
  g_assert_cmpstr (get_row (fixture, 0), ==, "HR-2026-001229 · شہری نمبر چار, Chandni Chowk");
  g_assert_null (get_row (fixture, 1));

  gtk_editable_set_text (fixture->entry, "citizen one");
  g_assert_cmpstr (get_row (fixture, 0), ==, "HR-2026-001233 · Citizen One, Connaught Place");
  g_signal_emit_by_name (fixture->entry, "activate");
  g_assert_cmpstr (fixture->window.activated, ==, "select 'i1'");
}

static void
test_operators (Fixture      *fixture,
                gconstpointer user_data)
{
  gtk_editable_set_text (fixture->entry, "operator two");
  g_assert_cmpstr (get_row (fixture, 0), ==, "Operator Two, busy · Connaught Place · Karol Bagh");
  g_signal_emit_by_name (fixture->entry, "activate");
  g_assert_cmpstr (fixture->window.activated, ==, "show-operator 'op1'");

  hr_window_show_operator (HR_WINDOW (fixture->window.window), "op1");
  hr_window_fixture_settle (&fixture->window);
  g_assert_nonnull (hr_find (gtk_window_get_focus (GTK_WINDOW (fixture->window.window)), hr_is_of_type, "HrOperatorRow"));
}

/* Once round: each part of the window has the keyboard once, and the first one again. */
static void
test_panes (void)
{
  static const char *const parts[] = { "HrAlarmStrip", "HrQueue", "HrQueue", "HrIncidentHead", "HrMap", "HrTimeline", "HrOperators",
                                       "HrAlarmStrip", "HrOperators" };
  HrWindowFixture          fixture = { 0 };

  hr_window_fixture_open (&fixture, NULL, "five-and-queue", 1900, 1060);
  gtk_window_set_focus (GTK_WINDOW (fixture.window), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gboolean is_back = i + 1 == G_N_ELEMENTS (parts);

      g_assert_true (hr_panes_move_focus (fixture.window, is_back ? -1 : 1));
      g_assert_nonnull (gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture.window)), g_type_from_name (parts[i])));
    }

  hr_window_fixture_close (&fixture);
}

#define add(name, func) g_test_add ("/command-bar/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/command-bar/fuzzy", test_fuzzy);
  add ("commands", test_commands);
  add ("incidents", test_incidents);
  add ("operators", test_operators);
  g_test_add_func ("/panes/round", test_panes);

  return g_test_run ();
}
