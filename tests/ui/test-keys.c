/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-console-actions-private.h"

#include "hr-demo-board.h"
#include "hr-fake-station.h"
#include "hr-json.h"
#include "hr-map.h"
#include "hr-pages.h"
#include "hr-situation-map.h"
#include "hr-test-desktop.h"
#include "hr-window-fixture.h"

#include <gst/gst.h>
#include <locale.h>
#include <shumate/shumate.h>

/*
 * Every key of docs/console.md and of the console's own tables is pressed on a real display in a real window of a console that has joined
 * a station, and something must come of it.
 */

#define N_INCIDENTS 9

typedef struct
{
  HrFakeStation    *station;
  HrConsole        *console;
  HrRoom           *room;
  HrWindow         *window;
  HrConsoleActions *actions;
  guint             n_quit;
} Fixture;

/* Something that the key changes. */
typedef gint64 (*StateFunc) (Fixture *fixture);

static GtkWidget *
find (Fixture    *fixture,
      const char *type)
{
  return hr_find (GTK_WIDGET (fixture->window), hr_is_of_type, type);
}

static gint64
count_commands (Fixture *fixture)
{
  gint64 count = 0;

  for (guint i = 0; i < fixture->station->received->len; i++)
    count += g_strcmp0 (hr_json_get_string (fixture->station->received->pdata[i], "type"), "command") == 0;

  return count;
}

static gint64
get_selected (Fixture *fixture)
{
  return (gint64) (gintptr) hr_room_get_selected (fixture->room);
}

static gint64
get_focus (Fixture *fixture)
{
  return (gint64) (gintptr) gtk_window_get_focus (GTK_WINDOW (fixture->window));
}

static gint64
is_shown (Fixture    *fixture,
          const char *type)
{
  GtkWidget *widget = find (fixture, type);

  return widget != NULL && gtk_widget_get_mapped (widget);
}

static gint64
is_assign_shown (Fixture *fixture)
{
  return is_shown (fixture, "HrAssignPopover");
}

static gint64
is_end_shown (Fixture *fixture)
{
  return is_shown (fixture, "HrEndPopover");
}

static gint64
is_bar_shown (Fixture *fixture)
{
  return is_shown (fixture, "HrCommandBar");
}

static gint64
is_history_shown (Fixture *fixture)
{
  return is_shown (fixture, "HrHistoryPage");
}

static gint64
is_statistics_shown (Fixture *fixture)
{
  return is_shown (fixture, "HrStatisticsPage");
}

static gint64
is_handover_shown (Fixture *fixture)
{
  return is_shown (fixture, "HrHandoverPage");
}

static gint64
is_settings_shown (Fixture *fixture)
{
  return is_shown (fixture, "HrSettingsPage");
}

static gint64
get_silenced_until (Fixture *fixture)
{
  return hr_room_get_alarms_silenced_until_us (fixture->room);
}

static HrListening *
get_listening (Fixture *fixture)
{
  return hr_room_get_listening (fixture->room, hr_incident_get_id (hr_room_get_selected (fixture->room)));
}

static gint64
get_muted (Fixture *fixture)
{
  return hr_listening_is_muted (get_listening (fixture));
}

/* Of a call of which nothing is recorded. */
static gint64
is_told_why_not (Fixture *fixture)
{
  return hr_replay_get_trouble (hr_listening_get_replay (get_listening (fixture))) != NULL;
}

static gint64
is_past (Fixture *fixture)
{
  return hr_replay_get_state (hr_listening_get_replay (get_listening (fixture))) != HR_REPLAY_NONE;
}

static gint64
get_volume (Fixture *fixture)
{
  return (gint64) (hr_listening_get_volume (get_listening (fixture)) * 1000);
}

static gint64
is_picture_open (Fixture *fixture)
{
  return hr_picture_get_state (hr_room_get_picture (fixture->room)) != HR_PICTURE_CLOSED;
}

static gint64
get_hand_made (Fixture *fixture)
{
  return hr_map_is_hand_made (HR_MAP (find (fixture, "HrMap")));
}

static gint64
count_windows (Fixture *fixture)
{
  return g_list_model_get_n_items (gtk_window_get_toplevels ());
}

static gint64
is_fullscreen (Fixture *fixture)
{
  return gtk_window_is_fullscreen (GTK_WINDOW (fixture->window));
}

static gint64
count_quit (Fixture *fixture)
{
  return fixture->n_quit;
}

