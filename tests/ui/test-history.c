/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-demo-board.h"
#include "hr-demo-history.h"
#include "hr-history-page.h"
#include "hr-window-fixture.h"

#include <locale.h>

/* The pages, and the one for what has been. */

static GtkWidget *
find_page (HrWindowFixture *fixture)
{
  return hr_find (fixture->window, hr_is_of_type, "HrHistoryPage");
}

static void
activate (HrWindowFixture *fixture,
          const char      *action)
{
  g_assert_true (gtk_widget_activate_action (fixture->window, action, NULL));
  hr_window_fixture_settle (fixture);
}

/* Whatever page is shown, what is urgent is seen. */
static void
test_pages (void)
{
  static const int widths[] = { 1800, 1366, 1024 };

  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      HrWindowFixture fixture = { 0 };

      hr_window_fixture_open (&fixture, NULL, "alarm", widths[i], 800);
      g_assert_false (gtk_widget_get_mapped (find_page (&fixture)));

      activate (&fixture, "win.page-history");
      g_assert_true (gtk_widget_get_mapped (find_page (&fixture)));
      g_assert_false (gtk_widget_get_mapped (hr_find (fixture.window, hr_is_of_type, "HrQueue")));
      g_assert_true (gtk_widget_get_mapped (hr_find (hr_find (fixture.window, hr_is_of_type, "HrAlarmStrip"), hr_activates, "console.take")));
      g_assert_true (gtk_widget_get_mapped (hr_find (fixture.window, hr_is_of_type, "HrStatusBar")));
      g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture.window)), find_page (&fixture)));

      activate (&fixture, "win.page-live");
      g_assert_true (gtk_widget_get_mapped (hr_find (fixture.window, hr_is_of_type, "HrQueue")));
      hr_window_fixture_close (&fixture);
    }
}

static void
count (guint *n_wanted)
{
  (*n_wanted)++;
}

static void
test_search (void)
{
  HrWindowFixture  fixture = { 0 };
  HrHistory       *history = NULL;
  GtkWidget       *search = NULL;
  guint            n_wanted = 0;
  g_autofree char *query = NULL;

  hr_window_fixture_open (&fixture, NULL, "history", 1366, 768);
  history = hr_room_get_history (fixture.room);
  search = hr_find (find_page (&fixture), hr_is_of_type, "GtkSearchEntry");
  g_signal_connect_swapped (history, "wanted", G_CALLBACK (count), &n_wanted);

  gtk_editable_set_text (GTK_EDITABLE (search), " a&b ");
  hr_window_fixture_settle (&fixture);
  hr_history_set_filter (history, "zone", "z1");
  query = hr_history_dup_query (history);
  g_assert_cmpstr (query, ==, "q=a%26b&zone=z1");
  g_assert_cmpuint (n_wanted, ==, 2);

  g_signal_emit_by_name (hr_find (find_page (&fixture), hr_is_labelled, "Find all"), "clicked");
  hr_window_fixture_settle (&fixture);
  g_assert_false (hr_history_is_filtered (history));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (search)), ==, "");
  hr_window_fixture_close (&fixture);
}

