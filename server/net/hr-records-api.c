/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-records-api"

#include "hr-records-api.h"

#include "hr-durable-reply.h"
#include "hr-file-reply.h"
#include "hr-http.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-recording-media.h"
#include "hr-records-question.h"

struct _HrRecordsApi
{
  GObject       parent_instance;
  HrStation    *station; /* borrowed */
  SoupServer   *server;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (HrRecordsApi, hr_records_api, G_TYPE_OBJECT)

typedef struct
{
  SoupServerMessage *message;
  char              *data_dir;
} Asker;

static Asker *
asker_new (HrRecordsApi      *self,
           SoupServerMessage *message)
{
  Asker *asker = g_new0 (Asker, 1);

  asker->message = g_object_ref (message);
  asker->data_dir = g_strdup (hr_station_get_data_dir (self->station));
  return asker;
}

static void
asker_free (Asker *asker)
{
  g_object_unref (asker->message);
  g_free (asker->data_dir);
  g_free (asker);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asker, asker_free)

static void
reply_refusal (SoupServerMessage *message,
               const GError      *error)
{
  hr_http_reply_error (message, error);
  hr_http_resume (message);
}

static void
on_answered (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Asker) asker = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = hr_records_query_finish (result, &error);

  if (answer == NULL)
    {
      reply_refusal (asker->message, error);
      return;
    }
  hr_http_reply_json (asker->message, SOUP_STATUS_OK, answer);
  hr_http_resume (asker->message);
}

static void
on_recording_found (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (Asker) asker = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) recording = hr_records_query_finish (result, &error);
  g_autofree char *path = NULL;

  if (recording == NULL)
    {
      reply_refusal (asker->message, error);
      return;
    }
  path = g_build_filename (asker->data_dir, hr_json_get_string (recording, "path"), NULL);
  hr_file_reply (asker->message, path, hr_recording_path_get_content_type (path));
}

static void
end_incident (HrRecordsApi      *self,
              SoupServerMessage *message,
              const char        *id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *actor = hr_http_authenticate (message, self->station, "admin", &error);
  g_autoptr (JsonObject) args = NULL;
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (HrIncident) incident = NULL;

  if (actor != NULL)
    args = hr_http_parse_body (message, &error);
  if (args == NULL)
    {
      hr_http_reply_error (message, error);
      return;
    }

  /* An ended incident leaves the board: held, to be shown in the answer. */
  if (hr_board_get_incident (hr_station_get_board (self->station), id) != NULL)
    incident = g_object_ref (hr_board_get_incident (hr_station_get_board (self->station), id));
  if (!hr_dispatcher_end (hr_station_get_dispatcher (self->station), actor, id, hr_json_get_string (args, "disposition"),
                          hr_json_get_string (args, "note"), hr_json_get_string (args, "duplicate_of"), &error))
    {
      hr_http_reply_error (message, error);
      return;
    }
  body = hr_incident_to_json (incident);
  hr_durable_reply (message, hr_station_get_journal (self->station), SOUP_STATUS_OK, body);
}

/* The path with an incident's id replaced by "ID", and the id. */
static char *
dup_pattern (const char *path,
             char      **id)
{
  const char *start = NULL;
  const char *end = NULL;

  if (!g_str_has_prefix (path, HR_RECORDS_INCIDENTS "/"))
    return g_strdup (path);

  start = path + strlen (HR_RECORDS_INCIDENTS "/");
  end = strchrnul (start, '/');
  *id = g_strndup (start, end - start);
  return g_strconcat (HR_RECORDS_INCIDENTS "/ID", end, NULL);
}

static void
ask (HrRecordsApi      *self,
     SoupServerMessage *message,
     const char        *id,
     GHashTable        *query,
     const char        *pattern)
{
  gboolean is_file = g_str_equal (pattern, HR_RECORDS_INCIDENTS "/ID/recording");
  g_autoptr (GError) error = NULL;
  g_autofree char   *actor = hr_http_authenticate (message, self->station, "read", &error);
  HrRecordsQuestion *question = actor != NULL ? hr_records_question_new (id, query, &error) : NULL;

  if (question == NULL)
    {
      hr_http_reply_error (message, error);
      return;
    }

  hr_http_pause (message);
  hr_records_query_async (hr_station_get_data_dir (self->station), hr_records_question_find (pattern), question, hr_records_question_free,
                          self->cancellable, is_file ? on_recording_found : on_answered, asker_new (self, message));
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  HrRecordsApi    *self = HR_RECORDS_API (user_data);
  g_autofree char *id = NULL;
  g_autofree char *pattern = dup_pattern (path, &id);
  g_autoptr (GError) error = NULL;

  if (g_str_equal (pattern, HR_RECORDS_INCIDENTS "/ID/end"))
    {
      if (hr_http_check_method (message, "POST"))
        end_incident (self, message, id);
      return;
    }

  if (hr_records_question_find (pattern) != NULL)
    {
      if (hr_http_check_method (message, "GET"))
        ask (self, message, id, query, pattern);
      return;
    }

  g_set_error (&error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_NOT_FOUND, "There is no “%s”", path);
  hr_http_reply_error (message, error);
}

static void
hr_records_api_dispose (GObject *object)
{
  HrRecordsApi *self = HR_RECORDS_API (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (hr_records_api_parent_class)->dispose (object);
}

static void
hr_records_api_class_init (HrRecordsApiClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_records_api_dispose;
}

static void
hr_records_api_init (HrRecordsApi *self)
{
  self->cancellable = g_cancellable_new ();
}

static const char *const routes[] = { HR_RECORDS_INCIDENTS, "/api/v1/handovers", "/api/v1/log/verify", "/api/v1/operators", "/api/v1/stats", "/api/v1/zones" };

HrRecordsApi *
hr_records_api_new (HrStation  *station,
                    SoupServer *server)
{
  HrRecordsApi *self = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);
  g_return_val_if_fail (SOUP_IS_SERVER (server), NULL);

  self = g_object_new (HR_TYPE_RECORDS_API, NULL);
  self->station = station;
  self->server = g_object_ref (server);
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    soup_server_add_handler (server, routes[i], on_request, self, NULL);
  return self;
}

void
hr_records_api_stop (HrRecordsApi *self)
{
  g_return_if_fail (HR_IS_RECORDS_API (self));

  g_cancellable_cancel (self->cancellable);
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    soup_server_remove_handler (self->server, routes[i]);
}
