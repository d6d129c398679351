/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-json.h"
#include "hr-request.h"
#include "hr-sound.h"
#include "hr-window-fixture.h"

#include <locale.h>

/* The page where the room is set up. */

typedef struct
{
  HrWindowFixture window;
  HrRequest      *request; /* the last one */
  guint           n_requests;
} Fixture;

static void
on_request (HrRoom    *room,
            HrRequest *request,
            Fixture   *fixture)
{
  g_set_object (&fixture->request, request);
  fixture->n_requests++;
}

static void
open_settings (Fixture *fixture)
{
  hr_window_fixture_open (&fixture->window, NULL, "settings", 1366, 768);
  g_signal_connect (fixture->window.room, "request", G_CALLBACK (on_request), fixture);
}

static void
close_settings (Fixture *fixture)
{
  g_clear_object (&fixture->request);
  hr_window_fixture_close (&fixture->window);
}

static gboolean
is_mapped_of_type (GtkWidget  *widget,
                   const char *text)
{
  return gtk_widget_get_mapped (widget) && hr_is_of_type (widget, text);
}

static gboolean
says (GtkWidget  *widget,
      const char *text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
}

static gboolean
is_titled (GtkWidget  *widget,
           const char *text)
{
  return ADW_IS_PREFERENCES_ROW (widget) && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), text) == 0;
}

static GtkWidget *
find_form (Fixture *fixture)
{
  return hr_find (fixture->window.window, is_mapped_of_type, "HrOperatorForm");
}

static void
write_row (Fixture    *fixture,
           const char *title,
           const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (hr_find (find_form (fixture), is_titled, title)), text);
}

static void
click (Fixture    *fixture,
       const char *label)
{
  g_signal_emit_by_name (hr_find (fixture->window.window, hr_is_labelled, label), "clicked");
  hr_window_fixture_settle (&fixture->window);
}

static void
open_row (Fixture    *fixture,
          const char *title)
{
  GtkWidget *row = hr_find (hr_find (fixture->window.window, hr_is_of_type, "HrOperatorSettings"), is_titled, title);

  g_assert_nonnull (row);
  gtk_widget_activate (row);
  hr_window_fixture_settle (&fixture->window);
  g_assert_nonnull (find_form (fixture));
}

static void
assert_args (Fixture    *fixture,
             const char *expected)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), hr_request_get_args (fixture->request));
  g_autofree char *text = json_to_string (node, FALSE);

  g_assert_cmpstr (hr_request_get_name (fixture->request), ==, "operator.save");
  g_assert_cmpstr (text, ==, expected);
}

/* Everybody is listed, and what is wrong with a name's markup is nothing. */
static void
test_list (void)
{
  Fixture    fixture = { 0 };
  GtkWidget *row = NULL;

  open_settings (&fixture);
  row = hr_find (fixture.window.window, is_titled, "Operator & Sons <Six>");
  g_assert_nonnull (hr_find (row, says, "Operator & Sons <Six>"));
  g_assert_nonnull (hr_find (row, says, "Operator · Connaught Place, z9 · 1 incident at a time"));
  g_assert_nonnull (hr_find (row, says, "may not work here"));
  row = hr_find (fixture.window.window, is_titled, "Operator Two");
  g_assert_nonnull (hr_find (row, says, "Operator · Connaught Place, Karol Bagh · 4 incidents at a time"));

  /* It is the supervisors'. */
  hr_room_set_operator (fixture.window.room, "op1", "Operator Two", FALSE);
  hr_window_fixture_settle (&fixture.window);
  g_assert_null (hr_find (fixture.window.window, is_mapped_of_type, "HrOperatorSettings"));
  close_settings (&fixture);
}