/* Its accelerator as docs/console.md and xdotool write it, and what it changes. */
static const struct
{
  const char *accel;
  const char *key;
  StateFunc   state;
} effects[] = {
  { "F2", "F2", count_commands },
  { "F3", "F3", get_selected },
  { "<Shift>F3", "shift+F3", get_selected },
  { "<Control>1", "ctrl+1", get_selected },
  { "<Control>2", "ctrl+2", get_selected },
  { "<Control>3", "ctrl+3", get_selected },
  { "<Control>4", "ctrl+4", get_selected },
  { "<Control>5", "ctrl+5", get_selected },
  { "<Control>6", "ctrl+6", get_selected },
  { "<Control>7", "ctrl+7", get_selected },
  { "<Control>8", "ctrl+8", get_selected },
  { "<Control>9", "ctrl+9", get_selected },
  { "F7", "F7", is_assign_shown },
  { "<Control>n", "ctrl+n", get_focus },
  { "<Control>g", "ctrl+g", get_hand_made },
  { "<Control><Shift>e", "ctrl+shift+e", is_end_shown },
  { "F4", "F4", count_commands },
  { "F5", "F5", is_told_why_not },
  { "<Shift>F5", "shift+F5", is_told_why_not },
  { "<Control>F5", "ctrl+F5", is_past },
  { "F8", "F8", count_commands },
  { "F9", "F9", get_silenced_until },
  { "<Control>m", "ctrl+m", get_muted },
  { "<Control>p", "ctrl+p", is_picture_open },
  { "<Control>Up", "ctrl+Up", get_volume },
  { "<Control>Down", "ctrl+Down", get_volume },
  { "F6", "F6", get_focus },
  { "<Shift>F6", "shift+F6", get_focus },
  { "<Control>k", "ctrl+k", is_bar_shown },
  { "<Alt>1", "alt+1", is_history_shown },
  { "<Alt>2", "alt+2", is_history_shown },
  { "<Alt>3", "alt+3", is_statistics_shown },
  { "<Alt>4", "alt+4", is_handover_shown },
  { "<Control>comma", "ctrl+comma", is_settings_shown },
  { "F11", "F11", is_fullscreen },
  { "<Shift>F11", "shift+F11", count_windows },
  { "<Control>F11", "ctrl+F11", count_windows },
  { "<Control>question", "ctrl+question", count_windows },
  { "<Control>q", "ctrl+q", count_quit },
};

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

static void
add_incident (Fixture *fixture,
              int      i)
{
  g_autofree char *id = g_strdup_printf ("i%d", i);
  g_autofree char *data = g_strdup_printf ("{\"number\":\"HR-2026-00000%d\",\"source\":\"sos\",\"drill\":false,\"silent\":false,"
                                           "\"citizen\":{\"id\":\"c-%d\"},\"activation_id\":\"a-%d\",\"session_id\":\"s-%d\","
                                           "\"location\":{\"lat\":28.6,\"lon\":77.2},\"zone_reason\":\"none\"}",
                                           i, i, i, i);

  apply (fixture, "incident.activated", id, data);
  apply (fixture, "incident.assigned", id, "{\"operator_id\":\"asha\",\"ringing\":[\"asha\"],\"how\":\"primary\",\"reason\":\"first\"}");
}

static gboolean
on_close_request (GtkWindow *window,
                  Fixture   *fixture)
{
  fixture->n_quit++;

  return GDK_EVENT_STOP;
}

static void
open_console (Fixture        *fixture,
              GtkApplication *application)
{
  HrConsoleConfig config = { 0 };

  fixture->station = hr_fake_station_new ();
  config.station_url = fixture->station->url;
  config.operator_id = "asha";
  fixture->console = hr_console_new (&config);
  fixture->room = hr_console_get_room (fixture->console);
  fixture->window = hr_window_new (application, fixture->room);
  fixture->actions = hr_console_actions_new (application, fixture->console, fixture->window);
  g_signal_connect (fixture->window, "close-request", G_CALLBACK (on_close_request), fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1600, 900);
  gtk_window_present (GTK_WINDOW (fixture->window));

  hr_console_start (fixture->console);
  hr_console_login (fixture->console, "asha", "1234");
  hr_wait_until (hr_room_get_connection (fixture->room) == HR_CONNECTION_READY);
  hr_room_set_operator (fixture->room, "asha", "Asha", TRUE);
}

static void
furnish (Fixture *fixture)
{
  apply (fixture, "operator.saved", NULL,
         "{\"id\":\"asha\",\"name\":\"Asha\",\"role\":\"supervisor\",\"capacity\":9,\"enabled\":true,\"zones\":[]}");
  for (int i = 1; i <= N_INCIDENTS; i++)
    add_incident (fixture, i);
  apply (fixture, "recording.started", "i3", "{\"recording_id\":\"r\",\"session_id\":\"s-3\",\"attempt\":1,\"media\":\"picture\",\"path\":\"r.webm\"}");
  apply (fixture, "alert.raised", "i1", "{\"id\":\"al1\",\"alert\":\"audio_lost\",\"priority\":1,\"text\":\"…\"}");
  hr_wait_until (is_shown (fixture, "HrMap") && gtk_window_is_active (GTK_WINDOW (fixture->window)));
}

