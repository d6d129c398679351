/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-pin-check"

#include "hr-pin-check.h"

#include "hr-message.h"
#include "hr-pin.h"

/* What a stranger sends is remembered for a while: not more of it than an id may have. */
#define MAX_ID_BYTES 128

typedef struct
{
  HrStation  *station;
  HrThrottle *throttle; /* borrowed: of the API, which ends after the station's last socket */
  char       *peer;
  char       *operator_id;
  char       *operator_key; /* what the throttle counts by */
  char       *address_key;
  char       *hash; /* that the PIN is checked against */
} Check;

static void
check_free (gpointer data)
{
  Check *self = data;

  g_object_unref (self->station);
  g_free (self->peer);
  g_free (self->operator_id);
  g_free (self->operator_key);
  g_free (self->address_key);
  g_free (self->hash);
  g_free (self);
}

static gboolean
is_held (Check *self)
{
  return hr_throttle_is_held (self->throttle, self->operator_key) || hr_throttle_is_held (self->throttle, self->address_key);
}

static void
refuse_held (GTask *task)
{
  g_task_return_new_error (task, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_TOO_MANY_ATTEMPTS, "Too many wrong attempts; wait a minute");
}

static void
refuse_pin (GTask *task,
            Check *self)
{
  hr_throttle_count (self->throttle, self->operator_key);
  hr_throttle_count (self->throttle, self->address_key);
  g_message ("A PIN from %s was refused", self->peer);
  g_task_return_new_error (task, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_UNAUTHORIZED, "The operator or the PIN is not right");
}

/* Both may have changed while the PIN was being checked. */
static gboolean
may_work (Check *self)
{
  HrOperator *person = hr_board_get_operator (hr_station_get_board (self->station), self->operator_id);
  const char *hash = hr_credentials_get_pin_hash (hr_station_get_credentials (self->station), self->operator_id);

  return person != NULL && hr_operator_is_enabled (person) && g_strcmp0 (hash, self->hash) == 0;
}

static void
on_verified (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Check   *self = g_task_get_task_data (task);
  gboolean is_right = hr_pin_verify_finish (result, NULL);

  /* The station may have stopped meanwhile, and the throttle with it. */
  if (hr_station_get_url (self->station) == NULL)
    {
      g_task_return_new_error (task, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BUSY, "The station has stopped");
      return;
    }

  /* Others that were tried at the same time may have been the last that were free: even a right one says nothing then. */
  if (is_held (self))
    {
      refuse_held (task);
      return;
    }

  if (!is_right || !may_work (self))
    {
      refuse_pin (task, self);
      return;
    }

  hr_throttle_forget (self->throttle, self->operator_key);
  g_task_return_boolean (task, TRUE);
}

void
hr_pin_check_async (HrStation          *station,
                    HrThrottle         *throttle,
                    const char         *peer,
                    const char         *operator_id,
                    const char         *pin,
                    GAsyncReadyCallback callback,
                    gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Check *self = NULL;

  g_return_if_fail (HR_IS_STATION (station));
  g_return_if_fail (throttle != NULL && operator_id != NULL && pin != NULL);

  if (strlen (operator_id) > MAX_ID_BYTES)
    {
      g_task_return_new_error (task, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "The operator’s id is too long");
      return;
    }

  self = g_new0 (Check, 1);
  self->station = g_object_ref (station);
  self->throttle = throttle;
  self->peer = g_strdup (peer);
  self->operator_id = g_strdup (operator_id);
  self->operator_key = g_strconcat ("operator ", operator_id, NULL);
  self->address_key = g_strconcat ("address ", peer, NULL);
  self->hash = g_strdup (hr_credentials_get_pin_hash (hr_station_get_credentials (station), operator_id));
  g_task_set_task_data (task, self, check_free);

  if (is_held (self))
    refuse_held (task);
  else if (self->hash == NULL)
    refuse_pin (task, self);
  else
    hr_pin_verify_async (self->hash, pin, NULL, on_verified, g_steal_pointer (&task));
}

gboolean
hr_pin_check_finish (GAsyncResult *result,
                     GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
