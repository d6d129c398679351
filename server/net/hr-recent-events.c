/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-recent-events"

#include "hr-recent-events.h"

#define MAX_EVENTS 1000

struct _HrRecentEvents
{
  GObject    parent_instance;
  HrJournal *journal;
  GQueue     events; /* of HrEvent, without gaps */
  gint64     seq;    /* of the last one, or as the journal had it in the beginning */
};

G_DEFINE_FINAL_TYPE (HrRecentEvents, hr_recent_events, G_TYPE_OBJECT)

static void
on_recorded (HrRecentEvents *self,
             HrEvent        *event)
{
  /* What is erased is told again to nobody: who missed it reads the log, or gets a snapshot. */
  if (hr_event_is_kind (event, "incident.erased"))
    g_queue_clear_full (&self->events, g_object_unref);

  g_queue_push_tail (&self->events, g_object_ref (event));
  self->seq = hr_event_get_seq (event);
  if (self->events.length > MAX_EVENTS)
    g_object_unref (g_queue_pop_head (&self->events));
}

static void
hr_recent_events_finalize (GObject *object)
{
  HrRecentEvents *self = HR_RECENT_EVENTS (object);

  g_queue_clear_full (&self->events, g_object_unref);
  g_clear_object (&self->journal);

  G_OBJECT_CLASS (hr_recent_events_parent_class)->finalize (object);
}

static void
hr_recent_events_class_init (HrRecentEventsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_recent_events_finalize;
}

static void
hr_recent_events_init (HrRecentEvents *self)
{
  g_queue_init (&self->events);
}

HrRecentEvents *
hr_recent_events_new (HrJournal *journal)
{
  HrRecentEvents *self = NULL;

  g_return_val_if_fail (HR_IS_JOURNAL (journal), NULL);

  self = g_object_new (HR_TYPE_RECENT_EVENTS, NULL);
  self->journal = g_object_ref (journal);
  self->seq = hr_journal_get_seq (journal);
  g_signal_connect_object (journal, "recorded", G_CALLBACK (on_recorded), self, G_CONNECT_SWAPPED);

  return self;
}

gint64
hr_recent_events_get_seq (HrRecentEvents *self)
{
  g_return_val_if_fail (HR_IS_RECENT_EVENTS (self), 0);

  return self->seq;
}

GPtrArray *
hr_recent_events_dup_since (HrRecentEvents *self,
                            gint64          since_seq,
                            guint           max)
{
  HrEvent   *first = NULL;
  GPtrArray *events = NULL;

  g_return_val_if_fail (HR_IS_RECENT_EVENTS (self), NULL);

  /* A client may have seen the board, which is ahead of what was told by as much as waits for the disk. */
  first = g_queue_peek_head (&self->events);
  if (first == NULL || since_seq < hr_event_get_seq (first) || since_seq > hr_journal_get_seq (self->journal) ||
      self->seq - since_seq > max)
    return NULL;

  events = g_ptr_array_new_with_free_func (g_object_unref);
  for (GList *link = self->events.tail; link != NULL && hr_event_get_seq (link->data) > since_seq; link = link->prev)
    g_ptr_array_insert (events, 0, g_object_ref (link->data));

  return events;
}