static void
test_states (void)
{
  static const char *const cases[][2] = {
    { "history", "The newest 50 incidents" },
    { "history-empty", "Nothing is found" },
    { "history-error", "The records: database disk image is malformed" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HrWindowFixture fixture = { 0 };
      GtkWidget      *retry = NULL;
      guint           n_wanted = 0;

      hr_window_fixture_open (&fixture, NULL, cases[i][0], 1024, 600);
      g_assert_nonnull (hr_find (find_page (&fixture), hr_says, cases[i][1]));

      g_signal_connect_swapped (hr_room_get_history (fixture.room), "wanted", G_CALLBACK (count), &n_wanted);
      retry = hr_find (find_page (&fixture), hr_is_labelled, "_Try again");
      if (gtk_widget_get_mapped (retry))
        g_signal_emit_by_name (retry, "clicked");
      g_assert_cmpuint (n_wanted, ==, i == 2);
      hr_window_fixture_close (&fixture);
    }
}

/* A record is opened by its row, kept while the list is read anew, and every text of it can be copied. */
static void
test_record (void)
{
  HrWindowFixture    fixture = { 0 };
  HrRoom            *record = NULL;
  GtkSelectionModel *rows = NULL;
  GtkWidget         *view = NULL;
  g_autofree char   *text = NULL;

  hr_window_fixture_open (&fixture, NULL, "history-record", 1366, 768);
  record = hr_history_get_record (hr_room_get_history (fixture.room));
  view = hr_find (find_page (&fixture), hr_is_of_type, "HrRecordView");
  g_assert_true (gtk_label_get_selectable (GTK_LABEL (hr_find (view, hr_says, "HR-2026-001233"))));
  text = hr_record_view_dup_text (HR_RECORD_VIEW (view));
  g_assert_nonnull (strstr (text, "Citizen One"));
  g_assert_nonnull (strstr (text, "Cancel not believed."));

  rows = gtk_list_view_get_model (GTK_LIST_VIEW (gtk_widget_get_ancestor (hr_find (find_page (&fixture), hr_is_of_type, "HrHistoryRow"), GTK_TYPE_LIST_VIEW)));
  gtk_selection_model_select_item (rows, 3, TRUE);
  g_assert_cmpstr (hr_incident_get_id (hr_room_get_selected (record)), ==, "h3");

  hr_demo_history_find (fixture.room, NULL, 0);
  g_assert_cmpstr (hr_incident_get_id (hr_room_get_selected (record)), ==, "h3");
  hr_window_fixture_close (&fixture);
}

/* Nothing is left to show of whoever it was; that it was erased, and when, is said. */
static void
test_erased (void)
{
  static const char erased_text[] =
    "{\"id\":\"e1\",\"number\":\"HR-2026-000007\",\"status\":\"ended\",\"drill\":false,\"source\":\"sos\",\"silent\":false,\"activation_id\":null,"
    "\"citizen\":{\"id\":null},\"received_at\":\"2026-01-02T03:04:05.000Z\",\"zone_id\":\"z1\",\"ringing\":[],\"ended_at\":\"2026-01-02T04:04:05.000Z\","
    "\"ended_by\":\"op1\",\"disposition\":\"test\",\"erased_at\":\"2026-03-02T04:04:05.000Z\","
    "\"media\":{\"session_id\":\"s\",\"attempt\":1,\"state\":\"closed\"}}";
  HrWindowFixture fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (erased_text, &error);
  g_autoptr (HrIncident) incident = hr_incident_new_from_json (json_node_get_object (node), &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  hr_window_fixture_open (&fixture, NULL, "history", 1366, 768);
  hr_demo_history_find (fixture.room, incident, 1);
  hr_room_set_selected (hr_history_get_record (hr_room_get_history (fixture.room)), incident);
  hr_window_fixture_settle (&fixture);

  g_assert_true (hr_find (hr_find (find_page (&fixture), hr_is_of_type, "HrHistoryRow"), hr_says, "Erased") != NULL);
  text = hr_record_view_dup_text (HR_RECORD_VIEW (hr_find (find_page (&fixture), hr_is_of_type, "HrRecordView")));
  g_assert_true (g_str_has_prefix (text, "HR-2026-000007  Erased\n"));
  g_assert_nonnull (strstr (text, "Citizen: Erased on "));
  g_assert_null (strstr (text, "(null)"));
  hr_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/history/pages", test_pages);
  g_test_add_func ("/history/search", test_search);
  g_test_add_func ("/history/states", test_states);
  g_test_add_func ("/history/record", test_record);
  g_test_add_func ("/history/erased", test_erased);

  return g_test_run ();
}
