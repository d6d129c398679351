/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-json.h"
#include "hr-settings-fixture.h"
#include "hr-sound.h"
#include "hr-wait.h"

#include <locale.h>

/* The page where the room is set up. */

static GtkWidget *
find_form (HrSettingsFixture *fixture)
{
  return hr_find (fixture->window.window, hr_is_mapped_of_type, "HrOperatorForm");
}

static void
write_row (HrSettingsFixture *fixture,
           const char        *title,
           const char        *text)
{
  gtk_editable_set_text (GTK_EDITABLE (hr_find (find_form (fixture), hr_is_titled, title)), text);
}

static void
open_row (HrSettingsFixture *fixture,
          const char        *title)
{
  GtkWidget *row = hr_find (hr_find (fixture->window.window, hr_is_of_type, "HrOperatorSettings"), hr_is_titled, title);

  g_assert_nonnull (row);
  gtk_widget_activate (row);
  hr_window_fixture_settle (&fixture->window);
  g_assert_nonnull (find_form (fixture));
}

static void
assert_args (HrSettingsFixture *fixture,
             const char        *expected)
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
  HrSettingsFixture fixture = { 0 };
  GtkWidget        *row = NULL;

  hr_settings_fixture_open (&fixture);
  row = hr_find (fixture.window.window, hr_is_titled, "Operator & Sons <Six>");
  g_assert_nonnull (hr_find (row, hr_says, "Operator & Sons <Six>"));
  g_assert_nonnull (hr_find (row, hr_says, "Operator · Connaught Place, z9 · 1 incident at a time"));
  g_assert_nonnull (hr_find (row, hr_says, "may not work here"));
  row = hr_find (fixture.window.window, hr_is_titled, "Operator Two");
  g_assert_nonnull (hr_find (row, hr_says, "Operator · Connaught Place, Karol Bagh · 4 incidents at a time"));

  /* It is the supervisors'. */
  hr_room_set_operator (fixture.window.room, "op1", "Operator Two", FALSE);
  hr_window_fixture_settle (&fixture.window);
  g_assert_null (hr_find (fixture.window.window, hr_is_mapped_of_type, "HrOperatorSettings"));
  hr_settings_fixture_close (&fixture);
}

static void
test_change (void)
{
  HrSettingsFixture fixture = { 0 };

  hr_settings_fixture_open (&fixture);
  open_row (&fixture, "Operator & Sons <Six>");
  write_row (&fixture, "Name", " Operator Six ");
  write_row (&fixture, "New PIN", "2468");
  write_row (&fixture, "The same PIN again", "2468");
  gtk_switch_set_active (GTK_SWITCH (hr_find (find_form (&fixture), hr_is_of_type, "GtkSwitch")), TRUE);
  hr_settings_fixture_click (&fixture, "_Save");

  /* A zone that is not on the board is kept. */
  assert_args (&fixture, "{\"id\":\"op5\",\"name\":\"Operator Six\",\"role\":\"operator\",\"capacity\":1,\"enabled\":true,"
                         "\"zones\":[{\"zone_id\":\"z1\",\"rank\":3},{\"zone_id\":\"z9\",\"rank\":1}],\"pin\":\"2468\"}");

  hr_request_finish (fixture.request, NULL);
  hr_window_fixture_settle (&fixture.window);
  g_assert_null (find_form (&fixture));
  open_row (&fixture, "Operator Two");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (hr_find (find_form (&fixture), hr_is_titled, "New PIN"))), ==, "");
  hr_settings_fixture_close (&fixture);
}

