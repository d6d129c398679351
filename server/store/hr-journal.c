/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-journal"

#include "hr-journal.h"

#include "hr-storage-alert.h"

#define RETRY_FIRST_MS 250
#define RETRY_LAST_MS 5000

/* A write that has not come back by then (a disk that hangs) must not keep the room blind. */
#define SLOW_WRITE_MS 2000

/* After a failure what waits may be much: it is written in parts, so that handing it over never holds the main loop. */
#define DEGRADED_BATCH 256

typedef struct
{
  gint64         seq;
  HrJournalFunc  func;
  gpointer       user_data;
  GDestroyNotify destroy;
} Waiter;

struct _HrJournal
{
  GObject parent_instance;

  HrBoard *board;
  HrStore *store;
  HrClock *clock;

  GQueue unwritten;   /* of HrEvent, in order: not on disk yet */
  guint  n_writing;   /* how many of the first of them the store has now; 0: none */
  GQueue untold;      /* of HrEvent, in order: `recorded` was not emitted yet */
  GQueue waiters;     /* of Waiter, in the order they came */
  gint64 seq;         /* last one given */
  gint64 durable_seq; /* last one on disk */

  guint turn_id;  /* idle source that ends this turn of the main loop */
  guint slow_id;  /* timeout of the write that runs */
  guint retry_id; /* of the clock */
  guint retry_ms;

  gboolean is_degraded;
  gboolean has_written;
  guint    n_late; /* written since it became degraded */
};

enum
{
  RECORDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrJournal, hr_journal, G_TYPE_OBJECT)

/* A turn starts a write, and the end of a write starts a turn. */
static gboolean on_turn (gpointer data);

static void
free_waiter (gpointer data)
{
  Waiter *waiter = data;

  if (waiter->destroy != NULL)
    waiter->destroy (waiter->user_data);

  g_free (waiter);
}

static void
schedule_turn (HrJournal *self)
{
  if (self->turn_id == 0)
    self->turn_id = g_idle_add_full (G_PRIORITY_HIGH, on_turn, self, NULL);
}

static void
tell_up_to (HrJournal *self,
            gint64     seq)
{
  HrEvent *next = NULL;

  /* Handlers may record more; those go to the end of the queue. */
  while ((next = g_queue_peek_head (&self->untold)) != NULL && hr_event_get_seq (next) <= seq)
    {
      g_autoptr (HrEvent) event = g_queue_pop_head (&self->untold);

      g_signal_emit (self, signals[RECORDED], 0, event);
    }
}

static void
call_waiters (HrJournal *self)
{
  GQueue due = G_QUEUE_INIT;

  /* Taken out before any is called: a function may add another. */
  for (GList *link = self->waiters.head, *next = NULL; link != NULL; link = next)
    {
      Waiter *waiter = link->data;

      next = link->next;

      if (waiter->seq <= self->durable_seq)
        {
          g_queue_unlink (&self->waiters, link);
          g_queue_push_tail_link (&due, link);
        }
    }

  for (Waiter *waiter = g_queue_pop_head (&due); waiter != NULL; waiter = g_queue_pop_head (&due))
    {
      waiter->func (waiter->user_data);
      free_waiter (waiter);
    }
}

static HrEvent *
record (HrJournal *self,
        HrEvent   *event,
        GError   **error)
{
  /* It takes its place before it is applied: whoever hears of it from the board may record the next one. */
  self->seq++;
  g_queue_push_tail (&self->unwritten, event);
  g_queue_push_tail (&self->untold, g_object_ref (event));

  if (!hr_board_apply (self->board, event, error))
    {
      self->seq--;
      g_object_unref (g_queue_pop_tail (&self->untold));
      g_object_unref (g_queue_pop_tail (&self->unwritten));
      return NULL;
    }

  schedule_turn (self);
  return event;
}

static void
become_degraded (HrJournal  *self,
                 const char *reason)
{
  if (self->is_degraded)
    return;

  g_warning ("Records wait in memory: %s", reason);
  self->is_degraded = TRUE;
  self->n_late = 0;
  hr_storage_alert_raise (self, reason);
}

