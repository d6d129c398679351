/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-lookout"

#include "hr-lookout-private.h"

#include "hr-reason.h"

#define STALE_ALERT "operator_stale"
/* The incidents ring elsewhere by themselves; somebody should see what has become of the operator. */
#define PRIORITY 2
/* A connection that comes and goes is one alarm. */
#define BACK_FOR_US (10 * G_USEC_PER_SEC)

static gboolean
is_there (HrOperator *person)
{
  HrPresence presence = hr_operator_get_presence (person);

  return presence == HR_PRESENCE_AVAILABLE || presence == HR_PRESENCE_BREAK;
}

/* The numbers of the incidents that wait for @person, the oldest first. */
static JsonArray *
list_numbers (HrLookout  *self,
              HrOperator *person)
{
  GListModel *incidents = hr_board_get_incidents (self->board);
  const char *id = hr_operator_get_id (person);
  JsonArray  *numbers = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (g_strcmp0 (hr_incident_get_assigned_operator_id (incident), id) == 0 || hr_incident_rings_at (incident, id))
        json_array_add_string_element (numbers, hr_incident_get_number (incident));
    }

  return numbers;
}

static void
raise_stale (HrLookout  *self,
             HrOperator *person)
{
  JsonObject *sentence = hr_reason_new_sentence (HR_REASON_CONSOLE_SILENT, "operator", hr_operator_get_name (person), NULL);
  g_autoptr (JsonArray) reason = hr_reason_new (sentence);

  json_object_set_array_member (sentence, "numbers", list_numbers (self, person));
  hr_dispatcher_raise_alert (self->dispatcher, STALE_ALERT, PRIORITY, NULL, hr_operator_get_id (person), reason);
}

static gboolean
has_come_back (HrLookout  *self,
               HrOperator *person)
{
  const char *id = hr_operator_get_id (person);
  gint64      now_us = hr_clock_get_monotonic_us (self->clock);
  gint64     *since_us = g_hash_table_lookup (self->returns, id);

  if (!is_there (person))
    {
      g_hash_table_remove (self->returns, id);
      return FALSE;
    }

  if (since_us != NULL)
    return now_us - *since_us >= BACK_FOR_US;

  g_hash_table_insert (self->returns, g_strdup (id), g_memdup2 (&now_us, sizeof now_us));
  return FALSE;
}

/* Whoever has seen that somebody stays away need not be told for the rest of the shift. */
static gboolean
is_given_up (HrOperator *person,
             HrAlert    *alert)
{
  if (!hr_operator_is_enabled (person))
    return TRUE;

  return hr_operator_get_presence (person) == HR_PRESENCE_OFFLINE && hr_alert_get_state (alert) == HR_ALERT_ACKNOWLEDGED;
}

static void
judge (HrLookout  *self,
       HrOperator *person)
{
  const char *id = hr_operator_get_id (person);
  HrAlert    *alert = hr_lookout_find_alert (self, STALE_ALERT, id);

  if (alert == NULL)
    {
      if (hr_operator_get_presence (person) == HR_PRESENCE_STALE && hr_operator_is_enabled (person) && hr_operator_get_open_incidents (person) > 0)
        raise_stale (self, person);
      return;
    }

  if (!has_come_back (self, person) && !is_given_up (person, alert))
    return;

  g_hash_table_remove (self->returns, id);
  hr_dispatcher_clear_operator_alert (self->dispatcher, STALE_ALERT, id);
}

void
hr_lookout_look_at_operators (HrLookout *self)
{
  GListModel *operators = hr_board_get_operators (self->board);

  for (guint i = 0; i < g_list_model_get_n_items (operators); i++)
    {
      g_autoptr (HrOperator) person = g_list_model_get_item (operators, i);

      judge (self, person);
    }
}
