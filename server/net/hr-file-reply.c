/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-file-reply"

#include "hr-file-reply.h"

#include "hr-http.h"
#include "hr-message.h"

#define PIECE_BYTES (64 * 1024)

typedef struct
{
  GInputStream *stream;
  goffset       remaining_bytes;
  gboolean      is_reading;
} Reply;

static void
reply_free (gpointer  data,
            GClosure *closure)
{
  Reply *reply = data;

  g_object_unref (reply->stream);
  g_free (reply);
}

typedef struct
{
  SoupServerMessage *message;
  Reply             *reply;
} Piece;

static void
on_read (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autofree Piece *piece = user_data;
  g_autoptr (SoupServerMessage) message = piece->message;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);
  SoupMessageBody *body = soup_server_message_get_response_body (message);

  piece->reply->is_reading = FALSE;
  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    {
      piece->reply->remaining_bytes -= g_bytes_get_size (bytes);
      soup_message_body_append_bytes (body, bytes);
    }
  else
    {
      g_message ("Cannot read on: %s", error != NULL ? error->message : "the file ends early");
      piece->reply->remaining_bytes = 0;
    }
  if (piece->reply->remaining_bytes == 0)
    soup_message_body_complete (body);
  hr_http_resume (message);
}

static void
read_next (SoupServerMessage *message,
           gpointer           user_data)
{
  Reply *reply = user_data;
  Piece *piece = NULL;

  if (reply->is_reading || reply->remaining_bytes == 0)
    return;

  reply->is_reading = TRUE;
  piece = g_new0 (Piece, 1);
  piece->message = g_object_ref (message);
  piece->reply = reply;
  g_input_stream_read_bytes_async (reply->stream, MIN (reply->remaining_bytes, PIECE_BYTES), G_PRIORITY_DEFAULT, NULL, on_read, piece);
}

/* The range asked for, or the whole. FALSE when there is nothing of it in the file: libsoup reads the header, but not against the size. */
static gboolean
choose_range (SoupServerMessage *message,
              goffset            size,
              goffset           *start,
              goffset           *end)
{
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  SoupRange          *ranges = NULL;
  int                 n_ranges = 0;

  *start = 0;
  *end = size - 1;
  if (!soup_message_headers_get_ranges (request, size, &ranges, &n_ranges))
    return TRUE;

  /* Several ranges may be answered with the whole. */
  if (n_ranges == 1)
    {
      *start = MAX (ranges[0].start, 0);
      *end = MIN (ranges[0].end, size - 1);
    }
  soup_message_headers_free_ranges (request, ranges);
  if (*start > *end)
    return FALSE;

  if (n_ranges == 1)
    {
      soup_server_message_set_status (message, SOUP_STATUS_PARTIAL_CONTENT, NULL);
      soup_message_headers_set_content_range (soup_server_message_get_response_headers (message), *start, *end, size);
    }
  return TRUE;
}

static gboolean
start (SoupServerMessage *message,
       const char        *path,
       const char        *content_type,
       GError           **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GFileInfo) info = NULL;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  goffset             first = 0, last = 0;
  Reply              *reply = NULL;

  if (stream == NULL)
    return FALSE;
  info = g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, error);
  if (info == NULL)
    return FALSE;

  soup_message_headers_replace (headers, "Accept-Ranges", "bytes");
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_set_content_type (headers, content_type, NULL);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  if (!choose_range (message, g_file_info_get_size (info), &first, &last))
    {
      soup_server_message_set_status (message, SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE, NULL);
      hr_http_resume (message);
      return TRUE;
    }
  if (!g_seekable_seek (G_SEEKABLE (stream), first, G_SEEK_SET, NULL, error))
    return FALSE;

  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  soup_message_headers_set_content_length (headers, last - first + 1);
  reply = g_new0 (Reply, 1);
  reply->stream = G_INPUT_STREAM (g_steal_pointer (&stream));
  reply->remaining_bytes = last - first + 1;
  g_signal_connect_data (message, "wrote-chunk", G_CALLBACK (read_next), reply, reply_free, 0);
  if (soup_server_message_get_method (message) == SOUP_METHOD_HEAD || reply->remaining_bytes == 0)
    hr_http_resume (message);
  else
    read_next (message, reply);
  return TRUE;
}

void
hr_file_reply (SoupServerMessage *message,
               const char        *path,
               const char        *content_type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) refusal = NULL;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (path != NULL);

  if (start (message, path, content_type, &error))
    return;

  g_message ("%s: %s", path, error->message);
  refusal = g_error_new_literal (HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_NOT_FOUND, "The file is not there");
  hr_http_reply_error (message, refusal);
  hr_http_resume (message);
}
