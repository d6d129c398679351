/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-text-console"

#include "hr-text-console.h"

#include "hr-event-text.h"
#include "hr-json.h"
#include "hr-words.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>

#define DRILL_SECONDS 60
#define QUIETEST_BAR_DB -60.0

typedef struct
{
  GMainLoop *loop;
  HrConsole *console;
  guint      drill_citizens;
} TextConsole;

static void
say (const char *when,
     const char *what,
     const char *text)
{
  printf ("%-8s  %-14s  %s\n", when, what, text);
  fflush (stdout);
}

static void
say_now (const char *text)
{
  g_autofree char *now = hr_words_dup_time (g_get_real_time ());

  say (now, "", text);
}

static const char *
get_level_bar (double level_db)
{
  static const char *const bars[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
  double                   share = CLAMP (1 - level_db / QUIETEST_BAR_DB, 0, 1);

  return bars[(gsize) (share * (G_N_ELEMENTS (bars) - 1))];
}

static void
say_incident (TextConsole *self,
              HrIncident  *incident)
{
  HrRoom          *room = hr_console_get_room (self->console);
  HrListening     *listening = hr_room_get_listening (room, hr_incident_get_id (incident));
  g_autofree char *elapsed = hr_words_dup_elapsed (hr_room_get_now_us (room) - hr_incident_get_received_at_us (incident));
  g_autofree char *state = hr_words_dup_incident_state (incident, hr_room_get_board (room));
  g_autofree char *where = hr_words_dup_coordinates (hr_incident_get_location (incident));
  g_autofree char *line = NULL;

  if (hr_listening_has_sound (listening))
    line = g_strdup_printf ("%s  %s %4.0f dB  %s  %s", elapsed, get_level_bar (hr_listening_get_level_db (listening)),
                            hr_listening_get_level_db (listening), state, where != NULL ? where : "");
  else
    line = g_strdup_printf ("%s  %s  %s", elapsed, state, where != NULL ? where : "");

  say ("", hr_incident_get_number (incident), line);
}

static gboolean
on_second (gpointer data)
{
  TextConsole *self = data;
  GListModel  *incidents = hr_board_get_incidents (hr_room_get_board (hr_console_get_room (self->console)));

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      say_incident (self, incident);
    }

  return G_SOURCE_CONTINUE;
}

static void
on_applied (HrBoard     *board,
            HrEvent     *event,
            TextConsole *self)
{
  HrIncident      *incident = hr_board_get_incident (board, hr_event_get_incident_id (event));
  g_autofree char *when = hr_words_dup_time (hr_event_get_at_us (event));
  g_autofree char *text = hr_event_text_dup (event, board);

  if (!hr_event_text_is_minor (event))
    say (when, incident != NULL ? hr_incident_get_number (incident) : "", text);
}

static void
on_drill_started (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data = hr_panel_client_command_finish (HR_PANEL_CLIENT (source), result, &error);

  if (data == NULL)
    say_now (error->message);
}

static void
start_drill (TextConsole *self)
{
  g_autoptr (JsonObject) args = json_object_new ();

  json_object_set_int_member (args, "citizens", self->drill_citizens);
  json_object_set_int_member (args, "seconds", DRILL_SECONDS);
  self->drill_citizens = 0;

  hr_panel_client_command_async (hr_console_get_panel (self->console), "drill.start", args, on_drill_started, NULL);
}

static void
on_connection_changed (HrRoom      *room,
                       GParamSpec  *pspec,
                       TextConsole *self)
{
  switch (hr_room_get_connection (room))
    {
    case HR_CONNECTION_READY:
      say_now (_ ("Ready"));
      if (self->drill_citizens > 0)
        start_drill (self);
      break;
    case HR_CONNECTION_LOST:
      say_now (_ ("The station is gone; joining again"));
      break;
    case HR_CONNECTION_STARTING:
      say_now (_ ("The station is being started"));
      break;
    case HR_CONNECTION_CONNECTING:
    default:
      break;
    }
}

static void
on_station_known (HrRoom      *room,
                  GParamSpec  *pspec,
                  TextConsole *self)
{
  g_autofree char *text = g_strdup_printf (_ ("Phones call for help at %s"), hr_room_get_station_url (room));

  say_now (text);
}

static void
on_trouble (HrConsole   *console,
            const char  *text,
            TextConsole *self)
{
  say_now (text);
}

/* There is nobody to ask for a PIN here. */
static void
on_login_needed (HrConsole   *console,
                 const char  *reason,
                 TextConsole *self)
{
  say_now (reason != NULL ? reason : _ ("Joining another station needs the window, which asks for the PIN"));
  g_main_loop_quit (self->loop);
}

static gboolean
on_stop_signal (gpointer data)
{
  TextConsole *self = data;

  g_main_loop_quit (self->loop);
  return G_SOURCE_CONTINUE;
}

static void
on_stopped (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  TextConsole *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!hr_console_stop_finish (HR_CONSOLE (source), result, &error))
    g_warning ("The station did not stop in order: %s", error->message);

  g_main_loop_quit (self->loop);
}

int
hr_text_console_run (const HrConsoleConfig *config,
                     guint                  drill_citizens)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (HrConsole) console = hr_console_new (config);
  TextConsole self = { loop, console, drill_citizens };
  HrRoom     *room = hr_console_get_room (console);
  guint       sources[] = {
          g_unix_signal_add (SIGINT, on_stop_signal, &self),
          g_unix_signal_add (SIGTERM, on_stop_signal, &self),
          g_timeout_add_seconds (1, on_second, &self),
  };
  gulong applied_id = g_signal_connect (hr_room_get_board (room), "applied", G_CALLBACK (on_applied), &self);
  gulong connection_id = g_signal_connect (room, "notify::connection", G_CALLBACK (on_connection_changed), &self);
  gulong station_id = g_signal_connect (room, "notify::station-url", G_CALLBACK (on_station_known), &self);

  g_signal_connect (console, "trouble", G_CALLBACK (on_trouble), &self);
  g_signal_connect (console, "login-needed", G_CALLBACK (on_login_needed), &self);

  hr_console_start (console);
  g_main_loop_run (loop);

  g_signal_handler_disconnect (room, station_id);
  g_signal_handler_disconnect (room, connection_id);
  hr_console_stop_async (console, on_stopped, &self);
  g_main_loop_run (loop);

  g_signal_handler_disconnect (hr_room_get_board (room), applied_id);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);

  return 0;
}
