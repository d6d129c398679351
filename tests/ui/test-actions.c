/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-window-fixture.h"

#include <locale.h>

/* What the window's controls ask of the console. */

static void
test_alarm_actions (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *strip = NULL;
  GtkWidget      *rows[2] = { 0 };

  hr_window_fixture_open (&fixture, NULL, "alarm", 1900, 1060);
  strip = hr_find (fixture.window, hr_is_of_type, "HrAlarmStrip");
  rows[0] = hr_find (strip, hr_is_of_type, "GtkListBoxRow");
  rows[1] = gtk_widget_get_next_sibling (rows[0]);

  /* Two lines and no more; the P1 that nobody has seen first, the storage before the citizen by its age. */
  g_assert_null (gtk_widget_get_next_sibling (rows[1]));

  g_signal_emit_by_name (hr_find (rows[1], hr_activates, "console.take"), "clicked");
  g_assert_cmpstr (fixture.activated, ==, "take 'w1'");
  g_signal_emit_by_name (hr_find (rows[1], hr_activates, "console.select"), "clicked");
  g_assert_cmpstr (fixture.activated, ==, "select 'w1'");
  g_signal_emit_by_name (hr_find (rows[0], hr_activates, "console.acknowledge-alert"), "clicked");
  g_assert_cmpstr (fixture.activated, ==, "acknowledge-alert 'al3'");
  hr_window_fixture_click (&fixture, "console.silence");
  g_assert_cmpstr (fixture.activated, ==, "silence ");
  hr_window_fixture_close (&fixture);
}

static void
test_incident_actions (void)
{
  HrWindowFixture fixture = { 0 };

  hr_window_fixture_open (&fixture, NULL, "no-fix", 1900, 1060);
  hr_window_fixture_click (&fixture, "console.acknowledge");
  g_assert_cmpstr (fixture.activated, ==, "acknowledge 'w2'");
  hr_window_fixture_click (&fixture, "console.listen");
  g_assert_cmpstr (fixture.activated, ==, "listen 'w2'");
  g_assert_null (hr_find (fixture.window, hr_activates, "console.unlisten"));

  hr_room_set_selected (fixture.room, hr_board_get_incident (hr_room_get_board (fixture.room), "w1"));
  hr_window_fixture_settle (&fixture);
  g_assert_null (hr_find (fixture.window, hr_activates, "console.acknowledge"));
  hr_window_fixture_click (&fixture, "console.take");
  g_assert_cmpstr (fixture.activated, ==, "take 'w1'");
  hr_window_fixture_click (&fixture, "console.unlisten");
  g_assert_cmpstr (fixture.activated, ==, "unlisten 'w1'");
  hr_window_fixture_click (&fixture, "console.mute");
  g_assert_cmpstr (fixture.activated, ==, "mute ");
  hr_window_fixture_click (&fixture, "console.refit");
  g_assert_cmpstr (fixture.activated, ==, "refit ");

  hr_room_set_selected (fixture.room, hr_board_get_incident (hr_room_get_board (fixture.room), "i5"));
  hr_window_fixture_settle (&fixture);
  hr_window_fixture_click (&fixture, "console.retry-audio");
  g_assert_cmpstr (fixture.activated, ==, "retry-audio 'i5'");
  hr_window_fixture_close (&fixture);
}

static void
test_queue_selects (void)
{
  HrWindowFixture    fixture = { 0 };
  GtkSelectionModel *model = NULL;

  hr_window_fixture_open (&fixture, NULL, "five-and-queue", 1366, 768);
  model = gtk_list_view_get_model (GTK_LIST_VIEW (hr_find (hr_find (fixture.window, hr_is_of_type, "HrQueue"), hr_is_of_type, "GtkListView")));

  /* The longest wait comes first; the room decides what is shown. */
  gtk_selection_model_select_item (model, 0, TRUE);
  g_assert_cmpstr (fixture.activated, ==, "select 'w1'");
  g_assert_cmpstr (hr_incident_get_id (hr_room_get_selected (fixture.room)), ==, "i1");
  hr_window_fixture_close (&fixture);
}

static void
test_note (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *timeline = NULL;
  GtkWidget      *entry = NULL;
  GtkWidget      *add = NULL;

  hr_window_fixture_open (&fixture, NULL, "one-live", 1366, 768);
  timeline = hr_find (fixture.window, hr_is_of_type, "HrTimeline");
  entry = hr_find (timeline, hr_is_of_type, "GtkEntry");
  add = hr_find (timeline, hr_is_labelled, "Add");

  gtk_editable_set_text (GTK_EDITABLE (entry), "   ");
  g_assert_false (gtk_widget_get_sensitive (add));
  g_signal_emit_by_name (entry, "activate");
  g_assert_null (fixture.activated);

  gtk_editable_set_text (GTK_EDITABLE (entry), " Door slams. ");
  g_assert_true (gtk_widget_get_sensitive (add));
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (fixture.activated, ==, "note ('i1', 'Door slams.')");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");

  hr_window_focus_note (HR_WINDOW (fixture.window));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture.window)), entry));
  hr_window_fixture_close (&fixture);
}

