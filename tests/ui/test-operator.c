/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-application.h"

#include "hr-certificate.h"
#include "hr-console-actions-private.h"
#include "hr-fake-station.h"
#include "hr-json.h"
#include "hr-pages.h"
#include "hr-permission.h"
#include "hr-role-menu.h"
#include "hr-test-files.h"
#include "hr-view.h"
#include "hr-window-fixture.h"
#include "hr-workplace.h"

#include <gst/gst.h>
#include <locale.h>
#include <string.h>

/* The console of somebody who is no supervisor. */

static void
check_command (const char *row,
               HrRoom     *room)
{
  g_auto (GStrv) cells = g_strsplit (row, "|", -1);
  g_auto (GStrv) words = g_strsplit (cells[1], "`", -1);
  g_autofree char *who = g_strstrip (g_strdup (cells[g_strv_length (cells) - 2]));

  for (guint i = 1; i < g_strv_length (words); i += 2)
    {
      g_test_message ("%s: %s", words[i], who);
      g_assert_cmpint (hr_permission_has (room, words[i]), ==, !g_str_equal (who, "supervisor"));
    }
}

/* What the document says who may do is what the console offers to whom. */
static void
test_protocol (void)
{
  g_autoptr (HrBoard) board = hr_board_new ();
  g_autoptr (HrRoom) room = hr_room_new (board);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_commands = 0;

  g_file_get_contents (HR_PROTOCOL, &text, NULL, &error);
  g_assert_no_error (error);
  hr_room_set_operator (room, "asha", "Asha", FALSE);
  lines = g_strsplit (strstr (text, "| command | args | who |"), "\n", -1);

  for (guint i = 2; lines[i][0] == '|'; i++)
    {
      check_command (lines[i], room);
      n_commands++;
    }
  g_assert_cmpuint (n_commands, >, 15);
}

static gboolean
has_command (GMenuModel *menu,
             const char *command)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GVariant) value = g_menu_model_get_item_attribute_value (menu, i, HR_ROLE_MENU_COMMAND, NULL);
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);

      if ((value != NULL && g_str_equal (g_variant_get_string (value, NULL), command)) || (section != NULL && has_command (section, command)) ||
          (submenu != NULL && has_command (submenu, command)))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_main_menu (GtkWidget  *widget,
              const char *icon)
{
  return GTK_IS_MENU_BUTTON (widget) && g_strcmp0 (gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (widget)), icon) == 0;
}

static void
assert_role (HrWindowFixture *fixture,
             gboolean         is_supervisor)
{
  static const char *const commands[] = { "incident.assign", "drill.start", "shift.hand_over" };
  GtkWidget               *button = hr_find (fixture->window, is_main_menu, "hr-menu-symbolic");
  GMenuModel              *menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (button));

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_assert_cmpint (has_command (menu, commands[i]), ==, is_supervisor);

  g_assert_cmpint (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "page-handover"), ==, is_supervisor);
  g_assert_cmpint (hr_find (fixture->window, hr_is_mapped_of_type, "HrAssignPopover") != NULL ||
                     hr_find (hr_find (fixture->window, hr_is_of_type, "HrAlarmStrip"), hr_mentions, "waits and nobody is available") != NULL,
                   ==, is_supervisor);
}

static void
select_incident (HrWindowFixture *fixture,
                 const char      *id)
{
  hr_room_set_selected (fixture->room, hr_board_get_incident (hr_room_get_board (fixture->room), id));
  hr_window_fixture_settle (fixture);
}

