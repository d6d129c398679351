/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-handshakes"

#include "hr-handshakes.h"

#include "hr-tally.h"

#define MAX_OF_ADDRESS 8
#define MAX_IN_ALL 32

/* TCP repeats what a phone's network lost after 1, 3 and 7 s: an honest handshake may need them. */
#define PATIENCE_S 15
#define PATIENCE_WHEN_WANTED_S 5

struct _HrHandshakes
{
  GObject  parent_instance;
  HrClock *clock;
  HrTally *tally;   /* of those that run */
  GQueue   waiting; /* of GTask, the newest first */
  GQueue   running; /* of GTask */
};

G_DEFINE_FINAL_TYPE (HrHandshakes, hr_handshakes, G_TYPE_OBJECT)

/* The data of a GTask, whose source is the HrHandshakes. */
typedef struct
{
  GTlsConnection *connection;
  char           *address;
  GCancellable   *cancellable;
  guint           age_s;
  guint           second_id;
} Handshake;

static void
handshake_free (gpointer data)
{
  Handshake *self = data;

  g_object_unref (self->connection);
  g_object_unref (self->cancellable);
  g_free (self->address);
  g_free (self);
}

static gboolean
has_room (HrHandshakes *self,
          const char   *address)
{
  return hr_tally_get_total (self->tally) < MAX_IN_ALL && hr_tally_get_count (self->tally, address) < MAX_OF_ADDRESS;
}

/* Whether somebody could start if @running ended. */
static gboolean
is_wanted (HrHandshakes    *self,
           const Handshake *running)
{
  for (GList *link = self->waiting.head; link != NULL; link = link->next)
    {
      Handshake *waiting = g_task_get_task_data (link->data);

      if (g_str_equal (waiting->address, running->address) || hr_tally_get_count (self->tally, waiting->address) < MAX_OF_ADDRESS)
        return TRUE;
    }
  return FALSE;
}

static gboolean
on_second (gpointer user_data)
{
  GTask        *task = user_data;
  HrHandshakes *self = g_task_get_source_object (task);
  Handshake    *handshake = g_task_get_task_data (task);

  handshake->age_s++;
  if (handshake->age_s < PATIENCE_WHEN_WANTED_S || (handshake->age_s < PATIENCE_S && !is_wanted (self, handshake)))
    return G_SOURCE_CONTINUE;

  handshake->second_id = 0;
  g_debug ("%s: the TLS handshake takes too long", handshake->address);
  g_cancellable_cancel (handshake->cancellable);
  return G_SOURCE_REMOVE;
}

/* The end of one is the beginning of the next. */
static void start_waiting (HrHandshakes *self);

static void
on_done (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  HrHandshakes *self = g_task_get_source_object (task);
  Handshake    *handshake = g_task_get_task_data (task);
  GError       *error = NULL;

  hr_clock_clear (self->clock, &handshake->second_id);
  hr_tally_add (self->tally, handshake->address, -1);
  g_queue_remove (&self->running, task);

  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (object), result, &error))
    g_task_return_pointer (task, g_object_ref (object), g_object_unref);
  else
    g_task_return_error (task, error);
  start_waiting (self);
}

static void
start (HrHandshakes *self,
       GTask        *task)
{
  Handshake *handshake = g_task_get_task_data (task);

  hr_tally_add (self->tally, handshake->address, 1);
  g_queue_push_tail (&self->running, task);
  handshake->second_id = hr_clock_add_timeout (self->clock, 1000, on_second, task);
  g_tls_connection_handshake_async (handshake->connection, G_PRIORITY_DEFAULT, handshake->cancellable, on_done, task);
}

static gboolean
is_connected (GTlsConnection *connection)
{
  g_autoptr (GSocketConnection) base = NULL;

  g_object_get (connection, "base-io-stream", &base, NULL);
  return g_socket_is_connected (g_socket_connection_get_socket (base));
}

/* Whoever waits sees no end of the connection: one that was cut to make room would keep its descriptor for as long as others come. */
static gboolean
refuse_if_left (HrHandshakes *self,
                GList        *link)
{
  Handshake *handshake = g_task_get_task_data (link->data);
  g_autoptr (GTask) task = NULL;

  if (is_connected (handshake->connection))
    return FALSE;

  task = link->data;
  g_queue_delete_link (&self->waiting, link);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The connection is gone");
  return TRUE;
}

static void
start_waiting (HrHandshakes *self)
{
  for (GList *link = self->waiting.head, *next = NULL; link != NULL; link = next)
    {
      GTask     *task = link->data;
      Handshake *handshake = g_task_get_task_data (task);

      next = link->next;
      if (refuse_if_left (self, link) || !has_room (self, handshake->address))
        continue;
      g_queue_delete_link (&self->waiting, link);
      start (self, task);
    }
}

static void
hr_handshakes_finalize (GObject *object)
{
  HrHandshakes *self = HR_HANDSHAKES (object);

  g_clear_object (&self->clock);
  hr_tally_free (self->tally);

  G_OBJECT_CLASS (hr_handshakes_parent_class)->finalize (object);
}

static void
hr_handshakes_class_init (HrHandshakesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_handshakes_finalize;
}

static void
hr_handshakes_init (HrHandshakes *self)
{
  self->tally = hr_tally_new ();
  g_queue_init (&self->waiting);
  g_queue_init (&self->running);
}

HrHandshakes *
hr_handshakes_new (HrClock *clock)
{
  HrHandshakes *self = NULL;

  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  self = g_object_new (HR_TYPE_HANDSHAKES, NULL);
  self->clock = g_object_ref (clock);
  return self;
}

void
hr_handshakes_run_async (HrHandshakes       *self,
                         GTlsConnection     *connection,
                         const char         *address,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  GTask     *task = NULL;
  Handshake *handshake = NULL;

  g_return_if_fail (HR_IS_HANDSHAKES (self));
  g_return_if_fail (G_IS_TLS_CONNECTION (connection));
  g_return_if_fail (address != NULL);

  handshake = g_new0 (Handshake, 1);
  handshake->connection = g_object_ref (connection);
  handshake->address = g_strdup (address);
  handshake->cancellable = g_cancellable_new ();

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hr_handshakes_run_async);
  g_task_set_task_data (task, handshake, handshake_free);
  g_queue_push_head (&self->waiting, task);
  start_waiting (self);
}

GIOStream *
hr_handshakes_run_finish (HrHandshakes *self,
                          GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
hr_handshakes_stop (HrHandshakes *self)
{
  g_return_if_fail (HR_IS_HANDSHAKES (self));

  while (!g_queue_is_empty (&self->waiting))
    {
      g_autoptr (GTask) task = g_queue_pop_head (&self->waiting);

      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nobody is let in any more");
    }
  for (GList *link = self->running.head; link != NULL; link = link->next)
    {
      Handshake *handshake = g_task_get_task_data (link->data);

      hr_clock_clear (self->clock, &handshake->second_id);
      g_cancellable_cancel (handshake->cancellable);
    }
}
