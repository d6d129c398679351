/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-demo-form.h"

#include "hr-json.h"
#include "hr-picture.h"
#include "hr-request.h"
#include "hr-window-fixture.h"

static void
on_request (HrRoom     *room,
            HrRequest  *request,
            HrRequest **last)
{
  *last = request;
}

static gboolean
is_main_button (GtkWidget  *widget,
                const char *unused)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_has_css_class (widget, "primary");
}

static void
show_key (GtkWidget *window,
          HrRoom    *room)
{
  g_autoptr (JsonObject) answer = hr_json_new_object ("token", "Zr7QkT2mXw9pVbN4cLd8sHg1fJy6uEa3Ri5oKt0PnMw", NULL);
  GtkWidget *form = NULL;
  HrRequest *request = NULL;

  g_signal_connect (room, "request", G_CALLBACK (on_request), &request);
  g_signal_emit_by_name (hr_find (window, hr_is_of_type, "HrKeySettings"), "make");
  form = hr_find (window, hr_is_of_type, "HrKeyForm");
  gtk_editable_set_text (GTK_EDITABLE (hr_find (form, hr_is_of_type, "AdwEntryRow")), "phones, south");
  g_signal_emit_by_name (hr_find (form, is_main_button, NULL), "clicked");
  hr_request_set_answer (request, answer);
  hr_request_finish (request, NULL);
  g_signal_handlers_disconnect_by_func (room, on_request, &request);
}

static void
open_form (GtkWidget  *window,
           HrRoom     *room,
           const char *what)
{
  HrBoard    *board = hr_room_get_board (room);
  HrOperator *person = hr_board_get_operator (board, what);
  HrZone     *zone = hr_board_get_zone (board, what);
  GtkWidget  *zones = hr_find (window, hr_is_of_type, "HrZoneSettings");
  g_autoptr (GFile) file = g_file_new_for_path (what);

  if (person != NULL)
    g_signal_emit_by_name (hr_find (window, hr_is_of_type, "HrOperatorSettings"), "edit", person);
  else if (zone != NULL)
    g_signal_emit_by_name (zones, "edit", zone);
  else
    g_signal_emit_by_name (zones, "import", file);
}

static void
open_assign (GtkWidget *window,
             HrRoom    *room)
{
  hr_window_ask_assign (HR_WINDOW (window));
}

static void
open_end (GtkWidget *window,
          HrRoom    *room)
{
  hr_window_ask_end (HR_WINDOW (window));
}

static void
open_command_bar (GtkWidget *window,
                  HrRoom    *room)
{
  hr_window_show_command_bar (HR_WINDOW (window));
}

static void
open_filters (GtkWidget *window,
              HrRoom    *room)
{
  GtkWidget *button = hr_find (hr_find (window, hr_is_of_type, "HrHistoryPage"), hr_is_of_type, "GtkToggleButton");

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
}

/* The phone of the selected incident has begun to send one, of which nothing was seen yet. */
static void
open_picture (GtkWidget *window,
              HrRoom    *room)
{
  const char *id = hr_incident_get_id (hr_room_get_selected (room));
  JsonObject *data = hr_json_new_object ("recording_id", "picture", "session_id", "s", "media", "picture", "path", "recordings/picture.webm", NULL);

  json_object_set_int_member (data, "attempt", 1);
  hr_window_fixture_apply (room, "recording.started", id, data);
  hr_picture_open (hr_room_get_picture (room), id);
  hr_picture_set_state (hr_room_get_picture (room), HR_PICTURE_WAITING);
}

static const struct
{
  const char *name;
  void (*open) (GtkWidget *window, HrRoom *room);
} openings[] = {
  { "assign", open_assign },
  { "end", open_end },
  { "command-bar", open_command_bar },
  { "filters", open_filters },
  { "picture", open_picture },
  { "key", show_key },
};

void
hr_demo_open (HrWindow   *window,
              HrRoom     *room,
              const char *what)
{
  for (gsize i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      if (g_str_equal (openings[i].name, what))
        {
          openings[i].open (GTK_WIDGET (window), room);
          return;
        }
    }

  open_form (GTK_WIDGET (window), room, what);
}