/* What the station refuses is said, and what was written is there still. */
static void
test_refused (void)
{
  HrSettingsFixture fixture = { 0 };

  hr_settings_fixture_open (&fixture);
  open_row (&fixture, "Operator Two");
  write_row (&fixture, "Name", "Somebody");
  hr_settings_fixture_click (&fixture, "_Save");
  hr_settings_fixture_click (&fixture, "_Save");
  g_assert_cmpuint (fixture.n_requests, ==, 1);

  hr_request_finish (fixture.request, "The station is not joined");
  hr_window_fixture_settle (&fixture.window);
  g_assert_nonnull (hr_find (find_form (&fixture), hr_says, "The station is not joined"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (hr_find (find_form (&fixture), hr_is_titled, "Name"))), ==, "Somebody");
  hr_settings_fixture_click (&fixture, "_Save");
  g_assert_cmpuint (fixture.n_requests, ==, 2);
  hr_settings_fixture_close (&fixture);
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
  HrSettingsFixture fixture = { 0 };

  hr_settings_fixture_open (&fixture);
  hr_settings_fixture_click (&fixture, "_Add an operator");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      write_row (&fixture, "Name", cases[i].name);
      write_row (&fixture, "Logs in as (letters and digits)", cases[i].id);
      write_row (&fixture, "New PIN", cases[i].pin);
      write_row (&fixture, "The same PIN again", cases[i].again);
      hr_settings_fixture_click (&fixture, "_Save");
      g_assert_nonnull (hr_find (find_form (&fixture), hr_says, cases[i].fault));
    }

  g_assert_cmpuint (fixture.n_requests, ==, 0);
  write_row (&fixture, "New PIN", "1234");
  write_row (&fixture, "The same PIN again", "1234");
  hr_settings_fixture_click (&fixture, "_Save");
  assert_args (&fixture, "{\"id\":\"op9\",\"name\":\"Nine\",\"role\":\"operator\",\"capacity\":4,\"enabled\":true,\"zones\":[],\"pin\":\"1234\"}");
  hr_settings_fixture_close (&fixture);
}

/* Nobody could undo it here. */
static void
test_last_supervisor (void)
{
  HrSettingsFixture fixture = { 0 };
  GtkWidget        *enabled = NULL;

  hr_settings_fixture_open (&fixture);
  open_row (&fixture, "Operator One");
  enabled = hr_find (find_form (&fixture), hr_is_of_type, "GtkSwitch");
  gtk_switch_set_active (GTK_SWITCH (enabled), FALSE);
  hr_settings_fixture_click (&fixture, "_Save");
  g_assert_nonnull (hr_find (find_form (&fixture), hr_says, "This is the last supervisor. Make somebody else one first."));
  g_assert_cmpuint (fixture.n_requests, ==, 0);

  gtk_switch_set_active (GTK_SWITCH (enabled), TRUE);
  hr_settings_fixture_click (&fixture, "_Save");
  g_assert_cmpuint (fixture.n_requests, ==, 1);
  hr_settings_fixture_close (&fixture);
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
  HrSettingsFixture fixture = { 0 };
  GtkWidget        *row = NULL;
  HrSound          *sound = NULL;
  guint             tested = 0;
  GListModel       *names = NULL;
  g_autoptr (HrSoundDevice) headset = hr_sound_device_new ("headset", "Headset");

  hr_settings_fixture_open (&fixture);
  sound = hr_room_get_sound (fixture.window.room);
  row = hr_find (fixture.window.window, hr_is_titled, "Calls are heard on");
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
  row = hr_find (fixture.window.window, hr_is_titled, "Alarms sound on");
  g_signal_emit_by_name (hr_find (row, hr_is_labelled, "_Test"), "clicked");
  g_assert_cmpuint (tested, ==, 1u << HR_SOUND_ALARMS);
  hr_settings_fixture_close (&fixture);
}

static GtkWidget *
find_spin (HrSettingsFixture *fixture,
           const char        *title)
{
  GtkWidget *row = hr_find (fixture->window.window, hr_is_titled, title);

  g_assert_nonnull (row);
  return hr_find (row, hr_is_of_type, "GtkSpinButton");
}

static double
get_number (HrSettingsFixture *fixture,
            const char        *title)
{
  return gtk_spin_button_get_value (GTK_SPIN_BUTTON (find_spin (fixture, title)));
}

static void
assert_setting (HrSettingsFixture *fixture,
                const char        *key,
                const char        *value)
{
  g_assert_cmpstr (hr_request_get_name (fixture->request), ==, "settings.set");
  g_assert_cmpstr (hr_json_get_string (hr_request_get_args (fixture->request), "key"), ==, key);
  g_assert_cmpstr (hr_json_get_string (hr_request_get_args (fixture->request), "value"), ==, value);
}

#define RINGS "Not answered: rings at the next operator too after (s)"
#define ALARMED "Nobody is free: the supervisors are alarmed after (s)"
#define OLD_POSITION "A call’s position is old: alarm after (s)"

