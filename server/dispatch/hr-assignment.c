/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-assignment"

#include "hr-assignment.h"

#include "hr-reason.h"

/* An operator without a zone is asked only for an incident without one, and then last. */
#define RANK_WITHOUT_ZONE G_MAXUINT

/* How many operators a reason names before it counts the others. */
#define NAMED_OPERATORS 3

typedef struct
{
  HrOperator *person;
  guint       rank;
  guint       load;
} Candidate;

/* The best rank of @person in @zone_ids (NULL: in any zone); 0: none, as of everybody who is disabled. */
static guint
find_rank (HrOperator        *person,
           const char *const *zone_ids)
{
  gsize             n_zones = 0;
  const HrZoneRank *zones = hr_operator_get_zones (person, &n_zones);
  guint             best = 0;

  if (!hr_operator_is_enabled (person))
    return 0;

  for (gsize i = 0; i < n_zones; i++)
    {
      if (zone_ids != NULL && !g_strv_contains (zone_ids, zones[i].zone_id))
        continue;
      if (best == 0 || zones[i].rank < best)
        best = zones[i].rank;
    }

  return best == 0 && zone_ids == NULL ? RANK_WITHOUT_ZONE : best;
}

/* Open incidents at @person that hold up @incident. Drills do not hold up a real one: they yield to it. */
static guint
count_load (HrBoard    *board,
            HrOperator *person,
            HrIncident *incident)
{
  GListModel *incidents = hr_board_get_incidents (board);
  const char *id = hr_operator_get_id (person);
  guint       load = 0;

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) other = g_list_model_get_item (incidents, i);

      if (other == incident || (hr_incident_is_drill (other) && !hr_incident_is_drill (incident)))
        continue;
      if (g_strcmp0 (hr_incident_get_assigned_operator_id (other), id) == 0 || hr_incident_rings_at (other, id))
        load++;
    }

  return load;
}

static gboolean
qualifies (HrBoard           *board,
           HrOperator        *person,
           HrIncident        *incident,
           const char *const *excluding,
           guint             *load)
{
  if (hr_operator_get_presence (person) != HR_PRESENCE_AVAILABLE)
    return FALSE;
  if (excluding != NULL && g_strv_contains (excluding, hr_operator_get_id (person)))
    return FALSE;

  *load = count_load (board, person, incident);
  return *load < hr_operator_get_capacity (person);
}

/* Why @person does not qualify. */
static JsonObject *
describe_obstacle (HrOperator        *person,
                   const char *const *excluding)
{
  static const HrReasonCode by_presence[] = {
    [HR_PRESENCE_OFFLINE] = HR_REASON_IS_OFFLINE,
    [HR_PRESENCE_AVAILABLE] = HR_REASON_IS_FULL,
    [HR_PRESENCE_BREAK] = HR_REASON_IS_ON_BREAK,
    [HR_PRESENCE_STALE] = HR_REASON_IS_OUT_OF_REACH,
  };
  gboolean     has_it = excluding != NULL && g_strv_contains (excluding, hr_operator_get_id (person));
  HrReasonCode code = has_it ? HR_REASON_HAS_IT : by_presence[hr_operator_get_presence (person)];

  return hr_reason_new_sentence (code, "operator", hr_operator_get_name (person), NULL);
}

static gboolean
is_better (const Candidate *a,
           const Candidate *b)
{
  gint64 a_idle_us = 0, b_idle_us = 0;

  if (b->person == NULL)
    return TRUE;
  if (a->rank != b->rank)
    return a->rank < b->rank;
  if (a->load != b->load)
    return a->load < b->load;

  a_idle_us = hr_operator_get_idle_since_us (a->person);
  b_idle_us = hr_operator_get_idle_since_us (b->person);
  if (a_idle_us != b_idle_us)
    return a_idle_us < b_idle_us;

  return g_strcmp0 (hr_operator_get_id (a->person), hr_operator_get_id (b->person)) < 0;
}

static Candidate
find_best (HrBoard           *board,
           HrIncident        *incident,
           const char *const *zone_ids,
           const char *const *excluding)
{
  GListModel *operators = hr_board_get_operators (board);
  Candidate   best = { NULL };

  for (guint i = 0; i < g_list_model_get_n_items (operators); i++)
    {
      g_autoptr (HrOperator) person = g_list_model_get_item (operators, i);
      Candidate candidate = { person, find_rank (person, zone_ids), 0 };

      if (candidate.rank != 0 && qualifies (board, person, incident, excluding, &candidate.load) &&
          is_better (&candidate, &best))
        best = candidate; /* the board keeps the operator */
    }

  return best;
}

static HrOperator *
find_primary (HrBoard           *board,
              const char *const *zone_ids)
{
  GListModel *operators = hr_board_get_operators (board);

  for (guint i = 0; i < g_list_model_get_n_items (operators); i++)
    {
      g_autoptr (HrOperator) person = g_list_model_get_item (operators, i);

      if (find_rank (person, zone_ids) == 1)
        return person; /* the board keeps it */
    }

  return NULL;
}

