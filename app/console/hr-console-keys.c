/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-console-keys"

#include "hr-console-actions-private.h"

#include "hr-command.h"

#include <glib/gi18n.h>

static const HrConsoleKey incident_keys[] = {
  { "F2", "console.take('')", N_ ("Take or acknowledge the oldest unanswered SOS") },
  { "F3", "console.next", N_ ("Next incident") },
  { "<Shift>F3", "console.previous", N_ ("Previous incident") },
  { "<Control>1", "console.select-number(1)", N_ ("First incident of the queue") },
  { "<Control>2", "console.select-number(2)", N_ ("Second incident") },
  { "<Control>3", "console.select-number(3)", N_ ("Third incident") },
  { "<Control>4", "console.select-number(4)", N_ ("Fourth incident") },
  { "<Control>5", "console.select-number(5)", N_ ("Fifth incident") },
  { "<Control>6", "console.select-number(6)", N_ ("Sixth incident") },
  { "<Control>7", "console.select-number(7)", N_ ("Seventh incident") },
  { "<Control>8", "console.select-number(8)", N_ ("Eighth incident") },
  { "<Control>9", "console.select-number(9)", N_ ("Ninth incident") },
  { "F7", "console.ask-assign", N_ ("Give the incident to an operator") },
  { "<Control>n", "console.focus-note", N_ ("Write a note") },
  { "<Control>g", "console.refit", N_ ("Fit the map to the incident again") },
  { "<Control><Shift>e", "console.ask-end", N_ ("End the incident") },
};

static const HrConsoleKey sound_keys[] = {
  { "F4", "console.acknowledge-alert('')", N_ ("Acknowledge the most urgent alarm") },
  { "F5", "console.replay-last", N_ ("Hear the last 30 seconds of the call again") },
  { "<Shift>F5", "console.replay-press", N_ ("Hear the call again from the press on") },
  { "<Control>F5", "console.back-to-live", N_ ("Back to what is said now") },
  { "F8", "console.toggle-listen('')", N_ ("Listen to the incident, or stop listening") },
  { "<Control>p", "console.toggle-picture('')", N_ ("Show the picture of the incident, or hide it") },
  { "F9", "console.silence", N_ ("Silence the alarms for 30 seconds") },
  { "<Control>m", "console.mute", N_ ("Mute the incident here") },
  { "<Control>Up", "console.volume-up", N_ ("Louder") },
  { "<Control>Down", "console.volume-down", N_ ("Softer") },
};

static const HrConsoleKey window_keys[] = {
  { "<Alt>1", "win.page-live", N_ ("What is going on") },
  { "<Alt>2", "win.page-history", N_ ("What has been") },
  { "<Alt>3", "win.page-statistics", N_ ("How well it went, in figures") },
  { "<Alt>4", "win.page-handover", N_ ("Hand the shift over") },
  { "<Control>comma", "win.page-settings", N_ ("Settings") },
  { "F6", "console.next-pane", N_ ("Next part of the window") },
  { "<Shift>F6", "console.previous-pane", N_ ("Previous part of the window") },
  { "<Control>k", "console.command-bar", N_ ("Find a command, an incident or an operator") },
  { "F11", "console.fullscreen", N_ ("Full screen") },
  { "<Shift>F11", "console.map-window", N_ ("Map in its own window, or back") },
  { "<Control>F11", "console.queue-window", N_ ("Queue in its own window, or back") },
  { "<Control>question", "console.shortcuts", N_ ("The keys") },
  { "<Control>q", "console.quit", N_ ("Quit") },
};

/* What is in the menu and has no key. */
static const HrConsoleKey other_commands[] = {
  { NULL, "console.acknowledge('')", N_ ("Acknowledge the selected SOS") },
  { NULL, "console.retry-audio('')", N_ ("Try the audio of the incident again") },
  { NULL, "console.presence('available')", N_ ("Be available") },
  { NULL, "console.presence('break')", N_ ("Take a break") },
  { NULL, "console.change-operator", N_ ("Change the operator: somebody else sits here") },
  { NULL, "console.start-drill((1, 120))", N_ ("Start a drill with 1 citizen for 2 minutes") },
  { NULL, "console.start-drill((5, 300))", N_ ("Start a drill with 5 citizens for 5 minutes") },
  { NULL, "console.start-drill((20, 600))", N_ ("Start a drill with 20 citizens for 10 minutes") },
  { NULL, "console.stop-drill", N_ ("Stop the drill") },
  { NULL, "console.make-phone-code", N_ ("Make the code that lets phones in") },
  { NULL, "console.about", N_ ("About Ham Rahi") },
};

const HrConsoleKeyGroup hr_console_key_groups[] = {
  { N_ ("Incidents"), incident_keys, G_N_ELEMENTS (incident_keys) },
  { N_ ("Sound and alarms"), sound_keys, G_N_ELEMENTS (sound_keys) },
  { N_ ("Window"), window_keys, G_N_ELEMENTS (window_keys) },
};
const gsize hr_console_n_key_groups = G_N_ELEMENTS (hr_console_key_groups);

static void
add_command (GListStore         *commands,
             const HrConsoleKey *key)
{
  guint            keyval = 0;
  GdkModifierType  modifiers = 0;
  g_autofree char *hint = NULL;
  g_autoptr (HrCommand) command = NULL;

  if (key->accel != NULL && gtk_accelerator_parse (key->accel, &keyval, &modifiers))
    hint = gtk_accelerator_get_label (keyval, modifiers);

  command = hr_command_new (_ (key->title), hint != NULL ? hint : "", key->action);
  g_list_store_append (commands, command);
}

GListModel *
hr_console_new_commands (void)
{
  GListStore *commands = g_list_store_new (HR_TYPE_COMMAND);

  for (gsize i = 0; i < hr_console_n_key_groups; i++)
    {
      for (gsize j = 0; j < hr_console_key_groups[i].n_keys; j++)
        add_command (commands, &hr_console_key_groups[i].keys[j]);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (other_commands); i++)
    add_command (commands, &other_commands[i]);

  return G_LIST_MODEL (commands);
}
