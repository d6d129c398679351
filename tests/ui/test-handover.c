/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-demo-board.h"
#include "hr-fake-station.h"
#include "hr-handover-paper.h"
#include "hr-handovers.h"
#include "hr-json.h"
#include "hr-request.h"
#include "hr-test-files.h"
#include "hr-window-fixture.h"

#include <locale.h>

/* The page on which a shift is handed over, by its keys and by what it says; and the paper that both sign. */

static GtkWidget *
find_page (HrWindowFixture *fixture)
{
  return hr_find (fixture->window, hr_is_of_type, "HrHandoverPage");
}

static GtkWidget *
get_labelled (HrWindowFixture *fixture,
              const char      *label)
{
  GtkWidget *button = hr_find (find_page (fixture), hr_is_labelled, label);

  if (button == NULL)
    g_error ("No button says “%s”", label);

  return button;
}

static void
open_page (HrWindowFixture *fixture,
           const char      *scene)
{
  hr_window_fixture_open (fixture, NULL, scene, 1366, 900);
  hr_wait_until (gtk_window_is_active (GTK_WINDOW (fixture->window)));
}

static void
keep_request (HrRoom     *room,
              HrRequest  *request,
              HrRequest **kept)
{
  g_set_object (kept, request);
}

/* As the console does. */
static void
read_again (HrRoom *room)
{
  HrHandovers *handovers = hr_room_get_handovers (room);
  g_autoptr (JsonArray) items = json_array_new ();

  json_array_add_object_element (items, json_object_ref (hr_handovers_get (handovers, 0)));
  hr_handovers_take (handovers, items);
}

/* What there is, is said; both names, the PIN of the one who takes over and the lamps go to the station; what it says of it is shown. */
static void
test_hand_over (void)
{
  HrWindowFixture fixture = { 0 };
  g_autoptr (HrRequest) request = NULL;
  JsonObject *args = NULL;
  GtkWidget  *pin = NULL;

  open_page (&fixture, "handover");
  g_signal_connect (fixture.room, "request", G_CALLBACK (keep_request), &request);
  g_assert_nonnull (hr_find (find_page (&fixture), hr_is_named, "Hands over: \u2068Operator One\u2069 · Shift B"));
  g_assert_nonnull (hr_find (find_page (&fixture), hr_mentions, "HR-2026-001233"));
  g_assert_nonnull (hr_find (find_page (&fixture), hr_mentions, "RECORDS NOT SAVED"));
  g_assert_nonnull (hr_find (find_page (&fixture), hr_is_named, "SOS: 25"));
  g_assert_null (hr_find (find_page (&fixture), hr_mentions, "■ Nobody has this SOS"));
  g_assert_false (gtk_widget_get_sensitive (get_labelled (&fixture, "_Print…")));

  pin = hr_find (find_page (&fixture), hr_is_of_type, "AdwPasswordEntryRow");
  hr_window_fixture_press_until_focused (&fixture, pin);
  hr_press_key ("Return");
  hr_wait_until (hr_find (find_page (&fixture), hr_mentions, "Whoever takes over writes their own PIN.") != NULL);
  g_assert_null (request);

  hr_type_text ("2468");
  hr_wait_until (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (pin)), "2468"));
  hr_window_fixture_press_until_focused (&fixture, hr_find (find_page (&fixture), hr_is_of_type, "AdwEntryRow"));
  hr_type_text ("C");
  hr_press_key ("Return");
  hr_wait_until (request != NULL);
  g_assert_cmpstr (hr_request_get_name (request), ==, "shift.hand_over");
  args = hr_request_get_args (request);
  g_assert_cmpstr (hr_json_get_string (args, "to"), ==, "sup2");
  g_assert_cmpstr (hr_json_get_string (args, "pin"), ==, "2468");
  g_assert_cmpstr (hr_json_get_string (args, "shift"), ==, "C");
  g_assert_cmpstr (hr_json_get_string (hr_json_get_object (args, "lamps"), "net"), ==, "good");

  hr_request_finish (request, "The operator or the PIN is not right");
  hr_wait_until (hr_find (find_page (&fixture), hr_mentions, "The operator or the PIN is not right") != NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (pin)), ==, "");
  g_assert_true (hr_window_fixture_has_focus (&fixture, pin));

  /* Done: the sheet is shown as soon as it was read, and no PIN stays behind. */
  g_clear_object (&request);
  hr_type_text ("1357");
  hr_press_key ("Return");
  hr_wait_until (request != NULL);
  g_assert_cmpstr (hr_json_get_string (hr_request_get_args (request), "pin"), ==, "1357");
  hr_request_finish (request, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (pin)), ==, "");
  read_again (fixture.room);
  hr_wait_until (hr_find (find_page (&fixture), hr_is_named, "Takes over: \u2068Operator One\u2069 · Shift B") != NULL);
  g_assert_true (gtk_widget_get_sensitive (get_labelled (&fixture, "_Print…")));
  hr_window_fixture_close (&fixture);
}

