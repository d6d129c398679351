/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-throttle"

#include "hr-throttle.h"

#define MAX_KEYS 10000

typedef struct
{
  char   *key;
  GList   link;          /* its place in the order of last use */
  gint64  held_until_us; /* monotonic; 0: not held */
  GArray *times_us;      /* of gint64: the failures inside the window, oldest first */
} Record;

struct _HrThrottle
{
  HrClock    *clock;
  guint       max;
  gint64      window_us;
  gint64      hold_us;
  GHashTable *records; /* key → Record */
  GQueue      by_age;  /* of Record: the one that was counted longest ago first */
};

static void
record_free (gpointer data)
{
  Record *self = data;

  g_array_unref (self->times_us);
  g_free (self->key);
  g_free (self);
}

HrThrottle *
hr_throttle_new (HrClock *clock,
                 guint    max,
                 guint    window_ms,
                 guint    hold_ms)
{
  HrThrottle *self = NULL;

  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (max > 0, NULL);

  self = g_new0 (HrThrottle, 1);
  self->clock = g_object_ref (clock);
  self->max = max;
  self->window_us = (gint64) window_ms * 1000;
  self->hold_us = (gint64) hold_ms * 1000;
  self->records = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, record_free);
  g_queue_init (&self->by_age);

  return self;
}

void
hr_throttle_free (HrThrottle *self)
{
  g_hash_table_unref (self->records);
  g_object_unref (self->clock);
  g_free (self);
}

static void
forget (HrThrottle *self,
        Record     *record)
{
  g_queue_unlink (&self->by_age, &record->link);
  g_hash_table_remove (self->records, record->key);
}

static Record *
ensure_record (HrThrottle *self,
               const char *key)
{
  Record *record = g_hash_table_lookup (self->records, key);

  if (record != NULL)
    {
      g_queue_unlink (&self->by_age, &record->link);
    }
  else
    {
      if (g_hash_table_size (self->records) >= MAX_KEYS)
        forget (self, g_queue_peek_head (&self->by_age));

      record = g_new0 (Record, 1);
      record->key = g_strdup (key);
      record->link.data = record;
      record->times_us = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (self->records, record->key, record);
    }

  g_queue_push_tail_link (&self->by_age, &record->link);
  return record;
}

static void
drop_old_times (HrThrottle *self,
                Record     *record,
                gint64      now_us)
{
  guint n_old = 0;

  while (n_old < record->times_us->len &&
         g_array_index (record->times_us, gint64, n_old) <= now_us - self->window_us)
    n_old++;

  if (n_old > 0)
    g_array_remove_range (record->times_us, 0, n_old);
}

gboolean
hr_throttle_is_held (HrThrottle *self,
                     const char *key)
{
  Record *record = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  record = g_hash_table_lookup (self->records, key);

  return record != NULL && record->held_until_us > hr_clock_get_monotonic_us (self->clock);
}

void
hr_throttle_count (HrThrottle *self,
                   const char *key)
{
  gint64  now_us = 0;
  Record *record = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (key != NULL);

  now_us = hr_clock_get_monotonic_us (self->clock);
  record = ensure_record (self, key);
  drop_old_times (self, record, now_us);
  g_array_append_val (record->times_us, now_us);

  if (record->times_us->len < self->max)
    return;

  /* After the hold it starts from nothing. */
  record->held_until_us = now_us + self->hold_us;
  g_array_set_size (record->times_us, 0);
}

void
hr_throttle_forget (HrThrottle *self,
                    const char *key)
{
  Record *record = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (key != NULL);

  record = g_hash_table_lookup (self->records, key);

  if (record != NULL)
    forget (self, record);
}
