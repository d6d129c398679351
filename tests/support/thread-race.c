/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "thread-race"

#include <glib.h>

/*
 * Two threads count together as they please, which ThreadSanitizer has to report; with any argument they do so in order, which it must not: behind a
 * lock, in the job of a pool, in the callback of a source.
 */

#define N_ROUNDS 1000

typedef struct
{
  GMutex     lock;
  GMainLoop *loop;
  gboolean   is_ordered;
  guint      n_counted;
} Counter;

static gpointer
count (gpointer data)
{
  Counter *counter = data;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      if (counter->is_ordered)
        g_mutex_lock (&counter->lock);
      counter->n_counted++;
      if (counter->is_ordered)
        g_mutex_unlock (&counter->lock);
    }

  return NULL;
}

static gboolean
on_idle (gpointer data)
{
  Counter *counter = data;

  counter->n_counted++;
  g_main_loop_quit (counter->loop);
  return G_SOURCE_REMOVE;
}

static void
work (gpointer data,
      gpointer user_data)
{
  Counter *counter = data;

  counter->n_counted++;
  g_idle_add_full (G_PRIORITY_DEFAULT, on_idle, counter, NULL);
}

static void
hand_over (Counter *counter)
{
  GThreadPool *pool = g_thread_pool_new (work, NULL, 1, FALSE, NULL);

  counter->loop = g_main_loop_new (NULL, FALSE);
  counter->n_counted++;
  g_thread_pool_push (pool, counter, NULL);
  g_main_loop_run (counter->loop);
  g_main_loop_unref (counter->loop);
  g_thread_pool_free (pool, FALSE, TRUE);
}

int
main (int    argc,
      char **argv)
{
  Counter  counter = { .is_ordered = argc > 1 };
  GThread *threads[2] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("count", count, &counter);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  if (counter.is_ordered)
    hand_over (&counter);

  return counter.is_ordered && counter.n_counted != 2 * N_ROUNDS + 3;
}
