/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-fake-station.h"
#include "hr-json.h"
#include "hr-outline.h"
#include "hr-request.h"
#include "hr-sound.h"
#include "hr-window-fixture.h"
#include "hr-zone-map.h"
#include "hr-zone-sketch.h"

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
  /* The demo answers what is only read. */
  if (g_str_has_suffix (hr_request_get_name (request), ".get") || g_str_has_suffix (hr_request_get_name (request), ".list"))
    return;

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
is_mapped_and_labelled (GtkWidget  *widget,
                        const char *text)
{
  return gtk_widget_get_mapped (widget) && hr_is_labelled (widget, text);
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
  g_signal_emit_by_name (hr_find (fixture->window.window, is_mapped_and_labelled, label), "clicked");
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

static GtkWidget *
find_spin (Fixture    *fixture,
           const char *title)
{
  GtkWidget *row = hr_find (fixture->window.window, is_titled, title);

  g_assert_nonnull (row);
  return hr_find (row, hr_is_of_type, "GtkSpinButton");
}

static double
get_number (Fixture    *fixture,
            const char *title)
{
  return gtk_spin_button_get_value (GTK_SPIN_BUTTON (find_spin (fixture, title)));
}

static void
assert_setting (Fixture    *fixture,
                const char *key,
                const char *value)
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
  Fixture fixture = { 0 };

  open_settings (&fixture);
  g_assert_cmpfloat (get_number (&fixture, RINGS), ==, 15);
  g_assert_cmpfloat (get_number (&fixture, OLD_POSITION), ==, 90.5);
  g_assert_false (gtk_widget_is_sensitive (hr_find (fixture.window.window, hr_is_labelled, "_Save the times")));

  gtk_widget_grab_focus (find_spin (&fixture, RINGS));
  hr_press_key ("Up");
  hr_wait_until (get_number (&fixture, RINGS) == 16);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_spin (&fixture, ALARMED)), 20);
  click (&fixture, "_Save the times");
  assert_setting (&fixture, "dispatch.ack_timeout_ms", "16000");
  hr_request_finish (fixture.request, NULL);
  assert_setting (&fixture, "dispatch.queue_timeout_ms", "20000");
  g_assert_cmpuint (fixture.n_requests, ==, 2);

  hr_request_finish (fixture.request, "The station is not joined");
  hr_window_fixture_settle (&fixture.window);
  g_assert_nonnull (hr_find (fixture.window.window, says, "The station is not joined"));
  g_assert_cmpfloat (get_number (&fixture, ALARMED), ==, 20);

  click (&fixture, "_Undo changes");
  g_assert_cmpfloat (get_number (&fixture, RINGS), ==, 16);
  g_assert_cmpfloat (get_number (&fixture, ALARMED), ==, 10);
  close_settings (&fixture);
}

/* Another supervisor's change is seen at once, but not over what is being written here. */
static void
test_times_changed_elsewhere (void)
{
  Fixture fixture = { 0 };

  open_settings (&fixture);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_spin (&fixture, ALARMED)), 20);
  hr_window_fixture_apply (fixture.window.room, "settings.changed", NULL,
                           hr_json_new_object ("key", "dispatch.ack_timeout_ms", "value", "45000", NULL));
  hr_window_fixture_apply (fixture.window.room, "settings.changed", NULL,
                           hr_json_new_object ("key", "dispatch.queue_timeout_ms", "value", "30000", NULL));
  g_assert_cmpfloat (get_number (&fixture, RINGS), ==, 45);
  g_assert_cmpfloat (get_number (&fixture, ALARMED), ==, 20);
  click (&fixture, "_Undo changes");
  g_assert_cmpfloat (get_number (&fixture, ALARMED), ==, 30);

  hr_room_set_operator (fixture.window.room, "op1", "Operator Two", FALSE);
  hr_window_fixture_settle (&fixture.window);
  g_assert_null (hr_find (fixture.window.window, is_mapped_of_type, "HrTimeSettings"));
  g_assert_null (hr_find (fixture.window.window, is_mapped_of_type, "HrStationNetwork"));
  close_settings (&fixture);
}

static gboolean
is_named (GtkWidget  *widget,
          const char *text)
{
  g_autofree char *fault = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text);

  return gtk_widget_get_mapped (widget) && gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL) && fault == NULL;
}

static GtkWindow *
find_question (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    {
      if (ADW_IS_MESSAGE_DIALOG (link->data))
        return link->data;
    }

  return NULL;
}