static void
recover (HrJournal *self)
{
  g_message ("Records are written again");
  self->is_degraded = FALSE;
  hr_storage_alert_clear (self, self->n_late + self->unwritten.length);
}

static gboolean
on_slow (gpointer data)
{
  HrJournal *self = data;

  self->slow_id = 0;
  become_degraded (self, "a write has not come back for two seconds");

  return G_SOURCE_REMOVE;
}

static gboolean
on_retry (gpointer data)
{
  HrJournal *self = data;

  self->retry_id = 0;
  schedule_turn (self);

  return G_SOURCE_REMOVE;
}

static void
on_written_well (HrJournal *self,
                 guint      n_written)
{
  for (guint i = 0; i < n_written; i++)
    {
      g_autoptr (HrEvent) event = g_queue_pop_head (&self->unwritten);

      self->durable_seq = hr_event_get_seq (event);
    }

  self->retry_ms = RETRY_FIRST_MS;
  self->n_late += n_written;

  if (self->is_degraded && self->unwritten.length <= DEGRADED_BATCH)
    recover (self);
  else if (!self->has_written && hr_storage_alert_is_active (self->board))
    recover (self); /* raised by a station that was ended before it recovered */

  self->has_written = TRUE;
  tell_up_to (self, self->durable_seq);
  call_waiters (self);

  if (self->unwritten.length > 0)
    schedule_turn (self);
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (HrJournal) self = user_data;
  g_autoptr (GError) error = NULL;
  guint n_written = self->n_writing;

  self->n_writing = 0;
  g_clear_handle_id (&self->slow_id, g_source_remove);

  if (hr_store_append_finish (self->store, result, &error))
    {
      on_written_well (self, n_written);
      return;
    }

  become_degraded (self, error->message);
  self->retry_id = hr_clock_add_timeout (self->clock, self->retry_ms, on_retry, self);
  self->retry_ms = MIN (2 * self->retry_ms, RETRY_LAST_MS);
}

static void
write_waiting (HrJournal *self)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new ();
  guint limit = self->is_degraded ? DEGRADED_BATCH : G_MAXUINT;

  for (GList *link = self->unwritten.head; link != NULL && events->len < limit; link = link->next)
    g_ptr_array_add (events, link->data);

  self->n_writing = events->len;
  /* The disk does not follow a test's clock. */
  self->slow_id = g_timeout_add (SLOW_WRITE_MS, on_slow, self);
  hr_store_append_async (self->store, events, on_written, g_object_ref (self));
}

static gboolean
on_turn (gpointer data)
{
  HrJournal *self = data;
  g_autoptr (HrJournal) held = g_object_ref (self);

  self->turn_id = 0;

  if (self->n_writing == 0 && self->retry_id == 0 && self->unwritten.length > 0)
    write_waiting (self);

  if (self->is_degraded)
    tell_up_to (self, self->seq);

  call_waiters (self);

  return G_SOURCE_REMOVE;
}

static void
hr_journal_dispose (GObject *object)
{
  HrJournal *self = HR_JOURNAL (object);

  g_clear_handle_id (&self->turn_id, g_source_remove);
  g_clear_handle_id (&self->slow_id, g_source_remove);

  if (self->clock != NULL)
    hr_clock_clear (self->clock, &self->retry_id);

  g_queue_clear_full (&self->unwritten, g_object_unref);
  g_queue_clear_full (&self->untold, g_object_unref);
  g_queue_clear_full (&self->waiters, free_waiter);
  g_clear_object (&self->board);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (hr_journal_parent_class)->dispose (object);
}