/* What the role may not do is not there, and is there as soon as the role is another. */
static void
test_offers (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *head = NULL;

  hr_window_fixture_open (&fixture, NULL, "operator", 1900, 1060);
  head = hr_find (fixture.window, hr_is_of_type, "HrIncidentHead");
  assert_role (&fixture, FALSE);
  g_assert_nonnull (hr_find (hr_find (fixture.window, hr_is_of_type, "HrAlarmStrip"), hr_mentions, "001227 has 6 % of its battery left"));
  g_assert_nonnull (hr_find (fixture.window, hr_activates, "console.acknowledge"));

  /* Another operator's: it is seen, and left alone. */
  select_incident (&fixture, "i2");
  g_assert_null (hr_find (fixture.window, hr_activates, "console.listen"));
  g_assert_null (hr_find (head, hr_activates, "console.take"));
  g_assert_null (hr_find (head, hr_is_mapped_of_type, "GtkMenuButton"));
  select_incident (&fixture, "w1");
  g_assert_nonnull (hr_find (head, hr_activates, "console.take"));
  select_incident (&fixture, "i5");
  g_assert_nonnull (hr_find (head, hr_is_mapped_of_type, "GtkMenuButton"));

  hr_room_set_operator (fixture.room, "sup", "Operator One", TRUE);
  hr_window_fixture_settle (&fixture);
  assert_role (&fixture, TRUE);
  g_assert_null (hr_find (fixture.window, hr_is_mapped_of_type, "HrRingBar"));

  hr_window_show_page (HR_WINDOW (fixture.window), HR_PAGE_HANDOVER);
  hr_room_set_operator (fixture.room, "op1", "Operator Two", FALSE);
  hr_window_fixture_settle (&fixture);
  g_assert_null (hr_find (fixture.window, hr_is_mapped_of_type, "HrHandoverPage"));
  hr_window_fixture_close (&fixture);
}

static gboolean
is_row_of (GtkWidget  *widget,
           const char *id)
{
  return hr_is_of_type (widget, "HrQueueRow") && hr_view_get_item (HR_VIEW (widget)) != NULL &&
         g_str_equal (hr_incident_get_id (hr_view_get_item (HR_VIEW (widget))), id);
}

/* It is for one's eyes on every page, by name; what rings elsewhere is quiet. */
static void
test_rings_for_you (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *bar = NULL;

  hr_window_fixture_open (&fixture, NULL, "operator", 1366, 768);
  bar = hr_find (fixture.window, hr_is_mapped_of_type, "HrRingBar");
  g_assert_nonnull (bar);
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (bar)), ==, GTK_ACCESSIBLE_ROLE_ALERT);
  g_assert_nonnull (hr_find (bar, hr_mentions, "RINGS FOR YOU, Operator Two"));
  g_assert_nonnull (hr_find (bar, hr_mentions, "+1 more rings for you"));
  g_assert_nonnull (hr_find (hr_find (fixture.window, is_row_of, "o1"), hr_mentions, "rings for you"));
  g_assert_nonnull (hr_find (hr_find (fixture.window, is_row_of, "w2"), hr_mentions, "△"));
  g_signal_emit_by_name (hr_find (bar, hr_activates, "console.take"), "clicked");
  g_assert_cmpstr (fixture.activated, ==, "take 'o1'");

  hr_window_show_page (HR_WINDOW (fixture.window), HR_PAGE_HISTORY);
  g_assert_true (gtk_widget_get_mapped (bar));
  hr_room_set_selected (fixture.room, NULL);
  select_incident (&fixture, "o1");
  g_assert_nonnull (hr_find (fixture.window, hr_is_mapped_of_type, "HrIncidentHead"));

  hr_window_fixture_apply (fixture.room, "incident.acknowledged", "o1", hr_json_new_object ("operator_id", "op1", NULL));
  hr_window_fixture_settle (&fixture);
  g_assert_true (gtk_widget_has_css_class (bar, "drill"));
  hr_window_fixture_apply (fixture.room, "incident.acknowledged", "w3", hr_json_new_object ("operator_id", "op1", NULL));
  g_assert_false (gtk_widget_get_mapped (bar));
  hr_window_fixture_close (&fixture);
}

