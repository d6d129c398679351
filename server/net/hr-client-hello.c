/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-client-hello"

#include "hr-client-hello.h"

#include <errno.h>
#include <sys/socket.h>

/* RFC 8446, section 5.1: a record has a type, a version, a length, and at most so much in it. */
#define RECORD_HEADER_BYTES 5
#define RECORD_HANDSHAKE 22
#define RECORD_VERSION_MAJOR 3
#define RECORD_MAX_BYTES (16 * 1024)

static gboolean
return_error (GTask       *task,
              GIOErrorEnum code,
              const char  *reason)
{
  g_task_return_new_error (task, G_IO_ERROR, code, "%s", reason);
  return TRUE;
}

static gboolean
return_errno (GTask *task)
{
  int code = errno;

  return return_error (task, g_io_error_from_errno (code), g_strerror (code));
}

/* How many bytes the record has, header and all, or 0 when this is not the beginning of one. */
static gsize
measure (const guint8 *header)
{
  gsize length = (gsize) header[3] << 8 | header[4];

  if (header[0] != RECORD_HANDSHAKE || header[1] != RECORD_VERSION_MAJOR || length > RECORD_MAX_BYTES)
    return 0;
  return RECORD_HEADER_BYTES + length;
}

/* The kernel wakes us only when so much is there, or the end. */
static void
wake_at (GSocket *socket,
         gsize    bytes)
{
  g_socket_set_option (socket, SOL_SOCKET, SO_RCVLOWAT, (int) bytes, NULL);
}

/* Whether there is no more to wait for: @task has returned. */
static gboolean
look_at (GSocket *socket,
         GTask   *task)
{
  guint8  peeked[RECORD_HEADER_BYTES + RECORD_MAX_BYTES];
  gssize *before = g_task_get_task_data (task);
  gssize  present = recv (g_socket_get_fd (socket), peeked, sizeof peeked, MSG_PEEK | MSG_DONTWAIT);
  gsize   wanted = RECORD_HEADER_BYTES;

  if (present < 0)
    return errno == EAGAIN || errno == EINTR ? FALSE : return_errno (task);
  /* Woken, and nothing new is there: nothing more will come. */
  if (present == *before)
    return return_error (task, G_IO_ERROR_CLOSED, "The peer left");

  *before = present;
  if (present >= RECORD_HEADER_BYTES)
    wanted = measure (peeked);
  if (wanted == 0)
    return return_error (task, G_IO_ERROR_INVALID_DATA, "This is not TLS");

  wake_at (socket, present < (gssize) wanted ? wanted : 1);
  if (present < (gssize) wanted)
    return FALSE;

  g_task_return_boolean (task, TRUE);
  return TRUE;
}

static gboolean
on_readable (GSocket     *socket,
             GIOCondition condition,
             gpointer     user_data)
{
  GTask *task = user_data;

  return g_task_return_error_if_cancelled (task) || look_at (socket, task) ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

void
hr_client_hello_wait_async (GSocket            *socket,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  GTask *task = NULL;
  g_autoptr (GSource) source = NULL;

  g_return_if_fail (G_IS_SOCKET (socket));

  task = g_task_new (socket, cancellable, callback, user_data);
  g_task_set_source_tag (task, hr_client_hello_wait_async);
  g_task_set_task_data (task, g_new0 (gssize, 1), g_free);
  wake_at (socket, RECORD_HEADER_BYTES);
  source = g_socket_create_source (socket, G_IO_IN, cancellable);
  g_task_attach_source (task, source, G_SOURCE_FUNC (on_readable));
  g_object_unref (task);
}

gboolean
hr_client_hello_wait_finish (GSocket      *socket,
                             GAsyncResult *result,
                             GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, socket), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
