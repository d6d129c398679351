/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-dispatcher"

#include "hr-dispatcher-private.h"

#include "hr-message.h"

/* A citizen's presses that each begin a new media session, in a minute; after them the present one serves for a minute. */
#define MAX_REACTIVATIONS 6
#define REACTIVATIONS_MS (60 * 1000)

G_DEFINE_FINAL_TYPE (HrDispatcher, hr_dispatcher, G_TYPE_OBJECT)

/* Those who act without being an operator: this process, its owner's command line, and an API key that the network let in. */
static gboolean
may_do_all (const char *actor)
{
  return g_str_equal (actor, "station") || g_str_equal (actor, "cli") || g_str_has_prefix (actor, "key:");
}

static gboolean
on_settle_due (gpointer user_data)
{
  HrDispatcher *self = user_data;

  self->settle_id = 0;
  hr_dispatcher_settle (self);

  return G_SOURCE_REMOVE;
}

/* An administrator's change may let somebody qualify. It is looked at when the event has gone its way, for
 * nothing may be recorded while another event is being applied. */
static void
on_applied (HrDispatcher *self,
            HrEvent      *event)
{
  if (self->settle_id != 0 || !(hr_event_is_kind (event, "operator.saved") || g_str_has_prefix (hr_event_get_kind (event), "zone.")))
    return;

  self->settle_id = g_idle_add_full (G_PRIORITY_HIGH, on_settle_due, self, NULL);
}

static gboolean
on_resumed (gpointer user_data)
{
  HrDispatcher  *self = user_data;
  GHashTableIter iter;
  gpointer       watch = NULL;

  self->resuming_id = 0;
  g_hash_table_iter_init (&iter, self->watches);
  while (g_hash_table_iter_next (&iter, NULL, &watch))
    ((HrWatch *) watch)->is_resuming = FALSE;
  hr_dispatcher_settle (self);

  return G_SOURCE_REMOVE;
}

static void
hr_dispatcher_finalize (GObject *object)
{
  HrDispatcher *self = HR_DISPATCHER (object);

  g_assert (self->settle_id == 0 && self->resuming_id == 0);

  g_clear_pointer (&self->watches, g_hash_table_unref);
  g_clear_pointer (&self->attendances, g_hash_table_unref);
  g_clear_pointer (&self->presses, g_hash_table_unref);
  g_clear_pointer (&self->reactivations, hr_throttle_free);
  g_clear_pointer (&self->records, hr_records_free);
  g_clear_object (&self->zone_index);
  g_clear_object (&self->journal);

  G_OBJECT_CLASS (hr_dispatcher_parent_class)->finalize (object);
}

static void
hr_dispatcher_class_init (HrDispatcherClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_dispatcher_finalize;
}

