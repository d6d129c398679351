/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-panel"

#include "hr-json.h"
#include "hr-message.h"
#include "hr-operator-token.h"
#include "hr-panel-private.h"
#include "hr-pin.h"

/* What a stranger sends is remembered for a while: not more of it than an id may have. */
#define MAX_ID_BYTES 128

/* Who may sit at this console: a PIN, or the token of an earlier welcome. */

typedef struct
{
  HrPanel    *panel;
  JsonObject *message;
  char       *operator_id;
  char       *hash; /* that the PIN is checked against */
} Login;

static void
login_free (Login *self)
{
  g_object_unref (self->panel);
  json_object_unref (self->message);
  g_free (self->operator_id);
  g_free (self->hash);
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

static char *
dup_operator_key (const char *operator_id)
{
  return g_strconcat ("operator ", operator_id, NULL);
}

static char *
dup_address_key (HrPanel *self)
{
  return g_strconcat ("address ", hr_socket_get_peer (self->socket), NULL);
}

static gboolean
is_held (HrPanel    *self,
         const char *operator_id)
{
  g_autofree char *operator_key = dup_operator_key (operator_id);
  g_autofree char *address_key = dup_address_key (self);

  return hr_throttle_is_held (self->throttle, operator_key) || hr_throttle_is_held (self->throttle, address_key);
}

static void
refuse (HrPanel        *self,
        JsonObject     *message,
        HrProtocolError code,
        const char     *detail)
{
  g_autoptr (GError) error = g_error_new_literal (HR_PROTOCOL_ERROR, code, detail);

  hr_socket_send_error (self->socket, error, message);
  hr_socket_close (self->socket, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, hr_protocol_error_to_code (error));
}

static void
refuse_held (HrPanel    *self,
             JsonObject *message)
{
  refuse (self, message, HR_PROTOCOL_ERROR_TOO_MANY_ATTEMPTS, "Too many wrong attempts; wait a minute");
}

static void
refuse_pin (HrPanel    *self,
            JsonObject *message,
            const char *operator_id)
{
  g_autofree char *operator_key = dup_operator_key (operator_id);
  g_autofree char *address_key = dup_address_key (self);

  hr_throttle_count (self->throttle, operator_key);
  hr_throttle_count (self->throttle, address_key);
  g_message ("A login from %s was refused", hr_socket_get_peer (self->socket));
  refuse (self, message, HR_PROTOCOL_ERROR_UNAUTHORIZED, "The operator or the PIN is not right");
}

/* Both may have changed while the PIN was being checked. */
static gboolean
may_work (HrPanel *self,
          Login   *login)
{
  HrOperator *person = hr_board_get_operator (hr_station_get_board (self->station), login->operator_id);
  const char *hash = hr_credentials_get_pin_hash (hr_station_get_credentials (self->station), login->operator_id);

  return person != NULL && hr_operator_is_enabled (person) && g_strcmp0 (hash, login->hash) == 0;
}

static void
on_verified (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Login) login = user_data;
  HrPanel         *self = login->panel;
  gboolean         is_right = hr_pin_verify_finish (result, NULL);
  g_autofree char *operator_key = dup_operator_key (login->operator_id);

  self->is_verifying = FALSE;
  if (!hr_socket_is_open (self->socket))
    return;

  /* Others that were tried at the same time may have been the last that were free: even a right one says nothing then. */
  if (is_held (self, login->operator_id))
    {
      refuse_held (self, login->message);
      return;
    }

  if (!is_right || !may_work (self, login))
    {
      refuse_pin (self, login->message, login->operator_id);
      return;
    }

  hr_throttle_forget (self->throttle, operator_key);
  hr_panel_welcome (self, login->operator_id, get_since (login->message));
}

gboolean
hr_panel_login (gpointer    panel,
                JsonObject *message,
                GError    **error)
{
  HrPanel    *self = panel;
  const char *operator_id = hr_json_get_string (message, "operator_id");
  const char *pin = hr_json_get_string (message, "pin");
  const char *hash = NULL;
  Login      *login = NULL;

  if (operator_id == NULL || pin == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "A login has an “operator_id” and a “pin”");
      return FALSE;
    }

  if (strlen (operator_id) > MAX_ID_BYTES)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "The “operator_id” is too long");
      return FALSE;
    }

  if (self->is_verifying)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BUSY, "A PIN is being checked");
      return FALSE;
    }

  if (is_held (self, operator_id))
    {
      refuse_held (self, message);
      return TRUE;
    }

  hash = hr_credentials_get_pin_hash (hr_station_get_credentials (self->station), operator_id);
  if (hash == NULL)
    {
      refuse_pin (self, message, operator_id);
      return TRUE;
    }

  login = g_new0 (Login, 1);
  login->panel = g_object_ref (self);
  login->message = json_object_ref (message);
  login->operator_id = g_strdup (operator_id);
  login->hash = g_strdup (hash);
  self->is_verifying = TRUE;
  hr_pin_verify_async (hash, pin, NULL, on_verified, login);

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
      refuse (self, message, HR_PROTOCOL_ERROR_UNAUTHORIZED, refusal->message);
      return TRUE;
    }

  /* A seq of an earlier run may have been given anew, if that run ended before it was on disk. */
  hr_panel_welcome (self, operator_id, is_of_this_run ? get_since (message) : -1);
  return TRUE;
}
