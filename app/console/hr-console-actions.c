/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-console-actions"

#include "hr-console-actions-private.h"

#include "config.h"
#include "hr-pages.h"
#include "hr-panes.h"
#include "hr-permission.h"

#include <glib/gi18n.h>

#define VOLUME_STEP 0.1

G_DEFINE_FINAL_TYPE (HrConsoleActions, hr_console_actions, G_TYPE_OBJECT)

static HrRoom *
get_room (HrConsoleActions *self)
{
  return hr_console_get_room (self->console);
}

static gboolean
is_joined (HrConsoleActions *self)
{
  return hr_room_get_connection (get_room (self)) == HR_CONNECTION_READY;
}

static gboolean
is_drill_stoppable (HrConsoleActions *self)
{
  return is_joined (self) && hr_board_get_drill (hr_room_get_board (get_room (self))) != NULL;
}

static gboolean
is_drill_startable (HrConsoleActions *self)
{
  return is_joined (self) && hr_board_get_drill (hr_room_get_board (get_room (self))) == NULL;
}

static gboolean
is_any_open (HrConsoleActions *self)
{
  return g_list_model_get_n_items (hr_board_get_incidents (hr_room_get_board (get_room (self)))) > 0;
}

static gboolean
is_any_unanswered (HrConsoleActions *self)
{
  return is_joined (self) && hr_selection_get_oldest_unanswered (hr_console_get_selection (self->console)) != NULL;
}

static gboolean
is_any_alarm (HrConsoleActions *self)
{
  return hr_alarm_desk_get_priority (hr_console_get_alarm_desk (self->console)) > 0;
}

static gboolean
is_any_alert (HrConsoleActions *self)
{
  HrAlert *urgent = hr_alarm_desk_get_most_urgent (hr_console_get_alarm_desk (self->console));

  return urgent != NULL && (is_joined (self) || hr_own_alarms_has (hr_room_get_own_alarms (get_room (self)), hr_alert_get_id (urgent)));
}

static gboolean
is_any_selected (HrConsoleActions *self)
{
  return hr_room_get_selected (get_room (self)) != NULL;
}

static gboolean
is_open_selected (HrConsoleActions *self)
{
  HrIncident *selected = hr_room_get_selected (get_room (self));

  return is_joined (self) && selected != NULL && hr_incident_get_status (selected) != HR_INCIDENT_ENDED;
}

static gboolean
is_picture_selected (HrConsoleActions *self)
{
  return is_open_selected (self) && hr_incident_has_picture (hr_room_get_selected (get_room (self)));
}

static gboolean
is_replaying (HrConsoleActions *self)
{
  return hr_replayer_is_active (hr_console_get_replayer (self->console));
}

static gboolean
is_joined_and_any_open (HrConsoleActions *self)
{
  return is_joined (self) && is_any_open (self);
}

static void
go_next (HrConsoleActions *self,
         GVariant         *parameter)
{
  hr_selection_move (hr_console_get_selection (self->console), 1);
}

static void
go_previous (HrConsoleActions *self,
             GVariant         *parameter)
{
  hr_selection_move (hr_console_get_selection (self->console), -1);
}

static void
select_incident (HrConsoleActions *self,
                 GVariant         *parameter)
{
  hr_selection_select (hr_console_get_selection (self->console), g_variant_get_string (parameter, NULL));
}

static void
select_number (HrConsoleActions *self,
               GVariant         *parameter)
{
  int number = g_variant_get_int32 (parameter);

  if (number > 0)
    hr_selection_select_nth (hr_console_get_selection (self->console), number);
}

/* What is asked for in a window beside the main one, and is shown in that one. */
static void
bring_forward (HrConsoleActions *self)
{
  if (hr_own_windows_get_active (hr_window_get_own_windows (self->window)) != NULL)
    gtk_window_present (GTK_WINDOW (self->window));
}

/* The one that has the keyboard, of those that show the room. */
static GtkWindow *
get_active_window (HrConsoleActions *self)
{
  HrOwnWindow *own = hr_own_windows_get_active (hr_window_get_own_windows (self->window));

  return own != NULL ? GTK_WINDOW (own) : GTK_WINDOW (self->window);
}

static void
focus_note (HrConsoleActions *self,
            GVariant         *parameter)
{
  bring_forward (self);
  hr_window_focus_note (self->window);
}