/* What the station has is shown in seconds; what is changed by keyboard is sent, each alone, and what is refused stays as it was written. */
static void
test_times (void)
{
  HrSettingsFixture fixture = { 0 };

  hr_settings_fixture_open (&fixture);
  g_assert_cmpfloat (get_number (&fixture, RINGS), ==, 15);
  g_assert_cmpfloat (get_number (&fixture, OLD_POSITION), ==, 90.5);
  g_assert_false (gtk_widget_is_sensitive (hr_find (fixture.window.window, hr_is_labelled, "_Save the times")));

  gtk_widget_grab_focus (find_spin (&fixture, RINGS));
  hr_press_key ("Up");
  hr_wait_until (get_number (&fixture, RINGS) == 16);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_spin (&fixture, ALARMED)), 20);
  hr_settings_fixture_click (&fixture, "_Save the times");
  assert_setting (&fixture, "dispatch.ack_timeout_ms", "16000");
  hr_request_finish (fixture.request, NULL);
  assert_setting (&fixture, "dispatch.queue_timeout_ms", "20000");
  g_assert_cmpuint (fixture.n_requests, ==, 2);

  hr_request_finish (fixture.request, "The station is not joined");
  hr_window_fixture_settle (&fixture.window);
  g_assert_nonnull (hr_find (fixture.window.window, hr_says, "The station is not joined"));
  g_assert_cmpfloat (get_number (&fixture, ALARMED), ==, 20);

  hr_settings_fixture_click (&fixture, "_Undo changes");
  g_assert_cmpfloat (get_number (&fixture, RINGS), ==, 16);
  g_assert_cmpfloat (get_number (&fixture, ALARMED), ==, 10);
  hr_settings_fixture_close (&fixture);
}

/* Another supervisor's change is seen at once, but not over what is being written here. */
static void
test_times_changed_elsewhere (void)
{
  HrSettingsFixture fixture = { 0 };

  hr_settings_fixture_open (&fixture);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_spin (&fixture, ALARMED)), 20);
  hr_window_fixture_apply (fixture.window.room, "settings.changed", NULL,
                           hr_json_new_object ("key", "dispatch.ack_timeout_ms", "value", "45000", NULL));
  hr_window_fixture_apply (fixture.window.room, "settings.changed", NULL,
                           hr_json_new_object ("key", "dispatch.queue_timeout_ms", "value", "30000", NULL));
  g_assert_cmpfloat (get_number (&fixture, RINGS), ==, 45);
  g_assert_cmpfloat (get_number (&fixture, ALARMED), ==, 20);
  hr_settings_fixture_click (&fixture, "_Undo changes");
  g_assert_cmpfloat (get_number (&fixture, ALARMED), ==, 30);

  hr_room_set_operator (fixture.window.room, "op1", "Operator Two", FALSE);
  hr_window_fixture_settle (&fixture.window);
  g_assert_null (hr_find (fixture.window.window, hr_is_mapped_of_type, "HrTimeSettings"));
  g_assert_null (hr_find (fixture.window.window, hr_is_mapped_of_type, "HrStationNetwork"));
  hr_settings_fixture_close (&fixture);
}

/* One that is in force can be ended, once it was asked for a second time; one that is revoked is not there. */
static void
test_keys (void)
{
  HrSettingsFixture fixture = { 0 };
  GtkWidget        *row = NULL;

  hr_settings_fixture_open (&fixture);
  row = hr_find (fixture.window.window, hr_is_titled, "Evening report & <figures>");
  g_assert_nonnull (row);
  g_assert_null (hr_find (fixture.window.window, hr_is_titled, "old phones"));
  g_assert_true (g_str_has_suffix (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "not used since the station started"));

  gtk_widget_grab_focus (hr_find (fixture.window.window, hr_is_named, "Revoke “phones, north”"));
  hr_press_key ("Return");
  hr_wait_until (hr_find_toplevel ("AdwMessageDialog") != NULL);
  gtk_window_close (GTK_WINDOW (hr_find_toplevel ("AdwMessageDialog")));
  g_assert_cmpuint (fixture.n_requests, ==, 0);
  hr_wait_until (hr_find_toplevel ("AdwMessageDialog") == NULL);

  g_signal_emit_by_name (hr_find (fixture.window.window, hr_is_named, "Revoke “phones, north”"), "clicked");
  g_signal_emit_by_name (hr_find (hr_find_toplevel ("AdwMessageDialog"), hr_is_labelled, "_Revoke"), "clicked");
  g_assert_cmpstr (hr_request_get_name (fixture.request), ==, "key.revoke");
  g_assert_cmpstr (hr_json_get_string (hr_request_get_args (fixture.request), "id"), ==, "k1");
  hr_request_finish (fixture.request, "There is no key “k1” that is not revoked");
  hr_window_fixture_settle (&fixture.window);
  g_assert_nonnull (hr_find (fixture.window.window, hr_says, "There is no key “k1” that is not revoked"));
  hr_settings_fixture_close (&fixture);
}

