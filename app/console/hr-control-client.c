/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-control-client"

#include "hr-control-client.h"

#include "hr-json.h"
#include "hr-message.h"
#include "hr-remote-error.h"

#include <gio/gunixsocketaddress.h>

#define ANSWER_TIMEOUT_S 3

typedef struct
{
  char              *request; /* one line, with its line feed */
  GSocketConnection *connection;
  GDataInputStream  *answers;
} Call;

static void
call_free (Call *call)
{
  g_free (call->request);
  g_clear_object (&call->answers);
  g_clear_object (&call->connection);
  g_free (call);
}

static JsonObject *
parse_answer (const char *line,
              gsize       length,
              GError    **error)
{
  g_autoptr (JsonObject) answer = hr_message_parse (line, length, error);
  JsonObject *member = NULL;

  if (answer == NULL)
    return NULL;

  if ((member = hr_json_get_object (answer, "error")) != NULL)
    {
      g_propagate_error (error, hr_remote_error_new (member));
      return NULL;
    }

  if ((member = hr_json_get_object (answer, "data")) != NULL)
    return json_object_ref (member);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       "The station's answer has neither data nor an error");
  return NULL;
}

static void
on_line_read (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data = NULL;
  gsize            length = 0;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, &length, &error);

  if (line == NULL && error == NULL)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "The station closed the control socket");

  if (line != NULL)
    data = parse_answer (line, length, &error);

  if (data != NULL)
    g_task_return_pointer (task, g_steal_pointer (&data), (GDestroyNotify) json_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_request_written (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;
  Call         *call = g_task_get_task_data (task);
  GInputStream *input = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  input = g_io_stream_get_input_stream (G_IO_STREAM (call->connection));
  call->answers = g_data_input_stream_new (input);
  g_data_input_stream_read_line_async (call->answers, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                       on_line_read, g_object_ref (task));
}

static void
on_connected (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;
  Call          *call = g_task_get_task_data (task);
  GOutputStream *output = NULL;

  call->connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  if (call->connection == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  output = g_io_stream_get_output_stream (G_IO_STREAM (call->connection));
  g_output_stream_write_all_async (output, call->request, strlen (call->request), G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), on_request_written, g_object_ref (task));
}

static char *
dup_request (const char *name,
             JsonObject *args)
{
  g_autoptr (JsonObject) request = hr_json_new_object ("name", name, NULL);
  g_autofree char *text = NULL;

  json_object_set_object_member (request, "args", args != NULL ? json_object_ref (args) : json_object_new ());
  text = hr_message_print (request);

  return g_strconcat (text, "\n", NULL);
}

void
hr_control_client_call_async (const char         *data_dir,
                              const char         *name,
                              JsonObject         *args,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GSocketClient) client = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autofree char *path = NULL;
  Call            *call = NULL;

  g_return_if_fail (data_dir != NULL);
  g_return_if_fail (name != NULL);

  call = g_new0 (Call, 1);
  call->request = dup_request (name, args);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, hr_control_client_call_async);
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);

  path = g_build_filename (data_dir, "control.sock", NULL);
  address = g_unix_socket_address_new (path);
  client = g_socket_client_new ();
  g_socket_client_set_timeout (client, ANSWER_TIMEOUT_S);
  g_socket_client_connect_async (client, G_SOCKET_CONNECTABLE (address), cancellable,
                                 on_connected, g_object_ref (task));
}

JsonObject *
hr_control_client_call_finish (GAsyncResult *result,
                               GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
