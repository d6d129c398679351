/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-dispatcher"

#include "hr-dispatcher-private.h"

#include "hr-reason.h"

/* The clocks of an incident that waits: for somebody to qualify, or for somebody to say that they listen. */

static void
watch_rest (HrWatch *self)
{
  hr_clock_clear (self->dispatcher->clock, &self->late_id);
  hr_clock_clear (self->dispatcher->clock, &self->neighbour_id);
}

static void
watch_free (HrWatch *self)
{
  watch_rest (self);
  g_free (self->incident_id);
  g_free (self);
}

static gboolean
on_queued_too_long (gpointer user_data)
{
  HrWatch      *watch = user_data;
  HrDispatcher *self = watch->dispatcher;
  HrIncident   *incident = hr_board_get_incident (self->board, watch->incident_id);
  g_autoptr (JsonArray) reason = hr_reason_new_plain (HR_REASON_WAITS, "number", hr_incident_get_number (incident), NULL);

  watch->late_id = 0;
  hr_dispatcher_alarm (self, incident, reason);

  return G_SOURCE_REMOVE;
}

static gboolean
on_neighbours_due (gpointer user_data)
{
  HrWatch *watch = user_data;

  watch->neighbour_id = 0;
  watch->asks_neighbours = TRUE;
  hr_dispatcher_settle (watch->dispatcher);

  return G_SOURCE_REMOVE;
}

static gboolean
on_not_acknowledged (gpointer user_data)
{
  HrWatch      *watch = user_data;
  HrDispatcher *self = watch->dispatcher;
  HrIncident   *incident = hr_board_get_incident (self->board, watch->incident_id);
  JsonObject   *sentence = hr_reason_new_sentence (HR_REASON_NOBODY_ACKNOWLEDGED, "number", hr_incident_get_number (incident), NULL);
  g_autoptr (JsonArray) reason = hr_reason_new (sentence);

  json_object_set_int_member (sentence, "seconds", self->settings.ack_timeout_ms / 1000);
  watch->is_late = TRUE;
  hr_dispatcher_raise_alert (self, "not_acknowledged", 1, watch->incident_id,
                             hr_incident_get_assigned_operator_id (incident), reason);
  hr_dispatcher_settle (self);

  return G_SOURCE_CONTINUE;
}

HrWatch *
hr_dispatcher_get_watch (HrDispatcher *self,
                         HrIncident   *incident)
{
  const char *id = hr_incident_get_id (incident);
  HrWatch    *watch = g_hash_table_lookup (self->watches, id);

  if (watch != NULL)
    return watch;

  watch = g_new0 (HrWatch, 1);
  watch->dispatcher = self;
  watch->incident_id = g_strdup (id);
  watch->status = HR_INCIDENT_ENDED;
  watch->is_alarmed = TRUE; /* perhaps, by an earlier run of the station */
  g_hash_table_insert (self->watches, watch->incident_id, watch);

  return watch;
}

void
hr_dispatcher_watch (HrDispatcher *self,
                     HrIncident   *incident,
                     gboolean      anew)
{
  HrWatch         *watch = hr_dispatcher_get_watch (self, incident);
  HrIncidentStatus status = hr_incident_get_status (incident);

  if (watch->status == status && !anew)
    return;

  watch_rest (watch);
  watch->status = status;
  watch->is_late = FALSE;

  if (status == HR_INCIDENT_RINGING)
    watch->late_id = hr_clock_add_timeout (self->clock, self->settings.ack_timeout_ms, on_not_acknowledged, watch);
  if (status != HR_INCIDENT_QUEUED)
    return;

  watch->late_id = hr_clock_add_timeout (self->clock, self->settings.queue_timeout_ms, on_queued_too_long, watch);
  if (self->settings.neighbour_after_ms > 0 && !watch->asks_neighbours)
    watch->neighbour_id = hr_clock_add_timeout (self->clock, self->settings.neighbour_after_ms, on_neighbours_due, watch);
}

void
hr_dispatcher_unwatch (HrDispatcher *self,
                       const char   *incident_id)
{
  g_hash_table_remove (self->watches, incident_id);
}

void
hr_dispatcher_alarm (HrDispatcher *self,
                     HrIncident   *incident,
                     JsonArray    *reason)
{
  hr_dispatcher_get_watch (self, incident)->is_alarmed = TRUE;
  hr_dispatcher_raise_alert (self, "no_operator", 1, hr_incident_get_id (incident), NULL, reason);
}

/* Looking through all alerts at every change would be slow when there are many. */
void
hr_dispatcher_calm (HrDispatcher *self,
                    HrIncident   *incident)
{
  HrWatch *watch = hr_dispatcher_get_watch (self, incident);

  if (!watch->is_alarmed)
    return;

  watch->is_alarmed = FALSE;
  hr_dispatcher_clear_alert (self, "no_operator", hr_incident_get_id (incident));
}

GHashTable *
hr_dispatcher_new_watches (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) watch_free);
}
