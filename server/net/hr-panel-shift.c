/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-panel"

#include "hr-handover.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-panel-private.h"
#include "hr-pin-check.h"
#include "hr-shifts.h"

/* A shift is handed over by who sits here to somebody who stands beside them, and who says so with a PIN of their own. */

typedef struct
{
  HrPanel    *panel;
  JsonObject *request;
  JsonObject *args;
} HandOver;

static void
hand_over_free (HandOver *self)
{
  g_object_unref (self->panel);
  json_object_unref (self->request);
  json_object_unref (self->args);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HandOver, hand_over_free)

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (HandOver) hand_over = user_data;
  HrPanel *self = hand_over->panel;
  g_autoptr (GError) error = NULL;
  gboolean is_right = hr_pin_check_finish (result, &error);

  self->is_verifying = FALSE;
  if (!hr_socket_is_open (self->socket))
    return;

  if (is_right)
    hr_panel_run_command (self, hand_over->request, HR_HANDOVER_COMMAND, hand_over->args);
  else
    hr_socket_send_error (self->socket, error, hand_over->request);
}

gboolean
hr_panel_hand_over (HrPanel    *self,
                    JsonObject *request,
                    JsonObject *args,
                    GError    **error)
{
  const char *to = hr_json_get_string (args, "to");
  const char *pin = hr_json_get_string (args, "pin");
  HandOver   *hand_over = NULL;

  if (to == NULL || pin == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "“to” and “pin” are needed");
      return FALSE;
    }

  if (self->is_verifying)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BUSY, "A PIN is being checked");
      return FALSE;
    }

  /* Whoever may not hand over must not try PINs here either. */
  if (!hr_shifts_check (self->station, self->operator_id, args, error))
    return FALSE;

  hand_over = g_new0 (HandOver, 1);
  hand_over->panel = g_object_ref (self);
  hand_over->request = json_object_ref (request);
  hand_over->args = json_object_ref (args);
  self->is_verifying = TRUE;
  hr_pin_check_async (self->station, self->throttle, hr_socket_get_peer (self->socket), to, pin, on_checked, hand_over);

  return TRUE;
}
