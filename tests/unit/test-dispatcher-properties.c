/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-dispatcher-properties"

#include "hr-assignment.h"
#include "hr-json.h"
#include "hr-reason.h"
#include "hr-test-room.h"

/*
 * Whatever happens in whatever order: no open incident is lost sight of. Every step is random, and after every step the
 * rules are looked at; the seed is printed, so that a failure comes again with --seed.
 */

#define N_OPERATORS 6
#define N_STEPS 400
#define N_ROUNDS 8

static const char *const operator_ids[N_OPERATORS] = { "a", "b", "c", "d", "e", "boss" };
static const char *const places[] = { "28.6,77.2", "28.4,77.2", "28.5,77.2", "10.0,10.0", NULL };

typedef struct
{
  HrTestRoom *room;
  guint       consoles[N_OPERATORS];
  guint       n_citizens;
} Round;

static const char *
pick_operator (void)
{
  return operator_ids[g_test_rand_int_range (0, N_OPERATORS)];
}

static const char *
pick_incident (Round *round)
{
  GListModel *incidents = hr_board_get_incidents (round->room->board);
  guint       n_incidents = g_list_model_get_n_items (incidents);
  g_autoptr (HrIncident) incident = NULL;

  if (n_incidents == 0)
    return "none";

  incident = g_list_model_get_item (incidents, g_test_rand_int_range (0, n_incidents));
  return hr_incident_get_id (incident); /* the board keeps it */
}

static void
activate (Round *round)
{
  g_autofree char *citizen = g_strdup_printf ("citizen-%u", round->n_citizens++);

  g_free (hr_test_room_activate (round->room, citizen, places[g_test_rand_int_range (0, G_N_ELEMENTS (places))],
                                 g_test_rand_int_range (0, 4) == 0));
}

static void
join (Round *round)
{
  guint i = g_test_rand_int_range (0, N_OPERATORS);

  hr_dispatcher_operator_joined (round->room->dispatcher, operator_ids[i]);
  round->consoles[i]++;
}

static void
leave (Round *round)
{
  guint i = g_test_rand_int_range (0, N_OPERATORS);

  if (round->consoles[i] == 0)
    return;

  hr_dispatcher_operator_left (round->room->dispatcher, operator_ids[i], g_test_rand_bit ());
  round->consoles[i]--;
}

static void
set_presence (Round *round)
{
  static const char *const states[] = { "available", "break", "offline" };

  hr_dispatcher_set_presence (round->room->dispatcher, pick_operator (), states[g_test_rand_int_range (0, 3)], NULL, NULL);
}

static void
acknowledge (Round *round)
{
  hr_dispatcher_acknowledge (round->room->dispatcher, pick_operator (), pick_incident (round), NULL);
}

static void
take (Round *round)
{
  hr_dispatcher_take (round->room->dispatcher, pick_operator (), pick_incident (round), NULL);
}

static void
assign (Round *round)
{
  hr_dispatcher_assign (round->room->dispatcher, "boss", pick_incident (round), pick_operator (), NULL, NULL);
}

static void
end (Round *round)
{
  g_autofree char *incident = g_strdup (pick_incident (round));

  hr_dispatcher_end (round->room->dispatcher, pick_operator (), incident, "unverified", NULL, NULL, NULL);
}

static void
wait (Round *round)
{
  hr_test_room_advance_ms (round->room, g_test_rand_int_range (1, 20000));
}

/* An administrator's change is looked at when the main loop comes round. */
static void
save_operator (Round *round)
{
  static const char *const zones[] = { "north:1", "north:2", "south:1", "south:1 north:3", "" };
  guint                    i = g_test_rand_int_range (0, N_OPERATORS - 1);

  hr_test_room_save_operator (round->room, operator_ids[i], "operator", g_test_rand_int_range (0, 4),
                              g_test_rand_int_range (0, 5) != 0, zones[g_test_rand_int_range (0, G_N_ELEMENTS (zones))]);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
restart (Round *round)
{
  hr_test_room_restart (round->room);
  for (guint i = 0; i < N_OPERATORS; i++)
    round->consoles[i] = 0;
  hr_test_room_advance_ms (round->room, 6000);
}

static const struct
{
  guint weight;
  void (*func) (Round *round);
} steps[] = {
  { 25, activate },
  { 15, join },
  { 10, leave },
  { 8, set_presence },
  { 15, acknowledge },
  { 5, take },
  { 5, assign },
  { 20, end },
  { 15, wait },
  { 6, save_operator },
  { 1, restart },
};

static void
take_step (Round *round)
{
  guint total = 0;
  int   draw = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    total += steps[i].weight;

  draw = g_test_rand_int_range (0, total);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      draw -= steps[i].weight;
      if (draw < 0)
        {
          steps[i].func (round);
          return;
        }
    }
}

static gboolean
may_come_back (HrBoard    *board,
               const char *operator_id)
{
  HrOperator *person = hr_board_get_operator (board, operator_id);

  return person != NULL && hr_operator_is_enabled (person) && hr_operator_get_presence (person) != HR_PRESENCE_OFFLINE;
}

