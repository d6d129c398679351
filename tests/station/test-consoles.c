/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-consoles"

#include "hr-json.h"
#include "hr-panel-client.h"
#include "hr-test-station.h"

/*
 * An evening at one station with two operators and a supervisor, each at the console's own end of the protocol: whatever happens, and
 * whoever loses the connection meanwhile, all of them see what the station sees.
 */

#define N_CONSOLES 3
#define N_INCIDENTS 60
#define N_STEPS_EACH 4
#define N_BETWEEN_LOOKS 5

typedef struct
{
  const char      *operator_id;
  HrClock         *clock;
  HrBoard         *board;
  HrKnownStations *known_stations;
  HrStationLink   *link;
  HrPanelClient   *panel;
} Console;

typedef struct
{
  HrTestStation *station;
  Console        consoles[N_CONSOLES];
  GPtrArray     *phones; /* of HrTestClient */
  GPtrArray     *incident_ids;
  guint          n_asked;
  guint          n_answered;
  guint          n_done; /* of these, what was not refused */
  guint          n_lost; /* connections */
} Evening;

static gboolean
is_ready (Console *console)
{
  return hr_panel_client_get_connection (console->panel) == HR_CONNECTION_READY;
}

static void
open_console (Console       *console,
              HrTestStation *station,
              const char    *operator_id)
{
  console->operator_id = operator_id;
  console->clock = hr_clock_new ();
  console->board = hr_board_new ();
  console->known_stations = hr_known_stations_new ("/nonexistent/known-stations");
  console->link = hr_station_link_new (console->known_stations);
  g_assert_true (hr_station_link_set_address (console->link, hr_station_get_url (station->station), NULL, NULL));
  console->panel = hr_panel_client_new (console->board, console->link, console->clock);
  hr_panel_client_login (console->panel, operator_id, "2468");
  hr_test_until (is_ready (console), operator_id);
}

static void
close_console (Console *console)
{
  hr_panel_client_stop (console->panel);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (console->panel);
  g_assert_finalize_object (console->link);
  g_assert_finalize_object (console->known_stations);
  g_assert_finalize_object (console->board);
  g_assert_finalize_object (console->clock);
}

static HrBoard *
get_board (Evening *evening)
{
  return hr_station_get_board (evening->station->station);
}

static char *
dup_item (JsonArray *items,
          guint      i)
{
  return hr_json_dup_canonical (json_array_get_object_element (items, i));
}

static void
assert_same_items (JsonObject *seen,
                   JsonObject *is,
                   const char *name)
{
  JsonArray *seen_items = hr_json_get_array (seen, name);
  JsonArray *items = hr_json_get_array (is, name);

  g_assert_cmpuint (json_array_get_length (seen_items), ==, json_array_get_length (items));
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      g_autofree char *seen_item = dup_item (seen_items, i);
      g_autofree char *item = dup_item (items, i);

      g_assert_cmpstr (seen_item, ==, item);
    }
}

static void
assert_sees_all (Evening *evening,
                 Console *console)
{
  g_autoptr (JsonObject) seen = NULL;
  g_autoptr (JsonObject) is = NULL;
  g_autofree char *seen_whole = NULL;
  g_autofree char *whole = NULL;

  hr_test_until (hr_board_get_seq (console->board) == hr_board_get_seq (get_board (evening)), console->operator_id);
  seen = hr_board_to_snapshot (console->board);
  is = hr_board_to_snapshot (get_board (evening));
  assert_same_items (seen, is, "incidents");
  assert_same_items (seen, is, "operators");
  assert_same_items (seen, is, "alerts");
  assert_same_items (seen, is, "zones");
  seen_whole = hr_json_dup_canonical (seen);
  whole = hr_json_dup_canonical (is);
  g_assert_cmpstr (seen_whole, ==, whole);
}

static void
assert_all_see_all (Evening *evening)
{
  for (guint i = 0; i < N_CONSOLES; i++)
    {
      if (is_ready (&evening->consoles[i]))
        assert_sees_all (evening, &evening->consoles[i]);
    }
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Evening *evening = user_data;
  g_autoptr (JsonObject) data = hr_panel_client_command_finish (HR_PANEL_CLIENT (source), result, NULL);

  evening->n_answered++;
  evening->n_done += data != NULL;
}

static void
ask (Evening    *evening,
     Console    *console,
     const char *name,
     JsonObject *args)
{
  evening->n_asked++;
  hr_panel_client_command_async (console->panel, name, args, on_answered, evening);
  json_object_unref (args);
}

static const char *
pick_incident (Evening *evening)
{
  return evening->incident_ids->pdata[g_test_rand_int_range (0, (int) evening->incident_ids->len)];
}

