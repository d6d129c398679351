/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-test-phone"

#include "hr-test-phone.h"

#include <signal.h>

struct _HrTestPhone
{
  GSubprocess      *process;
  GDataInputStream *output;
  GCancellable     *cancellable;
  HrMediaSession   *session;
  HrTestAnswerFunc  func;
  gpointer          user_data;
  GError           *refusal;
};

static void
send_line (HrTestPhone *self,
           JsonObject  *message)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), message);
  g_autofree char *text = json_to_string (node, FALSE);
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->process), line, strlen (line), NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
on_offer (HrMediaSession *session,
          guint           attempt,
          const char     *sdp,
          gboolean        is_hedge,
          gpointer        user_data)
{
  g_autoptr (JsonObject) message = json_object_new ();

  json_object_set_int_member (message, "attempt", attempt);
  json_object_set_string_member (message, "sdp", sdp);
  json_object_set_boolean_member (message, "keep", is_hedge);
  send_line (user_data, message);
}

static void
give_answer (HrTestPhone *self,
             JsonObject  *message)
{
  guint            attempt = json_object_get_int_member (message, "attempt");
  const char      *sdp = json_object_get_string_member (message, "sdp");
  g_autofree char *answer = self->func != NULL ? self->func (attempt, sdp, self->user_data) : g_strdup (sdp);

  if (answer == NULL || self->session == NULL)
    return;

  g_clear_error (&self->refusal);
  hr_media_session_set_answer (self->session, attempt, answer, &self->refusal);
}

static void
on_line (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (object), result, NULL, &error);
  g_autoptr (JsonNode) node = NULL;
  HrTestPhone *self = user_data;

  if (line == NULL)
    return;

  node = json_from_string (line, &error);
  g_assert_no_error (error);
  give_answer (self, json_node_get_object (node));
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, self->cancellable, on_line, self);
}

HrTestPhone *
hr_test_phone_new (void)
{
  HrTestPhone     *self = g_new0 (HrTestPhone, 1);
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "support", "rtc-phone-process.py", NULL);
  g_autoptr (GError) error = NULL;

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                    "/usr/bin/python3", script, NULL);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->cancellable = g_cancellable_new ();
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, self->cancellable, on_line, self);
  return self;
}

void
hr_test_phone_follow (HrTestPhone     *self,
                      HrMediaSession  *session,
                      HrTestAnswerFunc func,
                      gpointer         user_data)
{
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);

  g_clear_error (&self->refusal);
  g_set_object (&self->session, session);
  self->func = func;
  self->user_data = user_data;
  if (session != NULL)
    g_signal_connect (session, "offer", G_CALLBACK (on_offer), self);
}

const GError *
hr_test_phone_get_refusal (HrTestPhone *self)
{
  return self->refusal;
}

void
hr_test_phone_hang_up (HrTestPhone *self)
{
  g_autoptr (JsonObject) message = json_object_new ();

  send_line (self, message);
}

void
hr_test_phone_freeze (HrTestPhone *self,
                      gboolean     is_frozen)
{
  g_subprocess_send_signal (self->process, is_frozen ? SIGSTOP : SIGCONT);
}

void
hr_test_phone_free (HrTestPhone *self)
{
  hr_test_phone_follow (self, NULL, NULL, NULL);
  g_cancellable_cancel (self->cancellable);
  while (g_input_stream_has_pending (G_INPUT_STREAM (self->output)))
    g_main_context_iteration (NULL, TRUE);

  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
  g_clear_object (&self->output);
  g_clear_object (&self->cancellable);
  g_free (self);
}