static void
test_break (void)
{
  HrWindowFixture fixture = { 0 };
  GtkWidget      *bar = NULL;

  hr_window_fixture_open (&fixture, NULL, "operator-break", 1366, 768);
  bar = hr_find (fixture.window, hr_is_mapped_of_type, "HrPresenceBar");
  g_assert_nonnull (hr_find (bar, hr_mentions, "You are on a break for 06:1"));
  g_assert_nonnull (hr_find (bar, hr_mentions, "and 1 more are still yours"));
  g_assert_nonnull (hr_find (hr_find (fixture.window, hr_is_of_type, "HrHeader"), hr_mentions, "Operator Two · on break 2/4"));
  g_signal_emit_by_name (hr_find (bar, hr_activates, "console.presence"), "clicked");
  g_assert_cmpstr (fixture.activated, ==, "presence 'available'");

  hr_window_fixture_apply (fixture.room, "incident.ended", "i4", hr_json_new_object ("disposition", "test", NULL));
  g_assert_nonnull (hr_find (bar, hr_mentions, "is still yours"));
  hr_window_fixture_apply (fixture.room, "operator.presence", NULL, hr_json_new_object ("operator_id", "op1", "state", "available", NULL));
  g_assert_false (gtk_widget_get_mapped (bar));
  hr_window_fixture_close (&fixture);
}

typedef struct
{
  HrFakeStation    *station;
  HrConsole        *console;
  HrRoom           *room;
  GtkWidget        *window;
  HrConsoleActions *actions;
  char             *asked;
  char             *refused;
} Fixture;

static void
on_operator_asked (HrConsole  *console,
                   const char *reason,
                   const char *operator_id,
                   Fixture    *fixture)
{
  g_free (fixture->asked);
  fixture->asked = g_strdup_printf ("%s %s", reason != NULL ? reason : "", operator_id != NULL ? operator_id : "");
}

static void
on_change_refused (HrConsole  *console,
                   const char *reason,
                   Fixture    *fixture)
{
  g_free (fixture->refused);
  fixture->refused = g_strdup (reason);
}

static void
apply (Fixture    *fixture,
       const char *kind,
       const char *incident_id,
       const char *data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (data, &error);

  g_assert_no_error (error);
  hr_window_fixture_apply (fixture->room, kind, incident_id, json_node_dup_object (node));
}

/* The welcome of the double says that an operator called Asha logs in. */
static void
open_console (Fixture        *fixture,
              GtkApplication *application)
{
  HrConsoleConfig config = { 0 };

  fixture->station = hr_fake_station_new ();
  config.station_url = fixture->station->url;
  fixture->console = hr_console_new (&config);
  fixture->room = hr_console_get_room (fixture->console);
  fixture->window = GTK_WIDGET (hr_window_new (application, fixture->room));
  fixture->actions = hr_console_actions_new (application, fixture->console, HR_WINDOW (fixture->window));
  g_signal_connect (fixture->console, "operator-asked", G_CALLBACK (on_operator_asked), fixture);
  g_signal_connect (fixture->console, "change-refused", G_CALLBACK (on_change_refused), fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1366, 768);
  gtk_window_present (GTK_WINDOW (fixture->window));

  hr_console_start (fixture->console);
  hr_console_login (fixture->console, "asha", "1234");
  hr_wait_until (hr_room_get_operator_id (fixture->room) != NULL && gtk_window_is_active (GTK_WINDOW (fixture->window)));
  apply (fixture, "operator.saved", NULL, "{\"id\":\"asha\",\"name\":\"Asha\",\"role\":\"operator\",\"capacity\":9,\"enabled\":true,\"zones\":[]}");
  apply (fixture, "operator.online", NULL, "{\"operator_id\":\"asha\"}");
  apply (fixture, "operator.saved", NULL, "{\"id\":\"b-7\",\"name\":\"Bina\",\"role\":\"operator\",\"capacity\":9,\"enabled\":true,\"zones\":[]}");
}

static void
ring (Fixture    *fixture,
      const char *id,
      const char *operator_id)
{
  g_autofree char *activation = g_strdup_printf ("{\"number\":\"HR-2026-00000%s\",\"source\":\"sos\",\"drill\":false,\"silent\":false,"
                                                 "\"citizen\":{\"id\":\"c\"},\"activation_id\":\"a\",\"session_id\":\"s-%s\",\"zone_reason\":\"none\"}",
                                                 id, id);
  g_autofree char *assignment = g_strdup_printf ("{\"operator_id\":\"%s\",\"ringing\":[\"%s\"],\"how\":\"primary\",\"reason\":\"first\"}",
                                                 operator_id, operator_id);

  apply (fixture, "incident.activated", id, activation);
  apply (fixture, "incident.assigned", id, assignment);
}

