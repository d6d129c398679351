/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-console-commands"

#include "hr-console-actions-private.h"

#include "hr-json.h"
#include "hr-ringing.h"

#define TRIAL_SECONDS 120
#define PHONES_KEY "phones"

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (HrConsoleActions) self = HR_CONSOLE_ACTIONS (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data = hr_panel_client_command_finish (HR_PANEL_CLIENT (source), result, &error);

  if (data == NULL && self->window != NULL)
    hr_window_show_message (self->window, error->message);
}

static void
send (HrConsoleActions *self,
      const char       *name,
      JsonObject       *args)
{
  hr_panel_client_command_async (hr_console_get_panel (self->console), name, args, on_answered, g_object_ref (self));
}

/* An empty id is the incident that is looked at. (nullable) */
static const char *
get_incident_id (HrConsoleActions *self,
                 GVariant         *parameter)
{
  const char *id = g_variant_get_string (parameter, NULL);
  HrIncident *selected = hr_room_get_selected (hr_console_get_room (self->console));

  if (id[0] != '\0')
    return id;

  return selected != NULL ? hr_incident_get_id (selected) : NULL;
}

static void
send_about (HrConsoleActions *self,
            const char       *name,
            const char       *incident_id)
{
  g_autoptr (JsonObject) args = hr_json_new_object ("incident_id", incident_id, NULL);

  if (incident_id != NULL)
    send (self, name, args);
}

/* One key for both: what rings here is acknowledged, what waits or rings elsewhere is taken. */
void
hr_console_command_take (HrConsoleActions *self,
                         GVariant         *parameter)
{
  HrSelection *selection = hr_console_get_selection (self->console);
  HrBoard     *board = hr_room_get_board (hr_console_get_room (self->console));
  const char  *id = g_variant_get_string (parameter, NULL);
  HrIncident  *incident = NULL;

  if (id[0] != '\0')
    incident = hr_board_get_incident (board, id);
  else
    incident = hr_selection_get_oldest_unanswered (selection);

  if (incident == NULL)
    return;

  hr_selection_select (selection, hr_incident_get_id (incident));
  send_about (self, hr_ringing_is_here (hr_console_get_room (self->console), incident) ? "incident.acknowledge" : "incident.take",
              hr_incident_get_id (incident));
}

void
hr_console_command_acknowledge (HrConsoleActions *self,
                                GVariant         *parameter)
{
  send_about (self, "incident.acknowledge", get_incident_id (self, parameter));
}

void
hr_console_command_assign (HrConsoleActions *self,
                           GVariant         *parameter)
{
  const char *incident_id = NULL;
  const char *operator_id = NULL;
  g_autoptr (JsonObject) args = NULL;

  g_variant_get (parameter, "(&s&s)", &incident_id, &operator_id);
  args = hr_json_new_object ("incident_id", incident_id, "operator_id", operator_id, NULL);
  send (self, "incident.assign", args);
}

void
hr_console_command_note (HrConsoleActions *self,
                         GVariant         *parameter)
{
  const char *incident_id = NULL;
  const char *text = NULL;
  g_autoptr (JsonObject) args = NULL;

  g_variant_get (parameter, "(&s&s)", &incident_id, &text);
  args = hr_json_new_object ("incident_id", incident_id, "text", text, NULL);
  send (self, "incident.note", args);
}

static const char *
or_null (const char *text)
{
  return text[0] != '\0' ? text : NULL;
}

void
hr_console_command_end (HrConsoleActions *self,
                        GVariant         *parameter)
{
  const char *incident_id = NULL;
  const char *disposition = NULL;
  const char *note = NULL;
  const char *duplicate_of = NULL;
  g_autoptr (JsonObject) args = NULL;

  g_variant_get (parameter, "(&s&s&s&s)", &incident_id, &disposition, &note, &duplicate_of);
  args = hr_json_new_object ("incident_id", incident_id,
                             "disposition", disposition,
                             "note", or_null (note),
                             "duplicate_of", or_null (duplicate_of),
                             NULL);
  send (self, "incident.end", args);
}

static void
send_slot (HrConsoleActions *self,
           const char       *name,
           const char       *incident_id,
           int               slot)
{
  g_autoptr (JsonObject) args = hr_json_new_object ("incident_id", incident_id, NULL);

  json_object_set_int_member (args, "slot", slot);
  send (self, name, args);
}

void
hr_console_command_listen (HrConsoleActions *self,
                           GVariant         *parameter)
{
  HrListeningDesk *desk = hr_console_get_listening_desk (self->console);
  const char      *id = get_incident_id (self, parameter);

  if (id != NULL && hr_listening_desk_find_slot (desk, id) < 0)
    send_slot (self, "incident.listen", id, (int) hr_listening_desk_choose_slot (desk));
}

void
hr_console_command_unlisten (HrConsoleActions *self,
                             GVariant         *parameter)
{
  const char *id = get_incident_id (self, parameter);
  int         slot = id != NULL ? hr_listening_desk_find_slot (hr_console_get_listening_desk (self->console), id) : -1;

  if (slot >= 0)
    send_slot (self, "incident.unlisten", id, slot);
}

