/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-control"

#include "hr-control.h"

#include "hr-certificate.h"
#include "hr-command.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-refusal.h"
#include "hr-operator-token.h"

#include <fcntl.h>
#include <gio/gunixcredentialsmessage.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define SOCKET_NAME "control.sock"

struct _HrControl
{
  GObject         parent_instance;
  HrStation      *station; /* borrowed */
  GSocketService *service;
  char           *path;
  GCancellable   *cancellable; /* of every peer's reading and writing */
};

G_DEFINE_FINAL_TYPE (HrControl, hr_control, G_TYPE_OBJECT)

/* One who has connected: a line in, a line out, until they go. */
typedef struct
{
  HrControl         *control;
  GSocketConnection *connection;
  GDataInputStream  *input;
  char              *answer;
} Peer;

static void
peer_free (Peer *self)
{
  g_clear_object (&self->input);
  g_object_unref (self->connection);
  g_object_unref (self->control);
  g_free (self->answer);
  g_free (self);
}

/* The answer to one line leads to the next one. */
static void read_line (Peer *peer);

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Peer *peer = user_data;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    {
      peer_free (peer);
      return;
    }

  g_clear_pointer (&peer->answer, g_free);
  read_line (peer);
}

static JsonObject *
new_error (const GError *error)
{
  JsonObject *object = hr_json_new_object ("code", hr_protocol_error_to_code (error), "detail", error->message, NULL);
  g_autoptr (JsonArray) reason = hr_refusal_dup_reason (error);

  if (reason != NULL)
    json_object_set_array_member (object, "because", g_steal_pointer (&reason));

  return object;
}

static void
on_replied (JsonObject   *data,
            const GError *error,
            gpointer      user_data)
{
  Peer            *peer = user_data;
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) answer = json_object_new ();

  if (error != NULL)
    json_object_set_object_member (answer, "error", new_error (error));
  else
    json_object_set_object_member (answer, "data", json_object_ref (data));

  text = hr_message_print (answer);
  peer->answer = g_strconcat (text, "\n", NULL);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (peer->connection)), peer->answer,
                                   strlen (peer->answer), G_PRIORITY_DEFAULT, peer->control->cancellable, on_written, peer);
}

/* What is of this socket alone */

static JsonObject *
describe_station (HrStation  *station,
                  JsonObject *args,
                  GError    **error)
{
  const char *station_id = hr_store_get_station_id (hr_journal_get_store (hr_station_get_journal (station)));
  JsonObject *data = hr_json_new_object ("url", hr_station_get_url (station), "station_id", station_id, NULL);

  json_object_set_int_member (data, "pid", getpid ());
  return data;
}

/* Whoever owns the records needs no PIN. */
static JsonObject *
log_in (HrStation  *station,
        JsonObject *args,
        GError    **error)
{
  const char      *operator_id = hr_json_get_string (args, "operator_id");
  HrOperator      *person = operator_id != NULL ? hr_board_get_operator (hr_station_get_board (station), operator_id) : NULL;
  GTlsCertificate *certificate = hr_station_get_certificate (station);
  g_autofree char *fingerprint = certificate != NULL ? hr_certificate_dup_fingerprint (certificate) : NULL;
  g_autofree char *token = NULL;

  if (operator_id == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "There is no “operator_id”");
      return NULL;
    }

  if (person == NULL || !hr_operator_is_enabled (person))
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_NOT_FOUND, "There is no such operator, or they are disabled");
      return NULL;
    }

  token = hr_operator_token_issue (station, operator_id);
  return hr_json_new_object ("token", token, "url", hr_station_get_url (station), "fingerprint", fingerprint, NULL);
}

static const struct
{
  const char *name;
  JsonObject *(*answer) (HrStation *station, JsonObject *args, GError **error);
} own_commands[] = {
  { "operator.login", log_in },
  { "station.info", describe_station },
};

static void
run_own_command (Peer       *peer,
                 gsize       index,
                 JsonObject *args)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data = own_commands[index].answer (peer->control->station, args, &error);

  on_replied (data, error, peer);
}