/* At a console that is joined: often with no effect, as it may be in a room where three work. */
static void
do_something (Evening *evening,
              Console *console)
{
  static const char *const states[] = { "available", "available", "break" };
  const char              *incident = pick_incident (evening);

  switch (g_test_rand_int_range (0, 7))
    {
    case 0:
    case 1:
      ask (evening, console, "incident.acknowledge", hr_json_new_object ("incident_id", incident, NULL));
      break;
    case 2:
      ask (evening, console, "incident.take", hr_json_new_object ("incident_id", incident, NULL));
      break;
    case 3:
      ask (evening, console, "incident.note", hr_json_new_object ("incident_id", incident, "text", "A patrol is on its way.", NULL));
      break;
    case 4:
      ask (evening, console, "incident.end", hr_json_new_object ("incident_id", incident, "disposition", "test", NULL));
      break;
    case 5:
      ask (evening, console, "presence.set", hr_json_new_object ("state", states[g_test_rand_int_range (0, G_N_ELEMENTS (states))], NULL));
      break;
    default:
      ask (evening, console, "incident.assign",
           hr_json_new_object ("incident_id", incident, "operator_id", evening->consoles[g_test_rand_int_range (0, N_CONSOLES)].operator_id, NULL));
      break;
    }
}

static void
take_step (Evening *evening)
{
  Console *console = &evening->consoles[g_test_rand_int_range (0, N_CONSOLES)];

  if (!is_ready (console))
    {
      hr_panel_client_resume (console->panel);
      hr_test_until (is_ready (console), "the console is back");
    }
  else if (g_test_rand_int_range (0, 12) == 0)
    {
      hr_panel_client_stop (console->panel);
      evening->n_lost++;
    }
  else
    {
      do_something (evening, console);
    }

  hr_test_until (evening->n_answered == evening->n_asked, "an answer");
}

static void
press (Evening *evening)
{
  HrTestClient    *phone = hr_test_station_new_device (evening->station);
  g_autofree char *citizen = g_strdup_printf ("citizen-%u", evening->phones->len);

  g_ptr_array_add (evening->phones, phone);
  g_ptr_array_add (evening->incident_ids, hr_test_station_press (evening->station, phone, citizen));
}

static void
end_what_is_open (Evening *evening)
{
  for (guint i = 0; i < evening->incident_ids->len; i++)
    ask (evening, &evening->consoles[N_CONSOLES - 1], "incident.end",
         hr_json_new_object ("incident_id", evening->incident_ids->pdata[i], "disposition", "test", NULL));
  hr_test_until (evening->n_answered == evening->n_asked, "everything is over");
  g_assert_cmpuint (g_list_model_get_n_items (hr_board_get_incidents (get_board (evening))), ==, 0);
}

static void
test_evening (void)
{
  Evening evening = { .station = hr_test_station_new () };
  Console late = { 0 };

  evening.phones = g_ptr_array_new_with_free_func ((GDestroyNotify) hr_test_client_free);
  evening.incident_ids = g_ptr_array_new_with_free_func (g_free);
  hr_test_station_save_operator (evening.station, "asha", "operator", 1, 3);
  hr_test_station_save_operator (evening.station, "binu", "operator", 2, 3);
  hr_test_station_save_operator (evening.station, "meera", "supervisor", 0, 4);
  open_console (&evening.consoles[0], evening.station, "asha");
  open_console (&evening.consoles[1], evening.station, "binu");
  open_console (&evening.consoles[2], evening.station, "meera");

  while (evening.incident_ids->len < N_INCIDENTS)
    {
      press (&evening);
      for (guint i = 0; i < N_STEPS_EACH; i++)
        take_step (&evening);
      if (evening.incident_ids->len % N_BETWEEN_LOOKS == 0)
        assert_all_see_all (&evening);
    }

  for (guint i = 0; i < N_CONSOLES; i++)
    {
      if (!is_ready (&evening.consoles[i]))
        hr_panel_client_resume (evening.consoles[i].panel);
      hr_test_until (is_ready (&evening.consoles[i]), "the console is back");
    }
  assert_all_see_all (&evening);

  /* Somebody who comes late sees the same. */
  open_console (&late, evening.station, "meera");
  assert_sees_all (&evening, &late);

  end_what_is_open (&evening);
  assert_all_see_all (&evening);
  assert_sees_all (&evening, &late);
  g_test_message ("%u of %u commands were done, %u connections lost; event %" G_GINT64_FORMAT, evening.n_done, evening.n_asked, evening.n_lost,
                  hr_board_get_seq (get_board (&evening)));
  g_assert_cmpuint (evening.n_done, >, N_INCIDENTS);
  g_assert_cmpuint (evening.n_lost, >, 0);

  close_console (&late);
  for (guint i = 0; i < N_CONSOLES; i++)
    close_console (&evening.consoles[i]);
  g_ptr_array_unref (evening.phones);
  g_ptr_array_unref (evening.incident_ids);
  hr_test_station_free (evening.station);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/consoles/evening", test_evening);

  return g_test_run ();
}
