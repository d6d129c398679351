/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-command"

#include "hr-command.h"

#include "hr-administration.h"
#include "hr-administrative-commands.h"
#include "hr-drills.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-pin.h"
#include "hr-records.h"
#include "hr-shifts.h"
#include "hr-time.h"

#define MAX_CITIZENS 50
#define MAX_DRILL_SECONDS 3600

/* How long an answer waits for the disk. */
#define DURABLE_MS 1000

/* One command under way; freed by finish(). */
typedef struct
{
  HrStation     *station;
  char          *actor;
  JsonObject    *args;
  JsonObject    *data; /* the answer; NULL once it is given */
  HrCommandReply reply;
  gpointer       user_data;
  guint          timeout_id;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  hr_clock_clear (hr_station_get_clock (self->station), &self->timeout_id);
  g_clear_pointer (&self->data, json_object_unref);
  json_object_unref (self->args);
  g_object_unref (self->station);
  g_free (self->actor);
  g_free (self);
}

static void
on_durable (gpointer user_data)
{
  Request *request = user_data;
  g_autoptr (JsonObject) data = g_steal_pointer (&request->data);

  if (data != NULL)
    request->reply (data, NULL, request->user_data);
}

static gboolean
on_due (gpointer user_data)
{
  Request *request = user_data;

  request->timeout_id = 0;
  on_durable (request);
  return G_SOURCE_REMOVE;
}

/* What was done is answered when it is on disk. While the disk cannot be written the room must go on, and is told that it cannot. */
static void
finish (Request    *request,
        JsonObject *data,
        GError     *error)
{
  HrJournal *journal = hr_station_get_journal (request->station);

  if (data == NULL || hr_journal_is_degraded (journal))
    {
      request->reply (data, error, request->user_data);
      g_clear_pointer (&data, json_object_unref);
      request_free (request);
      return;
    }

  request->data = data;
  request->timeout_id = hr_clock_add_timeout (hr_station_get_clock (request->station), DURABLE_MS, on_due, request);
  hr_journal_when_durable (journal, hr_journal_get_seq (journal), on_durable, request, request_free);
}

static const char *
get_text (Request    *request,
          const char *member)
{
  return hr_json_get_string (request->args, member);
}

static HrDispatcher *
get_dispatcher (Request *request)
{
  return hr_station_get_dispatcher (request->station);
}

/* Commands that are done at once: {} is their answer. Who may is decided by the dispatcher. */

static gboolean
set_presence (Request *request,
              GError **error)
{
  return hr_dispatcher_set_presence (get_dispatcher (request), request->actor, get_text (request, "state"),
                                     get_text (request, "reason"), error);
}

static gboolean
acknowledge_incident (Request *request,
                      GError **error)
{
  return hr_dispatcher_acknowledge (get_dispatcher (request), request->actor, get_text (request, "incident_id"), error);
}

static gboolean
take_incident (Request *request,
               GError **error)
{
  return hr_dispatcher_take (get_dispatcher (request), request->actor, get_text (request, "incident_id"), error);
}

static gboolean
assign_incident (Request *request,
                 GError **error)
{
  return hr_dispatcher_assign (get_dispatcher (request), request->actor, get_text (request, "incident_id"),
                               get_text (request, "operator_id"), get_text (request, "reason"), error);
}

static gboolean
note_incident (Request *request,
               GError **error)
{
  return hr_dispatcher_note (get_dispatcher (request), request->actor, get_text (request, "incident_id"),
                             get_text (request, "text"), error);
}

static gboolean
tell_silence (Request *request,
              GError **error)
{
  gint64 silent_ms = -1;

  if (hr_json_get_int (request->args, "silent_ms", &silent_ms) && silent_ms >= 0)
    return hr_dispatcher_tell_silence (get_dispatcher (request), request->actor, get_text (request, "incident_id"), silent_ms, error);

  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "“silent_ms” must be a number of milliseconds");
  return FALSE;
}