static void
on_stopped (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_assert_true (hr_console_stop_finish (HR_CONSOLE (source), result, NULL));
  *(gboolean *) user_data = TRUE;
}

static void
close_console (Fixture *fixture)
{
  gboolean is_stopped = FALSE;

  hr_console_stop_async (fixture->console, on_stopped, &is_stopped);
  hr_wait_until (is_stopped);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->actions);
  g_clear_object (&fixture->console);
  hr_fake_station_free (fixture->station);
  g_free (fixture->asked);
  g_free (fixture->refused);
}

/* The last command that was sent, with the member of its arguments. */
static gboolean
has_sent (Fixture    *fixture,
          const char *name,
          const char *member,
          const char *value)
{
  JsonObject *last = hr_fake_station_get_last (fixture->station);

  return g_strcmp0 (hr_json_get_string (last, "name"), name) == 0 &&
         g_strcmp0 (hr_json_get_string (hr_json_get_object (last, "args"), member), value) == 0;
}

static gboolean
is_enabled (Fixture    *fixture,
            const char *name)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (fixture->window))), name);
}

/* As it is typed after Ctrl+K. */
static void
find_and_run (Fixture    *fixture,
              const char *words)
{
  GtkWidget *bar = hr_find (fixture->window, hr_is_of_type, "HrCommandBar");
  GtkWidget *entry = hr_find (bar, hr_is_of_type, "GtkEntry");

  hr_press_key ("ctrl+k");
  hr_wait_until (gtk_widget_get_mapped (bar));
  hr_type_text (words);
  hr_wait_until (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), words));
  hr_press_key ("Return");
  /* GTK moves the keyboard on with the next frame. */
  hr_wait_until (!gtk_widget_get_mapped (bar) && !gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)), bar));
}

static void
work_by_keyboard (Fixture *fixture)
{
  /* What rings elsewhere is nothing to answer. */
  ring (fixture, "1", "b-7");
  g_assert_false (is_enabled (fixture, "take"));
  g_assert_null (hr_room_get_selected (fixture->room));
  ring (fixture, "2", "asha");
  g_assert_cmpstr (hr_incident_get_id (hr_room_get_selected (fixture->room)), ==, "2");
  hr_press_key ("F2");
  hr_wait_until (has_sent (fixture, "incident.acknowledge", "incident_id", "2"));
  apply (fixture, "incident.acknowledged", "2", "{\"operator_id\":\"asha\"}");

  g_assert_false (is_enabled (fixture, "ask-assign"));
  g_assert_false (is_enabled (fixture, "start-drill"));
  g_assert_true (is_enabled (fixture, "ask-end"));
  hr_room_set_selected (fixture->room, hr_board_get_incident (hr_room_get_board (fixture->room), "1"));
  g_assert_false (is_enabled (fixture, "ask-end"));
  g_assert_false (is_enabled (fixture, "toggle-listen"));
  g_assert_false (is_enabled (fixture, "replay-last"));

  find_and_run (fixture, "take a break");
  hr_wait_until (has_sent (fixture, "presence.set", "state", "break"));
}

/* Somebody else goes on. A wrong PIN takes nothing away from who is here; names are understood. */
static void
change_operator (Fixture *fixture)
{
  guint n_joins = 0;

  find_and_run (fixture, "change the operator");
  hr_wait_until (fixture->asked != NULL);
  g_assert_cmpstr (fixture->asked, ==, " ");

  n_joins = fixture->station->n_joins;
  hr_console_change_operator (fixture->console, "bina", "0000");
  hr_wait_until (fixture->refused != NULL);
  g_assert_cmpstr (fixture->refused, ==, "Who are you?");
  g_assert_cmpstr (hr_json_get_string (hr_fake_station_get_last (fixture->station), "operator_id"), ==, "b-7");
  g_assert_cmpint (hr_room_get_connection (fixture->room), ==, HR_CONNECTION_READY);
  g_assert_cmpuint (fixture->station->n_joins, ==, n_joins + 1);

  hr_console_change_operator (fixture->console, "bina", "1234");
  hr_wait_until (g_strcmp0 (hr_json_get_string (hr_fake_station_get_last (fixture->station), "type"), "resume") == 0);
  g_assert_cmpint (hr_room_get_connection (fixture->room), ==, HR_CONNECTION_CONNECTING);
  hr_wait_until (hr_room_get_connection (fixture->room) == HR_CONNECTION_READY);
  g_assert_cmpuint (fixture->station->n_joins, ==, n_joins + 3);
}

