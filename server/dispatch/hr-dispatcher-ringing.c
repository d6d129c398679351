/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-dispatcher"

#include "hr-dispatcher-private.h"

#include "hr-json.h"
#include "hr-reason.h"

/*
 * Where incidents ring. Settling is one question asked of every open incident: does somebody hear it, or will somebody
 * as soon as they can? Whatever changes who qualifies ends in it.
 */

/* There to hear what rings: neither gone, nor on a break, nor silent. */
static gboolean
is_attentive (HrDispatcher *self,
              const char   *operator_id)
{
  HrOperator *person = hr_board_get_operator (self->board, operator_id);

  return person != NULL && hr_operator_is_enabled (person) && hr_operator_get_presence (person) == HR_PRESENCE_AVAILABLE;
}

static gboolean
is_gone (HrDispatcher *self,
         const char   *operator_id)
{
  HrOperator *person = hr_board_get_operator (self->board, operator_id);

  return person == NULL || !hr_operator_is_enabled (person) || hr_operator_get_presence (person) == HR_PRESENCE_OFFLINE;
}

static JsonObject *
describe_absence (HrDispatcher *self,
                  const char   *operator_id)
{
  static const HrReasonCode by_presence[] = {
    [HR_PRESENCE_OFFLINE] = HR_REASON_IS_OFFLINE,
    [HR_PRESENCE_AVAILABLE] = HR_REASON_IS_THERE,
    [HR_PRESENCE_BREAK] = HR_REASON_IS_ON_BREAK,
    [HR_PRESENCE_STALE] = HR_REASON_IS_OUT_OF_REACH,
  };
  HrOperator  *person = hr_board_get_operator (self->board, operator_id);
  gboolean     is_operator = person != NULL && hr_operator_is_enabled (person);
  HrReasonCode code = is_operator ? by_presence[hr_operator_get_presence (person)] : HR_REASON_IS_NO_OPERATOR;

  return hr_reason_new_sentence (code, "operator", hr_dispatcher_get_name (self, operator_id), NULL);
}

/* The zones whose operators are asked: NULL for an incident without one, which is everybody's. */
static GStrv
dup_asked_zones (HrDispatcher *self,
                 HrIncident   *incident)
{
  g_autoptr (GStrvBuilder) zones = g_strv_builder_new ();
  const char *zone_id = hr_incident_get_zone_id (incident);

  if (zone_id == NULL)
    return NULL;

  g_strv_builder_add (zones, zone_id);
  if (hr_dispatcher_get_watch (self, incident)->asks_neighbours)
    {
      g_auto (GStrv) neighbours = hr_zone_index_dup_neighbours (self->zone_index, zone_id);

      g_strv_builder_addv (zones, (const char **) neighbours);
    }

  return g_strv_builder_end (zones);
}

static gboolean
choose (HrDispatcher      *self,
        HrIncident        *incident,
        const char *const *excluding,
        HrAssignment      *assignment)
{
  g_auto (GStrv) zone_ids = dup_asked_zones (self, incident);

  return hr_assignment_choose (self->board, incident, (const char *const *) zone_ids, excluding, assignment);
}

static void
queue (HrDispatcher *self,
       HrIncident   *incident,
       JsonArray    *reason)
{
  JsonObject *data = json_object_new ();

  hr_reason_set (data, "reason", "because", reason);
  hr_dispatcher_record (self, "incident.queued", hr_incident_get_id (incident), data);
  hr_dispatcher_watch (self, incident, FALSE);
}

/* Rings at one more operator than @ringing. @before: (nullable): what is said first; it is added to. FALSE: nobody qualifies, and why is in @nobody. */
static gboolean
ring_at_next (HrDispatcher      *self,
              HrIncident        *incident,
              const char *const *ringing,
              const char        *how,
              JsonArray         *before,
              JsonArray        **nobody)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  g_auto (GStrv) all_ids = NULL;
  g_auto (HrAssignment) next = { NULL };
  gboolean is_found = choose (self, incident, ringing, &next);
  g_autoptr (JsonArray) reason = before != NULL ? json_array_ref (before) : json_array_new ();

  hr_reason_append (reason, next.reason);
  if (!is_found)
    {
      *nobody = g_steal_pointer (&reason);
      return FALSE;
    }

  g_strv_builder_addv (all, (const char **) ringing);
  g_strv_builder_add (all, next.operator_id);
  all_ids = g_strv_builder_end (all);
  hr_dispatcher_ring (self, incident, next.operator_id, (const char *const *) all_ids,
                      how != NULL ? how : next.how, reason);
  return TRUE;
}