static void
hr_dispatcher_init (HrDispatcher *self)
{
  self->watches = hr_dispatcher_new_watches ();
  self->attendances = hr_dispatcher_new_attendances ();
  self->presses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

HrDispatcher *
hr_dispatcher_new (HrJournal                *journal,
                   const HrDispatchSettings *settings)
{
  HrDispatcher *self = NULL;

  g_return_val_if_fail (HR_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (settings != NULL, NULL);

  self = g_object_new (HR_TYPE_DISPATCHER, NULL);
  self->journal = g_object_ref (journal);
  self->board = hr_journal_get_board (journal);
  self->clock = hr_journal_get_clock (journal);
  self->settings = *settings;
  self->reactivations = hr_throttle_new (self->clock, MAX_REACTIVATIONS, REACTIVATIONS_MS, REACTIVATIONS_MS);
  self->zone_index = hr_zone_index_new (hr_board_get_zones (self->board));
  self->last_number = hr_store_get_last_number (hr_journal_get_store (journal));
  g_signal_connect_object (self->board, "applied", G_CALLBACK (on_applied), self, G_CONNECT_SWAPPED);

  return self;
}

void
hr_dispatcher_set_settings (HrDispatcher             *self,
                            const HrDispatchSettings *settings)
{
  g_return_if_fail (HR_IS_DISPATCHER (self));
  g_return_if_fail (settings != NULL);

  self->settings = *settings;
}

/* Nobody has joined yet after a start. Whoever rang or listened gets as long to come back as a console that fell
 * silent; what waits in the queue rings as soon as anybody is there. */
void
hr_dispatcher_resume (HrDispatcher *self)
{
  GListModel *incidents = NULL;

  g_return_if_fail (HR_IS_DISPATCHER (self));

  incidents = hr_board_get_incidents (self->board);
  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      hr_dispatcher_watch (self, incident, TRUE);
      hr_dispatcher_get_watch (self, incident)->is_resuming = TRUE;
    }

  hr_dispatcher_expect_operators (self);
  hr_clock_clear (self->clock, &self->resuming_id);
  self->resuming_id = hr_clock_add_timeout (self->clock, self->settings.stale_after_ms, on_resumed, self);
}

void
hr_dispatcher_stop (HrDispatcher *self)
{
  g_return_if_fail (HR_IS_DISPATCHER (self));

  g_signal_handlers_disconnect_by_func (self->board, on_applied, self);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  hr_clock_clear (self->clock, &self->resuming_id);
  g_hash_table_remove_all (self->watches);
  g_hash_table_remove_all (self->attendances);
  g_clear_pointer (&self->records, hr_records_free);
}

HrZoneIndex *
hr_dispatcher_get_zone_index (HrDispatcher *self)
{
  g_return_val_if_fail (HR_IS_DISPATCHER (self), NULL);

  return self->zone_index;
}

void
hr_dispatcher_record (HrDispatcher *self,
                      const char   *kind,
                      const char   *incident_id,
                      JsonObject   *data)
{
  g_autoptr (GError) error = NULL;

  if (hr_journal_record (self->journal, kind, incident_id, "station", data, &error) == NULL)
    g_critical ("“%s” was decided and cannot be recorded: %s", kind, error->message);
}

JsonObject *
hr_dispatcher_dup_record (HrDispatcher *self,
                          const char   *id_or_number)
{
  g_autoptr (GError) error = NULL;

  if (self->records == NULL)
    self->records = hr_records_open (hr_store_get_data_dir (hr_journal_get_store (self->journal)), &error);

  return self->records != NULL ? hr_records_get_incident (self->records, id_or_number, &error) : NULL;
}

HrIncident *
hr_dispatcher_require_incident (HrDispatcher *self,
                                const char   *incident_id,
                                GError      **error)
{
  HrIncident *incident = NULL;
  g_autoptr (JsonObject) record = NULL;

  if (incident_id == NULL)
    {
      g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "There is no “incident_id”");
      return NULL;
    }

  incident = hr_board_get_incident (self->board, incident_id);
  if (incident != NULL)
    return incident;

  record = hr_dispatcher_dup_record (self, incident_id);
  if (record != NULL)
    g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_ALREADY_ENDED, "The incident has ended already");
  else
    g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_NOT_FOUND, "There is no such incident");

  return NULL;
}

HrOperator *
hr_dispatcher_require_operator (HrDispatcher *self,
                                const char   *actor,
                                GError      **error)
{
  HrOperator *person = hr_board_get_operator (self->board, actor);

  if (person != NULL && hr_operator_is_enabled (person))
    return person;

  g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_FORBIDDEN, "Only an operator of this station may do that");
  return NULL;
}

gboolean
hr_dispatcher_is_supervisor (HrDispatcher *self,
                             const char   *actor)
{
  HrOperator *person = hr_board_get_operator (self->board, actor);

  if (person == NULL)
    return may_do_all (actor);

  return hr_operator_is_enabled (person) && hr_operator_is_supervisor (person);
}

const char *
hr_dispatcher_get_name (HrDispatcher *self,
                        const char   *actor)
{
  HrOperator *person = hr_board_get_operator (self->board, actor);

  return person != NULL ? hr_operator_get_name (person) : actor;
}