/* The key is shown once, and is nowhere when the form is closed. */
static void
test_make_key (void)
{
  HrSettingsFixture fixture = { 0 };
  g_autoptr (JsonObject) answer = hr_json_new_object ("id", "k9", "token", "t0k3n", NULL);
  GtkWidget *form = NULL;

  hr_settings_fixture_open (&fixture);
  hr_settings_fixture_click (&fixture, "_Make a key");
  form = hr_find (fixture.window.window, hr_is_mapped_of_type, "HrKeyForm");
  hr_settings_fixture_click (&fixture, "_Make it");
  g_assert_nonnull (hr_find (form, hr_says, "Write whose key it is: a list of keys is read by their names."));
  g_assert_cmpuint (fixture.n_requests, ==, 0);

  hr_type_text ("phones, south");
  hr_press_key ("Return");
  hr_wait_until (fixture.n_requests == 1);
  g_assert_cmpstr (hr_request_get_name (fixture.request), ==, "key.create");
  g_assert_cmpstr (hr_json_get_string (hr_request_get_args (fixture.request), "name"), ==, "phones, south");
  g_assert_cmpstr (hr_json_get_string (hr_request_get_args (fixture.request), "scope"), ==, "device");

  hr_request_set_answer (fixture.request, answer);
  hr_request_finish (fixture.request, NULL);
  hr_window_fixture_settle (&fixture.window);
  g_assert_nonnull (hr_find (form, hr_says, "t0k3n"));
  g_assert_nonnull (hr_find (form, hr_is_named, "QR code of the key"));

  hr_press_key ("Escape");
  hr_wait_until (!gtk_widget_get_mapped (form));
  hr_settings_fixture_click (&fixture, "_Make a key");
  g_assert_null (hr_find (form, hr_says, "t0k3n"));
  hr_settings_fixture_close (&fixture);
}

/* Whoever sits here may know how the station is reached. */
static void
test_station (void)
{
  HrSettingsFixture fixture = { 0 };
  GtkWidget        *group = NULL;

  hr_settings_fixture_open (&fixture);
  hr_room_set_operator (fixture.window.room, "op1", "Operator Two", FALSE);
  hr_window_fixture_settle (&fixture.window);
  group = hr_find (fixture.window.window, hr_is_mapped_of_type, "HrStationSettings");
  g_assert_nonnull (hr_find (group, hr_says, "3f9a1c0be72d4e5586a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f607"));
  g_assert_nonnull (hr_find (group, hr_says, hr_room_get_station_url (fixture.window.room)));
  g_assert_nonnull (hr_find (group, hr_is_mapped_of_type, "HrQrCode"));
  hr_room_set_operator (fixture.window.room, "sup", "Operator One", TRUE);
  hr_window_fixture_settle (&fixture.window);
  group = hr_find (fixture.window.window, hr_is_mapped_of_type, "HrStationNetwork");
  g_assert_nonnull (hr_find (group, hr_says, "All addresses of the station’s computer, port 8443"));
  g_assert_nonnull (hr_find (group, hr_says, "From the network, encrypted (TLS)."));
  g_assert_nonnull (hr_find (group, hr_says, "Only with a code of this station."));
  group = hr_find (fixture.window.window, hr_is_mapped_of_type, "HrStationSettings");

  /* Plain HTTP has no certificate to compare. */
  hr_room_set_station_fingerprint (fixture.window.room, NULL);
  hr_window_fixture_settle (&fixture.window);
  g_assert_null (hr_find (group, hr_says, "Certificate"));
  hr_settings_fixture_close (&fixture);
}

/* Every list is come to without a pointer, and within it the arrows lead on. */
static void
test_keyboard (void)
{
  static const char *const titles[] = { "Operator & Sons <Six>", "As the computer is set", "Calls are heard on" };
  HrSettingsFixture        fixture = { 0 };
  GtkWidget               *page = NULL;
  guint                    n_reached = 0;

  hr_settings_fixture_open (&fixture);
  page = hr_find (fixture.window.window, hr_is_mapped_of_type, "HrSettingsPage");
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
  hr_settings_fixture_close (&fixture);
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
  g_test_add_func ("/settings/times", test_times);
  g_test_add_func ("/settings/times-changed-elsewhere", test_times_changed_elsewhere);
  g_test_add_func ("/settings/keys", test_keys);
  g_test_add_func ("/settings/make-key", test_make_key);
  g_test_add_func ("/settings/station", test_station);
  g_test_add_func ("/settings/keyboard", test_keyboard);

  return g_test_run ();
}
