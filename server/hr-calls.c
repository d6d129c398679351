/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-calls"

#include "hr-calls.h"

#include "hr-json.h"
#include "hr-reason.h"
#include "hr-recording-media.h"

struct _HrCalls
{
  GObject       parent_instance;
  HrDispatcher *dispatcher;
  HrJournal    *journal;
  HrBoard      *board; /* the journal's */
  HrMedia      *media;
  GHashTable   *sessions; /* incident id → HrMediaSession */
};

G_DEFINE_FINAL_TYPE (HrCalls, hr_calls, G_TYPE_OBJECT)

static JsonArray *
explain_lost (JsonObject *data,
              const char *number)
{
  JsonObject *sentence = hr_reason_new_sentence (HR_REASON_AUDIO_SILENT, "number", number, NULL);
  gint64      silent_ms = 0;

  hr_json_get_int (data, "silent_ms", &silent_ms);
  json_object_set_int_member (sentence, "seconds", silent_ms / 1000);
  return hr_reason_new (sentence);
}

/* @data says why itself; an event of an older station says it without codes. */
static JsonArray *
explain_by_reason (JsonObject  *data,
                   const char  *number,
                   HrReasonCode code)
{
  JsonObject *sentence = hr_reason_new_sentence (code, "number", number, NULL);
  JsonArray  *because = hr_json_get_array (data, "because");
  const char *reason = hr_json_get_string (data, "reason");

  json_object_set_array_member (sentence, "reason", because != NULL ? json_array_ref (because) : hr_reason_new_from_text (reason != NULL ? reason : ""));
  return hr_reason_new (sentence);
}

static JsonArray *
explain_failed (JsonObject *data,
                const char *number)
{
  return explain_by_reason (data, number, HR_REASON_NO_AUDIO);
}

static JsonArray *
explain_unrecorded (JsonObject *data,
                    const char *number)
{
  return explain_by_reason (data, number, HR_REASON_NOT_RECORDED);
}

/* What of the media is an alarm, and what ends it. */
static const struct
{
  const char *kind;
  const char *alert;
  JsonArray *(*explain) (JsonObject *data, const char *number); /* NULL: it ends the alarm */
} alarms[] = {
  { "media.lost", "audio_lost", explain_lost },
  { "media.live", "audio_lost", NULL },
  { "media.lost", "call_silent", NULL },
  { "media.closed", "call_silent", NULL },
  { "media.failed", "call_silent", NULL },
  { "media.failed", "media_failed", explain_failed },
  { "media.live", "media_failed", NULL },
  { "recording.failed", "recording_failed", explain_unrecorded },
  { "recording.started", "recording_failed", NULL },
};

static void
update_alarms (HrCalls    *self,
               HrIncident *incident,
               const char *kind,
               JsonObject *data)
{
  const char *incident_id = hr_incident_get_id (incident);

  /* The alarms are about the sound. */
  if (hr_recording_event_is_picture (data))
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (alarms); i++)
    {
      g_autoptr (JsonArray) reason = NULL;

      if (!g_str_equal (alarms[i].kind, kind))
        continue;

      if (alarms[i].explain == NULL)
        {
          hr_dispatcher_clear_alert (self->dispatcher, alarms[i].alert, incident_id);
          continue;
        }

      reason = alarms[i].explain (data, hr_incident_get_number (incident));
      hr_dispatcher_raise_alert (self->dispatcher, alarms[i].alert, 1, incident_id,
                                 hr_incident_get_assigned_operator_id (incident), reason);
    }
}

static void
on_happened (HrCalls        *self,
             const char     *kind,
             JsonObject     *data,
             HrMediaSession *session)
{
  const char *incident_id = hr_media_session_get_incident_id (session);
  HrIncident *incident = NULL;
  g_autoptr (GError) error = NULL;

  if (hr_journal_record (self->journal, kind, incident_id, "station", json_object_ref (data), &error) == NULL)
    {
      g_warning ("“%s” of a media session is not recorded: %s", kind, error->message);
      return;
    }

  incident = hr_board_get_incident (self->board, incident_id);
  if (incident != NULL)
    update_alarms (self, incident, kind, data);
}