/* While nobody has an SOS nothing can be handed over; it says which one, and a key leads there. */
static void
test_blocked (void)
{
  HrWindowFixture fixture = { 0 };
  g_autoptr (JsonNode) taken = json_from_string ("{\"operator_id\":\"sup\",\"ringing\":[\"sup\"],\"how\":\"take\",\"reason\":\"\"}", NULL);

  open_page (&fixture, "handover-blocked");
  g_assert_nonnull (hr_find (find_page (&fixture), hr_mentions, "■ Nobody has this SOS"));
  g_assert_false (gtk_widget_get_sensitive (get_labelled (&fixture, "_Hand over")));
  hr_window_fixture_press_until_focused (&fixture, get_labelled (&fixture, "Go to \u2066HR-2026-001234\u2069"));
  hr_press_key ("space");
  hr_wait_until (fixture.activated != NULL);
  g_assert_cmpstr (fixture.activated, ==, "select 'w1'");

  hr_window_fixture_apply (fixture.room, "incident.acknowledged", "w2", hr_json_new_object ("operator_id", "sup", NULL));
  hr_window_fixture_apply (fixture.room, "incident.assigned", "w1", json_node_dup_object (taken));
  hr_window_fixture_apply (fixture.room, "incident.acknowledged", "w1", hr_json_new_object ("operator_id", "sup", NULL));
  hr_wait_until (gtk_widget_get_sensitive (get_labelled (&fixture, "_Hand over")));
  g_assert_null (hr_find (find_page (&fixture), hr_mentions, "■ Nobody has this SOS"));
  hr_window_fixture_close (&fixture);
}

/* What was handed over is opened again: both names, the head of the log and its code. */
static void
test_earlier (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *which = NULL;

  open_page (&fixture, "handover");
  which = hr_find (find_page (&fixture), hr_is_named, "Which handover");
  hr_window_fixture_press_until_focused (&fixture, which);
  hr_press_key ("space");
  hr_wait_until (gtk_widget_get_mapped (hr_find (which, hr_is_of_type, "GtkPopover")));
  hr_window_fixture_settle (&fixture);
  hr_press_key ("Down");
  hr_press_key ("Return");
  hr_wait_until (hr_find (find_page (&fixture), hr_is_named, "Takes over: \u2068Operator One\u2069 · Shift B") != NULL);
  g_assert_nonnull (hr_find (find_page (&fixture), hr_is_named, "Hands over: \u2068निरीक्षक मीरा\u2069 · Shift A"));
  g_assert_nonnull (hr_find (find_page (&fixture), hr_mentions, "9f86d081 884c7d65"));
  g_assert_nonnull (hr_find (find_page (&fixture), hr_is_named, "QR code of the head of the log"));
  g_assert_nonnull (hr_find (find_page (&fixture), hr_mentions, "▽ silent call"));
  g_assert_true (gtk_widget_get_sensitive (get_labelled (&fixture, "_Print…")));
  g_assert_true (gtk_widget_get_sensitive (get_labelled (&fixture, "Sav_e as PDF…")));
  hr_window_fixture_close (&fixture);
}

static char *
read_pdf (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) reader = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "pdftotext", "-layout", path, "-", NULL);
  char *text = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (reader, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

/* The paper says the same, with room for two signatures, also with names that need more than Latin letters. */
static void
test_paper (void)
{
  static const char *const expected[] = { "Shift handover", "निरीक्षक मीरा", "Operator One", "HR-2026-001201", "HR-2026-001198", "DISK NEARLY FULL",
                                          "needs attention", "9f86d081", "0f00a08", "Signature:", "Remarks" };
  g_autoptr (HrRoom) room = hr_demo_room_new ("handover");
  g_autofree char *dir = g_dir_make_tmp ("hr-handover-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "handover.pdf", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/proc/handover.pdf");
  g_autoptr (GError) error = NULL;
  JsonObject *sheet = hr_handovers_get (hr_room_get_handovers (room), 0);

  g_assert_true (hr_handover_paper_save (sheet, room, file, &error));
  g_assert_no_error (error);
  text = read_pdf (path);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      if (strstr (text, expected[i]) == NULL)
        g_error ("“%s” is not on the paper:\n%s", expected[i], text);
    }

  g_assert_false (hr_handover_paper_save (sheet, room, nowhere, &error));
  g_assert_nonnull (error);
  hr_test_remove_tree (dir);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/handover/hand-over", test_hand_over);
  g_test_add_func ("/handover/blocked", test_blocked);
  g_test_add_func ("/handover/earlier", test_earlier);
  g_test_add_func ("/handover/paper", test_paper);

  return g_test_run ();
}
