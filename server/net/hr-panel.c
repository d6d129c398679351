/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-panel"

#include "hr-panel.h"

#include "hr-command.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-operator-token.h"
#include "hr-panel-private.h"
#include "hr-shifts.h"

/* A console that missed more is told the whole state instead. */
#define MAX_RESUMED_EVENTS 500

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrPanel, hr_panel, G_TYPE_OBJECT)

/* Welcome */

static JsonObject *
new_identity (HrOperator *person)
{
  g_autoptr (JsonObject) whole = hr_operator_to_json (person);
  JsonObject *identity = hr_json_new_object ("id", hr_operator_get_id (person), "name", hr_operator_get_name (person),
                                             "role", hr_operator_get_role (person), NULL);

  json_object_set_array_member (identity, "zones", json_array_ref (hr_json_get_array (whole, "zones")));
  return identity;
}

/* What happened since, or the whole board. The board is ahead of what is being told: what it shows is not pushed again. */
static void
set_state (HrPanel    *self,
           JsonObject *message,
           gint64      since)
{
  HrBoard *board = hr_station_get_board (self->station);
  g_autoptr (GPtrArray) events = hr_recent_events_dup_since (self->recent, since, MAX_RESUMED_EVENTS);
  JsonArray *array = NULL;

  if (events == NULL)
    {
      self->seq = hr_board_get_seq (board);
      json_object_set_object_member (message, "snapshot", hr_board_to_snapshot (board));
      return;
    }

  self->seq = MAX (since, hr_recent_events_get_seq (self->recent));
  array = json_array_sized_new (events->len);
  for (guint i = 0; i < events->len; i++)
    json_array_add_object_element (array, hr_event_to_json (g_ptr_array_index (events, i)));
  json_object_set_array_member (message, "events", array);
}

void
hr_panel_welcome (HrPanel    *self,
                  const char *operator_id,
                  gint64      since)
{
  g_autofree char *token = hr_operator_token_issue (self->station, operator_id);
  HrOperator      *person = hr_board_get_operator (hr_station_get_board (self->station), operator_id);
  g_autoptr (JsonObject) message = hr_json_new_object ("type", "welcome", "token", token, NULL);

  self->operator_id = g_strdup (operator_id);
  hr_socket_prove (self->socket);
  json_object_set_object_member (message, "operator", new_identity (person));
  set_state (self, message, since);
  json_object_set_int_member (message, "seq", self->seq);
  hr_json_set_time (message, "server_time", hr_station_get_utc_us (self->station));
  hr_json_set_string (message, "station_name", hr_settings_get_string (hr_station_get_settings (self->station), "station.name"));
  hr_socket_send (self->socket, message);

  hr_dispatcher_operator_joined (hr_station_get_dispatcher (self->station), operator_id);
}

/* Commands */

typedef struct
{
  HrPanel    *panel;
  JsonObject *request;
} Command;

static void
send_result (HrPanel    *self,
             JsonObject *request,
             JsonObject *data)
{
  g_autoptr (JsonObject) message = hr_json_new_object ("type", "result", NULL);

  if (json_object_has_member (request, "ref"))
    json_object_set_member (message, "ref", json_object_dup_member (request, "ref"));
  json_object_set_object_member (message, "data", json_object_ref (data));
  hr_socket_send (self->socket, message);
}

static void
on_replied (JsonObject   *data,
            const GError *error,
            gpointer      user_data)
{
  Command *command = user_data;

  if (error != NULL)
    hr_socket_send_error (command->panel->socket, error, command->request);
  else
    send_result (command->panel, command->request, data);

  g_object_unref (command->panel);
  json_object_unref (command->request);
  g_free (command);
}

/* What a console does with its own ears and eyes is no business of the other ways in. */
static const struct
{
  const char *name;
  gboolean (*func) (HrPanel *self, JsonObject *args, GError **error);
} own_commands[] = {
  { "incident.listen", hr_panel_listen },
  { "incident.unlisten", hr_panel_unlisten },
  { "picture.start", hr_panel_start_picture },
  { "picture.stop", hr_panel_stop_picture },
};