static void
ask_assign (HrConsoleActions *self,
            GVariant         *parameter)
{
  bring_forward (self);
  hr_window_ask_assign (self->window);
}

static void
next_pane (HrConsoleActions *self,
           GVariant         *parameter)
{
  hr_panes_move_focus (GTK_WIDGET (get_active_window (self)), 1);
}

static void
previous_pane (HrConsoleActions *self,
               GVariant         *parameter)
{
  hr_panes_move_focus (GTK_WIDGET (get_active_window (self)), -1);
}

static void
show_command_bar (HrConsoleActions *self,
                  GVariant         *parameter)
{
  bring_forward (self);
  hr_window_show_command_bar (self->window);
}

static void
show_operator (HrConsoleActions *self,
               GVariant         *parameter)
{
  bring_forward (self);
  hr_window_show_operator (self->window, g_variant_get_string (parameter, NULL));
}

static void
ask_end (HrConsoleActions *self,
         GVariant         *parameter)
{
  bring_forward (self);
  hr_window_ask_end (self->window);
}

static void
refit (HrConsoleActions *self,
       GVariant         *parameter)
{
  HrOwnWindow *own = hr_own_windows_get_active (hr_window_get_own_windows (self->window));

  if (own != NULL)
    hr_own_window_refit_map (own);
  else
    hr_window_refit_map (self->window);
}

/* NULL when nothing is selected. */
static HrListening *
get_selected_listening (HrConsoleActions *self)
{
  HrIncident *selected = hr_room_get_selected (get_room (self));

  return selected != NULL ? hr_room_get_listening (get_room (self), hr_incident_get_id (selected)) : NULL;
}

static void
toggle_mute (HrConsoleActions *self,
             GVariant         *parameter)
{
  HrListening *listening = get_selected_listening (self);

  hr_listening_set_muted (listening, !hr_listening_is_muted (listening));
}

static void
volume_up (HrConsoleActions *self,
           GVariant         *parameter)
{
  HrListening *listening = get_selected_listening (self);

  hr_listening_set_volume (listening, hr_listening_get_volume (listening) + VOLUME_STEP);
}

static void
volume_down (HrConsoleActions *self,
             GVariant         *parameter)
{
  HrListening *listening = get_selected_listening (self);

  hr_listening_set_volume (listening, hr_listening_get_volume (listening) - VOLUME_STEP);
}

static void
silence (HrConsoleActions *self,
         GVariant         *parameter)
{
  hr_alarm_desk_silence (hr_console_get_alarm_desk (self->console));
}

static void
toggle_fullscreen (HrConsoleActions *self,
                   GVariant         *parameter)
{
  GtkWindow *window = get_active_window (self);

  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
}

static void
toggle_map_window (HrConsoleActions *self,
                   GVariant         *parameter)
{
  hr_own_windows_toggle (hr_window_get_own_windows (self->window), HR_OWN_MAP);
}

static void
toggle_queue_window (HrConsoleActions *self,
                     GVariant         *parameter)
{
  hr_own_windows_toggle (hr_window_get_own_windows (self->window), HR_OWN_QUEUE);
}

static void
change_operator (HrConsoleActions *self,
                 GVariant         *parameter)
{
  hr_console_ask_operator (self->console, NULL, NULL);
}

static void
show_shortcuts (HrConsoleActions *self,
                GVariant         *parameter)
{
  hr_console_show_shortcuts (get_active_window (self), get_room (self));
}

static void
show_about (HrConsoleActions *self,
            GVariant         *parameter)
{
  gtk_show_about_dialog (GTK_WINDOW (self->window),
                         "program-name", _ ("Ham Rahi control room"),
                         "version", HR_VERSION,
                         "logo-icon-name", HR_APPLICATION_ID,
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", _ ("A citizen holds a button on a phone; the duty operator hears it, sees who it is and where."),
                         NULL);
}

static void
quit (HrConsoleActions *self,
      GVariant         *parameter)
{
  bring_forward (self);
  gtk_window_close (GTK_WINDOW (self->window));
}

/* What an action is about. */
enum
{
  OF_LIVE = 1 << 0,     /* what it does is seen on the live page */
  OF_SELECTED = 1 << 1, /* it is done to the incident that is looked at */
};

