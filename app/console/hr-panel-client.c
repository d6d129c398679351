/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-panel-client"

#include "hr-panel-client.h"

#include "hr-json.h"
#include "hr-panel-socket.h"
#include "hr-remote-error.h"
#include "hr-replica.h"

#include <glib/gi18n.h>

#define FIRST_BACK_OFF_MS 200
#define LONGEST_BACK_OFF_MS 2000

struct _HrPanelClient
{
  GObject parent_instance;

  HrReplica     *replica;
  HrStationLink *link;
  HrClock       *clock;
  HrPanelSocket *socket;   /* NULL between two attempts */
  JsonObject    *login;    /* operator_id and pin, until they are answered */
  GHashTable    *commands; /* ref → GTask: sent, not answered */
  HrConnection   connection;
  guint          last_ref;
  guint          back_off_ms;
  guint          retry_id;
};

enum
{
  PROP_CONNECTION = 1,
  N_PROPERTIES
};

enum
{
  WELCOME,
  MONITOR,
  PICTURE,
  REFUSED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrPanelClient, hr_panel_client, G_TYPE_OBJECT)

static void join (HrPanelClient *self);

static void
set_connection (HrPanelClient *self,
                HrConnection   connection)
{
  if (self->connection == connection)
    return;

  self->connection = connection;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

/* Ends the socket, the wait for the next one and what waits for answers. */
static void
leave (HrPanelClient *self,
       const char    *reason)
{
  g_autoptr (HrPanelSocket) socket = g_steal_pointer (&self->socket);
  g_autoptr (GHashTable) commands = g_steal_pointer (&self->commands);
  GHashTableIter iter;
  GTask         *task = NULL;

  self->commands = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  hr_clock_clear (self->clock, &self->retry_id);

  if (socket != NULL)
    {
      g_signal_handlers_disconnect_by_data (socket, self);
      hr_panel_socket_close (socket);
    }

  g_hash_table_iter_init (&iter, commands);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &task))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "%s", reason);
}

static gboolean
on_retry_due (gpointer user_data)
{
  HrPanelClient *self = HR_PANEL_CLIENT (user_data);

  self->retry_id = 0;
  join (self);

  return G_SOURCE_REMOVE;
}

static void
lose (HrPanelClient *self,
      const char    *reason)
{
  g_message ("Not joined to the station: %s", reason);

  leave (self, reason);
  self->retry_id = hr_clock_add_timeout (self->clock, self->back_off_ms, on_retry_due, self);
  self->back_off_ms = MIN (self->back_off_ms * 2, LONGEST_BACK_OFF_MS);

  /* What is on the board is of before. */
  if (self->connection == HR_CONNECTION_READY || hr_replica_get_seq (self->replica) >= 0)
    set_connection (self, HR_CONNECTION_LOST);
}

/* Asking again with the same words would get the same answer, and the throttle. */
static void
refuse (HrPanelClient *self,
        const GError  *error)
{
  g_message ("The station cannot be joined: %s", error->message);

  leave (self, error->message);
  g_clear_pointer (&self->login, json_object_unref);
  g_signal_emit (self, signals[REFUSED], 0, error);
}

static void
on_welcome (HrPanelClient *self,
            JsonObject    *message)
{
  const char *token = hr_json_get_string (message, "token");
  g_autoptr (GError) error = NULL;

  if (!hr_replica_welcome (self->replica, message, &error))
    {
      lose (self, error->message);
      return;
    }

  self->back_off_ms = FIRST_BACK_OFF_MS;
  g_clear_pointer (&self->login, json_object_unref);

  if (token != NULL)
    hr_station_link_set_token (self->link, token);

  set_connection (self, HR_CONNECTION_READY);
  g_signal_emit (self, signals[WELCOME], 0, message);
}

static void
on_event (HrPanelClient *self,
          JsonObject    *message)
{
  g_autoptr (GError) error = NULL;

  if (self->connection != HR_CONNECTION_READY || hr_replica_follow (self->replica, message, &error))
    return;

  g_warning ("The board does not follow the station and is loaded anew: %s", error->message);
  lose (self, error->message);
}

/* (transfer full): the task that waits for the answer @message is; NULL: none does. */
static GTask *
steal_command (HrPanelClient *self,
               JsonObject    *message)
{
  gpointer task = NULL;
  gint64   ref = 0;

  if (!hr_json_get_int (message, "ref", &ref) || ref <= 0 || ref > G_MAXUINT)
    return NULL;

  g_hash_table_steal_extended (self->commands, GUINT_TO_POINTER ((guint) ref), NULL, &task);
  return task;
}