static gboolean
replays (Fixture *fixture)
{
  hr_replayer_replay (hr_console_get_replayer (fixture->console), FALSE);

  return hr_replayer_is_active (hr_console_get_replayer (fixture->console));
}

static void
on_recording_asked (SoupServer        *server,
                    SoupServerMessage *request,
                    const char        *path,
                    GHashTable        *query,
                    gpointer           user_data)
{
  soup_server_message_pause (request);
}

/* The past of a call is being fetched, from a station that takes its time. */
static void
begin_replay (Fixture *fixture)
{
  soup_server_add_handler (fixture->station->server, "/api/v1/incidents/i3/recording", on_recording_asked, NULL, NULL);
  apply (fixture, "recording.started", "i3", "{\"recording_id\":\"r1\",\"session_id\":\"s-3\",\"attempt\":1,\"path\":\"r1.ogg\"}");
  hr_wait_until (replays (fixture));
}

/* Nothing in the way of the key, and something for it to change. */
static void
prepare (Fixture    *fixture,
         const char *accel)
{
  const char *const popovers[] = { "HrAssignPopover", "HrEndPopover", "HrCommandBar" };
  HrBoard          *board = hr_room_get_board (fixture->room);

  gtk_window_present (GTK_WINDOW (fixture->window));
  hr_wait_until (gtk_window_is_active (GTK_WINDOW (fixture->window)));

  for (gsize i = 0; i < G_N_ELEMENTS (popovers); i++)
    gtk_popover_popdown (GTK_POPOVER (find (fixture, popovers[i])));

  /* The selected one is another than the key's. */
  hr_room_set_selected (fixture->room, hr_board_get_incident (board, g_str_equal (accel, "<Control>3") ? "i5" : "i3"));
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  hr_replay_set_trouble (hr_listening_get_replay (get_listening (fixture)), NULL);

  if (g_str_equal (accel, "<Control>F5"))
    begin_replay (fixture);

  hr_window_show_page (fixture->window, g_str_equal (accel, "<Alt>1") ? HR_PAGE_HISTORY : HR_PAGE_LIVE);

  if (g_str_equal (accel, "<Control>g"))
    shumate_viewport_set_zoom_level (shumate_map_get_viewport (SHUMATE_MAP (find (fixture, "ShumateMap"))), 5);

  for (gsize i = 0; i < G_N_ELEMENTS (popovers); i++)
    hr_wait_until (!is_shown (fixture, popovers[i]));
}

static void
press_and_see (Fixture    *fixture,
               const char *accel)
{
  for (gsize i = 0; i < G_N_ELEMENTS (effects); i++)
    {
      gint64 before = 0;

      if (!g_str_equal (effects[i].accel, accel))
        continue;

      g_test_message ("%s", effects[i].key);
      prepare (fixture, accel);
      before = effects[i].state (fixture);
      hr_press_key (effects[i].key);
      hr_wait_until (effects[i].state (fixture) != before);
      /* A new window has the keyboard only once it is shown. */
      hr_wait_until (effects[i].state != count_windows || !gtk_window_is_active (GTK_WINDOW (fixture->window)));
      return;
    }

  g_error ("Nobody knows what %s is to change", accel);
}

static gint64
get_own_hand_made (Fixture *fixture)
{
  GtkWidget *window = GTK_WIDGET (hr_own_windows_get (hr_window_get_own_windows (fixture->window), HR_OWN_MAP));

  return hr_situation_map_is_hand_made (HR_SITUATION_MAP (hr_find (window, hr_is_of_type, "HrSituationMap")));
}