/* Says of which zones @sentence speaks. */
static void
set_place (JsonObject        *sentence,
           HrBoard           *board,
           const char *const *zone_ids)
{
  HrZone     *zone = zone_ids != NULL && zone_ids[0] != NULL ? hr_board_get_zone (board, zone_ids[0]) : NULL;
  const char *name = zone != NULL ? hr_zone_get_name (zone) : NULL;

  if (zone_ids == NULL || zone_ids[0] == NULL)
    {
      json_object_set_object_member (sentence, "zone", hr_reason_new_sentence (HR_REASON_ALL_ZONES, NULL));
      return;
    }

  if (name == NULL)
    name = zone_ids[0];

  if (zone_ids[1] != NULL)
    json_object_set_object_member (sentence, "zone", hr_reason_new_sentence (HR_REASON_ZONE_WITH_NEIGHBOURS, "zone", name, NULL));
  else
    json_object_set_string_member (sentence, "zone", name);
}

static HrReasonCode
get_choice (const Candidate   *best,
            HrOperator        *primary,
            const char *const *zone_ids)
{
  if (zone_ids == NULL)
    return HR_REASON_OPERATOR_OF_ALL;
  if (best->rank == 1)
    return HR_REASON_OPERATOR_IS_PRIMARY;

  return primary != NULL ? HR_REASON_OPERATOR_IS_NEXT : HR_REASON_OPERATOR_WITHOUT_PRIMARY;
}

static JsonArray *
explain_choice (HrBoard           *board,
                const Candidate   *best,
                const char *const *zone_ids,
                const char *const *excluding)
{
  HrOperator  *primary = zone_ids != NULL ? find_primary (board, zone_ids) : NULL;
  HrReasonCode choice = get_choice (best, primary, zone_ids);
  JsonObject  *sentence = hr_reason_new_sentence (choice, "operator", hr_operator_get_name (best->person), NULL);

  set_place (sentence, board, zone_ids);
  if (choice != HR_REASON_OPERATOR_IS_PRIMARY)
    json_object_set_int_member (sentence, "open", best->load);
  if (choice == HR_REASON_OPERATOR_IS_NEXT)
    json_object_set_object_member (sentence, "obstacle", describe_obstacle (primary, excluding));
  if (choice == HR_REASON_OPERATOR_IS_NEXT || choice == HR_REASON_OPERATOR_WITHOUT_PRIMARY)
    json_object_set_int_member (sentence, "rank", best->rank);

  return hr_reason_new (sentence);
}

/* Why none of the operators of @zone_ids is free; NULL: there are none. */
static JsonArray *
list_obstacles (HrBoard           *board,
                const char *const *zone_ids,
                const char *const *excluding)
{
  GListModel *operators = hr_board_get_operators (board);
  g_autoptr (JsonArray) obstacles = json_array_new ();
  guint n_operators = 0;

  for (guint i = 0; i < g_list_model_get_n_items (operators); i++)
    {
      g_autoptr (HrOperator) person = g_list_model_get_item (operators, i);

      if (find_rank (person, zone_ids) != 0 && n_operators++ < NAMED_OPERATORS)
        json_array_add_object_element (obstacles, describe_obstacle (person, excluding));
    }

  if (n_operators > NAMED_OPERATORS)
    {
      JsonObject *more = hr_reason_new_sentence (HR_REASON_MORE_ARE_NOT_FREE, NULL);

      json_object_set_int_member (more, "count", n_operators - NAMED_OPERATORS);
      json_array_add_object_element (obstacles, more);
    }

  return n_operators > 0 ? g_steal_pointer (&obstacles) : NULL;
}

static JsonArray *
explain_nobody (HrBoard           *board,
                const char *const *zone_ids,
                const char *const *excluding)
{
  JsonArray  *obstacles = list_obstacles (board, zone_ids, excluding);
  JsonObject *sentence = hr_reason_new_sentence (obstacles != NULL ? HR_REASON_NOBODY_IS_FREE : HR_REASON_ZONE_HAS_NOBODY, NULL);

  set_place (sentence, board, zone_ids);
  if (obstacles != NULL)
    json_object_set_array_member (sentence, "obstacles", obstacles);

  return hr_reason_new (sentence);
}

void
hr_assignment_clear (HrAssignment *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->reason, json_array_unref);
  *self = (HrAssignment){ NULL };
}

gboolean
hr_assignment_choose (HrBoard           *board,
                      HrIncident        *incident,
                      const char *const *zone_ids,
                      const char *const *excluding,
                      HrAssignment      *assignment)
{
  Candidate best = { NULL };

  g_return_val_if_fail (HR_IS_BOARD (board), FALSE);
  g_return_val_if_fail (HR_IS_INCIDENT (incident), FALSE);
  g_return_val_if_fail (assignment != NULL, FALSE);

  best = find_best (board, incident, zone_ids, excluding);
  *assignment = (HrAssignment){ NULL };

  if (best.person == NULL)
    {
      assignment->reason = explain_nobody (board, zone_ids, excluding);
      return FALSE;
    }

  assignment->operator_id = hr_operator_get_id (best.person);
  assignment->how = best.rank == 1 ? "primary" : "fallback";
  assignment->reason = explain_choice (board, &best, zone_ids, excluding);

  return TRUE;
}