static void
close_session (HrCalls    *self,
               const char *incident_id,
               const char *reason)
{
  g_autoptr (HrMediaSession) session = NULL;

  if (g_hash_table_steal_extended (self->sessions, incident_id, NULL, (gpointer *) &session))
    hr_media_session_close (session, reason);
}

static void
on_applied (HrCalls *self,
            HrEvent *event)
{
  if (hr_event_is_kind (event, "incident.ended"))
    close_session (self, hr_event_get_incident_id (event), "resolved");
}

/* Without a relay some citizens' networks let no sound out; where nothing else is allowed, none does. */
static void
on_relay (HrCalls *self,
          gboolean is_there)
{
  g_autoptr (JsonArray) reason = hr_reason_new_plain (HR_REASON_RELAY_FAILED, NULL);

  if (is_there)
    hr_dispatcher_clear_alert (self->dispatcher, "relay_failed", NULL);
  else
    hr_dispatcher_raise_alert (self->dispatcher, "relay_failed", 1, NULL, NULL, reason);
}

static void
hr_calls_finalize (GObject *object)
{
  HrCalls *self = HR_CALLS (object);

  g_assert (g_hash_table_size (self->sessions) == 0);

  g_clear_pointer (&self->sessions, g_hash_table_unref);
  g_clear_object (&self->dispatcher);
  g_clear_object (&self->journal);
  g_clear_object (&self->media);

  G_OBJECT_CLASS (hr_calls_parent_class)->finalize (object);
}

static void
hr_calls_class_init (HrCallsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_calls_finalize;
}

static void
hr_calls_init (HrCalls *self)
{
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
}

