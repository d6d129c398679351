/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-clock"

#include "hr-clock.h"

typedef struct
{
  HrClock    *clock;
  guint       id;
  gint64      interval_us;
  gint64      due_us; /* of a fake clock, monotonic */
  GSource    *source; /* of a real clock */
  GSourceFunc func;
  gpointer    user_data;
} Timer;

struct _HrClock
{
  GObject parent_instance;

  gboolean is_fake;
  gint64   utc_us;
  gint64   monotonic_us;

  GHashTable *timers; /* id → Timer */
  guint       last_id;
};

G_DEFINE_FINAL_TYPE (HrClock, hr_clock, G_TYPE_OBJECT)

static void
timer_free (Timer *timer)
{
  if (timer->source != NULL)
    g_source_destroy (timer->source);
  g_clear_pointer (&timer->source, g_source_unref);
  g_free (timer);
}

/* The function may remove its own timer, so only the id is used after it. */
static gboolean
fire (Timer *timer)
{
  g_autoptr (HrClock) clock = g_object_ref (timer->clock);
  guint id = timer->id;

  if (timer->func (timer->user_data) == G_SOURCE_CONTINUE)
    return g_hash_table_contains (clock->timers, GUINT_TO_POINTER (id));

  g_hash_table_remove (clock->timers, GUINT_TO_POINTER (id));
  return G_SOURCE_REMOVE;
}

static gboolean
on_timeout (gpointer user_data)
{
  return fire (user_data);
}

/* The timer that is due first and not after @until_us; of equal ones the older. */
static Timer *
find_due_timer (HrClock *self,
                gint64   until_us)
{
  GHashTableIter iter;
  gpointer       value = NULL;
  Timer         *first = NULL;

  g_hash_table_iter_init (&iter, self->timers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Timer *timer = value;

      if (timer->due_us <= until_us &&
          (first == NULL || timer->due_us < first->due_us ||
           (timer->due_us == first->due_us && timer->id < first->id)))
        first = timer;
    }

  return first;
}

static void
move_to (HrClock *self,
         gint64   monotonic_us)
{
  self->utc_us += monotonic_us - self->monotonic_us;
  self->monotonic_us = monotonic_us;
}

static void
hr_clock_finalize (GObject *object)
{
  HrClock *self = HR_CLOCK (object);

  g_clear_pointer (&self->timers, g_hash_table_unref);

  G_OBJECT_CLASS (hr_clock_parent_class)->finalize (object);
}

static void
hr_clock_class_init (HrClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_clock_finalize;
}

static void
hr_clock_init (HrClock *self)
{
  self->timers = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) timer_free);
}

HrClock *
hr_clock_new (void)
{
  return g_object_new (HR_TYPE_CLOCK, NULL);
}

HrClock *
hr_clock_new_fake (gint64 utc_us)
{
  HrClock *self = hr_clock_new ();

  self->is_fake = TRUE;
  self->utc_us = utc_us;
  self->monotonic_us = G_USEC_PER_SEC;

  return self;
}

void
hr_clock_advance (HrClock *self,
                  gint64   by_us)
{
  gint64 until_us = 0;
  Timer *timer = NULL;

  g_return_if_fail (HR_IS_CLOCK (self));
  g_return_if_fail (self->is_fake);
  g_return_if_fail (by_us >= 0);

  until_us = self->monotonic_us + by_us;

  while ((timer = find_due_timer (self, until_us)) != NULL)
    {
      move_to (self, timer->due_us);
      timer->due_us += timer->interval_us;
      fire (timer);
    }

  move_to (self, until_us);
}

void
hr_clock_jump (HrClock *self,
               gint64   by_us)
{
  g_return_if_fail (HR_IS_CLOCK (self));
  g_return_if_fail (self->is_fake);

  self->utc_us += by_us;
}

gint64
hr_clock_get_utc_us (HrClock *self)
{
  g_return_val_if_fail (HR_IS_CLOCK (self), 0);

  return self->is_fake ? self->utc_us : g_get_real_time ();
}

gint64
hr_clock_get_monotonic_us (HrClock *self)
{
  g_return_val_if_fail (HR_IS_CLOCK (self), 0);

  return self->is_fake ? self->monotonic_us : g_get_monotonic_time ();
}

static void
attach (Timer *timer,
        guint  interval_ms)
{
  timer->source = g_timeout_source_new (interval_ms);
  g_source_set_callback (timer->source, on_timeout, timer, NULL);
  g_source_set_static_name (timer->source, "hr-clock");
  g_source_attach (timer->source, g_main_context_get_thread_default ());
}

guint
hr_clock_add_timeout (HrClock    *self,
                      guint       interval_ms,
                      GSourceFunc func,
                      gpointer    user_data)
{
  Timer *timer = NULL;

  g_return_val_if_fail (HR_IS_CLOCK (self), 0);
  g_return_val_if_fail (func != NULL, 0);

  timer = g_new0 (Timer, 1);
  timer->clock = self;
  timer->id = ++self->last_id;
  /* A repeating timer of no length would hold a fake clock for ever. */
  timer->interval_us = MAX (interval_ms, 1) * (gint64) 1000;
  timer->func = func;
  timer->user_data = user_data;
  g_hash_table_insert (self->timers, GUINT_TO_POINTER (timer->id), timer);

  if (self->is_fake)
    timer->due_us = self->monotonic_us + interval_ms * (gint64) 1000;
  else
    attach (timer, interval_ms);

  return timer->id;
}

void
hr_clock_remove (HrClock *self,
                 guint    id)
{
  g_return_if_fail (HR_IS_CLOCK (self));
  g_return_if_fail (g_hash_table_contains (self->timers, GUINT_TO_POINTER (id)));

  g_hash_table_remove (self->timers, GUINT_TO_POINTER (id));
}