static const struct
{
  const char *name;
  const char *parameter_type; /* NULL: none */
  const char *command;        /* what one must be able to do for it, as hr_permission_has() knows it; NULL: it is everybody's */
  guint       about;
  gboolean (*is_possible) (HrConsoleActions *self); /* NULL: always */
  void (*activate) (HrConsoleActions *self, GVariant *parameter);
} actions[] = {
  { "take", "s", "incident.take", OF_LIVE, is_any_unanswered, hr_console_command_take },
  { "next", NULL, NULL, OF_LIVE, is_any_open, go_next },
  { "previous", NULL, NULL, OF_LIVE, is_any_open, go_previous },
  { "select", "s", NULL, OF_LIVE, is_any_open, select_incident },
  { "select-number", "i", NULL, OF_LIVE, is_any_open, select_number },
  { "acknowledge", "s", "incident.acknowledge", 0, is_any_unanswered, hr_console_command_acknowledge },
  { "assign", "(ss)", "incident.assign", 0, is_joined_and_any_open, hr_console_command_assign },
  { "note", "(ss)", "incident.note", 0, is_joined, hr_console_command_note },
  { "focus-note", NULL, "incident.note", OF_LIVE, is_any_selected, focus_note },
  { "end", "(ssss)", "incident.end", 0, is_joined_and_any_open, hr_console_command_end },
  { "ask-assign", NULL, "incident.assign", OF_LIVE | OF_SELECTED, is_open_selected, ask_assign },
  { "ask-end", NULL, "incident.end", OF_LIVE | OF_SELECTED, is_open_selected, ask_end },
  { "listen", "s", "incident.listen", 0, is_joined_and_any_open, hr_console_command_listen },
  { "unlisten", "s", "incident.unlisten", 0, is_joined_and_any_open, hr_console_command_unlisten },
  { "toggle-listen", "s", "incident.listen", OF_SELECTED, is_open_selected, hr_console_command_toggle_listen },
  { "toggle-picture", "s", "picture.start", OF_LIVE | OF_SELECTED, is_picture_selected, hr_console_command_toggle_picture },
  { "replay-last", NULL, "incident.listen", OF_LIVE | OF_SELECTED, is_open_selected, hr_console_command_replay_last },
  { "replay-press", NULL, "incident.listen", OF_LIVE | OF_SELECTED, is_open_selected, hr_console_command_replay_press },
  { "back-to-live", NULL, NULL, 0, is_replaying, hr_console_command_back_to_live },
  { "mute", NULL, NULL, 0, is_any_selected, toggle_mute },
  { "volume-up", NULL, NULL, 0, is_any_selected, volume_up },
  { "volume-down", NULL, NULL, 0, is_any_selected, volume_down },
  { "retry-audio", "s", "incident.retry_audio", OF_SELECTED, is_joined_and_any_open, hr_console_command_retry_audio },
  { "acknowledge-alert", "s", NULL, 0, is_any_alert, hr_console_command_acknowledge_alert },
  { "silence", NULL, NULL, 0, is_any_alarm, silence },
  { "presence", "s", "presence.set", 0, is_joined, hr_console_command_presence },
  { "change-operator", NULL, NULL, 0, is_joined, change_operator },
  { "try-it", NULL, "drill.start", 0, is_drill_startable, hr_console_command_try_it },
  { "make-phone-code", NULL, "key.create", 0, is_joined, hr_console_command_make_phone_code },
  { "refit", NULL, NULL, 0, NULL, refit },
  { "next-pane", NULL, NULL, 0, NULL, next_pane },
  { "previous-pane", NULL, NULL, 0, NULL, previous_pane },
  { "command-bar", NULL, NULL, 0, NULL, show_command_bar },
  { "show-operator", "s", NULL, OF_LIVE, NULL, show_operator },
  { "start-drill", "(ii)", "drill.start", 0, is_drill_startable, hr_console_command_start_drill },
  { "stop-drill", NULL, "drill.stop", 0, is_drill_stoppable, hr_console_command_stop_drill },
  { "fullscreen", NULL, NULL, 0, NULL, toggle_fullscreen },
  { "map-window", NULL, NULL, 0, NULL, toggle_map_window },
  { "queue-window", NULL, NULL, 0, NULL, toggle_queue_window },
  { "shortcuts", NULL, NULL, 0, NULL, show_shortcuts },
  { "about", NULL, NULL, 0, NULL, show_about },
  { "quit", NULL, NULL, 0, NULL, quit },
};