HrCalls *
hr_calls_new (HrDispatcher *dispatcher,
              HrJournal    *journal,
              HrMedia      *media)
{
  HrCalls *self = NULL;

  g_return_val_if_fail (HR_IS_DISPATCHER (dispatcher), NULL);
  g_return_val_if_fail (HR_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (HR_IS_MEDIA (media), NULL);

  self = g_object_new (HR_TYPE_CALLS, NULL);
  self->dispatcher = g_object_ref (dispatcher);
  self->journal = g_object_ref (journal);
  self->board = hr_journal_get_board (journal);
  self->media = g_object_ref (media);
  g_signal_connect_object (self->board, "applied", G_CALLBACK (on_applied), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (media, "relay", G_CALLBACK (on_relay), self, G_CONNECT_SWAPPED);

  return self;
}

HrMediaSession *
hr_calls_get (HrCalls    *self,
              const char *incident_id)
{
  g_return_val_if_fail (HR_IS_CALLS (self), NULL);
  g_return_val_if_fail (incident_id != NULL, NULL);

  return g_hash_table_lookup (self->sessions, incident_id);
}

HrIncident *
hr_calls_find_incident (HrCalls    *self,
                        const char *session_id)
{
  GListModel *incidents = NULL;

  g_return_val_if_fail (HR_IS_CALLS (self), NULL);

  incidents = hr_board_get_incidents (self->board);
  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (g_strcmp0 (hr_incident_get_session_id (incident), session_id) == 0)
        return incident; /* the board keeps it */
    }

  return NULL;
}

/* An attempt that lost to an earlier one was never shown, and its number is taken all the same. */
static guint
get_last_attempt (HrCalls    *self,
                  HrIncident *incident)
{
  guint shown = hr_incident_get_attempt (incident);

  if (shown == 0)
    return 0;

  return MAX (shown, hr_store_get_last_attempt (hr_journal_get_store (self->journal), hr_incident_get_session_id (incident)));
}

HrMediaSession *
hr_calls_open (HrCalls    *self,
               HrIncident *incident,
               gint64      received_us,
               gboolean    can_hedge)
{
  const char     *incident_id = NULL;
  HrMediaSession *session = NULL;
  g_autoptr (HrMediaSession) replaced = NULL;

  g_return_val_if_fail (HR_IS_CALLS (self), NULL);
  g_return_val_if_fail (HR_IS_INCIDENT (incident), NULL);

  incident_id = hr_incident_get_id (incident);
  g_set_object (&replaced, hr_calls_get (self, incident_id));
  close_session (self, incident_id, "replaced");

  session = hr_media_new_session (self->media, hr_incident_get_session_id (incident), incident_id,
                                  get_last_attempt (self, incident) + 1, received_us, can_hedge);
  if (replaced != NULL)
    hr_media_session_keep_pace (session, replaced);
  g_signal_connect_object (session, "happened", G_CALLBACK (on_happened), self, G_CONNECT_SWAPPED);
  g_hash_table_insert (self->sessions, (gpointer) hr_media_session_get_incident_id (session), session);

  return session;
}

static void
record_closed (HrCalls    *self,
               HrIncident *incident,
               const char *reason)
{
  JsonObject *data = hr_json_new_object ("session_id", hr_incident_get_session_id (incident), NULL);
  g_autoptr (JsonArray) because = hr_reason_new_from_text (reason);
  g_autoptr (GError) error = NULL;

  hr_reason_set (data, "reason", "because", because);
  json_object_set_int_member (data, "attempt", hr_incident_get_attempt (incident));
  if (hr_journal_record (self->journal, "media.closed", hr_incident_get_id (incident), "station", data, &error) == NULL)
    g_warning ("The end of the audio of %s is not recorded: %s", hr_incident_get_number (incident), error->message);
}

void
hr_calls_close (HrCalls    *self,
                const char *incident_id,
                const char *reason)
{
  HrIncident *incident = NULL;

  g_return_if_fail (HR_IS_CALLS (self));
  g_return_if_fail (incident_id != NULL && reason != NULL);

  close_session (self, incident_id, reason);
  incident = hr_board_get_incident (self->board, incident_id);
  if (incident == NULL)
    return;

  /* A session that nobody joined has nothing to say. */
  if (hr_incident_get_media_state (incident) == HR_MEDIA_NONE)
    record_closed (self, incident, reason);
  for (gsize i = 0; i < G_N_ELEMENTS (alarms); i++)
    hr_dispatcher_clear_alert (self->dispatcher, alarms[i].alert, incident_id);
}

/* A station that was killed could not say that its legs went with it. */
static void
record_broken_off (HrCalls    *self,
                   HrIncident *incident)
{
  HrMediaState state = hr_incident_get_media_state (incident);

  if (state != HR_MEDIA_NONE && state != HR_MEDIA_CLOSED && state != HR_MEDIA_FAILED)
    record_closed (self, incident, hr_reason_code_get_words (HR_REASON_RESTARTED));
}

/* A phone may still be sending, but nobody hears it until it has joined again. */
static void
raise_broken_off (HrCalls    *self,
                  HrIncident *incident)
{
  g_autoptr (JsonArray) reason = NULL;

  if (hr_incident_get_live_at_us (incident) == 0 || hr_incident_get_media_state (incident) != HR_MEDIA_CLOSED)
    return;

  reason = hr_reason_new_plain (HR_REASON_BROKE_OFF, "number", hr_incident_get_number (incident), NULL);
  hr_dispatcher_raise_alert (self->dispatcher, "audio_lost", 1, hr_incident_get_id (incident),
                             hr_incident_get_assigned_operator_id (incident), reason);
}

void
hr_calls_resume (HrCalls *self)
{
  GListModel *incidents = NULL;

  g_return_if_fail (HR_IS_CALLS (self));

  /* One of an earlier run. */
  if (!hr_media_is_relay_missing (self->media))
    hr_dispatcher_clear_alert (self->dispatcher, "relay_failed", NULL);

  incidents = hr_board_get_incidents (self->board);
  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      record_broken_off (self, incident);
      hr_dispatcher_clear_alert (self->dispatcher, "call_silent", hr_incident_get_id (incident));
      raise_broken_off (self, incident);
    }
}

void
hr_calls_close_all (HrCalls    *self,
                    const char *reason)
{
  GHashTableIter iter;
  gpointer       session = NULL;

  g_return_if_fail (HR_IS_CALLS (self));

  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &session))
    {
      g_autoptr (HrMediaSession) closing = session;

      g_hash_table_iter_steal (&iter);
      hr_media_session_close (closing, reason);
    }
}
