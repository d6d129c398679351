/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-panel"

#include "hr-json.h"
#include "hr-message.h"
#include "hr-operator-token.h"
#include "hr-panel-private.h"
#include "hr-pin-check.h"

/* Who may sit at this console: a PIN, or the token of an earlier welcome. */

typedef struct
{
  HrPanel    *panel;
  JsonObject *message;
} Login;

static void
login_free (Login *self)
{
  g_object_unref (self->panel);
  json_object_unref (self->message);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Login, login_free)

static gint64
get_since (JsonObject *message)
{
  gint64 since = -1;

  hr_json_get_int (message, "since", &since);
  return since;
}

static void
refuse (HrPanel      *self,
        JsonObject   *message,
        const GError *error)
{
  hr_socket_send_error (self->socket, error, message);
  hr_socket_close (self->socket, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, hr_protocol_error_to_code (error));
}

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Login) login = user_data;
  HrPanel *self = login->panel;
  g_autoptr (GError) error = NULL;
  gboolean is_right = hr_pin_check_finish (result, &error);

  self->is_verifying = FALSE;
  if (!hr_socket_is_open (self->socket))
    return;

  if (is_right)
    hr_panel_welcome (self, hr_json_get_string (login->message, "operator_id"), get_since (login->message));
  else if (g_error_matches (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD))
    hr_socket_send_error (self->socket, error, login->message);
  else
    refuse (self, login->message, error);
}

gboolean
hr_panel_login (gpointer    panel,
                JsonObject *message,
                GError    **error)
{
  HrPanel    *self = panel;
  const char *operator_id = hr_json_get_string (message, "operator_id");
  const char *pin = hr_json_get_string (message, "pin");
  Login      *login = NULL;

  if (operator_id == NULL || pin == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "A login has an “operator_id” and a “pin”");
      return FALSE;
    }

  if (self->is_verifying)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BUSY, "A PIN is being checked");
      return FALSE;
    }

  login = g_new0 (Login, 1);
  login->panel = g_object_ref (self);
  login->message = json_object_ref (message);
  self->is_verifying = TRUE;
  hr_pin_check_async (self->station, self->throttle, hr_socket_get_peer (self->socket), operator_id, pin, on_checked, login);

  return TRUE;
}

gboolean
hr_panel_resume (gpointer    panel,
                 JsonObject *message,
                 GError    **error)
{
  HrPanel         *self = panel;
  const char      *token = hr_json_get_string (message, "token");
  gboolean         is_of_this_run = FALSE;
  g_autofree char *operator_id = NULL;
  g_autoptr (GError) refusal = NULL;

  if (token == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "A resume has a “token”");
      return FALSE;
    }

  if (self->is_verifying)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BUSY, "A PIN is being checked");
      return FALSE;
    }

  operator_id = hr_operator_token_check (self->station, token, &is_of_this_run, &refusal);
  if (operator_id == NULL)
    {
      refuse (self, message, refusal);
      return TRUE;
    }

  /* A seq of an earlier run may have been given anew, if that run ended before it was on disk. */
  hr_panel_welcome (self, operator_id, is_of_this_run ? get_since (message) : -1);
  return TRUE;
}
