/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-recording-fetch"

#include "hr-recording-fetch.h"

#include <glib/gi18n.h>

#define PIECE_BYTES (512 * 1024)
/* More than a day of the best sound there is, and hours of a picture. */
#define MAX_BYTES (1024 * 1024 * 1024)

typedef struct
{
  char        *path;
  GByteArray  *bytes;
  GChecksum   *checksum;
  SoupMessage *message; /* of the piece that is on its way */
} Fetch;

/* A piece asks for the next one. */
static void ask (GTask *task);

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  g_free (fetch->path);
  g_clear_pointer (&fetch->bytes, g_byte_array_unref);
  g_checksum_free (fetch->checksum);
  g_clear_object (&fetch->message);
  g_free (fetch);
}

/* How long the whole file is; 0: not said. */
static goffset
get_total (SoupMessage *message)
{
  goffset start = 0;
  goffset end = 0;
  goffset total = 0;

  if (soup_message_get_status (message) == SOUP_STATUS_PARTIAL_CONTENT &&
      soup_message_headers_get_content_range (soup_message_get_response_headers (message), &start, &end, &total))
    return total;

  return 0;
}

static gboolean
check (SoupMessage *message,
       GError     **error)
{
  SoupStatus status = soup_message_get_status (message);

  if (status == SOUP_STATUS_NOT_FOUND || status == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("the station has no file of it"));
  else if (status != SOUP_STATUS_OK && status != SOUP_STATUS_PARTIAL_CONTENT)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("the station answered “%s”"), soup_status_get_phrase (status));
  else if (get_total (message) > MAX_BYTES)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, _ ("it is too long to be played here"));
  else
    return TRUE;

  return FALSE;
}

static void
append (Fetch  *fetch,
        GBytes *piece)
{
  gsize         size = 0;
  gconstpointer data = g_bytes_get_data (piece, &size);

  g_byte_array_append (fetch->bytes, data, (guint) size);
  g_checksum_update (fetch->checksum, data, (gssize) size);
}

static gboolean
take_piece (Fetch   *fetch,
            GBytes  *piece,
            GError **error)
{
  if (piece == NULL || !check (fetch->message, error))
    return FALSE;

  append (fetch, piece);

  return TRUE;
}

static void
on_piece (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) piece = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);

  if (!take_piece (fetch, piece, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (g_bytes_get_size (piece) > 0 && (goffset) fetch->bytes->len < get_total (fetch->message))
    ask (g_steal_pointer (&task));
  else
    g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&fetch->bytes)), (GDestroyNotify) g_bytes_unref);
}

static void
ask (GTask *task)
{
  Fetch         *fetch = g_task_get_task_data (task);
  HrStationLink *link = g_task_get_source_object (task);
  goffset        first = fetch->bytes->len;

  g_clear_object (&fetch->message);
  fetch->message = hr_station_link_new_message (link, fetch->path);
  soup_message_headers_set_range (soup_message_get_request_headers (fetch->message), first, first + PIECE_BYTES - 1);
  soup_session_send_and_read_async (hr_station_link_get_session (link), fetch->message, G_PRIORITY_LOW,
                                    g_task_get_cancellable (task), on_piece, task);
}

void
hr_recording_fetch_async (HrStationLink      *link,
                          const char         *incident_id,
                          const char         *recording_id,
                          GBytes             *begun,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  g_autofree char *incident = NULL;
  g_autofree char *recording = NULL;
  Fetch           *fetch = NULL;
  GTask           *task = NULL;

  g_return_if_fail (HR_IS_STATION_LINK (link));
  g_return_if_fail (hr_station_link_get_url (link) != NULL);
  g_return_if_fail (incident_id != NULL && recording_id != NULL);

  incident = g_uri_escape_string (incident_id, NULL, FALSE);
  recording = g_uri_escape_string (recording_id, NULL, FALSE);
  fetch = g_new0 (Fetch, 1);
  fetch->path = g_strdup_printf ("/api/v1/incidents/%s/recording?id=%s", incident, recording);
  fetch->bytes = g_byte_array_new ();
  fetch->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  if (begun != NULL)
    append (fetch, begun);

  task = g_task_new (link, cancellable, callback, user_data);
  g_task_set_source_tag (task, hr_recording_fetch_async);
  g_task_set_task_data (task, fetch, fetch_free);
  ask (task);
}

GBytes *
hr_recording_fetch_finish (HrStationLink *link,
                           GAsyncResult  *result,
                           char         **sha256,
                           GError       **error)
{
  Fetch  *fetch = NULL;
  GBytes *recording = NULL;

  g_return_val_if_fail (g_task_is_valid (result, link), NULL);
  g_return_val_if_fail (sha256 != NULL, NULL);

  fetch = g_task_get_task_data (G_TASK (result));
  recording = g_task_propagate_pointer (G_TASK (result), error);
  *sha256 = recording != NULL ? g_strdup (g_checksum_get_string (fetch->checksum)) : NULL;

  return recording;
}