const char *
hr_console_action_get_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (g_str_equal (actions[i].name, name))
        return actions[i].command;
    }

  return NULL;
}

static gboolean
is_allowed (HrConsoleActions *self,
            const char       *command,
            guint             about)
{
  HrIncident *selected = hr_room_get_selected (get_room (self));

  if (command == NULL)
    return TRUE;

  if ((about & OF_SELECTED) != 0 && selected != NULL)
    return hr_permission_has_for (get_room (self), command, selected);

  return hr_permission_has (get_room (self), command);
}

static void
on_activate (GSimpleAction    *action,
             GVariant         *parameter,
             HrConsoleActions *self)
{
  if (self->window == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (!g_str_equal (actions[i].name, g_action_get_name (G_ACTION (action))))
        continue;

      if ((actions[i].about & OF_LIVE) != 0)
        hr_window_show_page (self->window, HR_PAGE_LIVE);
      actions[i].activate (self, parameter);
    }
}

static void
update_sensitivity (HrConsoleActions *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->application), actions[i].name);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_allowed (self, actions[i].command, actions[i].about) &&
                                                               (actions[i].is_possible == NULL || actions[i].is_possible (self)));
    }
}

static void
add_actions (HrConsoleActions *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      const char *type = actions[i].parameter_type;
      g_autoptr (GVariantType) parameter_type = type != NULL ? g_variant_type_new (type) : NULL;
      g_autoptr (GSimpleAction) action = g_simple_action_new (actions[i].name, parameter_type);

      g_signal_connect_object (action, "activate", G_CALLBACK (on_activate), self, 0);
      g_action_map_add_action (G_ACTION_MAP (self->application), G_ACTION (action));
    }
}

static void
add_keys (HrConsoleActions *self)
{
  for (gsize i = 0; i < hr_console_n_key_groups; i++)
    {
      for (gsize j = 0; j < hr_console_key_groups[i].n_keys; j++)
        {
          const HrConsoleKey *key = &hr_console_key_groups[i].keys[j];

          gtk_application_set_accels_for_action (self->application, key->action, (const char *[]){ key->accel, NULL });
        }
    }
}

static void
hr_console_actions_dispose (GObject *object)
{
  HrConsoleActions *self = HR_CONSOLE_ACTIONS (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->console);

  G_OBJECT_CLASS (hr_console_actions_parent_class)->dispose (object);
}

static void
hr_console_actions_class_init (HrConsoleActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_console_actions_dispose;
}

static void
hr_console_actions_init (HrConsoleActions *self)
{
}

HrConsoleActions *
hr_console_actions_new (GtkApplication *application,
                        HrConsole      *console,
                        HrWindow       *window)
{
  HrConsoleActions *self = NULL;
  HrRoom           *room = NULL;
  HrBoard          *board = NULL;
  g_autoptr (GListModel) commands = hr_console_new_commands ();

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (HR_IS_CONSOLE (console), NULL);
  g_return_val_if_fail (HR_IS_WINDOW (window), NULL);

  self = g_object_new (HR_TYPE_CONSOLE_ACTIONS, NULL);
  self->application = application;
  self->console = g_object_ref (console);
  g_set_weak_pointer (&self->window, window);
  add_actions (self);
  add_keys (self);
  gtk_widget_insert_action_group (GTK_WIDGET (window), "console", G_ACTION_GROUP (application));
  hr_window_set_commands (window, commands, G_ACTION_GROUP (application));

  room = hr_console_get_room (console);
  board = hr_room_get_board (room);
  g_signal_connect_object (room, "notify", G_CALLBACK (update_sensitivity), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "applied", G_CALLBACK (update_sensitivity), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (board, "reset", G_CALLBACK (update_sensitivity), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (hr_room_get_own_alarms (room), "items-changed", G_CALLBACK (update_sensitivity), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (hr_console_get_replayer (console), "notify::active", G_CALLBACK (update_sensitivity), self, G_CONNECT_SWAPPED);
  update_sensitivity (self);

  return self;
}