static void
test_change (void)
{
  Fixture fixture = { 0 };

  open_settings (&fixture);
  open_row (&fixture, "Operator & Sons <Six>");
  write_row (&fixture, "Name", " Operator Six ");
  write_row (&fixture, "New PIN", "2468");
  write_row (&fixture, "The same PIN again", "2468");
  gtk_switch_set_active (GTK_SWITCH (hr_find (find_form (&fixture), hr_is_of_type, "GtkSwitch")), TRUE);
  click (&fixture, "_Save");

  /* A zone that is not on the board is kept. */
  assert_args (&fixture, "{\"id\":\"op5\",\"name\":\"Operator Six\",\"role\":\"operator\",\"capacity\":1,\"enabled\":true,"
                         "\"zones\":[{\"zone_id\":\"z1\",\"rank\":3},{\"zone_id\":\"z9\",\"rank\":1}],\"pin\":\"2468\"}");

  hr_request_finish (fixture.request, NULL);
  hr_window_fixture_settle (&fixture.window);
  g_assert_null (find_form (&fixture));
  open_row (&fixture, "Operator Two");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (hr_find (find_form (&fixture), is_titled, "New PIN"))), ==, "");
  close_settings (&fixture);
}

/* What the station refuses is said, and what was written is there still. */
static void
test_refused (void)
{
  Fixture fixture = { 0 };

  open_settings (&fixture);
  open_row (&fixture, "Operator Two");
  write_row (&fixture, "Name", "Somebody");
  click (&fixture, "_Save");
  click (&fixture, "_Save");
  g_assert_cmpuint (fixture.n_requests, ==, 1);

  hr_request_finish (fixture.request, "The station is not joined");
  hr_window_fixture_settle (&fixture.window);
  g_assert_nonnull (hr_find (find_form (&fixture), says, "The station is not joined"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (hr_find (find_form (&fixture), is_titled, "Name"))), ==, "Somebody");
  click (&fixture, "_Save");
  g_assert_cmpuint (fixture.n_requests, ==, 2);
  close_settings (&fixture);
}

/* What cannot be is said before the station is asked. */
static void
test_policy (void)
{
  static const struct
  {
    const char *name, *id, *pin, *again, *fault;
  } cases[] = {
    { "", "op9", "1234", "1234", "Write the operator’s name." },
    { "Nine", "", "1234", "1234", "Write what the operator logs in as." },
    { "Nine", "op 9", "1234", "1234", "To log in as: at most 64 English letters, digits, dots, hyphens and underscores." },
    { "Nine", "op1", "1234", "1234", "Another operator logs in as that already." },
    { "Nine", "op9", "", "", "A new operator needs a PIN." },
    { "Nine", "op9", "1234", "1243", "The two PINs are not the same." },
    { "Nine", "op9", "123", "123", "The PIN is too short: at least 4 digits or letters." },
  };
  Fixture fixture = { 0 };

  open_settings (&fixture);
  click (&fixture, "_Add an operator");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      write_row (&fixture, "Name", cases[i].name);
      write_row (&fixture, "Logs in as (letters and digits)", cases[i].id);
      write_row (&fixture, "New PIN", cases[i].pin);
      write_row (&fixture, "The same PIN again", cases[i].again);
      click (&fixture, "_Save");
      g_assert_nonnull (hr_find (find_form (&fixture), says, cases[i].fault));
    }

  g_assert_cmpuint (fixture.n_requests, ==, 0);
  write_row (&fixture, "New PIN", "1234");
  write_row (&fixture, "The same PIN again", "1234");
  click (&fixture, "_Save");
  assert_args (&fixture, "{\"id\":\"op9\",\"name\":\"Nine\",\"role\":\"operator\",\"capacity\":4,\"enabled\":true,\"zones\":[],\"pin\":\"1234\"}");
  close_settings (&fixture);
}

/* Nobody could undo it here. */
static void
test_last_supervisor (void)
{
  Fixture    fixture = { 0 };
  GtkWidget *enabled = NULL;

  open_settings (&fixture);
  open_row (&fixture, "Operator One");
  enabled = hr_find (find_form (&fixture), hr_is_of_type, "GtkSwitch");
  gtk_switch_set_active (GTK_SWITCH (enabled), FALSE);
  click (&fixture, "_Save");
  g_assert_nonnull (hr_find (find_form (&fixture), says, "This is the last supervisor. Make somebody else one first."));
  g_assert_cmpuint (fixture.n_requests, ==, 0);

  gtk_switch_set_active (GTK_SWITCH (enabled), TRUE);
  click (&fixture, "_Save");
  g_assert_cmpuint (fixture.n_requests, ==, 1);
  close_settings (&fixture);
}

static void
on_test (HrSound   *sound,
         HrSoundUse use,
         guint     *tested)
{
  *tested |= 1u << use;
}

