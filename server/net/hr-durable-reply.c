/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-durable-reply"

#include "hr-durable-reply.h"

#include "hr-http.h"

#define DURABLE_MS 1000

typedef struct
{
  SoupServerMessage *message; /* NULL once answered */
  HrClock           *clock;
  JsonObject        *body;
  guint              status;
  guint              timeout_id;
} Reply;

static void
reply_free (gpointer data)
{
  Reply *reply = data;

  hr_clock_clear (reply->clock, &reply->timeout_id);
  g_clear_object (&reply->message);
  g_object_unref (reply->clock);
  json_object_unref (reply->body);
  g_free (reply);
}

static void
reply_send (Reply *reply,
            guint  status)
{
  if (reply->message == NULL)
    return;

  hr_http_reply_json (reply->message, status, reply->body);
  hr_http_resume (reply->message);
  g_clear_object (&reply->message);
}

static void
on_durable (gpointer user_data)
{
  Reply *reply = user_data;

  reply_send (reply, reply->status);
}

static gboolean
on_due (gpointer user_data)
{
  Reply *reply = user_data;

  reply->timeout_id = 0;
  reply_send (reply, SOUP_STATUS_ACCEPTED);
  return G_SOURCE_REMOVE;
}

void
hr_durable_reply (SoupServerMessage *message,
                  HrJournal         *journal,
                  guint              status,
                  JsonObject        *body)
{
  Reply *reply = NULL;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (HR_IS_JOURNAL (journal));
  g_return_if_fail (body != NULL);

  reply = g_new0 (Reply, 1);
  reply->message = g_object_ref (message);
  reply->clock = g_object_ref (hr_journal_get_clock (journal));
  reply->body = json_object_ref (body);
  reply->status = status;
  reply->timeout_id = hr_clock_add_timeout (reply->clock, DURABLE_MS, on_due, reply);
  hr_http_pause (message);
  hr_journal_when_durable (journal, hr_journal_get_seq (journal), on_durable, reply, reply_free);
}