static void
test_end (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *popover = NULL;
  GtkWidget      *end = NULL;

  hr_window_fixture_open (&fixture, NULL, "five-and-queue", 1366, 768);
  popover = hr_find (fixture.window, hr_is_of_type, "HrEndPopover");
  end = hr_find (popover, hr_is_labelled, "End incident");
  hr_window_ask_end (HR_WINDOW (fixture.window));
  hr_window_fixture_settle (&fixture);
  g_assert_true (gtk_widget_get_visible (popover));

  /* A disposition is required. */
  g_assert_false (gtk_widget_get_sensitive (end));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (hr_find (popover, hr_is_labelled, "Accidental")), TRUE);
  g_assert_true (gtk_widget_get_sensitive (end));
  gtk_editable_set_text (GTK_EDITABLE (hr_find (popover, hr_is_of_type, "GtkEntry")), "sat on it");
  g_signal_emit_by_name (end, "clicked");
  g_assert_cmpstr (fixture.activated, ==, "end ('i1', 'accidental', 'sat on it', '')");

  hr_window_ask_end (HR_WINDOW (fixture.window));
  hr_window_fixture_settle (&fixture);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (hr_find (popover, hr_is_labelled, "Duplicate of another incident")), TRUE);
  g_signal_emit_by_name (end, "clicked");
  g_assert_cmpstr (fixture.activated, ==, "end ('i1', 'duplicate', '', 'i5')");
  hr_window_fixture_close (&fixture);
}

static void
test_assign (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *popover = NULL;
  GtkWidget      *list = NULL;

  hr_window_fixture_open (&fixture, NULL, "one-live", 1366, 768);
  popover = hr_find (fixture.window, hr_is_of_type, "HrAssignPopover");
  list = hr_find (popover, hr_is_of_type, "GtkListBox");
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1));
  g_assert_cmpstr (fixture.activated, ==, "assign ('i1', 'op1')");
  hr_window_fixture_close (&fixture);
}

static void
test_try_it (void)
{
  HrWindowFixture fixture = { 0 };

  hr_window_fixture_open (&fixture, NULL, "first-run", 1366, 768);
  hr_window_fixture_click (&fixture, "console.try-it");
  g_assert_cmpstr (fixture.activated, ==, "try-it ");
  hr_window_fixture_close (&fixture);
}

static char *
dup_code (HrWindowFixture *fixture)
{
  char *text = NULL;

  g_object_get (hr_find (fixture->window, hr_is_of_type, "HrQrCode"), "text", &text, NULL);

  return text;
}

static gboolean
says_token (GtkWidget  *widget,
            const char *token)
{
  return GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), token) != NULL;
}

/* The token is in the code alone, where no passer-by reads it. */
static void
test_phone_code (void)
{
  HrWindowFixture  fixture = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  hr_window_fixture_open (&fixture, NULL, "first-run", 1366, 768);
  before = dup_code (&fixture);
  g_assert_null (before);
  hr_window_fixture_click (&fixture, "console.make-phone-code");
  g_assert_cmpstr (fixture.activated, ==, "make-phone-code ");

  hr_room_set_device_token (fixture.room, "s3cret");
  hr_window_fixture_settle (&fixture);
  after = dup_code (&fixture);
  g_assert_cmpstr (after, ==, "https://192.168.1.20:8443/sos#token=s3cret");
  g_assert_null (hr_find (fixture.window, hr_activates, "console.make-phone-code"));
  g_assert_null (hr_find (fixture.window, says_token, "s3cret"));
  hr_window_fixture_close (&fixture);

  hr_window_fixture_open (&fixture, NULL, "first-run-local", 1366, 768);
  g_assert_null (hr_find (fixture.window, hr_activates, "console.make-phone-code"));
  hr_window_fixture_close (&fixture);
}

static gboolean
shows (GtkWidget  *widget,
       const char *words)
{
  return gtk_widget_get_mapped (widget) && says_token (widget, words);
}

/* Nobody who had to sign in is told that there is no PIN. */
static void
test_no_pin (void)
{
  HrWindowFixture fixture = { 0 };

  hr_window_fixture_open (&fixture, NULL, "first-run-local", 1366, 768);
  g_assert_nonnull (hr_find (fixture.window, shows, "Who sits here"));
  g_assert_nonnull (hr_find (fixture.window, hr_activates, "win.page-settings"));
  hr_window_fixture_close (&fixture);

  hr_window_fixture_open (&fixture, NULL, "first-run", 1366, 768);
  g_assert_null (hr_find (fixture.window, shows, "Who sits here"));
  hr_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/actions/alarm-actions", test_alarm_actions);
  g_test_add_func ("/actions/incident-actions", test_incident_actions);
  g_test_add_func ("/actions/queue-selects", test_queue_selects);
  g_test_add_func ("/actions/note", test_note);
  g_test_add_func ("/actions/end", test_end);
  g_test_add_func ("/actions/assign", test_assign);
  g_test_add_func ("/actions/try-it", test_try_it);
  g_test_add_func ("/actions/no-pin", test_no_pin);
  g_test_add_func ("/actions/phone-code", test_phone_code);

  return g_test_run ();
}
