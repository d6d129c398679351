/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-duress-socket"

#include "hr-duress-socket.h"

struct _HrDuressSocket
{
  GObject   parent_instance;
  HrSocket *socket;
};

enum
{
  MESSAGE,
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrDuressSocket, hr_duress_socket, G_TYPE_OBJECT)

static void
on_message (HrDuressSocket *self,
            JsonObject     *object)
{
  g_autoptr (HrDuressSocket) keep = g_object_ref (self);
  g_autoptr (HrDuressMessage) message = hr_duress_message_parse (object);

  if (message != NULL)
    g_signal_emit (self, signals[MESSAGE], 0, message);
}

static void
on_closed (HrDuressSocket *self)
{
  g_autoptr (HrDuressSocket) keep = g_object_ref (self);

  g_signal_emit (self, signals[CLOSED], 0);
}

static void
hr_duress_socket_dispose (GObject *object)
{
  g_clear_object (&HR_DURESS_SOCKET (object)->socket);

  G_OBJECT_CLASS (hr_duress_socket_parent_class)->dispose (object);
}

static void
hr_duress_socket_class_init (HrDuressSocketClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_duress_socket_dispose;

  signals[MESSAGE] = g_signal_new ("message", HR_TYPE_DURESS_SOCKET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[CLOSED] = g_signal_new ("closed", HR_TYPE_DURESS_SOCKET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hr_duress_socket_init (HrDuressSocket *self)
{
}

HrDuressSocket *
hr_duress_socket_new (HrSocket *socket)
{
  HrDuressSocket *self = NULL;

  g_return_val_if_fail (HR_IS_SOCKET (socket), NULL);

  self = g_object_new (HR_TYPE_DURESS_SOCKET, NULL);
  self->socket = g_object_ref (socket);
  hr_socket_set_lenient (socket);
  g_signal_connect_object (socket, "message", G_CALLBACK (on_message), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (socket, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
  return self;
}

/* Takes @message. */
static void
send (HrDuressSocket *self,
      JsonObject     *message)
{
  hr_socket_send (self->socket, message);
  json_object_unref (message);
}

void
hr_duress_socket_send_sdp (HrDuressSocket *self,
                           HrDuressEvent   event,
                           const char     *sdp)
{
  g_return_if_fail (HR_IS_DURESS_SOCKET (self));

  send (self, hr_duress_message_new_sdp (event, sdp));
}

void
hr_duress_socket_send_candidate (HrDuressSocket          *self,
                                 const HrDuressCandidate *candidate)
{
  g_return_if_fail (HR_IS_DURESS_SOCKET (self));

  send (self, hr_duress_message_new_candidate (candidate));
}

void
hr_duress_socket_send_alert (HrDuressSocket *self)
{
  g_return_if_fail (HR_IS_DURESS_SOCKET (self));

  send (self, hr_duress_message_new_alert ());
}

void
hr_duress_socket_close (HrDuressSocket *self,
                        gushort         code,
                        const char     *reason)
{
  g_return_if_fail (HR_IS_DURESS_SOCKET (self));

  g_signal_handlers_disconnect_by_data (self->socket, self);
  hr_socket_close (self->socket, code, reason);
}