static gboolean
run_own_command (HrPanel    *self,
                 gsize       index,
                 JsonObject *request,
                 JsonObject *args,
                 GError    **error)
{
  g_autoptr (JsonObject) data = json_object_new ();

  if (!own_commands[index].func (self, args, error))
    return FALSE;

  send_result (self, request, data);
  return TRUE;
}

void
hr_panel_run_command (HrPanel    *self,
                      JsonObject *request,
                      const char *name,
                      JsonObject *args)
{
  Command *command = g_new0 (Command, 1);

  command->panel = g_object_ref (self);
  command->request = json_object_ref (request);
  hr_command_run (self->station, self->operator_id, name, args, on_replied, command);
}

static gboolean
on_command (gpointer    target,
            JsonObject *message,
            GError    **error)
{
  HrPanel    *self = target;
  const char *name = hr_json_get_string (message, "name");
  JsonObject *given = hr_json_get_object (message, "args");
  g_autoptr (JsonObject) args = given != NULL ? json_object_ref (given) : json_object_new ();

  if (name == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "A command has a “name”");
      return FALSE;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (own_commands); i++)
    {
      if (g_str_equal (own_commands[i].name, name))
        return run_own_command (self, i, message, args, error);
    }

  if (g_str_equal (name, HR_HANDOVER_COMMAND))
    return hr_panel_hand_over (self, message, args, error);

  hr_panel_run_command (self, message, name, args);
  return TRUE;
}

static gboolean
on_ping (gpointer    target,
         JsonObject *message,
         GError    **error)
{
  HrPanel *self = target;
  g_autoptr (JsonObject) pong = hr_json_new_object ("type", "pong", NULL);

  hr_socket_send (self->socket, pong);
  return TRUE;
}

static const HrMessageHandler first_handlers[] = {
  { "login", hr_panel_login },
  { "resume", hr_panel_resume },
};

static const HrMessageHandler handlers[] = {
  { "command", on_command },
  { "monitor.answer", hr_panel_answer_monitor },
  { "monitor.candidate", hr_panel_add_monitor_candidate },
  { "monitor.start", hr_panel_start_monitor },
  { "picture.answer", hr_panel_answer_picture },
  { "picture.candidate", hr_panel_add_picture_candidate },
  { "ping", on_ping },
};

static void
on_message (HrPanel    *self,
            JsonObject *message)
{
  g_autoptr (HrPanel) keep = g_object_ref (self);

  if (self->operator_id != NULL)
    hr_socket_dispatch (self->socket, message, handlers, G_N_ELEMENTS (handlers), self);
  else
    hr_socket_dispatch (self->socket, message, first_handlers, G_N_ELEMENTS (first_handlers), self);
}

static void
on_frame (HrPanel *self)
{
  if (!self->is_silent)
    return;

  self->is_silent = FALSE;
  hr_dispatcher_operator_silent (hr_station_get_dispatcher (self->station), self->operator_id, FALSE);
}

static void
on_closed (HrPanel *self,
           gboolean is_orderly)
{
  g_autoptr (HrPanel) keep = g_object_ref (self);

  hr_panel_close_picture (self);
  hr_panel_stop_monitor (self);
  g_signal_emit (self, signals[CLOSED], 0, is_orderly && !self->is_expected_back);
}

static void
hr_panel_dispose (GObject *object)
{
  HrPanel *self = HR_PANEL (object);

  g_assert (self->monitor == NULL && self->picture.viewer == NULL);
  g_clear_object (&self->socket);

  G_OBJECT_CLASS (hr_panel_parent_class)->dispose (object);
}

static void
hr_panel_finalize (GObject *object)
{
  g_free (HR_PANEL (object)->operator_id);

  G_OBJECT_CLASS (hr_panel_parent_class)->finalize (object);
}