static gboolean
end_incident (Request *request,
              GError **error)
{
  return hr_dispatcher_end (get_dispatcher (request), request->actor, get_text (request, "incident_id"),
                            get_text (request, "disposition"), get_text (request, "note"),
                            get_text (request, "duplicate_of"), error);
}

static gboolean
retry_audio (Request *request,
             GError **error)
{
  return hr_station_retry_audio (request->station, request->actor, get_text (request, "incident_id"), error);
}

static gboolean
acknowledge_alert (Request *request,
                   GError **error)
{
  return hr_dispatcher_acknowledge_alert (get_dispatcher (request), request->actor, get_text (request, "alert_id"), error);
}

static gboolean
stop_drill (Request *request,
            GError **error)
{
  return hr_administrative_check (request->station, request->actor, error) && hr_drills_stop (hr_station_get_drills (request->station), request->actor, error);
}

/* Commands with an answer of their own, done at once. */

static gboolean
read_count (Request    *request,
            const char *member,
            guint       max,
            guint      *value,
            GError    **error)
{
  gint64 count = 0;

  if (hr_json_get_int (request->args, member, &count) && count >= 1 && count <= max)
    {
      *value = (guint) count;
      return TRUE;
    }

  g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "“%s” is a whole number from 1 to %u", member, max);
  return FALSE;
}

static JsonObject *
start_drill (Request *request,
             GError **error)
{
  HrDrills        *drills = hr_station_get_drills (request->station);
  guint            n_citizens = 0, seconds = 0;
  g_autofree char *drill_id = NULL;

  if (!hr_administrative_check (request->station, request->actor, error) ||
      !read_count (request, "citizens", MAX_CITIZENS, &n_citizens, error) ||
      !read_count (request, "seconds", MAX_DRILL_SECONDS, &seconds, error))
    return NULL;

  drill_id = hr_drills_start (drills, request->actor, n_citizens, seconds, get_text (request, "zone"), error);

  return drill_id != NULL ? hr_json_new_object ("drill_id", drill_id, NULL) : NULL;
}

/* Commands that wait for a worker thread */

/* The station may have stopped meanwhile: its records are closed. */
static gboolean
check_running (Request *request,
               GError **error)
{
  if (hr_station_get_url (request->station) != NULL)
    return TRUE;

  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BUSY, "The station has stopped");
  return FALSE;
}

static void
save_operator_with (Request    *request,
                    const char *pin_hash)
{
  g_autoptr (GError) error = NULL;
  JsonObject *data = hr_administration_save_operator (hr_station_get_journal (request->station), request->actor,
                                                      request->args, pin_hash, &error);

  finish (request, data, error);
}

static void
hash_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  char   *hash = hr_pin_hash (task_data, &error);

  if (hash != NULL)
    g_task_return_pointer (task, hash, g_free);
  else
    g_task_return_error (task, error);
}

static void
on_hashed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Request *request = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = g_task_propagate_pointer (G_TASK (result), &error);

  if (hash != NULL && check_running (request, &error))
    save_operator_with (request, hash);
  else
    finish (request, NULL, error);
}

/* A PIN that cannot be read must not look as if it had been set. */
static gboolean
check_pin (Request *request,
           GError **error)
{
  if (get_text (request, "pin") != NULL)
    return TRUE;

  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "“pin” must be a text");
  return FALSE;
}

/* A PIN is worth a worker's time only when its owner may set it. */
static void
save_operator (Request *request)
{
  const char *pin = get_text (request, "pin");
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;

  if (!json_object_has_member (request->args, "pin") || hr_json_is_null (request->args, "pin"))
    {
      save_operator_with (request, NULL);
      return;
    }

  if (!hr_administrative_check (request->station, request->actor, &error) || !check_pin (request, &error))
    {
      finish (request, NULL, error);
      return;
    }

  task = g_task_new (NULL, NULL, on_hashed, request);
  g_task_set_task_data (task, g_strdup (pin), g_free);
  g_task_run_in_thread (task, hash_in_thread);
}

