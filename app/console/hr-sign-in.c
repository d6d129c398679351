/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sign-in"

#include "hr-sign-in.h"

#include "hr-json.h"
#include "hr-panel-socket.h"
#include "hr-remote-error.h"

#include <glib/gi18n.h>

struct _HrSignIn
{
  GObject parent_instance;

  HrPanelSocket *socket;
  JsonObject    *login; /* until it is sent */
  gboolean       is_answered;
};

enum
{
  ACCEPTED,
  REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrSignIn, hr_sign_in, G_TYPE_OBJECT)

static void
refuse (HrSignIn   *self,
        const char *reason)
{
  if (self->is_answered)
    return;

  self->is_answered = TRUE;
  g_signal_emit (self, signals[REFUSED], 0, reason);
}

static void
on_welcome (HrSignIn   *self,
            JsonObject *message)
{
  JsonObject *person = hr_json_get_object (message, "operator");
  const char *id = person != NULL ? hr_json_get_string (person, "id") : NULL;
  const char *token = hr_json_get_string (message, "token");

  if (id == NULL || token == NULL)
    {
      refuse (self, _ ("The station gave no token"));
      return;
    }

  self->is_answered = TRUE;
  g_signal_emit (self, signals[ACCEPTED], 0, id, token);
}

/* What comes after the answer is for who has joined. */
static void
on_message (HrPanelSocket *socket,
            JsonObject    *message,
            HrSignIn      *self)
{
  const char *type = hr_json_get_string (message, "type");

  if (self->is_answered)
    return;

  if (g_strcmp0 (type, "welcome") == 0)
    {
      on_welcome (self, message);
    }
  else if (g_strcmp0 (type, "error") == 0)
    {
      g_autoptr (GError) error = hr_remote_error_new (message);

      refuse (self, error->message);
    }
}

static void
on_opened (HrPanelSocket *socket,
           HrSignIn      *self)
{
  g_autoptr (JsonObject) login = g_steal_pointer (&self->login);

  hr_panel_socket_send (socket, login);
}

static void
on_failed (HrPanelSocket *socket,
           GError        *error,
           HrSignIn      *self)
{
  refuse (self, error->message);
}

static void
hr_sign_in_dispose (GObject *object)
{
  HrSignIn *self = HR_SIGN_IN (object);

  if (self->socket != NULL)
    hr_sign_in_close (self);
  g_clear_object (&self->socket);
  g_clear_pointer (&self->login, json_object_unref);

  G_OBJECT_CLASS (hr_sign_in_parent_class)->dispose (object);
}

static void
hr_sign_in_class_init (HrSignInClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_sign_in_dispose;

  signals[ACCEPTED] = g_signal_new ("accepted", HR_TYPE_SIGN_IN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[REFUSED] = g_signal_new ("refused", HR_TYPE_SIGN_IN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hr_sign_in_init (HrSignIn *self)
{
}

HrSignIn *
hr_sign_in_new (HrStationLink *link,
                HrClock       *clock)
{
  HrSignIn *self = NULL;

  g_return_val_if_fail (HR_IS_STATION_LINK (link), NULL);
  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  self = g_object_new (HR_TYPE_SIGN_IN, NULL);
  self->socket = hr_panel_socket_new (link, clock);
  g_signal_connect_object (self->socket, "opened", G_CALLBACK (on_opened), self, 0);
  g_signal_connect_object (self->socket, "message", G_CALLBACK (on_message), self, 0);
  g_signal_connect_object (self->socket, "failed", G_CALLBACK (on_failed), self, 0);

  return self;
}

void
hr_sign_in_begin (HrSignIn   *self,
                  const char *operator_id,
                  const char *pin)
{
  g_return_if_fail (HR_IS_SIGN_IN (self));
  g_return_if_fail (self->login == NULL && !self->is_answered);
  g_return_if_fail (operator_id != NULL && pin != NULL);

  self->login = hr_json_new_object ("type", "login", "operator_id", operator_id, "pin", pin, NULL);
  hr_panel_socket_open (self->socket);
}

void
hr_sign_in_close (HrSignIn *self)
{
  g_return_if_fail (HR_IS_SIGN_IN (self));

  self->is_answered = TRUE;
  g_signal_handlers_disconnect_by_data (self->socket, self);
  hr_panel_socket_close (self->socket);
}