static void
hr_journal_class_init (HrJournalClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_journal_dispose;

  signals[RECORDED] = g_signal_new ("recorded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, HR_TYPE_EVENT);
}

static void
hr_journal_init (HrJournal *self)
{
  g_queue_init (&self->unwritten);
  g_queue_init (&self->untold);
  g_queue_init (&self->waiters);
  self->retry_ms = RETRY_FIRST_MS;
}

HrJournal *
hr_journal_new (HrBoard *board,
                HrStore *store,
                HrClock *clock)
{
  HrJournal *self = NULL;

  g_return_val_if_fail (HR_IS_BOARD (board), NULL);
  g_return_val_if_fail (HR_IS_STORE (store), NULL);
  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  self = g_object_new (HR_TYPE_JOURNAL, NULL);
  self->board = g_object_ref (board);
  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  self->seq = hr_store_get_last_seq (store);
  self->durable_seq = self->seq;

  return self;
}

HrEvent *
hr_journal_record (HrJournal  *self,
                   const char *kind,
                   const char *incident_id,
                   const char *actor,
                   JsonObject *data,
                   GError    **error)
{
  g_return_val_if_fail (HR_IS_JOURNAL (self), NULL);
  g_return_val_if_fail (kind != NULL && actor != NULL && data != NULL, NULL);

  return record (self,
                 hr_event_new (self->seq + 1, hr_clock_get_utc_us (self->clock), kind, incident_id, actor, data),
                 error);
}

HrEvent *
hr_journal_record_secret (HrJournal  *self,
                          const char *kind,
                          const char *actor,
                          JsonObject *data,
                          const char *secret,
                          GError    **error)
{
  HrEvent *event = NULL;

  g_return_val_if_fail (HR_IS_JOURNAL (self), NULL);
  g_return_val_if_fail (kind != NULL && actor != NULL && data != NULL, NULL);

  event = hr_event_new (self->seq + 1, hr_clock_get_utc_us (self->clock), kind, NULL, actor, data);
  hr_event_set_secret (event, secret);

  return record (self, event, error);
}

void
hr_journal_when_durable (HrJournal     *self,
                         gint64         seq,
                         HrJournalFunc  func,
                         gpointer       user_data,
                         GDestroyNotify destroy)
{
  Waiter *waiter = NULL;

  g_return_if_fail (HR_IS_JOURNAL (self));
  g_return_if_fail (seq <= self->seq);
  g_return_if_fail (func != NULL);

  waiter = g_new0 (Waiter, 1);
  waiter->seq = seq;
  waiter->func = func;
  waiter->user_data = user_data;
  waiter->destroy = destroy;
  g_queue_push_tail (&self->waiters, waiter);

  /* Never from within this call: the caller is told as it is told of a write. */
  if (seq <= self->durable_seq)
    schedule_turn (self);
}

HrBoard *
hr_journal_get_board (HrJournal *self)
{
  g_return_val_if_fail (HR_IS_JOURNAL (self), NULL);

  return self->board;
}

HrClock *
hr_journal_get_clock (HrJournal *self)
{
  g_return_val_if_fail (HR_IS_JOURNAL (self), NULL);

  return self->clock;
}

HrStore *
hr_journal_get_store (HrJournal *self)
{
  g_return_val_if_fail (HR_IS_JOURNAL (self), NULL);

  return self->store;
}

gint64
hr_journal_get_seq (HrJournal *self)
{
  g_return_val_if_fail (HR_IS_JOURNAL (self), 0);

  return self->seq;
}

gboolean
hr_journal_is_degraded (HrJournal *self)
{
  g_return_val_if_fail (HR_IS_JOURNAL (self), FALSE);

  return self->is_degraded;
}

static gboolean
on_deadline (gpointer data)
{
  gboolean *is_late = data;

  *is_late = TRUE;
  return G_SOURCE_CONTINUE;
}

gboolean
hr_journal_flush (HrJournal *self,
                  guint      timeout_ms)
{
  gboolean is_late = FALSE;
  guint    deadline_id = 0;

  g_return_val_if_fail (HR_IS_JOURNAL (self), FALSE);

  deadline_id = g_timeout_add (timeout_ms, on_deadline, &is_late);

  while (self->unwritten.length > 0 && !is_late)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (deadline_id);
  return self->unwritten.length == 0;
}