static void
test_console (void)
{
  g_autoptr (AdwApplication) application = adw_application_new ("org.hamrahi.ControlRoom.Operator", G_APPLICATION_NON_UNIQUE);
  Fixture fixture = { 0 };

  g_application_register (G_APPLICATION (application), NULL, NULL);
  open_console (&fixture, GTK_APPLICATION (application));
  work_by_keyboard (&fixture);

  /* Who hands over is asked who goes on; what others hand over is theirs. */
  apply (&fixture, "shift.handed_over", NULL, "{\"from\":\"b-7\",\"from_name\":\"Bina\",\"to\":\"sup\",\"to_name\":\"Sup\"}");
  g_assert_null (fixture.asked);
  apply (&fixture, "shift.handed_over", NULL, "{\"from\":\"asha\",\"from_name\":\"Asha\",\"to\":\"b-7\",\"to_name\":\"Bina\"}");
  g_assert_cmpstr (fixture.asked, ==, "The shift is handed over to Bina. b-7");
  g_clear_pointer (&fixture.asked, g_free);
  change_operator (&fixture);
  close_console (&fixture);
}

static gboolean
is_shown (const char *type)
{
  GtkWidget *window = hr_find_toplevel (type);

  return window != NULL && gtk_widget_get_mapped (window);
}

static gboolean
dialog_mentions (const char *text)
{
  GtkWidget *dialog = hr_find_toplevel ("HrLoginDialog");

  return dialog != NULL && hr_find (dialog, hr_mentions, text) != NULL;
}

typedef struct
{
  GApplication *application;
  void (*act) (GApplication *application);
  gboolean is_done;
} Run;

static gboolean
on_running (gpointer user_data)
{
  Run *run = user_data;

  hr_wait_until (is_shown ("HrLoginDialog"));
  run->act (run->application);
  run->is_done = TRUE;
  gtk_window_close (GTK_WINDOW (hr_find_toplevel (is_shown ("HrLoginDialog") ? "HrLoginDialog" : "HrWindow")));

  return G_SOURCE_REMOVE;
}

/* The program as it is, with @station behind --station; NULL: without it. */
static void
run_application (const char *station,
                 void (*act) (GApplication *application))
{
  g_autoptr (HrApplication) application = hr_application_new ();
  Run   run = { G_APPLICATION (application), act, FALSE };
  char *arguments[] = { "hamrahi-control-room", "--station", (char *) station, NULL };

  g_idle_add (on_running, &run);
  g_assert_cmpint (g_application_run (run.application, station != NULL ? 3 : 1, arguments), ==, 0);
  g_assert_true (run.is_done);
}

/* Somebody logs in; who would go on instead is asked beside the room, and may be nobody. */
static void
log_in (GApplication *application)
{
  g_signal_emit_by_name (hr_find_toplevel ("HrLoginDialog"), "login", "asha", "1234");
  hr_wait_until (!is_shown ("HrLoginDialog"));
  hr_wait_until (g_action_group_get_action_enabled (G_ACTION_GROUP (application), "change-operator"));

  g_action_group_activate_action (G_ACTION_GROUP (application), "change-operator", NULL);
  hr_wait_until (is_shown ("HrLoginDialog"));
  g_assert_false (gtk_window_get_modal (GTK_WINDOW (hr_find_toplevel ("HrLoginDialog"))));
  g_signal_emit_by_name (hr_find_toplevel ("HrLoginDialog"), "login", "bina", "0000");
  hr_wait_until (dialog_mentions ("Who are you?"));
  gtk_window_close (GTK_WINDOW (hr_find_toplevel ("HrLoginDialog")));
  hr_wait_until (!is_shown ("HrLoginDialog"));
  g_assert_true (is_shown ("HrWindow"));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (application), "change-operator"));

  /* Whoever was let in is here: the dialog has done its work. */
  g_action_group_activate_action (G_ACTION_GROUP (application), "change-operator", NULL);
  hr_wait_until (is_shown ("HrLoginDialog"));
  g_signal_emit_by_name (hr_find_toplevel ("HrLoginDialog"), "login", "asha", "1234");
  hr_wait_until (!is_shown ("HrLoginDialog"));
}