static void
on_result (HrPanelClient *self,
           JsonObject    *message)
{
  g_autoptr (GTask) task = steal_command (self, message);
  JsonObject *data = hr_json_get_object (message, "data");

  if (task != NULL)
    g_task_return_pointer (task, data != NULL ? json_object_ref (data) : json_object_new (),
                           (GDestroyNotify) json_object_unref);
}

static void
on_error (HrPanelClient *self,
          JsonObject    *message)
{
  g_autoptr (GTask) task = steal_command (self, message);
  g_autoptr (GError) error = hr_remote_error_new (message);

  if (task != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (self->connection != HR_CONNECTION_READY)
    refuse (self, error);
  else
    g_message ("The station says: %s", error->message);
}

static void
on_monitor (HrPanelClient *self,
            JsonObject    *message)
{
  g_signal_emit (self, signals[MONITOR], 0, message);
}

static void
on_picture (HrPanelClient *self,
            JsonObject    *message)
{
  g_signal_emit (self, signals[PICTURE], 0, message);
}

static const struct
{
  const char *type;
  void (*func) (HrPanelClient *self, JsonObject *message);
} handlers[] = {
  { "error", on_error },
  { "event", on_event },
  { "monitor.candidate", on_monitor },
  { "monitor.offer", on_monitor },
  { "monitor.slot", on_monitor },
  { "picture.candidate", on_picture },
  { "picture.ended", on_picture },
  { "picture.offer", on_picture },
  { "result", on_result },
  { "welcome", on_welcome },
};

static void
on_message (HrPanelSocket *socket,
            JsonObject    *message,
            HrPanelClient *self)
{
  const char *type = hr_json_get_string (message, "type");

  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    {
      if (g_strcmp0 (handlers[i].type, type) == 0)
        {
          handlers[i].func (self, message);
          return;
        }
    }

  g_debug ("A message of a type that is not known here: “%s”", type != NULL ? type : "");
}

static void
on_opened (HrPanelSocket *socket,
           HrPanelClient *self)
{
  g_autoptr (JsonObject) message = NULL;
  gint64 seq = hr_replica_get_seq (self->replica);

  if (self->login != NULL)
    message = hr_json_copy (self->login);
  else
    message = hr_json_new_object ("type", "resume", "token", hr_station_link_get_token (self->link), NULL);

  if (seq >= 0)
    json_object_set_int_member (message, "since", seq);

  hr_panel_socket_send (socket, message);
}

static void
on_failed (HrPanelSocket *socket,
           GError        *error,
           HrPanelClient *self)
{
  if (error->domain == G_TLS_ERROR)
    refuse (self, error);
  else
    lose (self, error->message);
}

static void
join (HrPanelClient *self)
{
  self->socket = hr_panel_socket_new (self->link, self->clock);
  g_signal_connect_object (self->socket, "opened", G_CALLBACK (on_opened), self, 0);
  g_signal_connect_object (self->socket, "message", G_CALLBACK (on_message), self, 0);
  g_signal_connect_object (self->socket, "failed", G_CALLBACK (on_failed), self, 0);
  hr_panel_socket_open (self->socket);
}

static void
begin (HrPanelClient *self)
{
  leave (self, "The station is joined anew");
  self->back_off_ms = FIRST_BACK_OFF_MS;
  /* Who leaves a station that is there, to join it as somebody else, has not lost it. */
  set_connection (self, self->connection == HR_CONNECTION_LOST ? HR_CONNECTION_LOST : HR_CONNECTION_CONNECTING);
  join (self);
}

static void
hr_panel_client_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  HrPanelClient *self = HR_PANEL_CLIENT (object);

  if (property_id == PROP_CONNECTION)
    g_value_set_enum (value, self->connection);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
hr_panel_client_dispose (GObject *object)
{
  HrPanelClient *self = HR_PANEL_CLIENT (object);

  if (self->clock != NULL)
    leave (self, "The console closes");

  g_clear_pointer (&self->commands, g_hash_table_unref);
  g_clear_pointer (&self->login, json_object_unref);
  g_clear_object (&self->replica);
  g_clear_object (&self->link);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (hr_panel_client_parent_class)->dispose (object);
}

static void
hr_panel_client_class_init (HrPanelClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hr_panel_client_get_property;
  object_class->dispose = hr_panel_client_dispose;

  properties[PROP_CONNECTION] = g_param_spec_enum ("connection", NULL, NULL, HR_TYPE_CONNECTION, HR_CONNECTION_STARTING,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[WELCOME] = g_signal_new ("welcome", HR_TYPE_PANEL_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, JSON_TYPE_OBJECT);
  signals[MONITOR] = g_signal_new ("monitor", HR_TYPE_PANEL_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, JSON_TYPE_OBJECT);
  signals[PICTURE] = g_signal_new ("picture", HR_TYPE_PANEL_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, JSON_TYPE_OBJECT);
  signals[REFUSED] = g_signal_new ("refused", HR_TYPE_PANEL_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
hr_panel_client_init (HrPanelClient *self)
{
  self->commands = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->connection = HR_CONNECTION_STARTING;
  self->back_off_ms = FIRST_BACK_OFF_MS;
}

HrPanelClient *
hr_panel_client_new (HrBoard       *board,
                     HrStationLink *link,
                     HrClock       *clock)
{
  HrPanelClient *self = NULL;

  g_return_val_if_fail (HR_IS_BOARD (board), NULL);
  g_return_val_if_fail (HR_IS_STATION_LINK (link), NULL);
  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  self = g_object_new (HR_TYPE_PANEL_CLIENT, NULL);
  self->replica = hr_replica_new (board);
  self->link = g_object_ref (link);
  self->clock = g_object_ref (clock);

  return self;
}

void
hr_panel_client_resume (HrPanelClient *self)
{
  g_return_if_fail (HR_IS_PANEL_CLIENT (self));
  g_return_if_fail (hr_station_link_get_token (self->link) != NULL);

  g_clear_pointer (&self->login, json_object_unref);
  begin (self);
}

void
hr_panel_client_login (HrPanelClient *self,
                       const char    *operator_id,
                       const char    *pin)
{
  g_return_if_fail (HR_IS_PANEL_CLIENT (self));
  g_return_if_fail (operator_id != NULL);
  g_return_if_fail (pin != NULL);

  g_clear_pointer (&self->login, json_object_unref);
  self->login = hr_json_new_object ("type", "login", "operator_id", operator_id, "pin", pin, NULL);
  begin (self);
}

void
hr_panel_client_stop (HrPanelClient *self)
{
  g_return_if_fail (HR_IS_PANEL_CLIENT (self));

  leave (self, "The console has left the station");
  set_connection (self, self->connection >= HR_CONNECTION_READY ? HR_CONNECTION_LOST : HR_CONNECTION_STARTING);
}

HrConnection
hr_panel_client_get_connection (HrPanelClient *self)
{
  g_return_val_if_fail (HR_IS_PANEL_CLIENT (self), HR_CONNECTION_STARTING);

  return self->connection;
}

gint64
hr_panel_client_get_round_trip_us (HrPanelClient *self)
{
  g_return_val_if_fail (HR_IS_PANEL_CLIENT (self), -1);

  return self->socket != NULL ? hr_panel_socket_get_round_trip_us (self->socket) : -1;
}

gint64
hr_panel_client_get_silence_us (HrPanelClient *self)
{
  g_return_val_if_fail (HR_IS_PANEL_CLIENT (self), -1);

  return self->socket != NULL ? hr_panel_socket_get_silence_us (self->socket) : -1;
}

void
hr_panel_client_send (HrPanelClient *self,
                      JsonObject    *message)
{
  g_return_if_fail (HR_IS_PANEL_CLIENT (self));
  g_return_if_fail (message != NULL);

  if (self->connection == HR_CONNECTION_READY)
    hr_panel_socket_send (self->socket, message);
}

void
hr_panel_client_command_async (HrPanelClient      *self,
                               const char         *name,
                               JsonObject         *args,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (JsonObject) message = NULL;

  g_return_if_fail (HR_IS_PANEL_CLIENT (self));
  g_return_if_fail (name != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hr_panel_client_command_async);

  if (self->connection != HR_CONNECTION_READY)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, _ ("The station is not joined"));
      return;
    }

  message = hr_json_new_object ("type", "command", "name", name, NULL);
  json_object_set_int_member (message, "ref", ++self->last_ref);
  json_object_set_object_member (message, "args", args != NULL ? json_object_ref (args) : json_object_new ());

  g_hash_table_insert (self->commands, GUINT_TO_POINTER (self->last_ref), g_steal_pointer (&task));
  hr_panel_client_send (self, message);
}

JsonObject *
hr_panel_client_command_finish (HrPanelClient *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