static void
settle_queued (HrDispatcher *self,
               HrIncident   *incident)
{
  static const char *const none[] = { NULL };
  g_autoptr (JsonArray) nobody = NULL;

  ring_at_next (self, incident, none, "queue", NULL, &nobody);
}

/* Those at whom @incident rings and who may still hear it or come back. */
static GStrv
dup_remaining (HrDispatcher      *self,
               const char *const *ringing,
               gboolean          *is_heard)
{
  g_autoptr (GStrvBuilder) remaining = g_strv_builder_new ();

  *is_heard = FALSE;
  for (guint i = 0; ringing[i] != NULL; i++)
    {
      if (is_gone (self, ringing[i]))
        continue;
      *is_heard = *is_heard || is_attentive (self, ringing[i]);
      g_strv_builder_add (remaining, ringing[i]);
    }

  return g_strv_builder_end (remaining);
}

static JsonArray *
explain_absence (HrDispatcher      *self,
                 const char *const *operator_ids,
                 GStrv              but)
{
  JsonArray  *obstacles = json_array_new ();
  JsonObject *sentence = hr_reason_new_sentence (HR_REASON_ABSENT, NULL);

  for (guint i = 0; operator_ids[i] != NULL; i++)
    {
      if (but == NULL || !g_strv_contains ((const char *const *) but, operator_ids[i]))
        json_array_add_object_element (obstacles, describe_absence (self, operator_ids[i]));
    }

  json_object_set_array_member (sentence, "obstacles", obstacles);
  return hr_reason_new (sentence);
}

/* Takes those who are gone out of the list of those at whom it rings. */
static void
ring_at_remaining (HrDispatcher *self,
                   HrIncident   *incident,
                   GStrv         remaining)
{
  const char *const *ringing = hr_incident_get_ringing (incident);
  const char        *assigned = hr_incident_get_assigned_operator_id (incident);
  g_autoptr (JsonArray) reason = NULL;

  if (g_strv_length (remaining) == g_strv_length ((GStrv) ringing))
    return;

  if (assigned == NULL || !g_strv_contains ((const char *const *) remaining, assigned))
    assigned = remaining[0];
  reason = explain_absence (self, ringing, remaining);
  hr_reason_add (reason, hr_reason_new_sentence (HR_REASON_GOES_ON_RINGING, "operator", hr_dispatcher_get_name (self, assigned), NULL));
  hr_dispatcher_ring (self, incident, assigned, (const char *const *) remaining, "stale", reason);
}

/* Nobody hears @incident, though its operator may come back: that is an alarm at once. */
static void
raise_unheard (HrDispatcher *self,
               HrIncident   *incident,
               JsonArray    *why)
{
  g_autoptr (JsonArray) reason = hr_reason_new_plain (HR_REASON_NOBODY_HEARS, "number", hr_incident_get_number (incident), NULL);

  hr_reason_append (reason, why);
  hr_dispatcher_alarm (self, incident, reason);
}

static void
settle_late (HrDispatcher *self,
             HrIncident   *incident)
{
  HrWatch    *watch = hr_dispatcher_get_watch (self, incident);
  JsonObject *sentence = NULL;
  g_autoptr (JsonArray) before = NULL;
  g_autoptr (JsonArray) nobody = NULL;

  if (!watch->is_late)
    return;

  sentence = hr_reason_new_sentence (HR_REASON_NOT_ACKNOWLEDGED, NULL);
  json_object_set_int_member (sentence, "seconds", self->settings.ack_timeout_ms / 1000);
  before = hr_reason_new (sentence);
  if (ring_at_next (self, incident, hr_incident_get_ringing (incident), "escalation", before, &nobody))
    watch->is_late = FALSE;
}