void
hr_console_command_toggle_listen (HrConsoleActions *self,
                                  GVariant         *parameter)
{
  const char *id = get_incident_id (self, parameter);

  if (id != NULL && hr_listening_desk_find_slot (hr_console_get_listening_desk (self->console), id) >= 0)
    hr_console_command_unlisten (self, parameter);
  else
    hr_console_command_listen (self, parameter);
}

/* Whoever hears the past wants to hear what follows. */
static void
replay (HrConsoleActions *self,
        gboolean          is_from_press)
{
  g_autoptr (GVariant) selected = g_variant_ref_sink (g_variant_new_string (""));

  hr_console_command_listen (self, selected);
  hr_replayer_replay (hr_console_get_replayer (self->console), is_from_press);
}

void
hr_console_command_replay_last (HrConsoleActions *self,
                                GVariant         *parameter)
{
  replay (self, FALSE);
}

void
hr_console_command_replay_press (HrConsoleActions *self,
                                 GVariant         *parameter)
{
  replay (self, TRUE);
}

void
hr_console_command_back_to_live (HrConsoleActions *self,
                                 GVariant         *parameter)
{
  hr_replayer_back_to_live (hr_console_get_replayer (self->console));
}

void
hr_console_command_toggle_picture (HrConsoleActions *self,
                                   GVariant         *parameter)
{
  HrPictureDesk *desk = hr_console_get_picture_desk (self->console);
  HrPicture     *picture = hr_room_get_picture (hr_console_get_room (self->console));
  const char    *id = get_incident_id (self, parameter);

  if (id == NULL)
    return;

  if (hr_picture_is_of (picture, id))
    hr_picture_desk_close (desk);
  else
    hr_picture_desk_open (desk, id);
}

void
hr_console_command_retry_audio (HrConsoleActions *self,
                                GVariant         *parameter)
{
  send_about (self, "incident.retry_audio", get_incident_id (self, parameter));
}

void
hr_console_command_acknowledge_alert (HrConsoleActions *self,
                                      GVariant         *parameter)
{
  HrRoom     *room = hr_console_get_room (self->console);
  HrAlert    *urgent = hr_alarm_desk_get_most_urgent (hr_console_get_alarm_desk (self->console));
  const char *id = g_variant_get_string (parameter, NULL);
  g_autoptr (JsonObject) args = NULL;

  if (id[0] == '\0')
    id = urgent != NULL ? hr_alert_get_id (urgent) : NULL;

  if (id == NULL || hr_own_alarms_acknowledge (hr_room_get_own_alarms (room), id, hr_room_get_operator_id (room)))
    return;

  args = hr_json_new_object ("alert_id", id, NULL);
  send (self, "alert.acknowledge", args);
}

void
hr_console_command_presence (HrConsoleActions *self,
                             GVariant         *parameter)
{
  g_autoptr (JsonObject) args = hr_json_new_object ("state", g_variant_get_string (parameter, NULL), NULL);

  send (self, "presence.set", args);
}

static void
start_drill (HrConsoleActions *self,
             int               n_citizens,
             int               seconds)
{
  g_autoptr (JsonObject) args = json_object_new ();

  json_object_set_int_member (args, "citizens", n_citizens);
  json_object_set_int_member (args, "seconds", seconds);
  send (self, "drill.start", args);
}

void
hr_console_command_try_it (HrConsoleActions *self,
                           GVariant         *parameter)
{
  start_drill (self, 1, TRIAL_SECONDS);
}

void
hr_console_command_start_drill (HrConsoleActions *self,
                                GVariant         *parameter)
{
  int n_citizens = 0;
  int seconds = 0;

  g_variant_get (parameter, "(ii)", &n_citizens, &seconds);
  start_drill (self, n_citizens, seconds);
}

void
hr_console_command_stop_drill (HrConsoleActions *self,
                               GVariant         *parameter)
{
  g_autoptr (JsonObject) args = json_object_new ();

  send (self, "drill.stop", args);
}

static void
on_key_created (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (HrConsoleActions) self = HR_CONSOLE_ACTIONS (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data = hr_panel_client_command_finish (HR_PANEL_CLIENT (source), result, &error);
  const char *token = data != NULL ? hr_json_get_string (data, "token") : NULL;

  if (token != NULL)
    hr_room_set_device_token (hr_console_get_room (self->console), token);
  else if (error != NULL && self->window != NULL)
    hr_window_show_message (self->window, error->message);
}

/* The station tells the token this once; the log has its name alone. */
void
hr_console_command_make_phone_code (HrConsoleActions *self,
                                    GVariant         *parameter)
{
  g_autoptr (JsonObject) args = hr_json_new_object ("name", PHONES_KEY, "scope", "device", NULL);

  hr_panel_client_command_async (hr_console_get_panel (self->console), "key.create", args, on_key_created, g_object_ref (self));
}