/* A device that is away is still the chosen one, and it is said that it is away. */
static void
test_sound (void)
{
  Fixture     fixture = { 0 };
  GtkWidget  *row = NULL;
  HrSound    *sound = NULL;
  guint       tested = 0;
  GListModel *names = NULL;
  g_autoptr (HrSoundDevice) headset = hr_sound_device_new ("headset", "Headset");

  open_settings (&fixture);
  sound = hr_room_get_sound (fixture.window.room);
  row = hr_find (fixture.window.window, is_titled, "Calls are heard on");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==,
                   "“Headset” is gone. The computer’s own choice is used until it is back.");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, 2);

  g_list_store_append (hr_sound_get_devices (sound), headset);
  names = adw_combo_row_get_model (ADW_COMBO_ROW (row));
  g_assert_cmpuint (g_list_model_get_n_items (names), ==, 3);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, 2);
  hr_sound_set_fault (sound, HR_SOUND_CALLS, NULL);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "");

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  g_assert_cmpstr (hr_sound_get_chosen_id (sound, HR_SOUND_CALLS), ==, "speaker");
  g_assert_cmpstr (hr_sound_get_chosen_id (sound, HR_SOUND_ALARMS), ==, "");
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 0);
  g_assert_cmpstr (hr_sound_get_chosen_id (sound, HR_SOUND_CALLS), ==, "");

  g_signal_connect (sound, "test", G_CALLBACK (on_test), &tested);
  row = hr_find (fixture.window.window, is_titled, "Alarms sound on");
  g_signal_emit_by_name (hr_find (row, hr_is_labelled, "_Test"), "clicked");
  g_assert_cmpuint (tested, ==, 1u << HR_SOUND_ALARMS);
  close_settings (&fixture);
}

/* Whoever sits here may know how the station is reached. */
static void
test_station (void)
{
  Fixture    fixture = { 0 };
  GtkWidget *group = NULL;

  open_settings (&fixture);
  hr_room_set_operator (fixture.window.room, "op1", "Operator Two", FALSE);
  hr_window_fixture_settle (&fixture.window);
  group = hr_find (fixture.window.window, is_mapped_of_type, "HrStationSettings");
  g_assert_nonnull (hr_find (group, says, "3f9a1c0be72d4e5586a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f607"));
  g_assert_nonnull (hr_find (group, says, hr_room_get_station_url (fixture.window.room)));
  g_assert_nonnull (hr_find (group, is_mapped_of_type, "HrQrCode"));

  /* Plain HTTP has no certificate to compare. */
  hr_room_set_station_fingerprint (fixture.window.room, NULL);
  hr_window_fixture_settle (&fixture.window);
  g_assert_null (hr_find (group, says, "Certificate"));
  close_settings (&fixture);
}

/* Every list is come to without a pointer, and within it the arrows lead on. */
static void
test_keyboard (void)
{
  static const char *const titles[] = { "Operator & Sons <Six>", "As the computer is set", "Calls are heard on" };
  Fixture                  fixture = { 0 };
  GtkWidget               *page = NULL;
  guint                    n_reached = 0;

  open_settings (&fixture);
  page = hr_find (fixture.window.window, is_mapped_of_type, "HrSettingsPage");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture.window.window)), page));

  for (guint i = 0; i < 100 && gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD); i++)
    {
      GtkWidget *row = gtk_window_get_focus (GTK_WINDOW (fixture.window.window));

      if (!ADW_IS_PREFERENCES_ROW (row))
        row = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_ROW);
      for (gsize j = 0; row != NULL && j < G_N_ELEMENTS (titles); j++)
        n_reached |= g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), titles[j]) ? 1u << j : 0;
    }

  g_assert_cmpuint (n_reached, ==, (1u << G_N_ELEMENTS (titles)) - 1);
  close_settings (&fixture);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/settings/list", test_list);
  g_test_add_func ("/settings/change", test_change);
  g_test_add_func ("/settings/refused", test_refused);
  g_test_add_func ("/settings/policy", test_policy);
  g_test_add_func ("/settings/last-supervisor", test_last_supervisor);

  g_test_add_func ("/settings/sound", test_sound);
  g_test_add_func ("/settings/station", test_station);
  g_test_add_func ("/settings/keyboard", test_keyboard);

  return g_test_run ();
}
