/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-assignment"

#include "hr-assignment.h"
#include "hr-json.h"
#include "hr-reason.h"
#include "hr-test-room.h"

/* Who is chosen in a room whose operators are saved and present as a table says. */

typedef struct
{
  const char *id;
  const char *zones;
  guint       capacity;
  gboolean    is_enabled;
  const char *presence; /* an event kind without "operator.", "break", or NULL for never seen */
} Person;

static void
set_presence (HrTestRoom *room,
              const char *id,
              const char *presence)
{
  if (presence == NULL)
    return;

  hr_test_room_record (room, "operator.online", hr_json_new_object ("operator_id", id, NULL));
  hr_test_room_advance_ms (room, 1000);

  if (g_str_equal (presence, "break"))
    hr_test_room_record (room, "operator.presence", hr_json_new_object ("operator_id", id, "state", presence, NULL));
  else if (g_str_equal (presence, "stale"))
    hr_test_room_record (room, "operator.stale", hr_json_new_object ("operator_id", id, NULL));
}

static void
save_people (HrTestRoom   *room,
             const Person *people)
{
  hr_test_room_save_zone (room, "north", 28.6, 77.2, 0.1);
  hr_test_room_save_zone (room, "south", 28.3, 77.2, 0.1);

  for (gsize i = 0; people[i].id != NULL; i++)
    {
      hr_test_room_save_operator (room, people[i].id, "operator", people[i].capacity, people[i].is_enabled, people[i].zones);
      set_presence (room, people[i].id, people[i].presence);
    }
}

static void
assert_choice (HrTestRoom        *room,
               const char        *incident_id,
               const char *const *zone_ids,
               const char *const *excluding,
               const char        *operator_id,
               const char        *how,
               const char        *reason)
{
  g_auto (HrAssignment) assignment = { NULL };
  HrIncident *incident = hr_board_get_incident (room->board, incident_id);
  gboolean    is_found = hr_assignment_choose (room->board, incident, zone_ids, excluding, &assignment);

  g_autofree char *said = hr_reason_dup_text (assignment.reason, NULL);

  g_assert_cmpstr (said, ==, reason);
  g_assert_cmpstr (assignment.operator_id, ==, operator_id);
  g_assert_cmpstr (assignment.how, ==, how);
  g_assert_true (is_found == (operator_id != NULL));
}

#define NORTH ((const char *const[]){ "north", NULL })

static void
test_primary (void)
{
  static const Person people[] = {
    { "ravi", "north:2", 4, TRUE, "online" },
    { "asha", "north:1", 4, TRUE, "online" },
    { NULL },
  };
  g_autoptr (HrTestRoom) room = hr_test_room_new ();
  g_autofree char *incident = NULL;

  save_people (room, people);
  incident = hr_test_room_activate (room, "c", "28.6,77.2", FALSE);
  assert_choice (room, incident, NORTH, NULL, "asha", "primary", "Asha is a primary operator of Zone north.");
  assert_choice (room, incident, NORTH, (const char *const[]){ "asha", NULL }, "ravi", "fallback",
                 "Of Zone north, the primary operator Asha has it already; Ravi is next with rank 2 and 0 open.");
}