static void
on_handed_over (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  JsonObject *data = hr_shifts_hand_over_finish (result, &error);

  finish (user_data, data, error);
}

static void
hand_over (Request *request)
{
  hr_shifts_hand_over_async (request->station, request->actor, request->args, on_handed_over, request);
}

static JsonObject *
read_keys (HrRecords *records,
           gpointer   unused,
           GError   **error)
{
  return hr_records_get_keys (records, error);
}

/* The records know when a key was made, this station alone when it was used. */
static void
add_uses (Request    *request,
          JsonObject *keys)
{
  JsonArray *items = hr_json_get_array (keys, "items");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject      *key = json_array_get_object_element (items, i);
      gint64           used_us = hr_credentials_get_used_us (hr_station_get_credentials (request->station), hr_json_get_string (key, "id"));
      g_autofree char *used_at = used_us != 0 ? hr_time_to_string (used_us) : NULL;

      hr_json_set_string (key, "used_at", used_at);
    }
}

static void
on_keys_read (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Request *request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) keys = hr_records_query_finish (result, &error);

  if (keys != NULL && check_running (request, &error))
    {
      add_uses (request, keys);
      finish (request, g_steal_pointer (&keys), NULL);
      return;
    }

  finish (request, NULL, error);
}

static void
list_keys (Request *request)
{
  g_autoptr (GError) error = NULL;

  if (hr_administrative_check (request->station, request->actor, &error))
    hr_records_query_async (hr_station_get_data_dir (request->station), read_keys, NULL, NULL, NULL, on_keys_read, request);
  else
    finish (request, NULL, error);
}

static const struct
{
  const char *name;
  gboolean (*act) (Request *request, GError **error);
  JsonObject *(*answer) (Request *request, GError **error);
  void (*start) (Request *request); /* calls finish() in the end */
} commands[] = {
  { "alert.acknowledge", .act = acknowledge_alert },
  { "drill.start", .answer = start_drill },
  { "drill.stop", .act = stop_drill },
  { "incident.acknowledge", .act = acknowledge_incident },
  { "incident.assign", .act = assign_incident },
  { "incident.end", .act = end_incident },
  { "incident.note", .act = note_incident },
  { "incident.retry_audio", .act = retry_audio },
  { "incident.silence", .act = tell_silence },
  { "incident.take", .act = take_incident },
  { "key.list", .start = list_keys },
  { "operator.save", .start = save_operator },
  { "presence.set", .act = set_presence },
  { HR_HANDOVER_COMMAND, .start = hand_over },
};

static void
run (Request *request,
     gsize    index)
{
  g_autoptr (GError) error = NULL;
  JsonObject *data = NULL;

  if (commands[index].start != NULL)
    {
      commands[index].start (request);
      return;
    }

  if (commands[index].answer != NULL)
    data = commands[index].answer (request, &error);
  else if (commands[index].act (request, &error))
    data = json_object_new ();
  finish (request, data, error);
}

void
hr_command_run (HrStation     *station,
                const char    *actor,
                const char    *name,
                JsonObject    *args,
                HrCommandReply reply,
                gpointer       user_data)
{
  HrAdministrativeCommand administrative = NULL;
  Request                *request = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (HR_IS_STATION (station));
  g_return_if_fail (actor != NULL && name != NULL && args != NULL && reply != NULL);

  administrative = hr_administrative_command_find (name);
  request = g_new0 (Request, 1);
  request->station = g_object_ref (station);
  request->actor = g_strdup (actor);
  request->args = json_object_ref (args);
  request->reply = reply;
  request->user_data = user_data;

  if (administrative != NULL)
    {
      JsonObject *data = administrative (station, actor, args, &error);

      finish (request, data, error);
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (commands[i].name, name))
        {
          run (request, i);
          return;
        }
    }

  g_set_error (&error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_UNKNOWN_COMMAND, "There is no command “%s”", name);
  finish (request, NULL, error);
}