/* One that is in force can be ended, once it was asked for a second time; one that is revoked is not there. */
static void
test_keys (void)
{
  Fixture    fixture = { 0 };
  GtkWidget *row = NULL;

  open_settings (&fixture);
  row = hr_find (fixture.window.window, is_titled, "Evening report & <figures>");
  g_assert_nonnull (row);
  g_assert_null (hr_find (fixture.window.window, is_titled, "old phones"));
  g_assert_true (g_str_has_suffix (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "not used since the station started"));

  gtk_widget_grab_focus (hr_find (fixture.window.window, is_named, "Revoke “phones, north”"));
  hr_press_key ("Return");
  hr_wait_until (find_question () != NULL);
  gtk_window_close (find_question ());
  g_assert_cmpuint (fixture.n_requests, ==, 0);
  hr_wait_until (find_question () == NULL);

  g_signal_emit_by_name (hr_find (fixture.window.window, is_named, "Revoke “phones, north”"), "clicked");
  g_signal_emit_by_name (hr_find (GTK_WIDGET (find_question ()), hr_is_labelled, "_Revoke"), "clicked");
  g_assert_cmpstr (hr_request_get_name (fixture.request), ==, "key.revoke");
  g_assert_cmpstr (hr_json_get_string (hr_request_get_args (fixture.request), "id"), ==, "k1");
  hr_request_finish (fixture.request, "There is no key “k1” that is not revoked");
  hr_window_fixture_settle (&fixture.window);
  g_assert_nonnull (hr_find (fixture.window.window, says, "There is no key “k1” that is not revoked"));
  close_settings (&fixture);
}

/* The key is shown once, and is nowhere when the form is closed. */
static void
test_make_key (void)
{
  Fixture fixture = { 0 };
  g_autoptr (JsonObject) answer = hr_json_new_object ("id", "k9", "token", "t0k3n", NULL);
  GtkWidget *form = NULL;

  open_settings (&fixture);
  click (&fixture, "_Make a key");
  form = hr_find (fixture.window.window, is_mapped_of_type, "HrKeyForm");
  click (&fixture, "_Make it");
  g_assert_nonnull (hr_find (form, says, "Write whose key it is: a list of keys is read by their names."));
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
  g_assert_nonnull (hr_find (form, says, "t0k3n"));
  g_assert_nonnull (hr_find (form, is_named, "QR code of the key"));

  hr_press_key ("Escape");
  hr_wait_until (!gtk_widget_get_mapped (form));
  click (&fixture, "_Make a key");
  g_assert_null (hr_find (form, says, "t0k3n"));
  close_settings (&fixture);
}

static void
open_zone (Fixture    *fixture,
           const char *name)
{
  gtk_widget_activate (hr_find (hr_find (fixture->window.window, hr_is_of_type, "HrZoneSettings"), is_titled, name));
  hr_window_fixture_settle (&fixture->window);
}

/* A zone is called anew with the outline it has, and what its removal does is said before it is asked for. */
static void
test_zone (void)
{
  Fixture    fixture = { 0 };
  GtkWidget *form = NULL;

  open_settings (&fixture);
  open_zone (&fixture, "Karol Bagh");
  form = hr_find (fixture.window.window, is_mapped_of_type, "HrZoneForm");
  gtk_editable_set_text (GTK_EDITABLE (hr_find (form, is_titled, "Name")), "  ");
  click (&fixture, "_Save");
  g_assert_nonnull (hr_find (form, says, "Write the zone’s name, in at most 200 letters."));
  g_assert_cmpuint (fixture.n_requests, ==, 0);

  gtk_editable_set_text (GTK_EDITABLE (hr_find (form, is_titled, "Name")), "Karol Bagh West");
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
  g_signal_emit_by_name (hr_find (GTK_WIDGET (find_question ()), hr_is_labelled, "_Remove"), "clicked");
  g_assert_cmpstr (hr_request_get_name (fixture.request), ==, "zone.remove");
  hr_window_fixture_apply (fixture.window.room, "zone.removed", NULL, hr_json_new_object ("id", "z2", NULL));
  hr_request_finish (fixture.request, NULL);
  hr_window_fixture_settle (&fixture.window);
  g_assert_null (hr_find (hr_find (fixture.window.window, hr_is_of_type, "HrZoneSettings"), is_titled, "Karol Bagh"));
  close_settings (&fixture);
}

static JsonArray *
get_ring (Fixture *fixture)
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
press_and_settle (Fixture    *fixture,
                  const char *name,
                  const char *key)
{
  hr_press_key (key);
  hr_wait_until (hr_find (fixture->window.window, is_named, name) != NULL);
}