/* Each way in which a primary operator may not qualify, and the words for it. */
static void
test_obstacles (void)
{
  static const struct
  {
    guint       capacity;
    const char *presence;
    const char *words;
  } cases[] = {
    { 4, NULL, "is offline" },
    { 4, "break", "is on a break" },
    { 4, "stale", "is out of reach" },
    { 0, "online", "has no capacity left" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Person people[] = {
        { "asha", "north:1", cases[i].capacity, TRUE, cases[i].presence },
        { "ravi", "north:3", 4, TRUE, "online" },
        { NULL },
      };
      g_autoptr (HrTestRoom) room = hr_test_room_new ();
      g_autofree char *incident = NULL;
      g_autofree char *found = NULL;
      g_autofree char *nobody = NULL;

      save_people (room, people);
      incident = hr_test_room_activate (room, "c", "28.3,77.2", FALSE);
      found = g_strdup_printf ("Of Zone north, the primary operator Asha %s; Ravi is next with rank 3 and 0 open.",
                               cases[i].words);
      nobody = g_strdup_printf ("No operator of Zone north is free: Asha %s, Ravi has it already.", cases[i].words);
      assert_choice (room, incident, NORTH, NULL, "ravi", "fallback", found);
      assert_choice (room, incident, NORTH, (const char *const[]){ "ravi", NULL }, NULL, NULL, nobody);
    }
}

/* Whoever is disabled is asked for nothing and named nowhere, primary or not. */
static void
test_disabled (void)
{
  static const Person people[] = {
    { "asha", "north:1", 4, FALSE, "online" },
    { "ravi", "north:3", 4, TRUE, "online" },
    { NULL },
  };
  g_autoptr (HrTestRoom) room = hr_test_room_new ();
  g_autofree char *incident = NULL;

  save_people (room, people);
  incident = hr_test_room_activate (room, "c", "28.3,77.2", FALSE);
  assert_choice (room, incident, NORTH, NULL, "ravi", "fallback",
                 "Zone north has no primary operator; Ravi is next with rank 3 and 0 open.");
  assert_choice (room, incident, NORTH, (const char *const[]){ "ravi", NULL }, NULL, NULL,
                 "No operator of Zone north is free: Ravi has it already.");
}

static void
test_rank_then_load_then_idleness (void)
{
  static const Person people[] = {
    { "late", "north:2", 4, TRUE, "online" },
    { "early", "north:2", 4, TRUE, "online" },
    { "low", "north:3", 4, TRUE, "online" },
    { NULL },
  };
  g_autoptr (HrTestRoom) room = hr_test_room_new ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  /* “late” comes online again after “early”: it has been idle for a shorter time. */
  save_people (room, people);
  hr_test_room_advance_ms (room, 1000);
  set_presence (room, "late", "online");

  first = hr_test_room_activate (room, "c1", "28.6,77.2", FALSE);
  g_assert_true (hr_incident_rings_at (hr_board_get_incident (room->board, first), "early"));
  second = hr_test_room_activate (room, "c2", "28.6,77.2", FALSE);
  g_assert_true (hr_incident_rings_at (hr_board_get_incident (room->board, second), "late"));
  third = hr_test_room_activate (room, "c3", "28.6,77.2", FALSE);
  g_assert_true (hr_incident_rings_at (hr_board_get_incident (room->board, third), "early"));
  assert_choice (room, third, NORTH, (const char *const[]){ "early", NULL }, "late", "fallback",
                 "Zone north has no primary operator; Late is next with rank 2 and 1 open.");
}

static void
test_without_zone (void)
{
  static const Person people[] = {
    { "spare", "", 4, TRUE, "online" },
    { "ravi", "south:2", 1, TRUE, "online" },
    { NULL },
  };
  g_autoptr (HrTestRoom) room = hr_test_room_new ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  save_people (room, people);
  first = hr_test_room_activate (room, "c1", NULL, FALSE);
  assert_choice (room, first, NULL, NULL, "ravi", "fallback",
                 "The incident has no zone; of the operators of all zones, Ravi is free with 0 open.");
  second = hr_test_room_activate (room, "c2", NULL, FALSE);
  assert_choice (room, second, NULL, NULL, "spare", "fallback",
                 "The incident has no zone; of the operators of all zones, Spare is free with 0 open.");
  assert_choice (room, second, NORTH, NULL, NULL, NULL, "Nobody is an operator of Zone north.");
}

static void
test_drills_do_not_hold_up (void)
{
  static const Person people[] = { { "asha", "north:1", 1, TRUE, "online" }, { NULL } };
  g_autoptr (HrTestRoom) room = hr_test_room_new ();
  g_autofree char *drill = NULL;
  g_autofree char *second_drill = NULL;
  g_autofree char *real = NULL;

  save_people (room, people);
  drill = hr_test_room_activate (room, "d1", "28.6,77.2", TRUE);
  second_drill = hr_test_room_activate (room, "d2", "28.6,77.2", TRUE);
  real = hr_test_room_activate (room, "c", "28.6,77.2", FALSE);

  g_assert_true (hr_incident_rings_at (hr_board_get_incident (room->board, drill), "asha"));
  g_assert_cmpint (hr_incident_get_status (hr_board_get_incident (room->board, second_drill)), ==, HR_INCIDENT_QUEUED);
  g_assert_true (hr_incident_rings_at (hr_board_get_incident (room->board, real), "asha"));
}

static void
test_nobody_is_counted (void)
{
  static const Person people[] = {
    { "a", "north:1", 1, TRUE, NULL },
    { "b", "north:2", 1, TRUE, NULL },
    { "c", "north:3", 1, TRUE, NULL },
    { "d", "north:4", 1, TRUE, NULL },
    { "e", "north:5", 1, TRUE, NULL },
    { NULL },
  };
  g_autoptr (HrTestRoom) room = hr_test_room_new ();
  g_autofree char *incident = NULL;

  save_people (room, people);
  incident = hr_test_room_activate (room, "c", "28.6,77.2", FALSE);
  assert_choice (room, incident, NORTH, NULL, NULL, NULL,
                 "No operator of Zone north is free: A is offline, B is offline, C is offline, and 2 more are not free.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/assignment/primary", test_primary);
  g_test_add_func ("/assignment/obstacles", test_obstacles);
  g_test_add_func ("/assignment/disabled", test_disabled);
  g_test_add_func ("/assignment/rank-then-load-then-idleness", test_rank_then_load_then_idleness);
  g_test_add_func ("/assignment/without-zone", test_without_zone);
  g_test_add_func ("/assignment/drills-do-not-hold-up", test_drills_do_not_hold_up);
  g_test_add_func ("/assignment/nobody-is-counted", test_nobody_is_counted);

  return g_test_run ();
}