static void
hr_panel_class_init (HrPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hr_panel_dispose;
  object_class->finalize = hr_panel_finalize;

  signals[CLOSED] = g_signal_new ("closed", HR_TYPE_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
hr_panel_init (HrPanel *self)
{
}

HrPanel *
hr_panel_new (HrStation      *station,
              HrSocket       *socket,
              HrRecentEvents *recent,
              HrThrottle     *throttle)
{
  HrPanel *self = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);
  g_return_val_if_fail (HR_IS_SOCKET (socket), NULL);
  g_return_val_if_fail (HR_IS_RECENT_EVENTS (recent), NULL);
  g_return_val_if_fail (throttle != NULL, NULL);

  self = g_object_new (HR_TYPE_PANEL, NULL);
  self->station = station;
  self->recent = recent;
  self->throttle = throttle;
  self->socket = g_object_ref (socket);
  g_signal_connect_object (socket, "message", G_CALLBACK (on_message), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (socket, "frame", G_CALLBACK (on_frame), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (socket, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);

  return self;
}

const char *
hr_panel_get_operator_id (HrPanel *self)
{
  g_return_val_if_fail (HR_IS_PANEL (self), NULL);

  return self->operator_id;
}

/* Whoever was disabled has left. Whoever has a new PIN is given the time of a broken connection to come back with it. */
static void
check_login (HrPanel *self,
             HrEvent *event)
{
  JsonObject *data = hr_event_get_data (event);
  gboolean    has_new_pin = hr_event_get_secret (event) != NULL;
  gboolean    is_enabled = FALSE;

  if (!hr_event_is_kind (event, "operator.saved") || g_strcmp0 (hr_json_get_string (data, "id"), self->operator_id) != 0)
    return;

  /* The event says it; on the board it may have been enabled again. */
  hr_json_get_bool (data, "enabled", &is_enabled);
  if (is_enabled && !has_new_pin)
    return;

  /* It hears and sees nothing more from now on, whether or not it answers the close. */
  hr_panel_close_picture (self);
  hr_panel_stop_monitor (self);
  self->is_expected_back = is_enabled;
  hr_socket_close (self->socket, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION,
                   self->is_expected_back ? "The PIN was changed: log in with the new one" : "You are no longer an operator");
}

void
hr_panel_push (HrPanel *self,
               HrEvent *event)
{
  g_autoptr (JsonObject) message = NULL;

  g_return_if_fail (HR_IS_PANEL (self));

  if (self->operator_id == NULL || !hr_socket_is_open (self->socket) || hr_event_get_seq (event) <= self->seq)
    return;

  self->seq = hr_event_get_seq (event);
  message = hr_event_to_json (event);
  hr_socket_send (self->socket, message);
  hr_panel_update_monitor (self, event);
  hr_panel_update_picture (self, event);

  check_login (self, event);
}

void
hr_panel_check_life (HrPanel *self,
                     gint64   stale_after_us)
{
  gint64 now_us = 0;

  g_return_if_fail (HR_IS_PANEL (self));

  if (self->operator_id == NULL)
    return;

  hr_socket_ping (self->socket);
  now_us = hr_clock_get_monotonic_us (hr_station_get_clock (self->station));
  if (self->is_silent || now_us - hr_socket_get_last_frame_us (self->socket) < stale_after_us)
    return;

  self->is_silent = TRUE;
  hr_dispatcher_operator_silent (hr_station_get_dispatcher (self->station), self->operator_id, TRUE);
}

gboolean
hr_panel_is_silent (HrPanel *self)
{
  g_return_val_if_fail (HR_IS_PANEL (self), FALSE);

  return self->is_silent;
}

gint64
hr_panel_get_last_frame_us (HrPanel *self)
{
  g_return_val_if_fail (HR_IS_PANEL (self), 0);

  return hr_socket_get_last_frame_us (self->socket);
}

void
hr_panel_close (HrPanel    *self,
                const char *reason)
{
  g_return_if_fail (HR_IS_PANEL (self));

  g_signal_handlers_disconnect_by_data (self->socket, self);
  hr_panel_close_picture (self);
  hr_panel_stop_monitor (self);
  hr_socket_close (self->socket, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, reason);
}