/* A corner of a zone is moved, and one set and taken away, by keyboard. */
static void
test_zone_outline (void)
{
  Fixture    fixture = { 0 };
  GtkWidget *form = NULL;
  JsonArray *ring = NULL;

  open_settings (&fixture);
  open_zone (&fixture, "Karol Bagh");
  form = hr_find (fixture.window.window, is_mapped_of_type, "HrZoneForm");
  g_assert_nonnull (hr_find (form, is_named, "Outline with 5 corners"));
  gtk_widget_grab_focus (hr_find (form, hr_is_of_type, "HrZoneSketch"));
  press_and_settle (&fixture, "Outline, corner 1 of 5", "Page_Down");
  press_and_settle (&fixture, "Outline, corner 2 of 5", "Page_Down");
  press_and_settle (&fixture, "Outline, corner 3 of 6", "Insert");
  press_and_settle (&fixture, "Outline, corner 3 of 5", "Delete");
  press_and_settle (&fixture, "Outline, corner 2 of 5", "Page_Up");
  hr_press_key ("Right");
  hr_press_key ("Page_Up");
  hr_wait_until (hr_find (form, is_named, "Outline, corner 1 of 5") != NULL);
  g_signal_emit_by_name (hr_find (form, hr_is_labelled, "_Save"), "clicked");

  ring = get_ring (&fixture);
  g_assert_cmpuint (json_array_get_length (ring), ==, 6);
  g_assert_cmpfloat (get_degrees (ring, 0, 0), ==, 77.170);
  g_assert_cmpfloat (get_degrees (ring, 5, 0), ==, 77.170);
  g_assert_cmpfloat (get_degrees (ring, 1, 0), >, 77.2031);
  g_assert_cmpfloat_with_epsilon (get_degrees (ring, 1, 1), 28.640, 1e-5);
  close_settings (&fixture);
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
drag_at (Fixture   *fixture,
         GtkWidget *widget,
         double     share_x,
         double     share_y)
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
  Fixture             fixture = { 0 };
  GtkWidget          *form = NULL;
  GtkWidget          *sketch = NULL;

  open_settings (&fixture);
  click (&fixture, "_Draw a zone");
  form = hr_find (fixture.window.window, is_mapped_of_type, "HrZoneForm");
  sketch = hr_find (form, hr_is_of_type, "HrZoneSketch");
  gtk_editable_set_text (GTK_EDITABLE (hr_find (form, is_titled, "Name")), "Okhla");
  click (&fixture, "_Save");
  g_assert_nonnull (hr_find (form, says, "Draw the outline on the map: at least three corners."));

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *name = g_strdup_printf ("Outline, corner %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT, i + 1, i + 1);

      click_at (sketch, places[i][0], places[i][1]);
      hr_wait_until (hr_find (form, is_named, name) != NULL);
    }

  g_assert_cmpuint (fixture.n_requests, ==, 0);
  click (&fixture, "_Save");
  g_assert_cmpstr (hr_request_get_name (fixture.request), ==, "zone.save");
  g_assert_cmpstr (hr_json_get_string (hr_request_get_args (fixture.request), "name"), ==, "Okhla");
  g_assert_true (g_uuid_string_is_valid (hr_json_get_string (hr_request_get_args (fixture.request), "id")));
  g_assert_cmpuint (json_array_get_length (get_ring (&fixture)), ==, 4);
  g_assert_cmpfloat (get_degrees (get_ring (&fixture), 0, 0), <, get_degrees (get_ring (&fixture), 1, 0));
  g_assert_cmpfloat (get_degrees (get_ring (&fixture), 1, 1), >, get_degrees (get_ring (&fixture), 2, 1));
  close_settings (&fixture);
}

/* A corner follows the pointer; elsewhere the map does, and no corner is set. */
static void
test_drag_corner (void)
{
  Fixture    fixture = { 0 };
  GtkWidget *form = NULL;
  GtkWidget *sketch = NULL;
  HrPoint    before = { 0 };

  open_settings (&fixture);
  click (&fixture, "_Draw a zone");
  form = hr_find (fixture.window.window, is_mapped_of_type, "HrZoneForm");
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
  close_settings (&fixture);
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
import (Fixture    *fixture,
        const char *content)
{
  g_autofree char *text = g_strdelimit (g_strdup (content), "'", '"');
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("zones-XXXXXX.geojson", &stream, NULL);

  g_assert_true (g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, NULL));
  g_signal_emit_by_name (hr_find (fixture->window.window, hr_is_of_type, "HrZoneSettings"), "import", file);
  hr_wait_until (hr_find (fixture->window.window, is_mapped_of_type, "HrZoneImport") != NULL);
  hr_window_fixture_settle (&fixture->window);
  g_file_delete (file, NULL, NULL);

  return hr_find (fixture->window.window, is_mapped_of_type, "HrZoneImport");
}