static void
settle_ringing (HrDispatcher *self,
                HrIncident   *incident)
{
  const char *const *ringing = hr_incident_get_ringing (incident);
  gboolean           is_heard = FALSE;
  g_auto (GStrv) remaining = dup_remaining (self, ringing, &is_heard);
  g_autoptr (JsonArray) absence = NULL;
  g_autoptr (JsonArray) nobody = NULL;

  if (is_heard)
    {
      ring_at_remaining (self, incident, remaining);
      hr_dispatcher_calm (self, incident);
      settle_late (self, incident);
      return;
    }

  absence = explain_absence (self, ringing, NULL);
  if (ring_at_next (self, incident, (const char *const *) remaining, "stale", absence, &nobody))
    return;

  if (remaining[0] == NULL)
    {
      queue (self, incident, nobody);
      return;
    }

  ring_at_remaining (self, incident, remaining);
  raise_unheard (self, incident, nobody);
}

static void
settle_acknowledged (HrDispatcher *self,
                     HrIncident   *incident)
{
  const char *owner[] = { hr_incident_get_assigned_operator_id (incident), NULL };
  HrOperator *person = hr_board_get_operator (self->board, owner[0]);
  g_autoptr (JsonArray) absence = NULL;
  g_autoptr (JsonArray) nobody = NULL;
  gboolean has_gone = is_gone (self, owner[0]);

  /* On a break one still listens to what one has. */
  if (!has_gone && hr_operator_get_presence (person) != HR_PRESENCE_STALE)
    {
      hr_dispatcher_calm (self, incident);
      return;
    }

  absence = explain_absence (self, owner, NULL);
  if (ring_at_next (self, incident, has_gone ? owner + 1 : owner, "stale", absence, &nobody))
    return;

  if (has_gone)
    queue (self, incident, nobody);
  else
    raise_unheard (self, incident, nobody);
}

static int
compare_urgency (gconstpointer a,
                 gconstpointer b)
{
  HrIncident *left = *(HrIncident *const *) a;
  HrIncident *right = *(HrIncident *const *) b;
  gint64      left_us = hr_incident_get_received_at_us (left);
  gint64      right_us = hr_incident_get_received_at_us (right);

  if (hr_incident_is_drill (left) != hr_incident_is_drill (right))
    return hr_incident_is_drill (left) ? 1 : -1;
  if (left_us != right_us)
    return left_us < right_us ? -1 : 1;

  return g_strcmp0 (hr_incident_get_number (left), hr_incident_get_number (right));
}

static void
settle_incident (HrDispatcher *self,
                 HrIncident   *incident)
{
  static void (*const by_status[]) (HrDispatcher * self, HrIncident * incident) = {
    [HR_INCIDENT_QUEUED] = settle_queued,
    [HR_INCIDENT_RINGING] = settle_ringing,
    [HR_INCIDENT_ACKNOWLEDGED] = settle_acknowledged,
  };
  HrIncidentStatus status = hr_incident_get_status (incident);

  if (hr_dispatcher_get_watch (self, incident)->is_resuming && status != HR_INCIDENT_QUEUED)
    return;

  by_status[status](self, incident);
}

void
hr_dispatcher_settle (HrDispatcher *self)
{
  GListModel *model = hr_board_get_incidents (self->board);
  g_autoptr (GPtrArray) incidents = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (incidents, g_list_model_get_item (model, i));
  g_ptr_array_sort (incidents, compare_urgency);

  for (guint i = 0; i < incidents->len; i++)
    settle_incident (self, g_ptr_array_index (incidents, i));
}

void
hr_dispatcher_place (HrDispatcher *self,
                     HrIncident   *incident)
{
  static const char *const none[] = { NULL };
  g_autoptr (JsonArray) nobody = NULL;

  if (!ring_at_next (self, incident, none, NULL, NULL, &nobody))
    queue (self, incident, nobody);
}

void
hr_dispatcher_ring (HrDispatcher      *self,
                    HrIncident        *incident,
                    const char        *operator_id,
                    const char *const *ringing,
                    const char        *how,
                    JsonArray         *reason)
{
  const char *incident_id = hr_incident_get_id (incident);
  JsonObject *data = hr_json_new_object ("operator_id", operator_id, "how", how, NULL);
  JsonArray  *ids = json_array_new ();
  gboolean    is_heard = is_attentive (self, operator_id);

  for (guint i = 0; ringing[i] != NULL; i++)
    json_array_add_string_element (ids, ringing[i]);
  json_object_set_array_member (data, "ringing", ids);
  hr_reason_set (data, "reason", "because", reason);

  hr_dispatcher_record (self, "incident.assigned", incident_id, data);
  if (is_heard)
    hr_dispatcher_calm (self, incident);
  hr_dispatcher_watch (self, incident, FALSE);
}