/* The same keys in a window beside the main one, which covers it here; what has to be shown in the main one is brought there. */
static void
press_in_own_window (Fixture *fixture)
{
  static const struct
  {
    const char *accel;
    const char *key;
    StateFunc   state;
  } keys[] = {
    { "F2", "F2", count_commands },
    { "F3", "F3", get_selected },
    { "F4", "F4", count_commands },
    { "F8", "F8", count_commands },
    { "F9", "F9", get_silenced_until },
    { "<Control>m", "ctrl+m", get_muted },
    { "<Alt>2", "alt+2", is_history_shown },
    { "F7", "F7", is_assign_shown },
    { "<Control>g", "ctrl+g", get_own_hand_made },
  };
  GtkWindow *own = GTK_WINDOW (hr_own_windows_get (hr_window_get_own_windows (fixture->window), HR_OWN_MAP));
  gboolean   was_fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (fixture->window));

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gint64 before = 0;

      g_test_message ("%s in a window of its own", keys[i].key);
      prepare (fixture, keys[i].accel);
      shumate_viewport_set_zoom_level (shumate_map_get_viewport (SHUMATE_MAP (hr_find (GTK_WIDGET (own), hr_is_of_type, "ShumateMap"))), 5);
      gtk_window_present (own);
      hr_wait_until (gtk_window_is_active (own));
      before = keys[i].state (fixture);
      hr_press_key (keys[i].key);
      hr_wait_until (keys[i].state (fixture) != before);
    }

  prepare (fixture, "F11");
  gtk_window_present (own);
  hr_wait_until (gtk_window_is_active (own));
  hr_press_key ("F11");
  hr_wait_until (gtk_window_is_fullscreen (own));
  g_assert_true (gtk_window_is_fullscreen (GTK_WINDOW (fixture->window)) == was_fullscreen);
  hr_press_key ("shift+F11");
  hr_wait_until (hr_own_windows_get (hr_window_get_own_windows (fixture->window), HR_OWN_MAP) == NULL);
}

static void
on_stopped (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  hr_console_stop_finish (HR_CONSOLE (source), result, &error);
  g_assert_no_error (error);
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
}

static gint64
get_own_state (Fixture *fixture)
{
  HrAlert *alert = hr_room_find_alert (fixture->room, "clock_differs", NULL);

  return alert != NULL ? (gint64) hr_alert_get_state (alert) : -1;
}

/* An alarm of this console alone is acknowledged by the same key, and the station is not asked. */
static void
press_for_own_alarm (Fixture *fixture)
{
  gint64 n_commands = 0;

  hr_own_alarms_raise (hr_room_get_own_alarms (fixture->room), "clock_differs", 1, "…", hr_room_get_now_us (fixture->room));
  n_commands = count_commands (fixture);
  hr_press_key ("F4");
  hr_wait_until (get_own_state (fixture) == HR_ALERT_ACKNOWLEDGED);
  g_assert_cmpint (count_commands (fixture), ==, n_commands);
  hr_own_alarms_clear (hr_room_get_own_alarms (fixture->room), "clock_differs");
}

static void
test_every_key (void)
{
  g_autoptr (AdwApplication) application = adw_application_new ("org.hamrahi.ControlRoom.Keys", G_APPLICATION_NON_UNIQUE);
  g_autoptr (GError) error = NULL;
  Fixture fixture = { 0 };

  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  open_console (&fixture, GTK_APPLICATION (application));
  furnish (&fixture);
  press_for_own_alarm (&fixture);

  for (gsize i = 0; i < hr_console_n_key_groups; i++)
    {
      for (gsize j = 0; j < hr_console_key_groups[i].n_keys; j++)
        press_and_see (&fixture, hr_console_key_groups[i].keys[j].accel);
    }

  press_in_own_window (&fixture);
  close_console (&fixture);
}

/* What the document promises is in the tables. */
static void
test_documented_keys (void)
{
  static const char *const promised[] = { "F2", "F3", "<Shift>F3", "F4", "F5", "<Shift>F5", "<Control>F5", "F6", "F7", "F8", "F9", "F11", "<Shift>F11", "<Control>F11", "<Control>1", "<Control>9",
                                          "<Control>m", "<Control>p", "<Control>Up", "<Control>Down", "<Control>n", "<Control>g", "<Control>k",
                                          "<Control><Shift>e", "<Alt>1", "<Alt>2", "<Alt>3", "<Alt>4", "<Control>comma", NULL };

  for (gsize i = 0; promised[i] != NULL; i++)
    {
      gboolean is_there = FALSE;

      for (gsize j = 0; j < hr_console_n_key_groups; j++)
        {
          for (gsize k = 0; k < hr_console_key_groups[j].n_keys; k++)
            is_there |= g_str_equal (hr_console_key_groups[j].keys[k].accel, promised[i]);
        }

      if (!is_there)
        g_error ("%s is promised and does nothing", promised[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  pid_t desktop = hr_test_desktop_start ();
  int   status = 0;

  setlocale (LC_ALL, "C.UTF-8");
  g_setenv ("HAMRAHI_AUDIO_SINK", "fakesink sync=true", TRUE);
  g_setenv ("HAMRAHI_ALARM_SINK", "fakesink sync=true", TRUE);
  gst_init (&argc, &argv);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/keys/documented", test_documented_keys);
  g_test_add_func ("/keys/every-key", test_every_key);

  status = g_test_run ();
  hr_test_desktop_stop (desktop);

  return status;
}