static gboolean
complains (GtkWidget  *widget,
           const char *text)
{
  return GTK_IS_LABEL (widget) && g_str_has_suffix (gtk_label_get_text (GTK_LABEL (widget)), text);
}

/* What a file would change is seen before it does, and only that is sent. */
static void
test_zone_import (void)
{
  Fixture    fixture = { 0 };
  GtkWidget *form = NULL;

  open_settings (&fixture);
  form = import (&fixture, "{'type':'FeatureCollection','features':["
                           "{'type':'Feature','id':'z2','properties':{'name':'Karol Bagh'},'geometry':" KAROL_BAGH "},"
                           "{'type':'Feature','id':'z1','properties':{'name':'Rajiv Chowk'},'geometry':" SQUARE "},"
                           "{'type':'Feature','id':7,'properties':{'name':'Okhla & <Jasola>'},'geometry':" SQUARE "}]}");
  hr_wait_until (hr_find (form, says, "2 zones would change here. Zones that are not in the file stay as they are.") != NULL);
  g_assert_nonnull (hr_find (hr_find (form, is_titled, "Karol Bagh"), says, "As it is here"));
  g_assert_nonnull (hr_find (hr_find (form, is_titled, "Rajiv Chowk"), says, "Another outline; was called “Connaught Place”"));
  g_assert_nonnull (hr_find (hr_find (form, is_titled, "Okhla & <Jasola>"), says, "New"));
  g_assert_cmpuint (fixture.n_requests, ==, 0);

  hr_press_key ("Return");
  hr_wait_until (fixture.n_requests == 1);
  g_assert_cmpstr (hr_json_get_string (hr_request_get_args (fixture.request), "id"), ==, "z1");
  hr_request_finish (fixture.request, NULL);
  g_assert_cmpstr (hr_json_get_string (hr_request_get_args (fixture.request), "id"), ==, "7");
  hr_request_finish (fixture.request, "The station is not joined");
  hr_window_fixture_settle (&fixture.window);
  g_assert_nonnull (hr_find (form, says, "“Okhla & <Jasola>”: The station is not joined"));
  click (&fixture, "_Import");
  g_assert_cmpuint (fixture.n_requests, ==, 3);
  hr_request_finish (fixture.request, NULL);
  hr_window_fixture_settle (&fixture.window);
  g_assert_false (gtk_widget_get_mapped (form));
  close_settings (&fixture);
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
  Fixture fixture = { 0 };

  open_settings (&fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *form = import (&fixture, cases[i].content);

      hr_wait_until (hr_find (form, complains, cases[i].fault) != NULL);
      g_assert_false (gtk_widget_is_sensitive (hr_find (form, hr_is_labelled, "_Import")));
      click (&fixture, "_Cancel");
    }

  g_assert_cmpuint (fixture.n_requests, ==, 0);
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
  hr_room_set_operator (fixture.window.room, "sup", "Operator One", TRUE);
  hr_window_fixture_settle (&fixture.window);
  group = hr_find (fixture.window.window, is_mapped_of_type, "HrStationNetwork");
  g_assert_nonnull (hr_find (group, says, "All addresses of the station’s computer, port 8443"));
  g_assert_nonnull (hr_find (group, says, "From the network, encrypted (TLS)."));
  g_assert_nonnull (hr_find (group, says, "Only with a code of this station."));
  group = hr_find (fixture.window.window, is_mapped_of_type, "HrStationSettings");

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
  g_test_add_func ("/settings/times", test_times);
  g_test_add_func ("/settings/times-changed-elsewhere", test_times_changed_elsewhere);
  g_test_add_func ("/settings/keys", test_keys);
  g_test_add_func ("/settings/make-key", test_make_key);
  g_test_add_func ("/settings/zone", test_zone);
  g_test_add_func ("/settings/zone-outline", test_zone_outline);
  g_test_add_func ("/settings/draw-zone", test_draw_zone);
  g_test_add_func ("/settings/drag-corner", test_drag_corner);
  g_test_add_func ("/settings/outline", test_outline);
  g_test_add_func ("/settings/zone-import", test_zone_import);
  g_test_add_func ("/settings/zone-import-refused", test_zone_import_refused);
  g_test_add_func ("/settings/station", test_station);
  g_test_add_func ("/settings/keyboard", test_keyboard);

  return g_test_run ();
}