static void
expect_asha (GApplication *application)
{
  GtkWidget *row = hr_find (hr_find_toplevel ("HrLoginDialog"), hr_is_of_type, "AdwEntryRow");

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "asha");
}

/* The station that was joined is joined the next time without a word, by whom it was. */
static void
test_joined_again (void)
{
  HrFakeStation   *station = hr_fake_station_new ();
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "hamrahi", "workplace.conf", NULL);
  g_autoptr (HrWorkplace) workplace = NULL;

  run_application (station->url, log_in);
  workplace = hr_workplace_new (path);
  g_assert_cmpstr (hr_workplace_get (workplace, HR_WORKPLACE_STATION), ==, station->url);
  run_application (NULL, expect_asha);
  hr_fake_station_free (station);
}

static char *fingerprint;

static void
expect_first_use (GApplication *application)
{
  hr_wait_until (dialog_mentions (fingerprint));
}

static void
expect_refusal (GApplication *application)
{
  hr_wait_until (dialog_mentions ("shows another certificate than the one that is trusted here"));
  g_assert_true (dialog_mentions (fingerprint));
}

static void
on_health_asked (SoupServer        *server,
                 SoupServerMessage *request,
                 const char        *path,
                 GHashTable        *query,
                 gpointer           user_data)
{
  soup_server_message_set_status (request, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (request, "application/json", SOUP_MEMORY_STATIC, "{}", 2);
}

static void
trust (guint       port,
       const char *other)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "hamrahi", "known-stations", NULL);
  g_autofree char *text = g_strdup_printf ("[127.0.0.1:%u]\nfingerprint=%s\n", port, other);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* The certificate is on the screen before a PIN is typed; one that has changed is refused in words. */
static void
test_certificate (void)
{
  g_autofree char *dir = g_dir_make_tmp ("hr-certificate-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = hr_certificate_load_or_make (dir, &error);
  g_autoptr (SoupServer) server = soup_server_new ("tls-certificate", certificate, NULL);
  g_autoslist (GUri) uris = NULL;
  g_autofree char *url = NULL;

  g_assert_no_error (error);
  soup_server_add_handler (server, "/healthz", on_health_asked, NULL, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  url = g_strdup_printf ("wss://127.0.0.1:%d", g_uri_get_port (uris->data));
  fingerprint = hr_certificate_dup_fingerprint (certificate);

  run_application (url, expect_first_use);
  /* Nobody logged in: it is the first time again. */
  run_application (url, expect_first_use);
  trust (g_uri_get_port (uris->data), "AA:BB");
  run_application (url, expect_refusal);

  g_clear_pointer (&fingerprint, g_free);
  hr_test_remove_tree (dir);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *config_dir = g_dir_make_tmp ("hr-operator-XXXXXX", NULL);
  int              status = 0;

  setlocale (LC_ALL, "C.UTF-8");
  g_setenv ("XDG_CONFIG_HOME", config_dir, TRUE);
  g_setenv ("HAMRAHI_AUDIO_SINK", "fakesink sync=true", TRUE);
  g_setenv ("HAMRAHI_ALARM_SINK", "fakesink sync=true", TRUE);
  gst_init (&argc, &argv);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/operator/protocol", test_protocol);
  g_test_add_func ("/operator/offers", test_offers);
  g_test_add_func ("/operator/rings-for-you", test_rings_for_you);
  g_test_add_func ("/operator/break", test_break);
  g_test_add_func ("/operator/console", test_console);
  g_test_add_func ("/operator/joined-again", test_joined_again);
  g_test_add_func ("/operator/certificate", test_certificate);

  status = g_test_run ();
  hr_test_remove_tree (config_dir);

  return status;
}