/* Somebody has it, or it has a place in the queue; and nobody has it who cannot hear it any more. */
static void
check_incident (HrBoard    *board,
                HrIncident *incident)
{
  const char *const *ringing = hr_incident_get_ringing (incident);

  switch (hr_incident_get_status (incident))
    {
    case HR_INCIDENT_QUEUED:
      g_assert_null (ringing[0]);
      g_assert_null (hr_incident_get_assigned_operator_id (incident));
      break;
    case HR_INCIDENT_RINGING:
      g_assert_nonnull (ringing[0]);
      for (guint i = 0; ringing[i] != NULL; i++)
        g_assert_true (may_come_back (board, ringing[i]));
      break;
    case HR_INCIDENT_ACKNOWLEDGED:
      g_assert_true (may_come_back (board, hr_incident_get_assigned_operator_id (incident)));
      break;
    case HR_INCIDENT_ENDED:
    default:
      g_assert_not_reached ();
    }
}

/* Nobody qualifies for what waits: the queue was served. */
static void
check_queue_was_served (HrBoard    *board,
                        HrIncident *incident)
{
  const char *zone_ids[] = { hr_incident_get_zone_id (incident), NULL };
  g_auto (HrAssignment) assignment = { NULL };

  if (hr_incident_get_status (incident) == HR_INCIDENT_QUEUED)
    g_assert_false (hr_assignment_choose (board, incident, zone_ids[0] != NULL ? zone_ids : NULL, NULL, &assignment));
}

static void
check_room (HrTestRoom *room)
{
  GListModel *incidents = hr_board_get_incidents (room->board);

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      check_incident (room->board, incident);
      check_queue_was_served (room->board, incident);
    }
}

/* Whatever the station says of itself it says in codes too, and the codes say the same. */
static void
check_words (HrEvent *event)
{
  static const struct
  {
    const char *kind;
    const char *text;
    const char *reason;
  } cases[] = {
    { "incident.activated", "zone_reason", "zone_because" },
    { "incident.assigned", "reason", "because" },
    { "incident.queued", "reason", "because" },
    { "incident.warning", "reason", "because" },
    { "alert.raised", "text", "because" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      JsonObject      *data = hr_event_get_data (event);
      g_autofree char *said = NULL;

      if (!hr_event_is_kind (event, cases[i].kind))
        continue;

      said = hr_reason_dup_text (hr_json_get_array (data, cases[i].reason), NULL);
      g_assert_nonnull (said);
      g_assert_cmpstr (hr_json_get_string (data, cases[i].text), ==, said);
    }
}

/* What the station chose by itself never went beyond a capacity at the time of choosing. */
static void
check_choice (HrBoard *board,
              HrEvent *event)
{
  static const char *const own_choices[] = { "primary", "fallback", "queue", "escalation", NULL };
  JsonObject              *data = hr_event_get_data (event);
  const char              *id = NULL;
  HrOperator              *person = NULL;
  guint                    load = 0;

  if (!hr_event_is_kind (event, "incident.assigned") || !g_strv_contains (own_choices, hr_json_get_string (data, "how")))
    return;

  id = hr_json_get_string (data, "operator_id");
  person = hr_board_get_operator (board, id);
  for (guint i = 0; i < g_list_model_get_n_items (hr_board_get_incidents (board)); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (hr_board_get_incidents (board), i);
      gboolean is_new = g_str_equal (hr_incident_get_id (incident), hr_event_get_incident_id (event));

      if (is_new || (!hr_incident_is_drill (incident) &&
                     (hr_incident_rings_at (incident, id) || g_strcmp0 (hr_incident_get_assigned_operator_id (incident), id) == 0)))
        load++;
    }

  g_assert_cmpuint (load, <=, hr_operator_get_capacity (person));
  g_assert_true (hr_operator_is_enabled (person));
  g_assert_cmpint (hr_operator_get_presence (person), ==, HR_PRESENCE_AVAILABLE);
}

static void
on_applied (HrBoard *board,
            HrEvent *event,
            gpointer unused)
{
  check_words (event);
  check_choice (board, event);
}

static void
test_nothing_is_lost_sight_of (void)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (HrTestRoom) room = hr_test_room_new ();
      Round    round = { .room = room };
      HrBoard *watched = NULL;

      hr_test_room_save_zone (room, "north", 28.6, 77.2, 0.1);
      hr_test_room_save_zone (room, "south", 28.4, 77.2, 0.1);
      for (guint j = 0; j < N_OPERATORS; j++)
        hr_test_room_save_operator (room, operator_ids[j], j + 1 == N_OPERATORS ? "supervisor" : "operator", 2, TRUE,
                                    j % 2 == 0 ? "north:1" : "south:2");

      for (guint j = 0; j < N_STEPS; j++)
        {
          /* A restart makes a new board. */
          if (room->board != watched)
            g_signal_connect (room->board, "applied", G_CALLBACK (on_applied), NULL);
          watched = room->board;
          take_step (&round);
          check_room (room);
        }

      g_assert_cmpuint (hr_test_room_count (room, "incident.assigned"), >, 20);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dispatcher/nothing-is-lost-sight-of", test_nothing_is_lost_sight_of);

  return g_test_run ();
}