static void
handle (Peer       *peer,
        JsonObject *request)
{
  const char *name = hr_json_get_string (request, "name");
  JsonObject *given = hr_json_get_object (request, "args");
  g_autoptr (JsonObject) args = given != NULL ? json_object_ref (given) : json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (own_commands); i++)
    {
      if (g_strcmp0 (own_commands[i].name, name) == 0)
        {
          run_own_command (peer, i, args);
          return;
        }
    }

  hr_command_run (peer->control->station, "cli", name != NULL ? name : "", args, on_replied, peer);
}

static void
on_line (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Peer            *peer = user_data;
  gsize            length = 0;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, &length, NULL);
  g_autoptr (JsonObject) request = NULL;
  g_autoptr (GError) error = NULL;

  if (line == NULL)
    {
      peer_free (peer);
      return;
    }

  request = hr_message_parse (line, length, &error);
  if (request != NULL)
    handle (peer, request);
  else
    on_replied (NULL, error, peer);
}

static void
read_line (Peer *peer)
{
  g_data_input_stream_read_line_async (peer->input, G_PRIORITY_DEFAULT, peer->control->cancellable, on_line, peer);
}

/* The folder's mode keeps others out already; a mode can be changed by mistake. */
static gboolean
is_owner (GSocketConnection *connection)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCredentials) credentials = g_socket_get_credentials (g_socket_connection_get_socket (connection), &error);
  uid_t uid = credentials != NULL ? g_credentials_get_unix_user (credentials, &error) : (uid_t) -1;

  return error == NULL && (uid == 0 || uid == geteuid ());
}

static gboolean
on_incoming (HrControl         *self,
             GSocketConnection *connection)
{
  Peer *peer = NULL;

  if (!is_owner (connection))
    {
      g_warning ("Another user tried to use the control socket");
      return TRUE;
    }

  peer = g_new0 (Peer, 1);
  peer->control = g_object_ref (self);
  peer->connection = g_object_ref (connection);
  peer->input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  read_line (peer);

  return TRUE;
}

static void
hr_control_finalize (GObject *object)
{
  HrControl *self = HR_CONTROL (object);

  g_assert (!g_socket_service_is_active (self->service));

  g_clear_object (&self->service);
  g_clear_object (&self->cancellable);
  g_free (self->path);

  G_OBJECT_CLASS (hr_control_parent_class)->finalize (object);
}

static void
hr_control_class_init (HrControlClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_control_finalize;
}

static void
hr_control_init (HrControl *self)
{
  self->service = g_socket_service_new ();
  self->cancellable = g_cancellable_new ();
}

/* A socket's address has room for a hundred bytes; a data directory's path may be longer. */
static gboolean
bind_socket (HrControl *self,
             GError   **error)
{
  g_autofree char *dir = g_path_get_dirname (self->path);
  int              dir_fd = open (dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
  g_autofree char *short_path = g_strdup_printf ("/proc/self/fd/%d/%s", dir_fd, SOCKET_NAME);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (short_path);
  gboolean is_bound = g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                                     G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, error);

  if (dir_fd >= 0)
    close (dir_fd);

  return is_bound;
}

HrControl *
hr_control_new (HrStation *station,
                GError   **error)
{
  g_autoptr (HrControl) self = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);

  self = g_object_new (HR_TYPE_CONTROL, NULL);
  self->station = station;
  self->path = g_build_filename (hr_station_get_data_dir (station), SOCKET_NAME, NULL);

  /* Left by a station that was killed: the records' lock says that no other one runs. */
  g_unlink (self->path);
  if (!bind_socket (self, error))
    {
      g_socket_service_stop (self->service);
      return NULL;
    }

  g_chmod (self->path, 0600);
  g_signal_connect_object (self->service, "incoming", G_CALLBACK (on_incoming), self, G_CONNECT_SWAPPED);

  return g_steal_pointer (&self);
}

void
hr_control_close (HrControl *self)
{
  g_return_if_fail (HR_IS_CONTROL (self));

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_cancellable_cancel (self->cancellable);
  g_unlink (self->path);
}
